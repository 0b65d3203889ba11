"""Backup and restore from outside: everything comes back, nothing else does, and whatever is wrong is said before it matters."""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from db.__main__ import app
from db.backup import restore
from db.backup.contents import key_mark, sums
from db.backup.sealed_stream import BackupRefused
from db.cluster import binary
from db.embedded import EmbeddedServer
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.migrate import migrate
from tests.procedure.world import Case, World
from tests.real_database import Database

PAYSLIP = b"Payslip of March\n"
Portal = tuple[Path, Case, World]


def command(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """A data folder with a case, a message and a file in it."""
    home = tmp_path_factory.mktemp("home") / "data"
    with EmbeddedServer(home, durable=False) as server:
        migrate(server.conninfo("postgres"))
        world = World(Database(server, "postgres"))
        world.arrange()
        case = world.case_in("notified")
        digest = sha256(PAYSLIP).hexdigest()
        file = world.write("lin", "reserve_file", reference=case.reference, name="pay.txt", bytes=len(PAYSLIP), sha256=digest,
            media_type="text/plain", cleaned_sha256=digest, cleaned_bytes=len(PAYSLIP))  # fmt: skip
        FolderFiles(home / "files").put(file["key"], PAYSLIP, "text/plain", Credentials(), digest=digest)
        world.write(
            "lin", "post_message", reference=case.reference, body="Here it is.", audience=[], kind="note", files=[file["id"]]
        )
        yield home, case, world
        world.close()
        world.database.pool.close()


@pytest.fixture
def at(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(portal[0]))
    return portal[0]


@pytest.fixture
def key(tmp_path: Path) -> Path:
    assert command("backup-key", tmp_path / "key").exit_code == 0
    return tmp_path / "key"


@pytest.fixture
def archive(at: Path, key: Path, tmp_path: Path) -> Path:
    made = command("backup", tmp_path / "all.backup", "--key", key)
    assert made.exit_code == 0, made.output
    return tmp_path / "all.backup"


def stored(home: Path) -> tuple[dict[str, tuple[int, str]], dict[str, bytes]]:
    with EmbeddedServer(home) as server, psycopg.connect(server.conninfo("postgres")) as owner:
        tables = sums(owner)
    return tables, {each.name: each.read_bytes() for each in (home / "files").glob("??/*")}


def test_everything_comes_back_and_only_sessions_are_ended(
    at: Path, archive: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "again"))
    done = command("restore", archive, "--key", key)
    assert done.exit_code == 0, done.output

    (tables, files), (again, files_again) = stored(at), stored(tmp_path / "again")
    assert {name for name in tables if tables[name] != again[name]} == {"portal.receipt_session"}
    assert files == files_again
    assert len(files) == 1
    assert (tmp_path / "again" / "secret.key").read_bytes() == (at / "secret.key").read_bytes()
    assert "every file is as it was written" in command("verify").output
    with EmbeddedServer(tmp_path / "again") as server, psycopg.connect(server.conninfo("postgres")) as owner:
        assert owner.execute("select count(*) from portal.receipt_session where closed_at is null").fetchone() == (0,)
        assert migrate(server.conninfo("postgres")) == []


def test_what_was_written_after_the_backup_is_listed_by_case(
    portal: Portal, archive: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, case, world = portal
    world.post(case, "lin", "She called again.", kind="note")
    assert command("heads", tmp_path / "heads.csv").exit_code == 0
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "yesterday"))
    assert command("restore", archive, "--key", key).exit_code == 0

    told = command("verify", "--heads", tmp_path / "heads.csv")

    assert told.exit_code == 1
    assert f"{case.reference}: events up to" in told.output


def test_people_go_on_working_while_it_is_made(
    portal: Portal, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, case, world = portal
    monkeypatch.setenv("PORTAL_DATA_DIR", str(home))
    written, over = [], threading.Event()

    def write() -> None:
        while not over.is_set():
            written.append(world.post(case, "lin", f"Note {len(written)}.", kind="note"))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = command("backup", tmp_path / "live", "--key", key)
    finally:
        over.set()
        writer.join()
    assert made.exit_code == 0, made.output
    assert len(written) > 1
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "again"))
    # It compares each table with what the snapshot counted, and the chains are whole.
    assert command("restore", tmp_path / "live", "--key", key).exit_code == 0
    assert command("verify").exit_code == 0


def test_a_folder_or_a_database_that_holds_anything_is_refused(at: Path, archive: Path, key: Path) -> None:
    before = stored(at)
    told = command("restore", archive, "--key", key)
    assert told.exit_code != 0
    assert "is not empty" in str(told.exception)
    with EmbeddedServer(at) as server:
        told = command("restore", archive, "--key", key, "--url", server.conninfo("supabase_admin"), "--files", at / "other")
    assert "holds a portal already" in str(told.exception)
    assert stored(at) == before


def test_a_database_of_ones_own_is_backed_up_and_restored(
    at: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with EmbeddedServer(at) as server, psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute("create database another owner postgres")
        url, other = server.conninfo("supabase_admin"), server.conninfo("supabase_admin", "another")
        assert command("backup", tmp_path / "own", "--key", key, "--url", url, "--files", at / "files").exit_code == 0
        (tmp_path / "desk").mkdir()
        (tmp_path / "desk" / "secret.key").write_text("k" * 40)
        monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "desk"))
        wrong = command("restore", tmp_path / "own", "--key", key, "--url", other, "--files", tmp_path / "files")
        assert "another key" in str(wrong.exception)
        (tmp_path / "desk" / "secret.key").unlink()
        done = command("restore", tmp_path / "own", "--key", key, "--url", other, "--files", tmp_path / "files")
        assert done.exit_code == 0, done.output
        told = command("verify", "--url", server.conninfo("postgres", "another"), "--files", tmp_path / "files")
        assert told.exit_code == 0, told.output
        assert (tmp_path / "desk" / "secret.key").read_bytes() == (at / "secret.key").read_bytes()
        admin.execute("drop database another with (force)")


@pytest.mark.parametrize("fault", ["pg_restore dies", "the archive cannot be read on"])
def test_a_restore_that_is_cut_leaves_nothing_and_a_second_one_works(
    fault: str, at: Path, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = ("restore", archive, "--key", tmp_path / "key")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "desk"))
    with EmbeddedServer(at) as server, psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute("create database cut owner postgres")
        url = server.conninfo("supabase_admin", "cut")
        with monkeypatch.context() as broken:
            (dying if fault == "pg_restore dies" else unreadable)(broken, tmp_path, admin)
            told = command(*order, "--url", url, "--files", tmp_path / "first")
        assert isinstance(told.exception, BackupRefused)
        with psycopg.connect(url) as found:
            assert found.execute("select to_regnamespace('portal')::text").fetchone() == (None,)
        done = command(*order, "--url", url, "--files", tmp_path / "second")
        assert done.exit_code == 0, done.output
        admin.execute("drop database cut with (force)")


def dying(broken: pytest.MonkeyPatch, folder: Path, _admin: object) -> None:
    """A pg_restore that says a part and fails, where what it said is whole statements."""
    said = f"'{binary('pg_restore')}' \"$@\" | sed '/^CREATE SCHEMA portal;/q'"
    (folder / "dies").write_text(f"#!/bin/sh\n{said}\nexit 1\n")
    (folder / "dies").chmod(0o700)
    broken.setattr(restore, "binary", lambda name: str(folder / "dies") if name == "pg_restore" else binary(name))


def unreadable(broken: pytest.MonkeyPatch, _folder: Path, admin: psycopg.Connection[tuple[object, ...]]) -> None:
    """An archive whose disk fails when psql has begun with what came before."""
    real = restore._replay

    def replay(parts: Iterator[bytes], url: str) -> None:
        def cut() -> Iterator[bytes]:
            yield from parts
            begun = b"select from pg_stat_activity where application_name = 'psql' and backend_xid is not null"
            end = time.monotonic() + 10
            while time.monotonic() < end and not admin.execute(begun).rowcount:
                time.sleep(0.01)
            raise OSError("the disk failed")

        real(cut(), url)

    broken.setattr(restore, "_replay", replay)


@pytest.mark.parametrize("harm", ["changed", "cut off", "another key", "no backup"])
def test_a_harmed_archive_is_refused_before_anything_is_written(
    harm: str, archive: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = bytearray(archive.read_bytes())
    if harm == "changed":
        content[len(content) // 2] ^= 1
    elif harm == "cut off":
        del content[-1:]
    elif harm == "no backup":
        content[:4] = b"PK\x03\x04"
    else:
        key.write_text(secrets.token_urlsafe(48))
    archive.write_bytes(content)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "again"))

    told = command("restore", archive, "--key", key)

    assert isinstance(told.exception, BackupRefused)
    assert not (tmp_path / "again").exists()


def test_the_archive_tells_nothing_without_its_key(archive: Path, at: Path) -> None:
    content = archive.read_bytes()
    assert PAYSLIP not in content
    assert (at / "secret.key").read_bytes() not in content
    assert b"lianfeng" not in content
    assert archive.stat().st_mode & 0o077 == 0


def test_a_backup_replaces_nothing_and_a_key_neither(at: Path, archive: Path, key: Path) -> None:
    assert "exists already" in str(command("backup", archive, "--key", key).exception)
    assert "exists already" in str(command("backup-key", key).exception)
    assert "cannot be read" in str(command("backup", archive.with_name("x"), "--key", archive.with_name("none")).exception)


def test_a_key_of_the_environment_is_asked_for_when_it_is_another(
    at: Path, key: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", "a" * 40)
    made = command("backup", tmp_path / "env", "--key", key)
    assert "keep that key elsewhere" in made.output
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "again"))
    monkeypatch.setenv("PORTAL_SECRET_KEY", "b" * 40)
    assert "is not the key of this backup" in str(command("restore", tmp_path / "env", "--key", key).exception)
    monkeypatch.delenv("PORTAL_SECRET_KEY")
    assert "which no backup holds" in str(command("restore", tmp_path / "env", "--key", key).exception)


def test_the_mark_of_a_key_stays_what_it_was_in_backups_made_before() -> None:
    assert key_mark(b"k" * 40) == key_mark(b" " + b"k" * 40 + b"," + b"o" * 40) == "e2ece7685298ee889645671a1f3d6f86"


def test_verify_names_a_file_that_is_gone_or_changed(at: Path) -> None:
    (place,) = (at / "files").glob("??/*")
    try:
        place.write_bytes(PAYSLIP.replace(b"March", b"April"))
        told = command("verify")
        assert told.exit_code == 1
        assert "is not as it was put there" in told.output
        place.unlink()
        assert "is not in the store" in command("verify").output
    finally:
        place.write_bytes(PAYSLIP)
