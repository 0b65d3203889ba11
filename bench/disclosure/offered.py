"""Put data sets into a database, publish them with the functions that publish, and read what each reader is offered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import numpy as np
import psycopg
from psycopg.rows import TupleRow

from bench.disclosure.made_up import BRANDS, WORKPLACES, DataSet, counted

Connection = psycopg.Connection[TupleRow]
Cell = tuple[str, str, str]  # population, table ('' is the population itself), bucket


@dataclass(frozen=True)
class Stage:
    """Organisations that every data set shares, and one account of each kind of reader."""

    handshake: UUID
    brands: tuple[UUID, ...]
    workplaces: tuple[UUID, ...]
    buyers: tuple[UUID, ...]  # an account of each brand
    manager: UUID  # an account of a workplace


@dataclass(frozen=True)
class Version:
    """One published version of one set: `shown` is offered (−1 hidden), the rest is the truth, for the judge."""

    shown: np.ndarray  # scopes x cells; scope 0 is the public, then the brands
    exists: np.ndarray  # cells that this scope has at all
    true: np.ndarray
    company: np.ndarray  # hidden only for the sake of another


@dataclass(frozen=True)
class Offered:
    """Everything that was published: for each set its versions in order, and the cells in one order for all."""

    cells: tuple[Cell, ...]
    versions: tuple[tuple[Version, ...], ...]
    publications: int


def stage(admin: Connection) -> Stage:
    """Make the organisations; every brand has bought from every workplace for a long time."""

    def made(kind: str, name: str) -> UUID:
        row = admin.execute("insert into portal.organization (kind, name) values (%s, %s) returning id", [kind, name]).fetchone()
        assert row
        return UUID(str(row[0]))

    def account(where: UUID, role: str) -> UUID:
        user = uuid4()
        admin.execute(
            "insert into portal.person (user_id, organization_id, role, name, email, valid_from)"
            " values (%s, %s, %s, 'Somebody', %s, '2020-01-01')",
            [user, where, role, f"{user}@example.org"],
        )
        return user

    handshake = made("handshake", "Handshake")
    brands = tuple(made("brand", f"Brand {n}") for n in range(BRANDS))
    workplaces = tuple(made("workplace", f"Site {n:02}") for n in range(WORKPLACES))
    admin.execute(
        "insert into portal.supply_link (brand_id, workplace_id, since) select b.id, w.id, '1200-01-01'"
        " from portal.organization b, portal.organization w where b.kind = 'brand' and w.kind = 'workplace'"
    )
    return Stage(handshake, brands, workplaces, tuple(account(b, "brand") for b in brands), account(workplaces[0], "factory"))


def load(admin: Connection, made: Stage, sets: list[DataSet], *, late: bool) -> None:
    """Write the roll-up of these sets, or add what came late."""
    admin.execute("create temp table if not exists come (like portal.figure)")
    admin.execute("truncate come")
    with admin.cursor().copy("copy come from stdin") as copy:
        for scope, workplace, month, measure, bucket, n in counted(sets, late=late):
            copy.write_row(
                (made.brands[scope] if scope >= 0 else made.handshake, made.workplaces[workplace], month, measure, bucket, n)
            )
    admin.execute(
        "insert into portal.figure as f select * from come"
        " on conflict on constraint figure_pkey do update set n = f.n + excluded.n"
    )
    admin.execute("analyze portal.figure")


def publish(admin: Connection, made: Stage, sets: list[DataSet]) -> int:
    """Publish the quarter of each set for everybody and for each brand; how many publications were written."""
    quarters = [one.quarter for one in sets]
    count = 0
    for kind, scope in (("public", made.handshake), *(("brand", b) for b in made.brands)):
        row = admin.execute(
            "select private.publish_scope(%s, %s, %s, %s)", [kind, scope, quarters, datetime(2026, 1, 1, tzinfo=UTC)]
        ).fetchone()
        assert row
        count += int(row[0])
    return count


def read(admin: Connection, made: Stage, sets: list[DataSet], answers: list[dict[str, Any]], publications: int) -> Offered:
    """Set side by side what the calls answered (the public first, then each brand) and, for the judge, the truth."""
    truth = admin.execute(
        "select p.quarter, p.version, p.organization_id, c.total, c.subject, c.bucket, c.n, c.drawn"
        " from portal.publication_count c join portal.publication p on p.id = c.publication_id"
    ).fetchall()
    cells = tuple(sorted({(row[3], row[4], row[5]) for row in truth}))
    place = {cell: at for at, cell in enumerate(cells)}
    scope_of = {None: 0, **{brand: at + 1 for at, brand in enumerate(made.brands)}}
    number = {one.quarter: one.number for one in sets}
    shape = (1 + BRANDS, len(cells))
    found: dict[tuple[int, int], Version] = {}

    def version(quarter: Any, at: int) -> Version:
        return found.setdefault(
            (number[quarter], at),
            Version(np.full(shape, -1), np.zeros(shape, bool), np.zeros(shape, int), np.zeros(shape, bool)),
        )

    drawn: dict[tuple[int, int, int, int], bool] = {}
    for quarter, at, organization, total, subject, bucket, n, draw in truth:
        one, scope, cell = version(quarter, at), scope_of[organization], place[total, subject, bucket]
        one.exists[scope, cell], one.true[scope, cell] = True, n
        drawn[number[quarter], at, scope, cell] = draw is not None
    for scope, answer in enumerate(answers):
        for publication in answer["publications"]:
            quarter = datetime.strptime(publication["quarter"], "%Y-%m-%d").replace(tzinfo=UTC).date()
            if quarter not in number:
                continue
            one = version(quarter, publication["version"])
            for table in publication["tables"]:
                whole = place[table["total"], "", table["total"]]
                one.shown[scope, whole] = -1 if table["n"] is None else table["n"]
                for cell in table["cells"]:
                    at = place[table["total"], table["subject"], cell["bucket"]]
                    one.shown[scope, at] = -1 if cell["n"] is None else cell["n"]
    for (one_set, at, scope, cell), was_drawn in drawn.items():
        one = found[one_set, at]
        one.company[scope, cell] = was_drawn and one.shown[scope, cell] < 0
    versions = [tuple(found[one.number, at] for at in range(1, 10) if (one.number, at) in found) for one in sets]
    return Offered(cells, tuple(versions), publications)
