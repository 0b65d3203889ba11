"""Fixtures that every test may use: a PostgreSQL for the run, a fresh database for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from xdist.scheduler import LoadScopeScheduling

from db.embedded import EmbeddedServer
from db.gateway import Credentials
from db.migrate import MigrationRefused, apply_prelude, migrate
from db.postgres_gateway import PostgresGateway
from tests.real_database import Connection, Database
from tests.real_parts import free_port

# Folders whose costly parts (a portal and its browser, the scene, PostgREST) are made once for all their tests.
_TOGETHER = ("browser", "contract", "policies")
# What takes minutes begins first: a worker that begins it last is waited for by the other.
_LONG = ("browser", "policies", "test_quick", "test_machine", "contract", "test_attacker", "test_rollups")


def _together(path: Path) -> str:
    """What stays on one worker: a file, or a folder of _TOGETHER."""
    return path.parent.name if path.parent.name in _TOGETHER else path.stem


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes minutes comes first."""
    place = {group: number for number, group in enumerate(_LONG)}
    items.sort(key=lambda item: place.get(_together(item.path), len(place)))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling:
    """With several workers each gets whole files: their fixtures are made once, and their tests may build on each other.

    Not by marks of pytest-xdist: version 3.8 writes a group into a test's id, where pytest 9 no longer reads it.
    """

    class Whole(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return _together(Path(nodeid.partition("::")[0]))

    return Whole(config, log)


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reaches a backend that the developer's shell happens to name, nor the developer's own data."""
    for name in (
        "SUPABASE_URL",
        "SUPABASE_PUBLISHABLE_KEY",
        "PORTAL_DATABASE_URL",
        "PORTAL_SECRET_KEY",
        "PORTAL_DEMO",
        "PORTAL_SMTP_URL",
        "PORTAL_MAIL_FROM",
        "PORTAL_ADDRESS",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path_factory.getbasetemp() / "unused-data"))


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """One embedded PostgreSQL for the run, on a socket and on TCP; careless about power cuts, for speed."""
    port = free_port()
    with EmbeddedServer(tmp_path_factory.mktemp("pg"), port=port, durable=False) as running:
        yield running


@pytest.fixture(scope="session")
def empty_template(server: EmbeddedServer) -> str:
    """Name of a database with roles and schema auth, and none of our migrations."""
    return _template(server, "template_empty")


@pytest.fixture(scope="session")
def template(server: EmbeddedServer) -> str:
    """Name of a database with every migration applied, from which tests get their copies."""
    name = _template(server, "template_portal")
    try:
        migrate(server.conninfo("postgres", name))
    except MigrationRefused as refusal:
        pytest.fail(f"the migrations do not apply: {refusal}", pytrace=False)
    return name


@pytest.fixture
def database(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """A fresh database with all migrations, for one test."""
    yield from _copy(server, template)


@pytest.fixture(scope="module")
def module_database(server: EmbeddedServer, template: str) -> Iterator[Database]:
    """The same, shared by the tests of one module: for those that only read, or that tell one story."""
    yield from _copy(server, template)


@pytest.fixture
def empty_database(server: EmbeddedServer, empty_template: str) -> Iterator[Database]:
    """A fresh database without our migrations, for tests of what lies below them."""
    yield from _copy(server, empty_template)


@pytest.fixture
def admin(database: Database) -> Iterator[Connection]:
    """A superuser's connection to `database`: for arranging and checking, never for what is being tested."""
    with database.connect() as connection:
        yield connection


@pytest.fixture
def gateway_for(database: Database) -> Callable[..., PostgresGateway]:
    """`gateway_for(user_id=…, session=…, receipt=…)`: a gateway acting as that person."""
    return lambda **credentials: database.gateway(Credentials(**credentials))


@pytest.fixture
def as_person(database: Database) -> Callable[..., AbstractContextManager[Connection]]:
    """`with as_person(user_id) as connection:` raw SQL as that person (or anon), rolled back."""
    return database.acting


@pytest.fixture
def as_receipt(database: Database) -> Callable[[str], AbstractContextManager[Connection]]:
    """`with as_receipt(session_hash) as connection:` raw SQL as the worker with that receipt session."""

    @contextmanager
    def acting(session_hash: str) -> Iterator[Connection]:
        with database.acting(headers={"x-receipt-session": session_hash}) as connection:
            yield connection

    return acting


@pytest.fixture
def migrations(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """`migrations({"0001_first.sql": "…"})`: a folder of small migrations."""

    def write(files: dict[str, str]) -> Path:
        folder = tmp_path / "migrations"
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text)
        return folder

    return write


def _template(server: EmbeddedServer, name: str) -> str:
    with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute(f"create database {name} owner postgres")
    with psycopg.connect(server.conninfo("supabase_admin", name), autocommit=True) as admin:
        apply_prelude(admin)
    return name


def _copy(server: EmbeddedServer, template: str) -> Iterator[Database]:
    made = Database.create(server, template)
    yield made
    made.close()
