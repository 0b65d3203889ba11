"""Migrations: in order, all or nothing, once, and never over a schema that this code does not know."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from db.migrate import MigrationRefused, apply_prelude, known_migrations, migrate, pending
from tests.real_database import Database

Folder = Callable[[dict[str, str]], Path]

FIRST = {"20260101000001_first.sql": "create table public.one (a int);\n-- a comment; with a semicolon\n"}
SECOND = {"20260101000002_second.sql": "alter table public.one add column b int;\nselect 1;\n"}
BROKEN = {"20260101000003_third.sql": "create table public.three (a int);\nselect 1;\nselect oops;\n"}


def ledger(database: Database) -> list[tuple[str, str]]:
    with database.connect() as admin:
        rows = admin.execute("select version, name from supabase_migrations.schema_migrations order by 1").fetchall()
    return [(row[0], row[1]) for row in rows]


def exists(database: Database, table: str) -> bool:
    with database.connect() as admin:
        row = admin.execute("select to_regclass(%s) is not null", [table]).fetchone()
    return bool(row and row[0])


def test_files_are_applied_in_order_and_once(empty_database: Database, migrations: Folder) -> None:
    where = empty_database.conninfo("postgres")
    folder = migrations({**SECOND, **FIRST})
    assert pending(where, folder) == ["20260101000001", "20260101000002"]
    assert migrate(where, folder) == ["20260101000001", "20260101000002"]
    assert migrate(where, folder) == []
    assert pending(where, folder) == []
    assert ledger(empty_database) == [("20260101000001", "first"), ("20260101000002", "second")]


def test_a_failing_file_is_rolled_back_whole_and_names_its_line(empty_database: Database, migrations: Folder) -> None:
    with pytest.raises(MigrationRefused, match=r"20260101000003_third failed at line 3 .*rolled back"):
        migrate(empty_database.conninfo("postgres"), migrations({**FIRST, **SECOND, **BROKEN}))
    assert [version for version, _ in ledger(empty_database)] == ["20260101000001", "20260101000002"]
    assert not exists(empty_database, "public.three")


@pytest.mark.parametrize("text", ["begin;\nselect 1;\ncommit;", "create table public.x (a int);\nCOMMIT ;\nselect oops;"])
def test_a_file_that_ends_its_transaction_is_refused_before_it_runs(
    empty_database: Database, migrations: Folder, text: str
) -> None:
    with pytest.raises(MigrationRefused, match="leave out begin and commit"):
        migrate(empty_database.conninfo("postgres"), migrations({"1_x.sql": text}))
    assert not exists(empty_database, "public.x")


def test_blocks_of_functions_are_no_transactions(empty_database: Database, migrations: Folder) -> None:
    body = (
        "create function public.f() returns int language plpgsql as $$\nbegin\n  return 1;\nend;\n$$;\n"
        "do $x$ begin\nnull;\nend; $x$;"
    )
    assert migrate(empty_database.conninfo("postgres"), migrations({"1_f.sql": body})) == ["1"]


def test_an_old_app_on_a_newer_schema_refuses_and_says_why(empty_database: Database, migrations: Folder) -> None:
    where = empty_database.conninfo("postgres")
    folder = migrations({**FIRST, **SECOND})
    migrate(where, folder)
    (folder / "20260101000002_second.sql").unlink()
    for attempt in (migrate, pending):
        with pytest.raises(MigrationRefused, match=r"does not know .*20260101000002_second.*newer version"):
            attempt(where, folder)


def test_the_login_of_the_app_may_compare_the_schema_and_not_change_it(empty_database: Database, migrations: Folder) -> None:
    folder = migrations(FIRST)
    migrate(empty_database.conninfo("postgres"), folder)
    assert pending(empty_database.conninfo("authenticator"), folder) == []
    with pytest.raises(MigrationRefused, match="permission denied"):
        migrate(empty_database.conninfo("authenticator"), migrations(SECOND))


def test_a_changed_file_that_was_applied_is_refused(empty_database: Database, migrations: Folder) -> None:
    where = empty_database.conninfo("postgres")
    migrate(where, migrations(FIRST))
    changed = {"20260101000001_first.sql": "create table public.one (c int);\n-- a comment; with a semicolon\n"}
    with pytest.raises(MigrationRefused, match="20260101000001_first has changed"):
        migrate(where, migrations(changed))


def test_a_file_applied_by_the_supabase_cli_counts_as_the_same(empty_database: Database, migrations: Folder) -> None:
    where = empty_database.conninfo("postgres")
    migrate(where, migrations(FIRST))
    with empty_database.connect() as admin:  # the CLI keeps a file split into trimmed statements
        admin.execute(
            "update supabase_migrations.schema_migrations set statements = %s",
            [["create table public.one (a int)", "-- a comment; with a semicolon"]],
        )
    assert migrate(where, migrations(SECOND)) == ["20260101000002"]


def test_a_file_dated_before_what_was_applied_is_refused(empty_database: Database, migrations: Folder) -> None:
    where = empty_database.conninfo("postgres")
    migrate(where, migrations(SECOND | {"20260101000002_second.sql": "select 1;"}))
    with pytest.raises(MigrationRefused, match="older than 20260101000002"):
        migrate(where, migrations(FIRST))


def test_processes_that_start_together_apply_each_file_once(empty_database: Database, migrations: Folder) -> None:
    folder = migrations({**FIRST, **SECOND})
    with ThreadPoolExecutor(4) as threads:
        applied = list(threads.map(lambda _: migrate(empty_database.conninfo("postgres"), folder), range(4)))
    assert sorted(map(len, applied)) == [0, 0, 0, 2]


def test_two_files_of_one_version_and_odd_names_are_refused(migrations: Folder) -> None:
    with pytest.raises(MigrationRefused, match="Two migrations"):
        known_migrations(migrations({"1_a.sql": "", "1_b.sql": ""}))
    with pytest.raises(MigrationRefused, match="not named"):
        known_migrations(migrations({"later.sql": ""}))


def test_migrations_run_without_the_rights_of_a_superuser(empty_database: Database, migrations: Folder) -> None:
    with pytest.raises(MigrationRefused, match=r"permission denied|must be superuser"):
        migrate(empty_database.conninfo("postgres"), migrations({"1_x.sql": "create role boss superuser;"}))


def test_the_prelude_repeats_harmlessly(empty_database: Database) -> None:
    snapshot = "select array_agg(nspname || coalesce(nspacl::text, '') order by nspname) from pg_namespace"
    with empty_database.connect() as admin:
        before = admin.execute(snapshot).fetchone()
        apply_prelude(admin)
        assert admin.execute(snapshot).fetchone() == before


def test_our_own_migrations_apply_and_repeat(database: Database) -> None:
    assert migrate(database.conninfo("postgres")) == []
