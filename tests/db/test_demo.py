"""The demonstration is loaded once, and its people never live where real cases do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from db.connect import Backend, open_backend
from db.demo import load_demo, refuse_known_passwords
from db.settings import SettingsRefused, read_settings


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    opened = open_backend(read_settings({"PORTAL_DATA_DIR": str(tmp_path)}))
    yield opened
    opened.close()


def page_of(backend: Backend) -> object:
    """What draws the case page: body, rights and all."""
    with psycopg.connect(str(backend.owner_conninfo)) as connection:
        return connection.execute(
            "select pg_get_functiondef(p.oid), p.proacl, p.proowner, obj_description(p.oid) from pg_proc p"
            " where p.oid = 'private.page_of(uuid)'::regprocedure"
        ).fetchone()


def test_it_is_loaded_once_and_then_refused_where_it_is_switched_off(backend: Backend) -> None:
    refuse_known_passwords(backend)
    whole = page_of(backend)

    assert load_demo(backend) is True
    assert page_of(backend) == whole, "after the play nobody is shown a short page"
    assert load_demo(backend) is False
    with pytest.raises(SettingsRefused, match="PORTAL_DATA_DIR"):
        refuse_known_passwords(backend)
