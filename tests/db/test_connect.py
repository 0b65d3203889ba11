"""Opening a backend and the commands of `python -m db`: what an administrator sees."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from db.connect import SchemaBehind, open_backend
from db.embedded import EmbeddedServer
from db.errors import Unavailable
from db.settings import read_settings
from tests.real_database import Database

ROOT = Path(__file__).parents[2]


def db(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "db", *arguments],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_embedded_backend_opens_migrated_answers_and_leaves_nothing_running(tmp_path: Path, template: str) -> None:
    backend = open_backend(read_settings({"PORTAL_DATA_DIR": str(tmp_path / "data")}))
    try:
        assert backend.gateway().call("covered_brands") == []
        assert backend.identity.recovery == "code"
        assert backend.owner_conninfo is not None
    finally:
        backend.close()
        backend.close()
    assert EmbeddedServer(tmp_path / "data").pid() is None


def test_a_postgresql_of_ones_own_is_used_with_the_apps_login(database: Database, tmp_path: Path) -> None:
    environment = {"PORTAL_DATABASE_URL": database.conninfo(), "PORTAL_DATA_DIR": str(tmp_path / "data")}
    backend = open_backend(read_settings(environment))
    try:
        assert backend.gateway().call("covered_brands") == []
        assert backend.owner_conninfo is None
    finally:
        backend.close()


def test_a_database_without_our_schema_says_which_command_its_owner_runs(empty_database: Database, tmp_path: Path) -> None:
    environment = {
        "PORTAL_DATABASE_URL": empty_database.conninfo(),
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
    }
    with pytest.raises(SchemaBehind, match="python -m db migrate --url"):
        open_backend(read_settings(environment))


def test_a_database_that_does_not_answer_is_unavailable(tmp_path: Path) -> None:
    environment = {
        "PORTAL_DATABASE_URL": f"host={tmp_path} user=x",
        "PORTAL_DATA_DIR": str(tmp_path / "data"),
    }
    with pytest.raises(Unavailable):
        open_backend(read_settings(environment))


def test_status_says_what_is_there(tmp_path: Path) -> None:
    said = db("status", PORTAL_DATA_DIR=str(tmp_path / "data"))
    assert "Backend: embedded" in said.stdout
    assert "not running" in said.stdout
    assert not (tmp_path / "data").exists(), "looking changes nothing"


def test_start_runs_until_ctrl_c_and_stop_ends_it(tmp_path: Path, template: str) -> None:
    data = tmp_path / "data"
    for end in (signal.SIGINT, signal.SIGTERM):
        process = subprocess.Popen(
            [sys.executable, "-m", "db", "start"],
            cwd=ROOT,
            env={**os.environ, "PORTAL_DATA_DIR": str(data)},
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        assert process.stdout.readline().startswith("PostgreSQL runs")
        assert "0 to apply" in db("status", PORTAL_DATA_DIR=str(data)).stdout
        time.sleep(0.2)
        process.send_signal(end)
        assert process.wait(20) == 0
        assert EmbeddedServer(data).pid() is None
    assert "not running" in db("stop", PORTAL_DATA_DIR=str(data)).stdout


def test_what_a_person_can_mend_is_one_sentence_and_no_trace() -> None:
    said = db("status", SUPABASE_URL="https://x.supabase.co", SUPABASE_PUBLISHABLE_KEY="sb_secret_x")
    assert said.returncode == 1
    assert "secret key" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_plain_postgresql_is_prepared_and_migrated_by_its_superuser(tmp_path: Path, template: str) -> None:
    with EmbeddedServer(tmp_path / "plain", durable=False) as plain:
        bare = Database.create(plain, "template0")
        said = db("migrate", "--prelude", "--url", bare.conninfo("supabase_admin"))
        assert said.returncode == 0, said.stderr
        assert bare.gateway().call("covered_brands") == []
        bare.close()
