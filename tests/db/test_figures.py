"""Figures: exact for Handshake and factories; a brand gets none of today."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from db.errors import BadRequest, PortalError, Refused
from db.figures import figures
from db.gateway import Credentials
from db.models.figures import Figures
from tests.real_database import Connection, Database


@dataclass(frozen=True)
class Stage:
    """A brand and Handshake with people, and the months that a brand is shown."""

    database: Database
    admin: Connection
    brand: UUID
    brand_user: UUID
    handshake: UUID
    desk_user: UUID
    sites: tuple[UUID, ...]

    def count(  # noqa: PLR0917 - the columns of the roll-up, in their order
        self, scope: UUID, site: UUID, month: date, measure: str, bucket: str, n: int
    ) -> None:
        """Let the roll-up say that there are `n` more such cases."""
        self.admin.execute(
            "insert into portal.figure_change values (%s, %s, %s, %s, %s, %s)",
            [scope, site, month, measure, bucket, n],
        )

    def seen_by(self, user: UUID, **asked: str | UUID | None) -> Figures:
        first, last, site = asked.get("first"), asked.get("last"), asked.get("site")
        gateway = self.database.gateway(Credentials(user_id=str(user)))
        return figures(gateway, first, last, site)  # type: ignore[arg-type]  # given by the tests below


@pytest.fixture
def stage(database: Database, admin: Connection) -> Stage:
    def organization(kind: str, name: str) -> UUID:
        known = admin.execute("select id from portal.organization where kind = %s and name = %s", [kind, name]).fetchone()
        if known:
            return known[0]  # type: ignore[no-any-return]
        made = admin.execute("insert into portal.organization (kind, name) values (%s, %s) returning id", [kind, name])
        return made.fetchone()[0]  # type: ignore[index, no-any-return]

    def person(where: UUID, role: str) -> UUID:
        user = uuid4()
        admin.execute(
            "insert into portal.person (user_id, organization_id, role, name, email, valid_from) "
            "values (%s, %s, %s, 'Somebody', %s, '2020-01-01')",
            [user, where, role, f"{user}@example.org"],
        )
        return user

    known = admin.execute("select name from portal.organization where kind = 'handshake'").fetchone()
    handshake = organization("handshake", known[0] if known else "Handshake")
    brand = organization("brand", "Brand K")
    sites = tuple(organization("workplace", f"Site {number}") for number in range(4))
    return Stage(database, admin, brand, person(brand, "brand"), handshake, person(handshake, "coordinator"), sites)


def fill(stage: Stage, scope: UUID, draw: random.Random) -> dict[str, int]:
    """A few cases of every kind in the 12 whole months before this one; returns what is true of the period."""
    this = stage.admin.execute("select date_trunc('month', now() at time zone 'Asia/Shanghai')::date").fetchone()
    assert this
    true: dict[str, int] = {}

    def count(month: date, site: UUID, measure: str, bucket: str, n: int = 1) -> None:
        stage.count(scope, site, month, measure, bucket, n)
        key = f"{measure}/{bucket}"
        true[key] = true.get(key, 0) + n

    for back in range(1, 13):
        month = this[0]
        year, number = divmod(month.year * 12 + month.month - 1 - back, 12)
        month = date(year, number + 1, 1)
        for _ in range(draw.choice([0, 1, 2, 3, 5, 8])):
            site = draw.choice(stage.sites[: draw.choice([1, 2, 4])])
            count(month, site, "received", "")
            true[f"month/{month:%Y-%m}"] = true.get(f"month/{month:%Y-%m}", 0) + 1
            true[f"site/{site}"] = true.get(f"site/{site}", 0) + 1
            count(month, site, "category", draw.choice("FFFFFHHHGGICA"))
            phase = draw.choice(["received", "factory", "remedy", "closed", "closed", "closed", "closed"])
            count(month, site, "phase", phase)
            count(month, site, "answer_days", str(draw.choice([0, 1, 1, 2, 3, 5, 9, 20])))
            if phase != "closed":
                count(month, site, "open", "")
                continue
            count(month, site, "truth", "closed")
            count(month, site, "close_days", str(draw.choice([3, 12, 20, 40, 99])))
            if said := draw.choice(["confirmed", "confirmed", "disputed", "unreachable", ""]):
                count(month, site, "truth", said)
    return true


def test_a_brand_gets_no_counts_of_today_whatever_it_asks_for(stage: Stage) -> None:
    """It reads what was published (tests/figures): two days that can be looked at can be subtracted."""
    fill(stage, stage.brand, random.Random(1))
    with pytest.raises(Refused):
        stage.seen_by(stage.brand_user)
    with pytest.raises(Refused):
        stage.seen_by(stage.brand_user, first="2026-09", last="2026-09", site=stage.sites[0])


@pytest.mark.parametrize("table", ["figure", "figure_total", "figure_change", "counted", "figure_due", "case_cause"])
@pytest.mark.parametrize("who", ["brand_user", "desk_user"])
def test_nobody_reads_a_raw_figure(stage: Stage, table: str, who: str) -> None:
    fill(stage, stage.brand, random.Random(1))
    with stage.database.acting(getattr(stage, who)) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute(sql.SQL("select count(*) from portal.{}").format(sql.Identifier(table)))


def test_handshake_sees_exact_numbers_of_the_period_it_asks_for(stage: Stage) -> None:
    for bucket, n in (("F", 3), ("H", 1)):
        stage.count(stage.handshake, stage.sites[0], date(2026, 3, 1), "category", bucket, n)
    stage.count(stage.handshake, stage.sites[0], date(2026, 3, 1), "received", "", 4)
    stage.count(stage.handshake, stage.sites[1], date(2026, 4, 1), "received", "", 2)
    year = stage.seen_by(stage.desk_user, first="2026-01", last="2026-06")
    assert (year.received, year.scope) == (6, "handshake")
    assert [(each.bucket, each.n) for each in year.categories if each.n] == [("F", 3), ("H", 1)]
    assert [(each.name, each.n) for each in year.sites] == [("Site 0", 4), ("Site 1", 2)]
    one = stage.seen_by(stage.desk_user, first="2026-01", last="2026-06", site=stage.sites[1])
    assert (one.received, one.workplaces, one.organization) == (2, 1, "Site 1")


@pytest.mark.parametrize("month", ["2026-13", "x", "2026-1", "' or 1=1 --", "99999-01"])
def test_a_month_that_is_none_is_refused(stage: Stage, month: str) -> None:
    with pytest.raises(BadRequest):
        stage.seen_by(stage.desk_user, first=month)


def test_nobody_without_an_account_sees_figures(stage: Stage) -> None:
    with pytest.raises(PortalError):
        figures(stage.database.gateway())
