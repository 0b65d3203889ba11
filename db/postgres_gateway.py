"""The gateway to a PostgreSQL of one's own: functions, roles and settings as behind PostgREST."""

from __future__ import annotations

import contextlib
import json
import re
import time
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
import psycopg.errors
from psycopg import sql
from psycopg.abc import PQGen
from psycopg.rows import TupleRow
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool, PoolTimeout, TooManyRequests

from db.errors import BadRequest, PortalError, Refused, SignInNeeded, Unavailable, broken, refusal
from db.gateway import Credentials, plain
from db.journal import told_call

PATIENCE_SECONDS = 8.0
_VOID = 2278  # pg_type.oid of void
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)

RV = TypeVar("RV")
Pool = ConnectionPool["PatientConnection"]


class PatientConnection(psycopg.Connection[TupleRow]):
    """A connection that gives up on a silent server: `statement_timeout` needs a server that is alive."""

    deadline: float | None = None

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        if self.deadline is not None and timeout is None:
            timeout = max(0.0, self.deadline - time.monotonic())
        try:
            return super().wait(gen, interval, timeout)
        except psycopg.errors._WaitTimeout:  # noqa: SLF001  (its own name for it; no public one exists)
            # Nothing more can be asked of it: without this the roll-back would wait for the same silence.
            self.pgconn.finish()
            raise


def open_pool(conninfo: str, *, size: int = 10, patience: float = PATIENCE_SECONDS) -> Pool:
    """A pool of connections as `authenticator`; connects lazily and replaces what was lost."""
    return ConnectionPool(
        conninfo,
        connection_class=PatientConnection,
        kwargs={
            "autocommit": True,
            "connect_timeout": max(2, int(patience)),
            "application_name": "handshake-portal",
        },
        min_size=1,
        max_size=size,
        max_waiting=size * 20,
        timeout=patience,
        # Short, because between its own attempts the pool waits ever longer; a call begins a new one.
        reconnect_timeout=5,
        open=True,
        name="portal",
    )


class PostgresGateway:
    """Calls `api.*` as one person. Light: one per session, all sharing one pool. `calls` counts for tests."""

    def __init__(self, pool: Pool, credentials: Credentials, *, patience: float = PATIENCE_SECONDS) -> None:
        self._pool = pool
        self._credentials = credentials
        self._patience = patience
        self.calls = 0

    def patient(self, seconds: float) -> PostgresGateway:
        """The same caller, waiting longer: for an import, which is one large transaction."""
        return PostgresGateway(self._pool, self._credentials, patience=seconds)

    @told_call
    def call(self, function: str, /, **arguments: object) -> Any:
        self.calls += 1
        statement = _statement(function, tuple(arguments))
        values = [_parameter(plain(each)) for each in arguments.values()]
        try:
            return self._attempt(function, statement, values)
        except _StaleConnection:
            # The server was restarted under the pool. Nothing was sent to be committed, so once more is safe.
            self._pool.check()
        try:
            return self._attempt(function, statement, values)
        except _StaleConnection:
            raise Unavailable() from None

    def _attempt(self, function: str, statement: bytes, values: list[object]) -> Any:
        committing = False
        try:
            with self._pool.connection(self._patience) as connection, _patience(connection, self._patience):
                try:
                    # Two round trips: begin, settings and call; then the commit, awaited by the pipeline.
                    with connection.pipeline(), connection.transaction():
                        connection.execute(_SETTINGS, self._settings())
                        cursor = connection.execute(statement, values)
                        row = cursor.fetchone()
                        kind = cursor.description[0].type_code if cursor.description else _VOID
                        committing = True
                except psycopg.OperationalError as error:
                    lost = connection.closed or connection.broken or error.sqlstate is None
                    if not lost:
                        raise
                    connection.close()
                    if committing:
                        raise Unavailable(maybe_done=True) from None
                    if _ran_out(connection):
                        raise Unavailable() from None
                    raise _StaleConnection from None
            return None if row is None or kind == _VOID else row[0]
        except (PoolTimeout, TooManyRequests):
            raise Unavailable(facts={"busy": True}) from None
        except psycopg.Error as error:
            raise self._meaning(function, error, committing=committing) from None

    def _settings(self) -> tuple[str, str, str, str]:
        """What PostgREST sets for a request, to the letter: role, claims, headers; and our own time limit."""
        who = self._credentials
        role = "authenticated" if who.user_id is not None else "anon"
        claims = {"sub": who.user_id, "role": role, "iat": who.issued_at}
        known = {name: value for name, value in claims.items() if value is not None}
        return role, json.dumps(known), json.dumps(who.headers()), f"{int(self._patience * 1000)}ms"

    def _meaning(self, function: str, error: psycopg.Error, *, committing: bool) -> PortalError:
        state = error.sqlstate or ""
        diagnosis = error.diag
        if re.fullmatch(r"PT[45]\d\d", state):
            return refusal(int(state[2:]), diagnosis.message_primary, diagnosis.message_detail, diagnosis.message_hint)
        if state == "42501":
            return SignInNeeded() if self._credentials.user_id is None else Refused()
        if state in ("22021", "22P05"):
            return BadRequest("body_unreadable")
        if state.startswith("22") or state in ("42883", "42725", "42804", "42846") or isinstance(error, psycopg.DataError):
            return BadRequest("value_invalid", {"function": function})
        if state[:2] in ("08", "53", "57", "58") or state in ("55P03", "40001", "40P01"):
            # Without a commit on its way the server has rolled back, or never began.
            return Unavailable(maybe_done=committing and state.startswith(("08", "57P")))
        if not state and isinstance(error, psycopg.ProgrammingError):  # a value that psycopg cannot send
            return BadRequest("value_invalid", {"function": function})
        if not state:
            return Unavailable(maybe_done=committing)
        # Only these classes word their message without a value that a person typed.
        known = diagnosis.message_primary if state[:2] in ("23", "42", "XX") else type(error).__name__
        return broken(function, f"{state} {known} ({diagnosis.constraint_name or diagnosis.table_name or '-'})")


class _StaleConnection(Exception):
    """The connection was dead before anything could have been stored."""


_SETTINGS = (
    b"select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), "
    b"set_config('request.headers', %s, true), set_config('statement_timeout', %s, true)"
)


@lru_cache(maxsize=512)
def _statement(function: str, names: tuple[str, ...]) -> bytes:
    """`select api."fn"("a" => %s, …)`; what could not be a name of ours is refused."""
    for name in (function, *names):
        if not _NAME.fullmatch(name):
            raise BadRequest("value_invalid")
    arguments = sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in names)
    return sql.SQL("select {}({})").format(sql.Identifier("api", function), arguments).as_bytes(None)


def _parameter(value: object) -> object:
    return Jsonb(value) if isinstance(value, dict) else value


@contextlib.contextmanager
def _patience(connection: PatientConnection, seconds: float) -> Iterator[None]:
    # One second more than the server has, so that a slow statement is ended by the server with its reason.
    connection.deadline = time.monotonic() + seconds + 1.0
    try:
        yield
    finally:
        connection.deadline = None


def _ran_out(connection: PatientConnection) -> bool:
    return connection.deadline is not None and time.monotonic() >= connection.deadline
