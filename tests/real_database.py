"""A database of its own for a test, and ways to be somebody in it. Always a real PostgreSQL."""

from __future__ import annotations

import contextlib
import json
import secrets
from collections.abc import Iterator
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import TupleRow

from db.embedded import EmbeddedServer
from db.gateway import Credentials
from db.postgres_gateway import Pool, PostgresGateway, open_pool

Connection = psycopg.Connection[TupleRow]


class Database:
    """One database on the test server, dropped when closed."""

    def __init__(self, server: EmbeddedServer, name: str) -> None:
        self.server = server
        self.name = name
        self._pool: Pool | None = None

    @classmethod
    def create(cls, server: EmbeddedServer, template: str) -> Database:
        name = f"test_{secrets.token_hex(6)}"
        with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
            order = sql.SQL("create database {} template {} owner postgres")
            admin.execute(order.format(sql.Identifier(name), sql.Identifier(template)))
        return cls(server, name)

    def conninfo(self, role: str = "authenticator") -> str:
        """Where it is, signing in as supabase_admin, postgres or authenticator."""
        return self.server.conninfo(role, self.name)

    def tcp_url(self, role: str = "authenticator") -> str:
        """The same for a client that knows TCP only, such as PostgREST."""
        return self.server.tcp_url(role, self.name)

    def connect(self, role: str = "supabase_admin") -> Connection:
        """A connection that commits each statement; `supabase_admin` passes by every policy."""
        return psycopg.connect(self.conninfo(role), autocommit=True)

    @property
    def pool(self) -> Pool:
        if self._pool is None:
            self._pool = open_pool(self.conninfo(), size=4)
        return self._pool

    def gateway(self, credentials: Credentials | None = None) -> PostgresGateway:
        return PostgresGateway(self.pool, credentials or Credentials())

    @contextlib.contextmanager
    def acting(
        self, user_id: UUID | str | None = None, *, headers: dict[str, str] | None = None, keep: bool = False
    ) -> Iterator[Connection]:
        """Raw SQL as an API role with claims, the back door: `authenticated`, or `anon` without a user.

        One transaction, rolled back at the end unless `keep`.
        """
        role = "anon" if user_id is None else "authenticated"
        claims = {"role": role} if user_id is None else {"role": role, "sub": str(user_id)}
        with psycopg.connect(self.conninfo()) as connection:
            connection.execute(
                "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), "
                "set_config('request.headers', %s, true)",
                [role, json.dumps(claims), json.dumps(headers or {})],
            )
            yield connection
            if keep:
                connection.commit()
            else:
                connection.rollback()

    def close(self) -> None:
        if self._pool is not None:
            self._pool.close()
        with psycopg.connect(self.server.conninfo("supabase_admin"), autocommit=True) as admin:
            admin.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(self.name)))
