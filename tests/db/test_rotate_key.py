"""A key is rotated: everything opens with the new one alone, nothing with the old one, and a signature stays one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from db.__main__ import app
from db.embedded import EmbeddedServer
from db.evidence.signing import archive, public_key, verify
from db.files_folder import FolderFiles
from db.gateway import Credentials
from db.migrate import migrate
from db.papers import Paper, fetch, reserve
from db.postgres_gateway import PostgresGateway, open_pool
from db.rotation import draw_beside, seal_anew
from db.sealing import FileSealer, SealBroken, Sealer, signing_secrets
from tests.procedure.world import World
from tests.real_database import Database

OLD = b"o" * 40
NAME, PLAN, TOKEN = "Zhang San, 138 0013 8000", "After eight, as her cousin.", "refresh"


def command(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stopped portal with a sealed name, plan, session and evidence pack."""
    data = tmp_path / "data"
    with EmbeddedServer(data, durable=False) as server:
        (data / "secret.key").write_bytes(OLD)
        migrate(server.conninfo("postgres"))
        world = World(Database(server, "postgres"))
        world.arrange()
        case = world.case_in()
        world.arranged("update portal.identity set sealed = %s, plan = %s where case_id = %s", Sealer(OLD, "identity").seal(NAME),
            Sealer(OLD, "contact-plan").seal(PLAN), case.id)  # fmt: skip
        world.arranged("insert into portal.session (user_id, ticket_hash, sealed, expires_at)"
            " values (%s, %s, %s, %s), (%s, %s, '-', %s)",
            uuid4(), "a" * 64, Sealer(OLD, "session").seal(TOKEN), datetime.now(UTC) + timedelta(days=1),
            uuid4(), "b" * 64, datetime.now(UTC))  # fmt: skip
        world.database.pool.close()
        with open_pool(server.conninfo()) as pool:
            who = world.people["weber"].credentials
            pack = archive({"cases.csv": b"reference\n"}, {"pack": "1"}, signing_secrets(OLD)[0])
            reserve(PostgresGateway(pool, who), FolderFiles(data / "files"), who, uuid4(),
                Paper("pack", "pack.zip", "application/zip", pack), FileSealer(OLD))  # fmt: skip
    monkeypatch.setenv("PORTAL_DATA_DIR", str(data))
    return data


@pytest.fixture
def rows(home: Path) -> Iterator[psycopg.Connection[tuple[str, ...]]]:
    with EmbeddedServer(home) as server, psycopg.connect(server.conninfo("postgres"), autocommit=True) as owner:
        yield owner


def opened(home: Path, key: bytes) -> tuple[str, str, str, bytes]:
    with EmbeddedServer(home) as server, psycopg.connect(server.conninfo("postgres")) as owner:
        sealed, plan = owner.execute("select sealed, plan from portal.identity").fetchall()[0]
        (session,) = owner.execute("select sealed from portal.session where sealed <> '-'").fetchall()[0]
        (paper,) = owner.execute("select key from portal.sealed_file").fetchall()[0]
    store = FolderFiles(home / "files")
    return (Sealer(key, "identity").unseal(sealed), Sealer(key, "contact-plan").unseal(plan),
        Sealer(key, "session").unseal(session), fetch(store, Credentials(), paper, FileSealer(key)))  # fmt: skip


def test_everything_opens_with_the_new_key_and_nothing_with_the_old_one(home: Path) -> None:
    before = opened(home, OLD)
    assert before[:3] == (NAME, PLAN, TOKEN)

    told = command("rotate-key")

    assert told.exit_code == 0, told.output
    assert "identity.sealed: 1 sealed anew" in told.output
    assert "papers: 1 sealed anew" in told.output
    new = (home / "secret.key").read_bytes()
    assert new != OLD
    assert b"," not in new
    assert opened(home, new) == before
    with pytest.raises(SealBroken):
        opened(home, OLD)
    assert len(list((home / "files").glob("??/*"))) == 1, "the bytes that the old key opens are gone"
    assert (home / "secret.key").stat().st_mode & 0o077 == 0
    assert command("verify").exit_code == 0


def test_an_old_pack_is_still_verified_with_the_old_public_key(home: Path) -> None:
    signer = public_key(signing_secrets(OLD)[0])
    assert command("rotate-key").exit_code == 0
    pack = opened(home, (home / "secret.key").read_bytes())[3]

    assert verify(pack, signer).sound
    told = command("pack-key").output
    assert f"{signer} (formerly)" in told
    assert told.split()[0] != signer


def test_a_rotation_that_was_broken_off_goes_on_where_it_stopped(home: Path) -> None:
    keys = draw_beside(home / "secret.key")
    with EmbeddedServer(home) as server, psycopg.connect(server.conninfo("postgres")) as owner:
        sealed = owner.execute("select sealed from portal.identity").fetchone()
        assert sealed
        owner.execute("update portal.identity set sealed = %s", [Sealer(keys, "identity").renewed(sealed[0])])
    assert opened(home, keys)[:3] == (NAME, PLAN, TOKEN), "both keys open meanwhile"

    told = command("rotate-key")

    assert "identity.sealed: 0 sealed anew, 1 already were" in told.output
    assert "identity.plan: 1 sealed anew, 0 already were" in told.output
    assert (home / "secret.key").read_bytes() == keys.split(b",")[0]


def test_twice_is_two_keys_and_each_time_everything(home: Path) -> None:
    assert command("rotate-key").exit_code == 0
    first = (home / "secret.key").read_bytes()
    assert command("rotate-key").exit_code == 0
    assert opened(home, (home / "secret.key").read_bytes())[:3] == (NAME, PLAN, TOKEN)
    with pytest.raises(SealBroken):
        opened(home, first)
    assert command("pack-key").output.count("(formerly)") == 2


def test_what_no_key_opens_keeps_the_old_key(home: Path, rows: psycopg.Connection[tuple[str, ...]]) -> None:
    rows.execute("update portal.identity set plan = 'sealed elsewhere'")
    keys = draw_beside(home / "secret.key")
    done = seal_anew(rows, keys, FolderFiles(home / "files"))
    assert done.unreadable == {"identity.plan": 1}
    assert done.renewed["identity.sealed"] == 1


def test_what_no_key_opens_is_told(home: Path) -> None:
    with EmbeddedServer(home) as server, psycopg.connect(server.conninfo("postgres")) as owner:
        owner.execute("update portal.identity set plan = 'sealed elsewhere'")
    told = command("rotate-key")
    assert told.exit_code == 1
    assert "identity.plan: 0 sealed anew, 0 already were, 1 cannot be opened" in told.output
    assert (home / "secret.key").read_bytes().endswith(b"," + OLD)


@pytest.mark.parametrize(("bound", "code"), [("null", 0), ("now()", 1)])
def test_a_paper_that_was_reserved_and_never_stored_keeps_no_key(home: Path, bound: str, code: int) -> None:
    with EmbeddedServer(home) as server, psycopg.connect(server.conninfo("postgres")) as owner:
        owner.execute(f"update portal.sealed_file set bound_at = {bound}".encode())
    for file in (home / "files").glob("??/*"):
        file.unlink()
    told = command("rotate-key")
    assert told.exit_code == code, told.output
    assert ("papers: 0 sealed anew, 0 already were, 1 cannot be opened" in told.output) == bool(code)


def test_while_a_portal_runs_it_is_refused(home: Path, rows: object) -> None:
    told = command("rotate-key")
    assert "stop it first" in str(told.exception)
    assert (home / "secret.key").read_bytes() == OLD


def test_keys_of_the_environment_are_the_new_and_the_old_one(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", OLD.decode())
    assert "set it to the new and the old one" in str(command("rotate-key").exception)
    monkeypatch.setenv("PORTAL_SECRET_KEY", f"{'n' * 40},{OLD.decode()}")
    told = command("rotate-key")
    assert "leave the old key out" in told.output
    assert opened(home, b"n" * 40)[:3] == (NAME, PLAN, TOKEN)
    assert (home / "secret.key").read_bytes() == OLD, "not this portal's key: left alone"


def test_with_keys_of_the_environment_no_data_folder_need_be_there(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORTAL_SECRET_KEY", f"{'n' * 40},{OLD.decode()}")
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "desk"))
    with EmbeddedServer(home) as server:
        told = command("rotate-key", "--url", server.conninfo("postgres"), "--files", home / "files")
    assert told.exit_code == 0, told.output
    assert (tmp_path / "desk" / "former-pack-keys").read_text().strip() == public_key(signing_secrets(OLD)[0])
