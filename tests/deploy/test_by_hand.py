"""The one-off and the lasting commands of compose.yaml, word for word, on a PostgreSQL that was just made."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from db.cluster import read_passwords
from db.embedded import EmbeddedServer
from tests.deploy.test_compose import SECRETS, services
from tests.real_parts import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """A server of its own: its passwords are changed here."""
    with EmbeddedServer(tmp_path_factory.mktemp("by-hand"), port=free_port(), durable=False) as running:
        with psycopg.connect(running.conninfo("supabase_admin"), autocommit=True) as admin:
            admin.execute("create database handshake")
        yield running


def here(server: EmbeddedServer, text: str) -> str:
    """An address of the compose file, with this machine's server in place of the service `database`."""
    place = server.tcp_url("authenticator", "handshake").rsplit("@", 1)[1].split("/")[0]
    password = read_passwords(server.passfile)["supabase_admin"]
    return text.replace("@database/", f"@{place}/").replace(SECRETS["DATABASE_PASSWORD"], password)


def environment(server: EmbeddedServer, name: str, folder: Path) -> dict[str, str]:
    told = {key: here(server, str(value or "")) for key, value in services()[name]["environment"].items()}
    return {**os.environ, **told, "PORTAL_DATA_DIR": str(folder)}


def order(server: EmbeddedServer, name: str, files: Path) -> list[str]:
    words = [here(server, str(word)) for word in services()[name]["command"]]
    return [sys.executable, *(str(files) if word == "/data/files" else word for word in words[1:])]


def spoken(order: list[str], told: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(order, env=told, cwd=ROOT, capture_output=True, text=True, check=False)


def test_what_prepares_the_database_lets_the_portals_in_and_the_jobs_let_time_pass(
    server: EmbeddedServer, tmp_path: Path
) -> None:
    for _ in range(2):  # it runs at each start, and the second time finds nothing to do
        done = spoken(order(server, "prepare", tmp_path), environment(server, "prepare", tmp_path))
        assert done.returncode == 0, done.stderr
        assert SECRETS["LOGIN_PASSWORD"] not in done.stdout + done.stderr

    portal = environment(server, "portal-1", tmp_path)
    check = [sys.executable, "-m", "db", "check"]
    ready = spoken(check, portal)
    assert "Ready for this version" in ready.stdout, ready.stderr
    address = portal["PORTAL_DATABASE_URL"].replace(SECRETS["LOGIN_PASSWORD"], "another")
    assert spoken(check, portal | {"PORTAL_DATABASE_URL": address}).returncode != 0

    log = tmp_path / "jobs.log"
    with log.open("wb") as said:
        jobs = subprocess.Popen(
            order(server, "jobs", tmp_path / "files"), env=environment(server, "jobs", tmp_path), cwd=ROOT, stderr=said
        )
    try:
        end = time.monotonic() + 60
        while '"job": "tick"' not in log.read_text() and time.monotonic() < end:
            assert jobs.poll() is None, log.read_text()
            time.sleep(0.2)
        (line,) = [json.loads(line) for line in log.read_text().splitlines() if '"job"' in line]
        assert line["outcome"] == "ok"
        assert jobs.poll() is None, "it stays"
    finally:
        jobs.terminate()
        jobs.wait(10)
    with psycopg.connect(server.conninfo("supabase_admin", "handshake")) as admin:
        assert admin.execute("select count(*) from portal.pulse").fetchone() == (1,)
