"""A disk that can be full: a small file system where this machine lets us mount one, else a limit on the server's files.

A limit (RLIMIT_FSIZE) is what everybody may set on their own processes: no file of the server grows or is written beyond it,
its log of changes included, so that the server gives up as on a full disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil

from db.cluster import Account

LIMIT = "4096"


class Disk:
    """`folder` lies on it. `full` fills it for a block; `kind` says how."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        self.folder = folder
        self.kind = "mounted" if mounted else "limit"

    @contextlib.contextmanager
    def full(self, server: int | None, account: Account) -> Iterator[None]:
        """Nothing more can be written while the block runs; the limit is for the files of `server`, which that account runs."""
        if self.kind == "mounted":
            ballast = self.folder / "ballast"
            _fill(ballast)
            try:
                yield
            finally:
                ballast.unlink()
            return
        _limit(server, account, LIMIT)
        try:
            yield
        finally:
            _limit(server, account, "unlimited")


@contextlib.contextmanager
def small_disk(folder: Path, megabytes: int, *, mount: bool = True) -> Iterator[Disk]:
    """A disk in `folder`: an ext4 of that size in a file where mounting is allowed, else the folder itself."""
    place = folder / "disk"
    place.mkdir(mode=0o711)
    image = folder / "disk.img"
    mounted = mount and os.geteuid() == 0 and _mounted(image, place, megabytes)
    try:
        yield Disk(place, mounted=mounted)
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(place)], check=False)


def _mounted(image: Path, place: Path, megabytes: int) -> bool:
    if not (shutil.which("mkfs.ext4") and shutil.which("mount")):
        return False
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    for order in (["mkfs.ext4", "-q", "-m", "0", str(image)], ["mount", "-o", "loop", str(image), str(place)]):
        if subprocess.run(order, capture_output=True, check=False).returncode:
            return False
    place.chmod(0o711)
    return True


def _fill(ballast: Path) -> None:
    size = 1 << 30
    with ballast.open("wb") as file:
        at = 0
        while size >= 4096:
            try:
                os.posix_fallocate(file.fileno(), at, size)
                at += size
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                size //= 2


def _limit(server: int | None, account: Account, size: str) -> None:
    """Set the soft limit alone, so that it can be taken back without a right; as the server's own account, who may.

    Raises CalledProcessError when a running server cannot be limited: then nothing would be full.
    """
    if server is None or not psutil.pid_exists(server):
        return
    for process in (server, *(each.pid for each in psutil.Process(server).children())):
        order = [*account.prefix, "prlimit", f"--pid={process}", f"--fsize={size}:"]
        # A child may have gone meanwhile.
        subprocess.run(order, check=process == server and psutil.pid_exists(server), capture_output=True, cwd="/")
