"""Figures: exact for Handshake and factories; for a brand, nothing from which a number under 5 follows."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from db.errors import BadRequest, PortalError
from db.figures import figures
from db.gateway import Credentials
from db.models.figures import Cell, Figures, Spread
from tests.real_database import Connection, Database

SMALL = range(1, 5)


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


def span(shown: int | None, total: int, slack: int) -> tuple[int, int]:
    """What an attacker knows of a count: how far it was rounded; hidden is at least 1; 0 is 0."""
    if shown is None:
        return 1, total
    return (0, 0) if shown == 0 else (shown - slack, shown + slack)


def worked_out(cells: Sequence[int | None], shown_total: int | None, slack: int = 2) -> list[int | None]:
    """The attack: bounds of each cell from the total and all others; the value where the bounds meet."""
    low, high = (1, 4) if shown_total is None else span(shown_total, 10**6, slack)
    bounds = [span(each, high, slack) for each in cells]
    found: list[int | None] = []
    for index, (least, most) in enumerate(bounds):
        others_least = sum(each[0] for place, each in enumerate(bounds) if place != index)
        others_most = sum(each[1] for place, each in enumerate(bounds) if place != index)
        down, up = max(least, low - others_most), min(most, high - others_least)
        found.append(down if down == up else None)
    return found


def numbers(cells: Sequence[Cell]) -> list[int | None]:
    return [each.n for each in cells]


@pytest.mark.parametrize("seed", range(12))
def test_an_attacker_who_subtracts_recovers_no_number_under_five(stage: Stage, seed: int) -> None:
    true = fill(stage, stage.brand, random.Random(seed))
    page = stage.seen_by(stage.brand_user)
    groups = [
        ([(f"category/{each.bucket}", each.n) for each in page.categories], page.received),
        ([(f"phase/{each.bucket}", each.n) for each in page.phases], page.received),
        ([(f"month/{each.bucket}", each.n) for each in page.months], page.received),
        ([(f"site/{each.id}", each.n) for each in page.sites], page.received),
        ([(f"truth/{each.bucket}", each.n) for each in page.truths[3:]], page.truths[0].n),
    ]
    for cells, total in groups:
        for (name, _), value in zip(cells, worked_out([n for _, n in cells], total), strict=True):
            if true.get(name, 0) in SMALL:
                assert value is None, f"{name} can be worked out"
    for cell in (*page.categories, *page.phases, *page.months, *page.truths):
        assert cell.n is None or cell.n % 5 == 0
    for spread in (page.answers, page.closings):
        assert all(each.n >= 5 for each in spread.bins)


def test_the_attack_finds_a_number_that_nothing_protects() -> None:
    """The control: a lonely hidden cell beside exact numbers, and two of which each must be 1."""
    assert worked_out([None, 40, 12], 55, slack=0) == [3, 40, 12]
    assert worked_out([None, None, 9], 11, slack=0) == [1, 1, 9]


def test_a_hidden_cell_is_never_alone_and_never_few(stage: Stage) -> None:
    rows = stage.admin.execute(
        "select private.protected(array['a','b','c'], array[3, 40, 12]), private.protected(array['a','b'], array[1, 1]), "
        "private.protected(array['a','b','c'], array[1, 1, 9]), private.protected(array['a','b'], array[0, 40])"
    ).fetchone()
    assert rows
    assert [[cell["n"] for cell in each] for each in rows] == [[None, 40, None], [None, None], [None, None, None], [0, 40]]


def test_bins_are_joined_until_each_has_five(stage: Stage) -> None:
    row = stage.admin.execute(
        "select private.spread('{0,1,2,3,9,20}', '{3,4,6,1,7,2}', '{0,1,2,3,4,5,6,7,8,11,14}', true), "
        "private.spread('{0,1,2,3,9,20}', '{3,4,6,1,7,2}', '{0,1,2,3,4,5,6,7,8,11,14}', false)"
    ).fetchone()
    assert row
    guarded, exact = row
    assert [(each["start"], each["end"], each["n"]) for each in guarded["bins"]] == [(0, 1, 5), (2, 2, 5), (3, None, 10)]
    assert sum(each["n"] for each in exact["bins"]) == 23
    # 23 values: the 12th is 2 days, the 21st (ceil of 20.7) is 9 days.
    assert (exact["median"], exact["p90"]) == (2, 9)
    assert (guarded["median"], guarded["p90"]) == (2, None)


def test_no_joined_bin_reaches_over_the_weeks_end_while_both_sides_have_five(stage: Stage) -> None:
    # Day 7 has 2 answers: too few to stand alone, they join day 6 and not the second week.
    row = stage.admin.execute(
        "select private.spread('{0,6,7,9,20}', '{9,6,2,4,3}', '{0,1,2,3,4,5,6,7,8,11,14}', true, 8)"
    ).fetchone()
    assert row
    assert [(each["start"], each["end"], each["n"]) for each in row[0]["bins"]] == [(0, 0, 10), (1, 7, 10), (8, None, 5)]


def test_a_brand_cannot_choose_months_or_a_workplace(stage: Stage) -> None:
    fill(stage, stage.brand, random.Random(1))
    whole = stage.seen_by(stage.brand_user)
    assert stage.seen_by(stage.brand_user, first="2026-09", last="2026-09", site=stage.sites[0]) == whole
    assert whole.protected
    assert whole.choices == ()


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
    assert (year.received, year.protected, year.scope) == (6, False, "handshake")
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


def test_a_workplace_with_one_case_gives_a_brand_nothing_but_hidden(stage: Stage) -> None:
    this = stage.seen_by(stage.brand_user).last
    for measure, bucket in (("received", ""), ("category", "F"), ("phase", "factory"), ("answer_days", "3"), ("open", "")):
        stage.count(stage.brand, stage.sites[0], this, measure, bucket, 1)
    page = stage.seen_by(stage.brand_user)
    assert (page.received, page.open) == (None, None)
    assert page.answers == Spread(None, (), None, None)
    assert all(each.n in (None, 0) for each in (*page.categories, *page.phases, *page.months))
