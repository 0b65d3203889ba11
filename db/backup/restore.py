"""Restore a backup into nothing: every part is checked before the first is written, every table compared afterwards."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO, cast

import psycopg

from db.backup.contents import Manifest, key_mark, sums
from db.backup.make import SECRET
from db.backup.sealed_stream import BackupRefused, OpeningReader
from db.cluster import SUPERUSER, binary
from db.embedded import EmbeddedServer
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.migrate import apply_prelude, known_migrations, migrate
from db.rotation import FORMER
from db.settings import Settings, make_data_dir

_HARMLESS = (".gitignore", "logs", "server.lock", "server.users")
_PREAMBLE_LINES = 60


def check(file: Path, key: bytes) -> Manifest:
    """Read all of it; its manifest. Raises BackupRefused when a part is not the one that was put in, or this code is too old."""
    found: dict[str, tuple[str, int]] = {}
    manifest = None
    with _members(file, key) as members:
        for name, content in members:
            if name == "manifest.json":
                manifest = Manifest.from_json(content)
            else:
                found[name] = (sha256(content).hexdigest(), len(content))
    if manifest is None or found != manifest.members:
        raise BackupRefused("The backup does not hold what its manifest says. Nothing was restored.")
    if unknown := set(manifest.migrations) - {each.version for each in known_migrations()}:
        raise BackupRefused(
            f"The backup is of a newer portal (migrations {', '.join(sorted(unknown))}). Update this one, then restore."
        )
    return manifest


def restore_embedded(settings: Settings, file: Path, key: bytes) -> Manifest:
    """Make the data folder from a backup: complete, or as it was. Raises BackupRefused for a folder that holds anything."""
    home = settings.data_dir
    if home.exists() and (there := sorted(each.name for each in home.iterdir() if each.name not in (*_HARMLESS, "restoring"))):
        raise BackupRefused(f"{home} is not empty ({', '.join(there[:5])}): restore into a new folder, named by PORTAL_DATA_DIR.")
    manifest = check(file, key)
    own_key = _app_key(settings, manifest, file, key)
    make_data_dir(home)
    draft = home / "restoring"
    shutil.rmtree(draft, ignore_errors=True)
    make_data_dir(draft)
    _restore_files(file, key, draft)
    if own_key is not None:
        _keep_key(draft / SECRET, own_key)
    with EmbeddedServer(draft) as server:
        superuser = server.conninfo(SUPERUSER)
        _restore_database(file, key, superuser, manifest)
        migrate(server.conninfo("postgres"))
    # The database last: a folder without one is not taken for a portal that lost its files.
    for name in ("files", SECRET, FORMER, "passwords", "postgres"):
        if (draft / name).exists():
            (draft / name).replace(home / name)
    shutil.rmtree(draft)
    return manifest


def restore_elsewhere(settings: Settings, url: str, folder: Path, file: Path, key: bytes) -> Manifest:
    """The same into a database of one's own, by its superuser's connection, and a folder of files. Both must be empty."""
    with psycopg.connect(url) as connection:
        taken = connection.execute("select to_regnamespace('portal') is not null").fetchone()
    if taken == (True,):
        raise BackupRefused("This database holds a portal already: restore into a new one (create database …).")
    if folder.exists() and any(folder.iterdir()):
        raise BackupRefused(f"{folder} is not empty: restore files into a new folder.")
    manifest = check(file, key)
    own_key = _app_key(settings, manifest, file, key)
    place = settings.data_dir / SECRET
    if own_key is not None and place.exists() and place.read_bytes() != own_key:
        raise BackupRefused(f"{place} is another key than the backup's: move it away first.")
    _restore_files(file, key, make_data_dir(settings.data_dir), folder)
    _restore_database(file, key, url, manifest)
    if own_key is not None:
        _keep_key(make_data_dir(settings.data_dir) / SECRET, own_key)
    return manifest


def _keep_key(place: Path, key: bytes) -> None:
    place.touch(mode=0o600)
    place.write_bytes(key)


def _app_key(settings: Settings, manifest: Manifest, file: Path, key: bytes) -> bytes | None:
    """The application's key out of the backup; None where PORTAL_SECRET_KEY is it. Raises BackupRefused for another one."""
    if settings.secret_key is not None:
        if key_mark(settings.app_key()) != manifest.key_mark:
            raise BackupRefused(
                "PORTAL_SECRET_KEY is not the key of this backup: names and contacts would stay sealed for ever. Set that one."
            )
        return None
    if SECRET not in manifest.members:
        raise BackupRefused("This portal had its key in PORTAL_SECRET_KEY, which no backup holds: set it, then restore.")
    with _members(file, key) as members:
        return next(content for name, content in members if name == SECRET)


def _restore_files(file: Path, key: bytes, home: Path, folder: Path | None = None) -> None:
    store = FolderFiles(folder or home / "files")
    with _members(file, key) as members:
        for name, content in members:
            if name == FORMER:
                (home / FORMER).write_bytes(content)
            if name.startswith("files/"):
                # What was checked against the manifest is what was put there.
                store.put(name.removeprefix("files/"), content, "", Credentials(), digest=sha256(content).hexdigest())


def _restore_database(file: Path, key: bytes, superuser: str, manifest: Manifest) -> None:
    """All of it in one transaction, then each table compared with the manifest, then every session ended."""
    with psycopg.connect(superuser, autocommit=True) as connection:
        apply_prelude(connection)
        connection.execute(
            "do $$ begin if to_regrole('portal_keeper') is null then create role portal_keeper nologin noinherit; end if; end $$"
        )
        connection.execute("grant portal_keeper to postgres with admin option")
    with _members(file, key) as members:
        _replay((content for name, content in members if name.startswith("database/")), superuser)
    with psycopg.connect(superuser) as connection:
        now = sums(connection)
        if wrong := sorted(name for name in {*now, *manifest.tables} if now.get(name) != manifest.tables.get(name)):
            raise BackupRefused(f"These tables are not as they were backed up: {', '.join(wrong)}. Do not use this database.")
        # Whoever signed out, or was shut out, after the backup must not be let in again by it.
        connection.execute("update portal.session set closed_at = now(), sealed = '-' where closed_at is null")
        connection.execute("update portal.receipt_session set closed_at = now() where closed_at is null")
        connection.execute("delete from auth.sessions")


def _replay(parts: Iterator[bytes], superuser: str) -> None:
    reading = [binary("pg_restore"), "--clean", "--if-exists", "--file=-"]
    writing = [
        binary("psql"),
        "-X",
        "-q",
        "-v",
        "ON_ERROR_STOP=1",
        "--single-transaction",
        f"--dbname={superuser}",
        "-o",
        "/dev/null",
    ]
    with (
        subprocess.Popen(reading, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as source,  # noqa: S603  (our own words, no shell)
        subprocess.Popen(writing, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as target,  # noqa: S603
        ThreadPoolExecutor(2) as threads,
    ):
        assert source.stdin
        assert source.stdout
        assert target.stdin
        assert target.stderr
        carried = threads.submit(_carry, source.stdout, target.stdin)
        complaint = threads.submit(target.stderr.read)
        try:
            with suppress(BrokenPipeError):
                for part in parts:
                    source.stdin.write(part)
                source.stdin.close()
            carried.result()
            if source.wait():
                target.kill()
        except BaseException:
            target.kill()
            source.kill()
            raise
        finally:
            with suppress(BrokenPipeError):
                source.stdin.close()
            wait([carried])
            # psql commits where its input ends: by now it has all of it, or was killed.
            with suppress(BrokenPipeError):
                target.stdin.close()
    if source.returncode or target.returncode:
        said = complaint.result().decode(errors="replace").strip().splitlines()
        raise BackupRefused(
            f"The database could not be restored, and holds nothing of it: {said[0] if said else 'pg_restore failed'}"
        )


def _carry(source: IO[bytes], target: IO[bytes]) -> None:
    try:
        for number, line in enumerate(source):
            # PostgreSQL before 17 does not know it, and it changes nothing here.
            if not line.startswith(b"SET transaction_timeout"):
                target.write(line)
            if number > _PREAMBLE_LINES:
                break
        shutil.copyfileobj(source, target, 1 << 20)
        target.flush()
    except BrokenPipeError:
        pass
    finally:
        source.close()


@contextmanager
def _members(file: Path, key: bytes) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Names and contents in their order; the last read goes to the very end, so that a cut one shows."""
    try:
        with file.open("rb") as source:
            reader = OpeningReader(source, key)
            with tarfile.open(fileobj=cast("IO[bytes]", reader), mode="r|") as archive:
                yield _read(archive)
            while reader.read(1 << 20):
                pass
    except (tarfile.TarError, OSError) as fault:
        raise BackupRefused(f"{file} cannot be read: {fault}") from None


def _read(archive: tarfile.TarFile) -> Iterator[tuple[str, bytes]]:
    for member in archive:
        content = archive.extractfile(member)
        if content is not None:
            yield member.name, content.read()
