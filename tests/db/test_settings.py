"""Settings: the right backend, and no start with a key that opens everything."""

from __future__ import annotations

import base64
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.settings import BackendKind, SettingsRefused, read_settings

URL = "https://abc.supabase.co"
SUPABASE = {"SUPABASE_URL": URL, "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x"}


def token(claims: object) -> str:
    return ".".join(base64.urlsafe_b64encode(json.dumps(each).encode()).rstrip(b"=").decode() for each in ({}, claims, {}))


def test_nothing_means_the_embedded_server_with_demo_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert (settings.kind, settings.demo, settings.data_dir) == (
        BackendKind.EMBEDDED,
        True,
        tmp_path / ".portal",
    )


def test_each_backend_is_chosen_by_its_own_variables() -> None:
    supabase = read_settings({**SUPABASE, "SUPABASE_URL": URL + "/"})
    assert (supabase.kind, supabase.demo, supabase.supabase_url) == (BackendKind.SUPABASE, False, URL)
    own = read_settings({"PORTAL_DATABASE_URL": "postgresql://authenticator@db/portal"})
    assert (own.kind, own.demo) == (BackendKind.POSTGRES, False)


@pytest.mark.parametrize(
    "key",
    [
        "sb_secret_abc", " SB_SECRET_abc ",
        token({"role": "service_role"}), token({"role": "supabase_admin"}),
        token({}), token("no object"), "a.%%%.c", token({"role": "authenticated"}),
    ],
)  # fmt: skip
def test_a_secret_key_refuses_to_start_and_is_not_repeated(key: str) -> None:
    with pytest.raises(SettingsRefused, match="secret key") as caught:
        read_settings({"SUPABASE_URL": URL, "SUPABASE_PUBLISHABLE_KEY": key})
    assert key.strip() not in str(caught.value)


@pytest.mark.parametrize("key", ["sb_publishable_abc", token({"role": "anon"})])
def test_publishable_keys_are_taken(key: str) -> None:
    assert read_settings({"SUPABASE_URL": URL, "SUPABASE_PUBLISHABLE_KEY": key}).publishable_key == key


@pytest.mark.parametrize(
    "environment",
    [
        {"SUPABASE_URL": URL},
        {"SUPABASE_PUBLISHABLE_KEY": "sb_publishable_x"},
        {**SUPABASE, "PORTAL_DATABASE_URL": "postgresql://x"},
        {**SUPABASE, "SUPABASE_URL": "http://abc.supabase.co"},
        {**SUPABASE, "SUPABASE_URL": "ftp://localhost"},
        {"PORTAL_DEMO": "maybe"},
        {"PORTAL_SECRET_KEY": "short"},
    ],
)
def test_half_or_contradictory_settings_are_refused(environment: dict[str, str]) -> None:
    with pytest.raises(SettingsRefused):
        read_settings(environment)


def test_plain_http_is_for_this_machine_only() -> None:
    assert read_settings({**SUPABASE, "SUPABASE_URL": "http://localhost:54321"}).kind is BackendKind.SUPABASE


@pytest.mark.parametrize(("text", "demo"), [("0", False), ("no", False), ("1", True), ("", True)])
def test_demo_can_be_switched(text: str, demo: bool) -> None:
    assert read_settings({"PORTAL_DEMO": text}).demo is demo


def test_what_opens_doors_stays_out_of_the_text() -> None:
    settings = read_settings({"PORTAL_DATABASE_URL": "postgresql://u:hunter2@db", "PORTAL_SECRET_KEY": "k" * 40})
    assert "hunter2" not in repr(settings)
    assert "kkkk" not in repr(settings)


def test_the_apps_key_is_drawn_once_kept_and_closed_to_others(tmp_path: Path) -> None:
    environment = {"PORTAL_DATA_DIR": str(tmp_path / "data")}
    with ThreadPoolExecutor(8) as threads:
        keys = set(threads.map(lambda _: read_settings(environment).app_key(), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) >= 32
    assert stat.S_IMODE((tmp_path / "data" / "secret.key").stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path / "data")) == [".gitignore", "secret.key"]


def test_a_key_of_ones_own_is_used_instead() -> None:
    assert read_settings({"PORTAL_SECRET_KEY": "k" * 40}).app_key() == b"k" * 40
