"""What the catalogue must say of every table and function, whoever adds one (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from db.embedded import EmbeddedServer
from db.migrate import apply_prelude, migrate
from tests.policies.grants import snapshot
from tests.policies.scene import Scene
from tests.real_database import Connection, Database

GRANTS = Path(__file__).with_name("grants.txt")
OURS = "('portal', 'private', 'api')"
# Columns that a foreign key names and that are the first of no index, with the reason.
WITHOUT_INDEX: set[tuple[str, str]] = set()


@pytest.fixture
def admin(scene: Scene) -> Iterator[Connection]:
    with scene.database.connect() as connection:
        yield connection


def _names(admin: Connection, query: str) -> list[str]:
    return [" ".join(str(one) for one in row) for row in admin.execute(query.encode()).fetchall()]


def test_row_level_security_is_enabled_and_forced_on_every_table(admin: Connection) -> None:
    assert not _names(
        admin,
        f"select relname from pg_class c where relnamespace::regnamespace::text in {OURS} and relkind in ('r', 'p') "
        "and not (relrowsecurity and relforcerowsecurity)",
    )


def test_tables_live_in_portal_and_nothing_in_public(admin: Connection) -> None:
    assert not _names(
        admin,
        "select relname from pg_class where relkind in ('r', 'p', 'v', 'm', 'f', 'S') and relnamespace::regnamespace::text "
        "in ('private', 'api', 'public')",
    )
    assert not _names(
        admin, "select relname from pg_class where relkind in ('v', 'm', 'f') and relnamespace = 'portal'::regnamespace"
    )
    assert not _names(admin, "select proname from pg_proc where pronamespace = 'public'::regnamespace")


def test_everything_says_what_it_is(admin: Connection) -> None:
    tables = f"from pg_class c where c.relnamespace::regnamespace::text in {OURS} and c.relkind in ('r', 'p')"
    assert not _names(admin, f"select relname {tables} and obj_description(c.oid, 'pg_class') is null")
    assert not _names(
        admin,
        "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid where a.attnum > 0 and not "
        "a.attisdropped "
        f"and c.relkind in ('r', 'p') and c.relnamespace::regnamespace::text in {OURS} and col_description(c.oid, a.attnum) is "
        f"null",
    )
    assert not _names(
        admin,
        f"select p.oid::regprocedure from pg_proc p where pronamespace::regnamespace::text in {OURS} and "
        f"obj_description(p.oid) is null",
    )


def test_every_foreign_key_says_what_happens_and_has_an_index(admin: Connection) -> None:
    keys = (
        "from pg_constraint k join pg_class c on c.oid = k.conrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = "
        "k.conkey[1] "
        f"where k.contype = 'f' and c.relnamespace::regnamespace::text in {OURS}"
    )
    assert not _names(admin, f"select c.relname, a.attname {keys} and k.confdeltype = 'a'")
    bare = _names(
        admin,
        f"select c.relname, a.attname {keys} and not exists "
        "(select from pg_index i where i.indrelid = c.oid and i.indkey[0] = k.conkey[1])",
    )
    assert {tuple(one.split()) for one in bare} == WITHOUT_INDEX


def test_what_policies_look_for_is_indexed(admin: Connection) -> None:
    wanted = {
        ("party", "case_id"),
        ("party", "organization_id"),
        ("release", "case_id"),
        ("release", "message_id"),
        ("message", "author_party"),
    }
    wanted |= {
        ("attachment", "party_id"),
        ("attachment", "message_id"),
        ("supply_link", "workplace_id"),
        ("supply_link", "brand_id"),
    }
    wanted |= {
        ("person", "organization_id"),
        ("person", "user_id"),
        ("consent", "case_id"),
        ("event", "case_id"),
        ("chain", "case_id"),
    }
    have = {
        tuple(one.split())
        for one in _names(
            admin,
            "select c.relname, a.attname from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on "
            "a.attrelid = c.oid "
            f"and a.attnum = i.indkey[0] where c.relnamespace::regnamespace::text in {OURS}",
        )
    }
    assert wanted - have == set()


def test_definer_functions_belong_to_the_keeper_and_pin_their_path(admin: Connection) -> None:
    assert not _names(
        admin,
        "select p.oid::regprocedure from pg_proc p where pronamespace::regnamespace::text in ('portal', 'private', 'api', "
        "'public') and prosecdef "
        "and (proowner::regrole::text <> 'portal_keeper' or not coalesce(proconfig @> array['search_path=pg_catalog, "
        "pg_temp'], false))",
    )


def test_no_definer_function_composes_sql(admin: Connection) -> None:
    assert not _names(
        admin,
        f"select proname from pg_proc where pronamespace::regnamespace::text in {OURS} and prosecdef "
        f"and prosrc ~* '\\mexecute\\M'",
    )


def test_the_keeper_can_do_nothing_but_keep(admin: Connection) -> None:
    assert admin.execute(
        "select rolcanlogin, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolinherit from pg_roles where rolname = "
        "'portal_keeper'"
    ).fetchone() == (False, False, False, False, False, False)
    assert not _names(admin, "select roleid::regrole from pg_auth_members where member = 'portal_keeper'::regrole")
    api = "('anon'::regrole, 'authenticated'::regrole, 'authenticator'::regrole, 'service_role'::regrole)"
    assert not _names(
        admin, f"select member::regrole from pg_auth_members where roleid = 'portal_keeper'::regrole and member in {api}"
    )


def test_no_function_is_open_to_public(admin: Connection) -> None:
    assert not _names(
        admin,
        f"select p.oid::regprocedure from pg_proc p where pronamespace::regnamespace::text in {OURS} "
        "and exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) a where a.grantee = 0)",
    )


def test_a_stable_function_writes_nothing(admin: Connection) -> None:
    assert not _names(
        admin,
        f"select p.oid::regprocedure from pg_proc p where pronamespace::regnamespace::text in {OURS} and provolatile <> 'v' "
        r"and prosrc ~* "
        r"'\m(insert\s+into|delete\s+from|update\s+portal|private\.(record|touch|done_before|use_limit|mark_read))\M'",
    )


def test_grants_are_those_of_the_snapshot(admin: Connection) -> None:
    """After a change that is meant: `python -m tests.policies.grants`, and read the difference before it is committed."""
    assert snapshot(admin).splitlines() == GRANTS.read_text().splitlines()


def test_generous_defaults_of_a_hosted_server_change_no_grant(server: EmbeddedServer) -> None:
    database = _generous(server)
    try:
        migrate(database.conninfo("postgres"))
        with database.connect() as admin:
            assert snapshot(admin).splitlines() == GRANTS.read_text().splitlines()
    finally:
        database.close()


def test_the_control_a_generous_grant_is_seen(admin: Connection) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute("grant select on portal.identity to anon")
        assert snapshot(admin).splitlines() != GRANTS.read_text().splitlines()


def _generous(server: EmbeddedServer) -> Database:
    """A database where, as on a hosted Supabase, whatever postgres makes is granted to everybody."""
    name = "test_generous"
    with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} owner postgres")
    with psycopg.connect(server.conninfo("supabase_admin", name), autocommit=True) as admin:
        apply_prelude(admin)
        for kind in ("tables", "functions", "sequences"):
            admin.execute(f"alter default privileges for role postgres grant all on {kind} to anon, authenticated, service_role")
    return Database(server, name)
