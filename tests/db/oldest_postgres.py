"""PostgreSQL 15, the oldest that a hosted Supabase runs, from the distribution's package, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.real_parts import refuse

DEBIAN = Path("/usr/lib/postgresql/15/bin")
_NOBODY = 65534


@contextlib.contextmanager
def oldest_postgres() -> Iterator[str]:
    """A running server with the superuser supabase_admin; yields the beginning of a conninfo. Fails in CI when missing."""
    programs = Path(os.environ.get("PORTAL_POSTGRES_15", DEBIAN))
    if not (programs / "initdb").exists():
        refuse("PostgreSQL 15 is not installed: apt-get install postgresql-15, or name its bin folder in PORTAL_POSTGRES_15")
    folder = Path(tempfile.mkdtemp(prefix="portal-pg15-"))
    # PostgreSQL refuses to run as root.
    other: tuple[str, ...] = ()
    if os.geteuid() == 0:
        os.chown(folder, _NOBODY, _NOBODY)
        other = ("setpriv", f"--reuid={_NOBODY}", f"--regid={_NOBODY}", "--clear-groups")

    def call(name: str, *arguments: str) -> None:
        command = [*other, str(programs / name), "-D", str(folder / "data"), *arguments]
        subprocess.run(command, cwd="/", check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, timeout=60)

    try:
        call("initdb", "-U", "supabase_admin", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"-k {folder} -c listen_addresses='' -c fsync=off", "start")
        try:
            yield f"host={folder} port=5432"
        finally:
            call("pg_ctl", "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
