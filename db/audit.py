"""Audit of what was written: each case's chain of events, its head against an exported one, the figures, and every file.

For the owner of the database: it reads every row. The heads are exported to a file that somebody keeps elsewhere, because a
chain alone does not show that its end was cut off and its head rewritten.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.rows import TupleRow

from db.backup.contents import named_files
from db.errors import Absent
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.rollups import wrong_figures

HEADS = ("reference", "seq", "head")


@dataclass(frozen=True)
class Flaw:
    """Something that is not as it was written; `where` is a case's reference or a figure's cell."""

    where: str
    what: str


def heads(connection: psycopg.Connection[TupleRow]) -> Iterator[tuple[str, int, str]]:
    """Reference, number of events and hash of the last one, for every case."""
    yield from connection.execute(
        "select c.reference, h.seq, h.head from portal.chain h join portal.case_ c on c.id = h.case_id order by c.reference"
    )


def export_heads(connection: psycopg.Connection[TupleRow], file: Path) -> int:
    """Write the heads as CSV; returns how many. Keep the file where the database's owner cannot change it."""
    count = 0
    with file.open("w", newline="", encoding="utf-8") as out:
        table = csv.writer(out)
        table.writerow(HEADS)
        for row in heads(connection):
            table.writerow(row)
            count += 1
    return count


def read_heads(file: Path) -> dict[str, tuple[int, str]]:
    """Exported heads by reference; raises ValueError for a file of another kind."""
    with file.open(newline="", encoding="utf-8") as text:
        table = csv.reader(text)
        if tuple(next(table, ())) != HEADS:
            raise ValueError(f"{file} holds no exported heads.")
        return {reference: (int(seq), head) for reference, seq, head in table}


def flaws(connection: psycopg.Connection[TupleRow], anchored: dict[str, tuple[int, str]] | None = None) -> Iterator[Flaw]:
    """Everything that is not as it was written: chains, then chains against exported heads, then figures."""
    broken: Iterable[tuple[str, int]] = connection.execute(
        "select * from (select c.reference, private.check_chain(c.id) as broken_at from portal.case_ c) f"
        " where f.broken_at is not null order by f.reference"
    ).fetchall()
    for reference, number in broken:
        yield Flaw(reference, f"event {number} is not as it was written")
    for reference, (seq, head) in (anchored or {}).items():
        found = connection.execute(
            "select e.hash from portal.case_ c left join portal.event e on e.case_id = c.id and e.seq = %s"
            " where c.reference = %s",
            [seq, reference],
        ).fetchone()
        if found is None:
            yield Flaw(reference, "the case is gone")
        elif found[0] is None:
            yield Flaw(reference, f"events up to {seq} were there; its end was cut off")
        elif found[0] != head:
            yield Flaw(reference, f"event {seq} is not the one that was exported")
    for wrong in wrong_figures(connection):
        yield Flaw(f"{wrong.measure} {wrong.bucket} of {wrong.month:%Y-%m} for {wrong.scope}", "differs from a fresh count")


def file_flaws(connection: psycopg.Connection[TupleRow], store: FolderFiles) -> Iterator[Flaw]:
    """Files that a record names and that are not in the store, or are not what they were. Every byte is read."""
    for key, digest, needed in named_files(connection):
        if not store.exists(key, Credentials()):
            if needed:
                yield Flaw(f"file {key}", "is not in the store")
            continue
        try:
            store.get(key, Credentials(), digest=digest)
        except Absent:
            yield Flaw(f"file {key}", "is not as it was put there")
