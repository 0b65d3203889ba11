"""Copies of the originals by COPY, as many as wanted: into empty tables whose indexes are built afterwards.

Foreign keys and triggers are not asked: the originals passed them all, and a copy differs from its original in ids and hours
alone. Roll-ups are counted by the functions behind `python -m db figures --rebuild`, two batches at a time, and added up at once.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from threading import Lock
from typing import LiteralString

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow
from tqdm import tqdm

from bench.scale.originals import KINDS
from bench.scale.places import Places
from bench.scale.stencils import Stencil, tables_of_cases

BATCH, COUNT = 2_000, 1_000
LAST_WEEKS, YEARS_OF_WEEKS = 6, 260
WEEKS_KEPT = {"notice": 18}  # a notice is swept after half a year; the originals are eight weeks long

Connection = psycopg.Connection[TupleRow]


@dataclass(frozen=True)
class Batch:
    """Rows of some copies by table, and how many."""

    copies: int
    rows: dict[str, str]


def fill(conninfo: str, stencils: Sequence[Stencil], places: Places, number: int) -> int:
    """Replace the cases of this database by that many copies, count their figures, and let the planner know.

    Returns how many figures were not what the cases say, once they were added up: none.
    """
    with psycopg.connect(conninfo) as owner:
        _fill(owner, stencils, places, number)
        wrong = _count(owner, conninfo, number)
        owner.autocommit = True
        owner.execute(f"vacuum analyze {FIGURES}")
        return wrong


def _fill(owner: Connection, stencils: Sequence[Stencil], places: Places, number: int) -> None:
    tables = list(tables_of_cases(owner))
    names = sql.SQL(", ").join(sql.Identifier("portal", one) for one in [*tables, *COUNTED])
    owner.commit()
    owner.execute("set local session_replication_role = replica")
    owner.execute(sql.SQL("truncate {} cascade").format(names))
    _without_indexes(owner, tables)
    bar = tqdm(total=number, desc=f"{number:,} cases", unit="case", file=sys.stderr)
    batches = _batches(stencils, places, number)
    with ThreadPoolExecutor(1) as ahead, bar:
        waiting = ahead.submit(next, batches, None)
        while (batch := waiting.result()) is not None:
            waiting = ahead.submit(next, batches, None)
            for table, rows in batch.rows.items():
                order = sql.SQL("copy {} from stdin (freeze)").format(sql.Identifier("portal", table))
                with owner.cursor().copy(order) as copy:
                    copy.write(rows)
            bar.update(batch.copies)
    owner.commit()
    owner.autocommit = True
    owner.execute("set maintenance_work_mem = '512MB'")
    for table in tqdm(tables, desc="indexes", unit="table", file=sys.stderr):
        owner.execute(sql.SQL("reindex table {}").format(sql.Identifier("portal", table)))
    owner.execute("analyze")
    owner.autocommit = False


def _count(owner: Connection, conninfo: str, number: int) -> int:
    """Count every case, and add up; returns how many cells were wrong then, which must be none."""
    cases = [row[0] for row in owner.execute("select id from portal.case_ order by id")]
    owner.commit()
    _without_indexes(owner, ADDED)
    owner.commit()
    batches = iter([cases[start : start + COUNT] for start in range(0, number, COUNT)])
    turn = Lock()
    bar = tqdm(total=number, desc="figures", unit="case", file=sys.stderr)

    def work() -> None:
        with psycopg.connect(conninfo, autocommit=True) as mine:
            while True:
                with turn:
                    batch = next(batches, None)
                if batch is None:
                    return
                mine.execute("select private.recount(%s)", [batch])
                bar.update(len(batch))

    with bar, ThreadPoolExecutor(2) as two:
        for done in [two.submit(work), two.submit(work)]:
            done.result()
    return _added_up(owner)


def _added_up(owner: Connection) -> int:
    # All at once what `private.fold_figures` adds cell by cell: at a million cases its own way takes half an hour.
    owner.execute("set local work_mem = '1GB'")
    owner.execute(
        "insert into portal.figure (scope_organization, workplace, month, measure, bucket, n)"
        " select scope_organization, workplace, month, measure, bucket, sum(n) from portal.figure_change"
        " group by 1, 2, 3, 4, 5 having sum(n) <> 0"
    )
    owner.execute("truncate portal.figure_change")
    owner.commit()
    owner.autocommit = True
    for table in ADDED:
        owner.execute(sql.SQL("reindex table {}").format(sql.Identifier("portal", table)))
    owner.execute(f"analyze {FIGURES}")
    owner.autocommit = False
    row = owner.execute("select private.mend_figures()").fetchone()
    owner.commit()
    return int(row[0]) if row else 0


FIGURES: LiteralString = "portal.figure, portal.figure_total, portal.figure_change, portal.counted, portal.figure_due"
ADDED = ("figure", "figure_change")
COUNTED = ("figure", "figure_total", "figure_change", "figure_due", "counted", "request", "outbox")


def _without_indexes(owner: Connection, tables: Sequence[str]) -> None:
    """Let no index of these tables follow what is written, until REINDEX builds it in one go."""
    owner.execute("set local allow_system_table_mods = on")
    owner.execute(
        "update pg_index i set indisready = false, indisvalid = false from pg_class c"
        " where c.oid = i.indrelid and c.relnamespace = 'portal'::regnamespace and c.relname = any (%s)",
        [list(tables)],
    )


def _batches(stencils: Sequence[Stencil], places: Places, number: int) -> Iterator[Batch]:
    """All copies, drawn from a fixed seed."""
    draw = random.Random(20261123)
    shares = [kind.share for kind in KINDS]
    for first in range(1, number + 1, BATCH):
        copies = range(first, min(first + BATCH, number + 1))
        rows: dict[str, list[str]] = {}
        for turn, kind in zip(copies, draw.choices(range(len(KINDS)), shares, k=len(copies)), strict=True):
            weeks = draw.randrange(LAST_WEEKS if KINDS[kind].is_open else YEARS_OF_WEEKS)
            ago = timedelta(weeks=weeks, seconds=draw.randrange(86_400), microseconds=draw.randrange(1_000_000))
            for table, text in stencils[kind].fill(turn, places.stand_in(draw), ago, draw).items():
                if weeks <= WEEKS_KEPT.get(table, weeks):
                    rows.setdefault(table, []).append(text)
        yield Batch(len(copies), {table: "".join(texts) for table, texts in rows.items()})
