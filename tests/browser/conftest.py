"""The portal as `streamlit run app.py` starts it, and browsers to visit it with."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg
import pytest

from db.embedded import EmbeddedServer
from tests.browser.walker import Walker, chromium
from tests.real_parts import free_port

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90
PASSWORD = "handshake-demo"
COORDINATOR = "lin.yue@handshake.example"
SUPERVISOR = "ada.okafor@handshake.example"
CUSTODIAN = "mei.tan@handshake.example"
FACTORY = "chen@lianfeng.example"
BRAND = "sara@branda.example"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent):
            item.add_marker("browser")


@dataclass(frozen=True)
class Portal:
    """A running portal with the demonstration in it."""

    address: str
    data_dir: Path
    log: Path


@contextlib.contextmanager
def running_portal(folder: Path) -> Iterator[Portal]:
    """A portal on a free port with data of its own; stopped as Ctrl-C stops it, and nothing of it may stay."""
    port = free_port()
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "SUPABASE_", "STREAMLIT_"))}
    log = folder / "log"
    order = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port), "--server.address", "127.0.0.1"]
    with log.open("wb") as written:
        process = subprocess.Popen(
            order,
            cwd=ROOT,
            env={**quiet, "PORTAL_DATA_DIR": str(folder / "data")},
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _until_open(f"http://127.0.0.1:{port}/healthz", process, log)
        yield Portal(f"http://127.0.0.1:{port}", folder / "data", log)
    finally:
        started = _working_in(folder)
        process.send_signal(signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError(f"Ctrl-C did not stop the portal:\n{log.read_text()[-2000:]}") from None
        _, left = psutil.wait_procs(started, timeout=10)
        assert not left, f"Ctrl-C left running: {[one.cmdline() for one in left]}"


def _working_in(folder: Path) -> list[psutil.Process]:
    """The database's processes: pg_ctl parts them from their parent, so they are known by where they work."""
    found = []
    for one in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if Path(one.cwd()).is_relative_to(folder.resolve()):
                found.append(one)
    return found


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """One portal for the whole run."""
    with running_portal(tmp_path_factory.mktemp("portal")) as running:
        yield running


@pytest.fixture
def database_server(portal: Portal) -> Iterator[EmbeddedServer]:
    """The portal's own database server, for looking into and for stopping. It runs again afterwards."""
    joined = EmbeddedServer(portal.data_dir).open()
    yield joined
    joined.close()


@pytest.fixture
def kept(database_server: EmbeddedServer) -> Callable[..., list[tuple[object, ...]]]:
    """`kept("select …", value)`: what the database keeps, asked as its superuser."""

    def ask(query: str, *values: object) -> list[tuple[object, ...]]:
        with psycopg.connect(database_server.conninfo("supabase_admin"), autocommit=True) as connection:
            cursor = connection.execute(query.encode(), values)
            return cursor.fetchall() if cursor.description else []

    return ask


def _until_open(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the portal did not open:\n{log.read_text()[-3000:]}", pytrace=False)


@pytest.fixture
def browser(portal: Portal, tmp_path: Path) -> Iterator[Callable[..., Walker]]:
    """`browser(width, dark, language)`: a new Chromium with a fresh profile. At the end each is asked whom it spoke to."""
    opened: list[Walker] = []

    def visit(width: int = 1280, dark: bool = False, language: str = "en", height: int = 900) -> Walker:
        profile = tmp_path / f"profile-{len(opened)}"
        walker = Walker(chromium(profile, width=width, height=height, dark=dark, language=language), portal.address)
        opened.append(walker)
        return walker

    yield visit
    faults = []
    for walker in opened:
        try:
            walker.leave()
        except AssertionError as fault:
            faults.append(str(fault))
    assert not faults, "\n".join(faults)
