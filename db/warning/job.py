"""The daily look: read the counts, test them, write down what was found. As often as one likes, several at once."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import psycopg
from psycopg.rows import TupleRow

_ONE_AT_A_TIME = 7424


def look(connection: psycopg.Connection[TupleRow], *, only_when_due: bool = False) -> dict[str, Any]:
    """What is raised, kept and cleared; nothing but `{"due": false}` when somebody looked today already and that is enough."""
    # Whoever waits here finds the other's run, and then its own warnings: nothing is raised twice.
    connection.execute("select pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    at, due = _row(connection, "select private.clock_now(), private.warning_due(private.clock_now())")
    if only_when_due and not due:
        connection.commit()
        return {"due": False}
    from db.warning.history import read  # noqa: PLC0415  (scipy takes a second to import: only where it is needed)
    from db.warning.watch import watch  # noqa: PLC0415

    (told,) = _row(connection, "select private.warning_history(%s)", at)
    history = read(told)
    found = json.dumps([asdict(one) for one in watch(history)], default=str)
    (done,) = _row(connection, "select private.keep_warnings(%s::jsonb, %s, %s)", found, len(history.sites), at)
    connection.commit()
    return {"sites": len(history.sites), **done}


def _row(connection: psycopg.Connection[TupleRow], query: str, *values: object) -> TupleRow:
    row = connection.execute(query.encode(), values).fetchone()
    assert row is not None
    return row
