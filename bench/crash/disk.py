"""A disk that can be full: a small file system where this machine lets us mount one, else a limit on the server's files.

A limit (RLIMIT_FSIZE) is what everybody may set on their own processes: no file of the server grows or is written beyond it,
its log of changes included, so that the server gives up as on a full disk.
"""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil

LIMIT = 4096


class Disk:
    """`folder` lies on it. `full` fills it for a block; `kind` says how."""

    def __init__(self, folder: Path, *, mounted: bool) -> None:
        self.folder = folder
        self.kind = "mounted" if mounted else "limit"

    @contextlib.contextmanager
    def full(self, server: int | None) -> Iterator[None]:
        """Nothing more can be written while the block runs; `server` is the process whose files the limit is for."""
        if self.kind == "mounted":
            ballast = self.folder / "ballast"
            _fill(ballast)
            try:
                yield
            finally:
                ballast.unlink()
            return
        _limit(server, LIMIT)
        try:
            yield
        finally:
            _limit(server, resource.RLIM_INFINITY)


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


def _limit(server: int | None, size: int) -> None:
    """Set the soft limit alone, so that it can be taken back without a right."""
    with contextlib.suppress(psutil.Error):
        parent = psutil.Process(server) if server else None
        for each in [parent, *parent.children(recursive=True)] if parent else []:
            with contextlib.suppress(psutil.Error):
                each.rlimit(psutil.RLIMIT_FSIZE, (size, each.rlimit(psutil.RLIMIT_FSIZE)[1]))
