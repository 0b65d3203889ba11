"""What the catalogue must say of every table and function, whoever adds one (DESIGN 3)."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from db.embedded import EmbeddedServer
from db.migrate import apply_prelude, migrate
from tests.policies.catalogue import OURS, RULES
from tests.policies.grants import GRANTS, Defaults, set_defaults, snapshot
from tests.policies.scene import Scene
from tests.real_database import Connection, Database

# Columns that a foreign key names and that are the first of no index, with the reason.
WITHOUT_INDEX: set[tuple[str, str]] = set()


@pytest.fixture
def admin(scene: Scene) -> Iterator[Connection]:
    with scene.database.connect() as connection:
        yield connection


def _names(admin: Connection, query: str) -> list[str]:
    return [" ".join(str(one) for one in row) for row in admin.execute(query.encode()).fetchall()]


@pytest.mark.parametrize("rule", RULES)
def test_nothing_breaks_a_rule(admin: Connection, rule: str) -> None:
    assert not _names(admin, RULES[rule])


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


def test_grants_are_those_of_the_snapshot(admin: Connection) -> None:
    """After a change that is meant: `python -m tests.policies.grants`, and read the difference before it is committed."""
    assert snapshot(admin).splitlines() == GRANTS.read_text().splitlines()


@pytest.mark.parametrize("defaults", Defaults)
def test_what_a_hosted_server_grants_by_default_changes_no_grant(server: EmbeddedServer, defaults: Defaults) -> None:
    database = _with_defaults(server, defaults)
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


def _with_defaults(server: EmbeddedServer, defaults: Defaults) -> Database:
    """A database where, as on a hosted Supabase, whatever postgres makes is granted to everybody, or to nobody."""
    name = f"test_defaults_{defaults.value}"
    with psycopg.connect(server.conninfo("supabase_admin"), autocommit=True) as admin:
        admin.execute(f"drop database if exists {name} with (force)")
        admin.execute(f"create database {name} owner postgres")
    with psycopg.connect(server.conninfo("supabase_admin", name), autocommit=True) as admin:
        apply_prelude(admin)
        set_defaults(admin, defaults)
    return Database(server, name)
