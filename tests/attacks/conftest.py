"""The scene under attack, one for each module, and both doors into it: our own gateway, and the real PostgREST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from db.embedded import EmbeddedServer
from db.errors import PortalError
from tests.contract.conftest import both_gateways, doors, postgrest_address, real_parts, rest_client  # noqa: F401  (fixtures)
from tests.contract.doors import Door
from tests.pages.conftest import demo_database, demo_template, portal  # noqa: F401  (fixtures)
from tests.policies.scene import Persona, Scene
from tests.policies.script import play
from tests.real_database import Connection, Database

Call = Callable[..., Any]


@pytest.fixture(scope="module")
def stage(server: EmbeddedServer, template: str) -> Iterator[Scene]:
    """The scene, to be attacked and changed by the tests of one module."""
    database = Database.create(server, template)
    yield play(database)
    database.close()


def rows(stage: Scene, query: Any, *values: object) -> list[Any]:
    """What is stored, read or arranged past every rule."""
    with stage.database.connect() as admin:
        return admin.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def contract_database(stage: Scene) -> Database:
    return stage.database


@pytest.fixture
def call(both_gateways: Door, stage: Scene) -> Call:  # noqa: F811
    """`call(who, function, **arguments)` through the door of this run."""

    def through(who: str | Persona, function: str, /, **arguments: object) -> Any:
        one = stage.personas[who] if isinstance(who, str) else who
        return both_gateways.gateway(str(one.user) if one.user else None, receipt=one.receipt).call(function, **arguments)

    return through


@pytest.fixture
def said(call: Call) -> Call:
    """The same, giving what is said in a refusal: class, key, facts, hint; or the answer."""

    def heard(who: str | Persona, function: str, /, **arguments: object) -> Any:
        try:
            return call(who, function, **arguments)
        except PortalError as error:
            return type(error).__name__, error.key, error.facts, error.hint

    return heard


@pytest.fixture
def raw(stage: Scene) -> Callable[[str], Any]:
    """`with raw("chen") as connection:` the back door: SQL as that person, rolled back at the end."""

    class _Acting:
        def __init__(self, who: str) -> None:
            self.who = stage.personas[who]

        def __enter__(self) -> Connection:
            self.connection = psycopg.connect(stage.database.conninfo())
            self.connection.execute(
                "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), "
                "set_config('request.headers', %s, true)",
                self.who.settings(),
            )
            return self.connection

        def __exit__(self, *_: object) -> None:
            self.connection.close()

    return _Acting
