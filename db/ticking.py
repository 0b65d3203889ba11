"""Time passes: `private.tick` once a minute, by one of the processes that share an embedded database; then mails and files."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from db.files_folder import FolderFiles
from db.journal import timed
from db.mailing import drain
from db.settings import MailSettings, Settings
from db.sweeping import left_in_storage, sweep
from db.warning.job import look

Job = Callable[[psycopg.Connection[TupleRow]], None]

log = logging.getLogger(__name__)

EVERY_SECONDS = 60.0
FIRST_SECONDS = 5.0
SWEEP_SECONDS = 3600.0
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


def errands(
    connection: psycopg.Connection[TupleRow], mail: MailSettings | None, files: FolderFiles | None
) -> dict[str, dict[str, Any]]:
    """What a tick leaves to Python: mails over SMTP, bytes that no record names, early warning once a day. Without settings
    mails stay where they are."""
    done: dict[str, dict[str, Any]] = {"warnings": look(connection, only_when_due=True)}
    if mail is not None:
        done["mail"] = asdict(drain(connection, mail))
    swept = {"removed": sweep(connection, files)} if files is not None else {"left_in_storage": left_in_storage(connection)}
    connection.commit()
    return done | {"store": swept}


def each_minute(settings: Settings) -> Job:
    """The errands of a process that keeps its own database: mails each minute, the folder of files once an hour, early warning
    once a day."""
    swept = float("-inf")

    def run(connection: psycopg.Connection[TupleRow]) -> None:
        nonlocal swept
        if settings.mail is not None:
            drain(connection, settings.mail)
        if time.monotonic() - swept > SWEEP_SECONDS:
            swept = time.monotonic()
            sweep(connection, FolderFiles(settings.files_dir))
            _look(connection)

    return run


def _look(connection: psycopg.Connection[TupleRow]) -> None:
    try:
        look(connection, only_when_due=True)
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        # A figure that nobody foresaw must not stop the clocks.
        connection.rollback()
        log.warning("Nobody looked for early warnings: %s", type(fault).__name__)


@contextlib.contextmanager
def ticking(
    conninfo: str | None, *, every: float = EVERY_SECONDS, first: float = FIRST_SECONDS, then: Job | None = None
) -> Iterator[None]:
    """Let time pass as long as the block runs, and do `then` after each tick. Without the owner's connection somebody else
    does it: pg_cron, or cron."""
    if conninfo is None:
        yield
        return
    stop = threading.Event()
    thread = threading.Thread(target=_run, args=(conninfo, stop, every, first, then), name="ticking", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=10)


def _run(conninfo: str, stop: threading.Event, every: float, first: float, then: Job | None) -> None:
    wait = first
    while not stop.wait(wait):
        wait = every
        try:
            _as_long_as_it_is_our_turn(conninfo, stop, every, then)
        except psycopg.Error as fault:
            # The kind alone: a message of the database may quote what people wrote.
            log.warning("Time did not pass: %s %s", type(fault).__name__, fault.sqlstate or "")
        except OSError as fault:
            log.warning("Files were not swept: %s", type(fault).__name__)


def _as_long_as_it_is_our_turn(conninfo: str, stop: threading.Event, every: float, then: Job | None) -> None:
    with psycopg.connect(conninfo, application_name="ticking") as connection:
        won = connection.execute("select pg_try_advisory_lock(%s)", [_ONE_OF_US]).fetchone()
        connection.commit()
        # Another process has the turn: it keeps it until it leaves, so we look again in a while.
        while won == (True,):
            with timed("job", job="tick") as told:
                wrong = failed(tick(connection))
                told["outcome"] = "failed" if wrong else "ok"
            for subject, kind in wrong.items():
                log.warning("Time did not pass for %s: %s", subject, kind)
            if then is not None:
                with timed("job", job="errands"):
                    then(connection)
            if stop.wait(every):
                return
