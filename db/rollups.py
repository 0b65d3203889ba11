"""The roll-ups behind the figures, for the owner of the database: counted anew from the cases, and compared with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import TupleRow

BATCH = 2000
FOLD_EVERY = 10


@dataclass(frozen=True)
class Wrong:
    """A figure that differs from a fresh count; `what` is figure, repeat or total."""

    what: str
    scope: str
    month: date
    measure: str
    bucket: str
    said: int
    should_be: int


def wrong_figures(connection: psycopg.Connection[TupleRow]) -> Iterator[Wrong]:
    """Every figure that differs from what the cases say, in one look at the whole database."""
    for row in connection.execute(
        "select f.what, f.scope_organization::text, f.month, f.measure, f.bucket, f.said, f.should_be"
        " from private.figure_flaws() f order by 1, 2, 4, 3, 5"
    ):
        yield Wrong(*row)


def rebuild(connection: psycopg.Connection[TupleRow], told: Callable[[int, int], None] = lambda _done, _all: None) -> int:
    """Count every case anew and set the figures to that; returns how many cells were mended beyond the cases' own.

    Nobody has to stop working: each batch is a transaction of its own, and what is right already is not touched.
    """
    cases = [row[0] for row in connection.execute("select id from portal.case_ order by id")]
    connection.commit()
    for number, start in enumerate(range(0, len(cases), BATCH)):
        connection.execute("select private.recount(%s)", [cases[start : start + BATCH]])
        connection.commit()
        if number % FOLD_EVERY == FOLD_EVERY - 1:
            connection.execute("select private.fold_figures()")
            connection.commit()
        told(min(start + BATCH, len(cases)), len(cases))
    row = connection.execute("select private.mend_figures()").fetchone()
    connection.commit()
    return int(row[0]) if row else 0
