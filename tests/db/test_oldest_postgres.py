"""The migrations on PostgreSQL 15, with the roles and the generous defaults of a hosted Supabase."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from typer.testing import CliRunner

from db.__main__ import app
from db.migrate import apply_prelude, known_migrations, migrate
from tests.db.oldest_postgres import oldest_postgres
from tests.policies.grants import GRANTS, snapshot


@pytest.fixture(scope="module")
def oldest() -> Iterator[str]:
    with oldest_postgres() as where:
        yield where


def _hosted(where: str, name: str) -> str:
    """A new database as Supabase hands it out; returns how postgres, who is no superuser, signs in."""
    with psycopg.connect(f"{where} user=supabase_admin dbname=postgres", autocommit=True) as admin:
        admin.execute(f"create database {name}")
    with psycopg.connect(f"{where} user=supabase_admin dbname={name}", autocommit=True) as admin:
        apply_prelude(admin)
        for kind in ("tables", "functions", "sequences"):
            everybody = "to postgres, anon, authenticated, service_role"
            admin.execute(f"alter default privileges for role postgres in schema public grant all on {kind} {everybody}")
            admin.execute(f"alter default privileges for role postgres grant all on {kind} {everybody}")
    return f"{where} user=postgres dbname={name}"


def test_two_databases_of_one_old_server_get_the_same_schema_and_the_same_grants(oldest: str) -> None:
    for name in ("first", "second"):
        owner = _hosted(oldest, name)
        assert len(migrate(owner)) == len(known_migrations())
        assert migrate(owner) == []
        with psycopg.connect(owner) as connection:
            assert connection.execute("select current_setting('server_version_num')::int / 10000").fetchone() == (15,)
            assert snapshot(connection).splitlines() == GRANTS.read_text().splitlines()


def test_the_old_server_answers_and_tells_its_schema(oldest: str) -> None:
    owner = _hosted(oldest, "third")
    migrate(owner)
    with psycopg.connect(owner) as connection:
        connection.execute("set local role anon")
        told = connection.execute("select api.schema_version()").fetchone()
        assert told is not None
        assert (told[0]["newest"], told[0]["guarded"]) == (known_migrations()[-1].version, True)
        assert connection.execute("select api.covered_brands()").fetchone() == ([],)


def test_a_backup_of_the_old_server_is_restored_there_with_the_same_grants(
    oldest: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    migrate(_hosted(oldest, "kept"))
    with psycopg.connect(f"{oldest} user=supabase_admin dbname=postgres", autocommit=True) as admin:
        admin.execute("create database anew owner postgres")
    monkeypatch.setenv("PORTAL_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    for words in (
        ("backup-key", tmp_path / "key"),
        ("backup", tmp_path / "all", "--key", tmp_path / "key", "--url", f"{oldest} user=supabase_admin dbname=kept",
         "--files", tmp_path / "files"),
        ("restore", tmp_path / "all", "--key", tmp_path / "key", "--url", f"{oldest} user=supabase_admin dbname=anew",
         "--files", tmp_path / "files-anew"),
        ("verify", "--url", f"{oldest} user=postgres dbname=anew", "--files", tmp_path / "files-anew"),
    ):  # fmt: skip
        done = CliRunner().invoke(app, [str(word) for word in words])
        assert done.exit_code == 0, (done.output, done.exception)
    with psycopg.connect(f"{oldest} user=postgres dbname=anew") as connection:
        assert snapshot(connection).splitlines() == GRANTS.read_text().splitlines()
    assert migrate(f"{oldest} user=postgres dbname=anew") == []
