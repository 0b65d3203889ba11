"""Portals behind the proxy, as docs/scale-out.md describes it: real processes, one database, the proxy's own configuration."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from db.connect import open_backend
from db.demo import load_demo
from db.embedded import EmbeddedServer
from db.settings import BackendKind, Settings
from tests.real_parts import free_port

ROOT = Path(__file__).resolve().parents[1]
TEMPLATE = ROOT / "deploy" / "nginx" / "portal.conf.template"
START_SECONDS = 90.0
_GAP = re.compile(r"\$\{(PROXY_[A-Z_]+)\}")


@dataclass
class Portal:
    """One process of the portal."""

    port: int
    log: Path
    environment: dict[str, str] = field(repr=False)
    process: subprocess.Popen[bytes] = field(init=False)

    def __post_init__(self) -> None:
        self.start()

    @property
    def address(self) -> str:
        """Where it answers without the proxy."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, at first or again on the same port; `until_open` waits."""
        order = ["-m", "streamlit", "run", "app.py", "--server.port", str(self.port), "--server.address", "127.0.0.1"]
        with self.log.open("ab") as written:
            self.process = subprocess.Popen(
                [sys.executable, *order],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def until_open(self) -> None:
        """Wait until it serves; raises RuntimeError with what it said instead."""
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            if answers(f"{self.address}/healthz"):
                return
            time.sleep(0.2)
        raise RuntimeError(f"the portal did not open:\n{self.log.read_text()[-3000:]}")

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()


@dataclass(frozen=True)
class Arrangement:
    """What runs: the proxy's address, the portals behind it, the database below."""

    address: str
    portals: tuple[Portal, ...]
    server: EmbeddedServer
    settings: Settings
    proxy: subprocess.Popen[bytes] = field(repr=False)
    proxy_log: Path


@contextlib.contextmanager
def arrangement(
    folder: Path,
    *,
    portals: int = 2,
    durable: bool = True,
    extra: dict[str, str] | None = None,
) -> Iterator[Arrangement]:
    """That many portals behind a proxy, on one database with the demonstration; all of it ends with the block.

    `extra` goes into the portals' environment. Raises RuntimeError when a part is missing or does not start.
    """
    settings = Settings(BackendKind.EMBEDDED, folder / "data", demo=True, secret_key=secrets.token_urlsafe(48))
    with EmbeddedServer(settings.data_dir, durable=durable) as server, contextlib.ExitStack() as closing:
        backend = open_backend(settings)
        try:
            load_demo(backend)
        finally:
            backend.close()
        quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PORTAL_", "SUPABASE_", "STREAMLIT_"))}
        told = {
            "PORTAL_DATABASE_URL": server.conninfo("authenticator"),
            "PORTAL_DATA_DIR": str(settings.data_dir),
            "PORTAL_SECRET_KEY": str(settings.secret_key),
            "PORTAL_DEMO": "1",
        }
        made = tuple(
            Portal(free_port(), folder / f"portal-{number}.log", quiet | told | (extra or {})) for number in range(1, portals + 1)
        )
        for one in made:
            closing.callback(one.stop)
        for one in made:
            one.until_open()
        address, process, log = closing.enter_context(proxy(folder / "proxy", [one.port for one in made]))
        yield Arrangement(address, made, server, settings, process, log)


@contextlib.contextmanager
def proxy(folder: Path, ports: list[int]) -> Iterator[tuple[str, subprocess.Popen[bytes], Path]]:
    """nginx with the configuration of deploy/, before portals on these ports: its address, its process, its log of requests."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if program is None:
        raise RuntimeError("nginx is missing, and nothing was proxied. Install it: apt-get install nginx-light")
    folder.mkdir(parents=True)
    listen, log = free_port(), folder / "requests.log"
    written = written_configuration(folder, listen, ports, log)
    process = subprocess.Popen([program, "-p", str(folder), "-c", str(written)], cwd=folder, stdin=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{listen}"
        end = time.monotonic() + 10
        while not answers(f"{address}/healthz"):
            if process.poll() is not None or time.monotonic() > end:
                raise RuntimeError("the proxy did not open")
            time.sleep(0.05)
        yield address, process, log
    finally:
        process.terminate()
        process.wait(10)


def written_configuration(folder: Path, listen: int, ports: list[int], log: Path) -> Path:
    """The template with these ports in it, and around it what nginx's image brings along. Returns the file to start with."""
    known = {
        "PROXY_PORTALS": " ".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=5s;" for port in ports),
        "PROXY_LISTEN": f"127.0.0.1:{listen}",
        "PROXY_TLS_DIR": str(folder / "tls"),
        "PROXY_LOG": str(log),
        "PROXY_SCHEME": "http",
    }
    (folder / "portal.conf").write_text(_GAP.sub(lambda gap: known[gap[1]], TEMPLATE.read_text(encoding="utf-8")))
    kept = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    around = folder / "nginx.conf"
    around.write_text(
        # Under root its workers would be nobody, who may not pass through a private folder.
        ("user root;\n" if os.geteuid() == 0 else "")
        + f"daemon off;\nworker_processes 1;\npid {folder}/pid;\nerror_log {folder}/error.log warn;\n"
        + f"events {{ worker_connections 4096; }}\nhttp {{\n{kept}include {folder}/portal.conf;\n}}\n"
    )
    return around


def answers(address: str) -> bool:
    """Whether it says 200 there."""
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
