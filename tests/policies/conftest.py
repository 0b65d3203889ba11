"""The scene for the policy tests, played once: they only look, or roll back what they do."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from db.embedded import EmbeddedServer
from tests.policies.facts import Facts
from tests.policies.scene import Scene
from tests.policies.script import play
from tests.real_database import Database


@pytest.fixture(scope="session")
def scene(server: EmbeddedServer, template: str) -> Iterator[Scene]:
    """The world after the story."""
    database = Database.create(server, template)
    yield play(database)
    database.close()


@pytest.fixture(scope="session")
def facts(scene: Scene) -> Facts:
    """Every row of every table as it is stored, and the catalogue."""
    with scene.database.connect() as admin:
        return Facts.read(admin)
