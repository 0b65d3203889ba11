"""The world of the procedure, one for each module: its tests make cases of their own and leave those of others alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.embedded import EmbeddedServer
from tests.procedure.world import World
from tests.real_database import Database


@pytest.fixture(scope="module")
def world(server: EmbeddedServer, template: str) -> Iterator[World]:
    """People of every role, two factories, two brands with links; no case yet."""
    database = Database.create(server, template)
    made = World(database)
    made.arrange()
    yield made
    made.close()
    database.close()


@pytest.fixture(autouse=True)
def _present(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whoever travelled in time is back for the next test."""
    yield
    if "world" in request.fixturenames:
        request.getfixturevalue("world").come_back()
