"""What the embedded server offers and hides: roles and accounts as on Supabase, closed files, a log without words."""

from __future__ import annotations

import stat
from pathlib import Path

import psycopg
import pytest

from db.cluster import ServerFailed
from db.embedded import EmbeddedServer
from tests.real_database import Database


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_passwords_and_data_are_closed_to_other_users(data: Path) -> None:
    with EmbeddedServer(data) as server:
        assert stat.S_IMODE(server.passfile.stat().st_mode) == 0o600
        assert stat.S_IMODE(server.cluster.stat().st_mode) == 0o700
        assert stat.S_IMODE(data.stat().st_mode) & 0o066 == 0
        assert (data / ".gitignore").read_text() == "*\n"


def test_nobody_signs_in_without_the_password(data: Path) -> None:
    with EmbeddedServer(data) as server:
        for role in ("supabase_admin", "postgres", "authenticator"):
            with pytest.raises(psycopg.OperationalError, match="password"):
                psycopg.connect(server.conninfo(role), passfile="/dev/null", password="guess")


def test_no_port_is_open_unless_asked_for(data: Path, server: EmbeddedServer) -> None:
    with EmbeddedServer(data) as silent, pytest.raises(ServerFailed):
        silent.tcp_url()
    with psycopg.connect(server.tcp_url("authenticator")) as over_tcp:
        assert over_tcp.info.host == "127.0.0.1"


def test_the_server_has_what_a_hosted_supabase_has(empty_database: Database) -> None:
    with empty_database.connect() as admin:
        roles = {row[0]: row[1:] for row in admin.execute(
            "select rolname, rolsuper, rolcanlogin, rolbypassrls, rolinherit from pg_roles"
            " where rolname !~ '^pg_'"
        )}  # fmt: skip
    assert roles["postgres"][:3] == (False, True, True)
    assert roles["authenticator"] == (False, True, False, False)
    for name in ("anon", "authenticated", "service_role"):
        assert roles[name][:2] == (False, False)
    assert [name for name, facts in roles.items() if facts[0]] == ["supabase_admin"]
    with empty_database.acting("00000000-0000-4000-8000-000000000001") as somebody:
        row = somebody.execute("select auth.uid()::text, auth.role(), auth.jwt() ->> 'role'").fetchone()
        assert row == ("00000000-0000-4000-8000-000000000001", "authenticated", "authenticated")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            somebody.execute("select * from auth.users")


def test_the_extensions_that_migrations_need_can_be_made_without_a_superuser(
    empty_database: Database,
) -> None:
    with empty_database.connect("postgres") as owner:
        for name in ("pg_trgm", "btree_gin", "unaccent"):
            owner.execute(f"create extension {name} with schema extensions")
        assert owner.execute("select lower('ÄÖÅ'), similarity('工资拖欠', '工资')").fetchone()[0] == "äöå"  # type: ignore[index]


def test_the_log_holds_nothing_that_people_wrote(data: Path) -> None:
    with EmbeddedServer(data) as server:
        with psycopg.connect(server.conninfo("postgres"), autocommit=True) as owner:
            owner.execute("create table public.t (a text unique, b uuid)")
            owner.execute("insert into public.t values ('13800138000')")
            for statement in (
                "insert into public.t values ('13800138000')",
                "select 'my phone 13800138000'::uuid",
            ):
                with pytest.raises(psycopg.Error):
                    owner.execute(statement)
        log = server.log.read_text()
    assert "ready to accept connections" in log
    assert "13800138000" not in log
    for password in (line.rsplit(":", 1)[1] for line in server.passfile.read_text().split()):
        assert password not in log
