"""Evidence in a private folder: for the embedded server and for those who keep data on their own."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from db.errors import Absent, BadRequest, Unavailable
from db.gateway import Credentials

_KEY = re.compile(r"[0-9a-f]{64}\Z")


class FolderFiles:
    """`FilesPort` in one folder, sharded by the first two letters; readable by this system user alone.

    A file is either whole and on the disk, or not there: it is written beside its place, flushed,
    then renamed, and the folder is flushed as well. Who may open it was decided by the database
    before (`file_content`), so `on_behalf` has no say here.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def put(
        self,
        key: str,
        content: bytes,
        media_type: str,  # noqa: ARG002
        on_behalf: Credentials,  # noqa: ARG002
        *,
        digest: str | None = None,
    ) -> None:
        place = self._place(key)
        if sha256(content).hexdigest() != (digest or key):
            raise BadRequest("file_refused", {"reason": "damaged"}, "Send the file again.")
        try:
            if place.exists() and place.stat().st_size == len(content):
                return
            place.parent.mkdir(mode=0o700, exist_ok=True)
            _write_whole(place, content)
            _flush_folder(self._folder)
        except OSError as error:
            raise Unavailable("unavailable", {}, "The file was not stored.") from error

    def get(self, key: str, on_behalf: Credentials, *, digest: str | None = None) -> bytes:  # noqa: ARG002
        try:
            content = self._place(key).read_bytes()
        except FileNotFoundError:
            raise Absent("absent", {}, "") from None
        except OSError as error:
            raise Unavailable("unavailable", {}, "The file cannot be read now.") from error
        if sha256(content).hexdigest() != (digest or key):
            # A disk that changed a bit must not speak as evidence.
            raise Absent("absent", {}, "")
        return content

    def exists(self, key: str, on_behalf: Credentials) -> bool:  # noqa: ARG002
        return self._place(key).is_file()

    def delete(self, key: str, on_behalf: Credentials) -> None:  # noqa: ARG002
        try:
            self._place(key).unlink(missing_ok=True)
        except OSError as error:
            raise Unavailable("unavailable", {}, "The file was not removed.") from error

    def keys(self) -> list[str]:
        """Return every stored key in order, for the sweeper and for backups."""
        return sorted(path.name for path in self._folder.glob("??/*") if _KEY.match(path.name))

    def sweep(self, unnamed: Callable[[Iterable[str]], set[str]], before: datetime) -> int:
        """Remove what lay here before that instant and what `unnamed` says that no record names, and what was never written
        to its end; return how many.

        A file is first set aside and asked about once more: a record is made before its bytes are put, so whoever
        reserves the same content meanwhile gets it back.
        """
        for left in self._folder.glob("??/.swept-*"):
            # A sweep that was cut off before it had asked again.
            left.replace(left.with_name(left.name.removeprefix(".swept-")))
        old = [key for key in self.keys() if _changed(self._place(key)) < before.timestamp()]
        removed = self.sweep_unfinished(before)
        for key in sorted(unnamed(old)) if old else ():
            place = self._place(key)
            aside = place.with_name(f".swept-{key}")
            with contextlib.suppress(FileNotFoundError):
                place.replace(aside)
                if unnamed([key]):
                    aside.unlink()
                    removed += 1
                else:
                    aside.replace(place)
        return removed

    def sweep_unfinished(self, before: datetime) -> int:
        """Remove what an interrupted write left behind before then; return how many. A younger one may still be written."""
        left = [path for path in self._folder.glob("??/.new-*") if path.is_file() and _changed(path) < before.timestamp()]
        for path in left:
            path.unlink(missing_ok=True)
        return len(left)

    def _place(self, key: str) -> Path:
        """Only what looks like a digest becomes a path, so no name can climb out of the folder."""
        if not _KEY.match(key):
            raise BadRequest("value_invalid", {"argument": "key"}, "")
        return self._folder / key[:2] / key


def _changed(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _write_whole(place: Path, content: bytes) -> None:
    # mkstemp creates with mode 0600, which the rename keeps.
    handle, name = tempfile.mkstemp(prefix=".new-", dir=place.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    _flush_folder(place.parent)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
