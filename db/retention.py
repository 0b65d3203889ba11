"""The job of retention: what its rules forget, or would forget. The rules stand in `portal.retention_rule`."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg.rows import TupleRow


def retain(connection: psycopg.Connection[TupleRow], *, dry: bool) -> dict[str, Any]:
    """What was forgotten by rule and kind, and why other cases stay. `dry` does it too and takes all of it back, so that what
    is told is what would be done."""
    with connection.transaction(force_rollback=dry):
        row = connection.execute("select private.retain()").fetchone()
    assert row
    done: dict[str, Any] = row[0]
    return done


def rules(connection: psycopg.Connection[TupleRow]) -> list[tuple[str, int, str]]:
    """Subject, days, and why so long."""
    return connection.execute("select subject, days, why from portal.retention_rule order by subject").fetchall()
