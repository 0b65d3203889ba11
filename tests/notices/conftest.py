"""A world for each test, an empty letterbox behind a real mail server, and the minute job between them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.notices.letterbox import Letterbox, Minutes, mail_server
from tests.procedure.world import World
from tests.real_database import Database
from tests.real_parts import free_port


@pytest.fixture
def world(database: Database) -> Iterator[World]:
    made = World(database)
    made.arrange()
    yield made
    made.close()


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def box(port: int) -> Iterator[Letterbox]:
    """The server runs and takes everything until it is told otherwise."""
    made = Letterbox()
    with mail_server(made, port):
        yield made


@pytest.fixture
def minutes(world: World, port: int) -> Minutes:
    """Monday, ten o'clock."""
    made = Minutes(world, port)
    made.at("10:00")
    return made
