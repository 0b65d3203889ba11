"""Time passes: `private.tick` once a minute, by one of the processes that share an embedded database."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg.rows import TupleRow

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
FIRST_SECONDS = 5.0
_ONE_OF_US = 7423  # the advisory lock that the process holds whose turn it is


def tick(connection: psycopg.Connection[TupleRow]) -> dict[str, Any]:
    """Do what is due; what was done by subject. A subject that failed says so with its SQLSTATE and stops nobody else."""
    row = connection.execute("select private.tick()").fetchone()
    connection.commit()
    assert row is not None
    done: dict[str, Any] = row[0]
    return done


def failed(done: dict[str, Any]) -> dict[str, str]:
    """The subjects whose part went wrong, with the kind of fault."""
    return {subject: str(part["failed"]) for subject, part in done.items() if isinstance(part, dict) and "failed" in part}


@contextlib.contextmanager
def ticking(conninfo: str | None, *, every: float = EVERY_SECONDS, first: float = FIRST_SECONDS) -> Iterator[None]:
    """Let time pass as long as the block runs. Without the owner's connection somebody else does it: pg_cron, or cron."""
    if conninfo is None:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_run, args=(conninfo, stop, every, first), name="ticking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def _run(conninfo: str, stop: threading.Event, every: float, first: float) -> None:
    wait = first
    while not stop.wait(wait):
        wait = every
        try:
            _as_long_as_it_is_our_turn(conninfo, stop, every)
        except psycopg.Error as fault:
            # The kind alone: a message of the database may quote what people wrote.
            log.warning("Time did not pass: %s %s", type(fault).__name__, fault.sqlstate or "")


def _as_long_as_it_is_our_turn(conninfo: str, stop: threading.Event, every: float) -> None:
    with psycopg.connect(conninfo, application_name="ticking") as connection:
        won = connection.execute("select pg_try_advisory_lock(%s)", [_ONE_OF_US]).fetchone()
        connection.commit()
        # Another process has the turn: it keeps it until it leaves, so we look again in a while.
        while won == (True,):
            for subject, kind in failed(tick(connection)).items():
                log.warning("Time did not pass for %s: %s", subject, kind)
            if stop.wait(every):
                return
