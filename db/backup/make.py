"""Make a backup: a snapshot of the database, the files that it names, the portal's key, a manifest; all in one sealed file."""

from __future__ import annotations

import io
import os
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

import psycopg

from db.backup.contents import Manifest, describe, named_files
from db.backup.sealed_stream import BackupRefused, SealingWriter
from db.cluster import binary
from db.errors import Absent
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.rotation import FORMER
from db.settings import Settings

PART = 8 << 20
SECRET = "secret.key"  # noqa: S105  (the name of a file)
Told = Callable[[str], None]


@dataclass(frozen=True)
class Kept:
    """What is backed up: `conninfo` reads every row, `folder` is the store of files."""

    settings: Settings
    conninfo: str
    folder: Path


def backup(kept: Kept, file: Path, key: bytes, told: Told = lambda _: None) -> Manifest:
    """Write `file`, complete or not at all.

    Raises BackupRefused.
    """
    if file.exists():
        raise BackupRefused(f"{file} exists already; a backup replaces nothing.")
    draft = file.with_name(f".{file.name}.unfinished")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            writer = SealingWriter(out, key)
            with tarfile.open(fileobj=cast("IO[bytes]", writer), mode="w|") as archive:
                manifest = _fill(archive, kept, told)
            writer.close()
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)  # not `replace`: somebody else's backup of this name stays
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def _fill(archive: tarfile.TarFile, kept: Kept, told: Told) -> Manifest:
    app_key, store = kept.settings.app_key(), FolderFiles(kept.folder)
    with psycopg.connect(kept.conninfo) as connection:
        connection.execute("set transaction isolation level repeatable read, read only")
        snapshot = connection.execute("select pg_export_snapshot()").fetchone()
        assert snapshot
        manifest = describe(connection, app_key)
        named = named_files(connection)
        for number, part in enumerate(_dump(kept.conninfo, snapshot[0])):
            _add(archive, manifest, f"database/{number:06}", part)
            told(f"database, {(number + 1) * PART >> 20} MiB")
    if kept.settings.secret_key is None:
        _add(archive, manifest, SECRET, app_key)
    former = kept.settings.data_dir / FORMER
    if former.exists():
        _add(archive, manifest, FORMER, former.read_bytes())
    for number, (name, digest, needed) in enumerate(named):
        try:
            _add(archive, manifest, f"files/{name}", store.get(name, Credentials(), digest=digest))
        except Absent:
            if needed:
                manifest.lacking.append(name)
        told(f"{number + 1} of {len(named)} files")
    _put(archive, "manifest.json", manifest.to_json())
    return manifest


def _dump(conninfo: str, snapshot: str) -> Iterator[bytes]:
    """What pg_dump says, part by part; it never lies open on a disk."""
    command = [binary("pg_dump"), "--format=custom", f"--snapshot={snapshot}", f"--dbname={conninfo}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603  (our own words, no shell)
        assert process.stdout
        assert process.stderr
        while part := process.stdout.read(PART):
            yield part
        complaint = process.stderr.read().decode(errors="replace").strip()
    if process.returncode:
        raise BackupRefused(f"pg_dump failed: {complaint}")


def _add(archive: tarfile.TarFile, manifest: Manifest, name: str, content: bytes) -> None:
    manifest.members[name] = (sha256(content).hexdigest(), len(content))
    _put(archive, name, content)


def _put(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    told = tarfile.TarInfo(name)
    told.size, told.mode = len(content), 0o600
    archive.addfile(told, io.BytesIO(content))
