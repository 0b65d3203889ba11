"""The demonstration is loaded once, and its people never live where real cases do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.connect import Backend, open_backend
from db.demo import load_demo, refuse_known_passwords
from db.settings import SettingsRefused, read_settings


@pytest.fixture
def backend(tmp_path: Path) -> Iterator[Backend]:
    opened = open_backend(read_settings({"PORTAL_DATA_DIR": str(tmp_path)}))
    yield opened
    opened.close()


def test_it_is_loaded_once_and_then_refused_where_it_is_switched_off(backend: Backend) -> None:
    refuse_known_passwords(backend)

    assert load_demo(backend) is True
    assert load_demo(backend) is False
    with pytest.raises(SettingsRefused, match="PORTAL_DATA_DIR"):
        refuse_known_passwords(backend)
