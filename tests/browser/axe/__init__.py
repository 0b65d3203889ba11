"""axe-core, which looks for what keeps people out of a page. `python -m tests.browser.axe` fetches it with npm, as pinned."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from tests.contract.supabase_parts import TOOLS, PartMissing

HERE = Path(__file__).parent
FOLDER = TOOLS / "axe"


def _wanted() -> str:
    return hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()


def install() -> None:
    """Install the pinned axe-core; raises `PartMissing` when npm is absent or fails."""
    npm = shutil.which("npm")
    if npm is None:
        raise PartMissing("npm is not installed, and the test of accessibility needs it to fetch axe-core.")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, FOLDER / name)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=FOLDER, capture_output=True, text=True, check=False, timeout=600, stdin=subprocess.DEVNULL)
    if done.returncode:
        raise PartMissing(f"npm ci failed: {done.stderr[-2000:]}")
    (FOLDER / "installed").write_text(_wanted())


def source() -> str:
    """The script that runs in a page; raises `PartMissing`, after trying to fetch it in CI."""
    mark = FOLDER / "installed"
    if not mark.is_file() or mark.read_text() != _wanted():
        if not os.environ.get("CI"):
            raise PartMissing("Run `python -m tests.browser.axe` once (it needs npm).")
        install()
    return (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
