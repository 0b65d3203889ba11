"""The portal with the demonstration in it: loaded once, copied for each module or test."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

import auth.house
from db.connect import Backend
from db.demo import load_demo
from db.embedded import EmbeddedServer
from db.files_folder import FolderFiles
from db.identity_embedded import EmbeddedIdentity
from db.settings import BackendKind, Settings
from tests.conftest import _copy
from tests.pages.visitor import Portal
from tests.real_database import Database


@pytest.fixture(scope="session")
def demo_template(server: EmbeddedServer, template: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of a database with every migration and the demonstration."""
    made = Database.create(server, template)
    settings = Settings(BackendKind.POSTGRES, tmp_path_factory.mktemp("demo"), demo=True, secret_key="k" * 40)
    backend = Backend(
        settings,
        gateway=made.gateway,
        identity=lambda: EmbeddedIdentity(made.pool),
        files=lambda: FolderFiles(settings.files_dir),
        closing=contextlib.ExitStack(),
        owner_conninfo=made.conninfo("postgres"),
    )
    assert load_demo(backend)
    made.pool.close()
    return made.name


@pytest.fixture(scope="module")
def demo_database(server: EmbeddedServer, demo_template: str) -> Iterator[Database]:
    """A copy of the demonstration for the tests of one module."""
    yield from _copy(server, demo_template)


@pytest.fixture
def demo_of_one_test(server: EmbeddedServer, demo_template: str) -> Iterator[Database]:
    """A copy for each test: a module whose deeds change what the next test would find imports it as `demo_database`."""
    yield from _copy(server, demo_template)


@pytest.fixture
def portal(demo_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Portal]:
    """The house on the demonstration; nothing that an earlier test cached is left."""
    st.cache_data.clear()
    made = Portal(demo_database, tmp_path)
    monkeypatch.setattr(auth.house, "_open", made.house)
    monkeypatch.setenv("PORTAL_SECRET_KEY", "k" * 40)
    yield made
    st.cache_data.clear()
