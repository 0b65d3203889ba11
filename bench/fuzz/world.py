"""Where the inputs go in: the policy tests' scene on a server of its own, and a gateway whose calls are all rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg

from bench.fuzz.looking import Unhandled
from db.embedded import EmbeddedServer
from db.gateway import Credentials
from db.migrate import apply_prelude, migrate
from db.postgres_gateway import _SETTINGS, PostgresGateway
from tests.policies.facts import Facts
from tests.policies.functions import Function, functions
from tests.policies.oracle import Oracle
from tests.policies.scene import Scene
from tests.policies.script import play
from tests.real_database import Connection, Database
from tests.real_parts import free_port

# One of each role, and nobody.
PEOPLE = ("ada", "lin", "mei", "chen", "weber", "worker_open", "public")


# A crash for the controls: every number but one divides by nothing.
PLANTED = """
create function api.planted(number integer) returns jsonb language plpgsql as $$
begin
  return to_jsonb(100 / (number = 1)::integer);
end
$$;
grant execute on function api.planted(integer) to anon, authenticated
"""
CRASHES = Function("api", "planted", (("number", "integer"),), frozenset({"anon", "authenticated"}))


class Undone(PostgresGateway):
    """The portal's own gateway to the letter, except that nothing stays: the scene is the same for each input.

    It is stricter than the portal: a value that PostgreSQL itself refuses *inside* a function was not looked at beforehand,
    and that is a fault, although a screen would only say that the value is not valid.
    """

    def __init__(self, connection: Connection, credentials: Credentials, *, twice: bool = False) -> None:
        self._one = connection
        self._credentials = credentials
        self._patience = 8.0
        self._twice = twice
        self._asked: tuple[str, ...] = ()
        self.calls = 0

    def call(self, function: str, /, **arguments: object) -> Any:
        self._asked = tuple(arguments)
        return super().call(function, **arguments)

    def _attempt(self, function: str, statement: bytes, values: list[object]) -> Any:
        try:
            with self._one.transaction(force_rollback=True):
                self._one.execute(_SETTINGS, self._settings())
                row = self._one.execute(statement, values).fetchone()
                if self._twice:
                    # Once more, as a new request: what may be there only once must be refused, not collide.
                    anew = {"request_id": str(uuid4())}
                    again = [anew.get(name, value) for name, value in zip(self._asked, values, strict=True)]
                    row = self._one.execute(statement, again).fetchone()
                self._one.execute("set constraints all immediate")
            return row[0] if row else None
        except psycopg.Error as error:
            if inside := _inside(error):
                raise Unhandled(inside) from None
            raise self._meaning(function, error, committing=False) from None


def _inside(error: psycopg.Error) -> str:
    """Where PostgreSQL itself gave up within a function; nothing for a refusal, or for arguments that it could not read."""
    state, told = error.sqlstate or "", error.diag
    if state.startswith("PT") or state == "42501" or "function" not in (told.context or ""):
        return ""
    where = (told.context or "").splitlines()[0][:150]
    return f"{state} {told.message_primary or ''} {told.constraint_name or ''}, {where}"[:260]


@dataclass
class World:
    """The scene, everything stored in it, and who asks."""

    scene: Scene
    facts: Facts
    functions: list[Function]
    connection: Connection
    server: EmbeddedServer
    folder: Path

    def gateway(self, who: str, *, twice: bool = False) -> Undone:
        return Undone(self.connection, self.scene.personas[who].credentials, twice=twice)

    def oracle(self, who: str) -> Oracle:
        return Oracle(self.facts, self.scene.personas[who])


@contextmanager
def world(folder: Path) -> Iterator[World]:
    """A server in `folder`, with the scene played on it."""
    with EmbeddedServer(folder / "pg", port=free_port(), durable=False) as server:
        with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
            admin.execute("create database fuzz owner postgres")
        with psycopg.connect(server.conninfo("supabase_admin", "fuzz"), autocommit=True) as admin:
            apply_prelude(admin)
        migrate(server.conninfo("postgres", "fuzz"))
        database = Database(server, "fuzz")
        try:
            scene = play(database)
            with database.connect() as admin:
                facts, every = Facts.read(admin), [one for one in functions(admin) if one.schema == "api"]
                admin.execute(PLANTED)
            with psycopg.connect(database.conninfo(), autocommit=True) as connection:
                yield World(scene, facts, every, connection, server, folder)
        finally:
            database.close()
