"""The scene of tests/policies on a server of its own, for as long as a measurement needs it."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from db.embedded import EmbeddedServer
from db.migrate import apply_prelude, migrate
from tests.policies.facts import Facts
from tests.policies.scene import Scene
from tests.policies.script import play
from tests.real_database import Database


@dataclass(frozen=True)
class Stage:
    """The scene after its story, and everything that is stored in it."""

    server: EmbeddedServer
    scene: Scene
    facts: Facts


@contextmanager
def staged() -> Iterator[Stage]:
    """A fresh server with the scene played; gone afterwards."""
    with tempfile.TemporaryDirectory() as folder, EmbeddedServer(Path(folder) / "pg", durable=False) as server:
        fresh(server, "scene")
        database = Database(server, "scene")
        migrate(database.conninfo("postgres"))
        scene = play(database)
        with database.connect() as admin:
            admin.execute("analyze")
            yield Stage(server, scene, Facts.read(admin))
        database.close()


def fresh(server: EmbeddedServer, name: str) -> None:
    """A new database with what Supabase brings, and none of our migrations."""
    with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute(sql.SQL("create database {} owner postgres").format(sql.Identifier(name)))
    with psycopg.connect(server.conninfo("supabase_admin", name), autocommit=True) as admin:
        apply_prelude(admin)
