"""plpgsql_check compiles every plpgsql function as PostgreSQL 15 would run it, with all its warnings."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from db.migrate import apply_prelude, migrate
from tests.db.oldest_postgres import oldest_postgres
from tests.lint.allowed import Allowed, Finding, in_words, judged
from tests.real_database import Connection

_CAST = "target type is different type than source type"
_NO_RETURN = "warning extra: control reached end of function without RETURN"
ALLOWED = (
    Allowed(f"warning: {_CAST}", r"(api|private)\.\w+\(.*\)", "a literal '[]' becomes jsonb, a role becomes the text it is"),
    Allowed(f"performance: {_CAST}", r"(api|private)\.\w+\(.*\)", "one cast of one number in a call, no loop over rows"),
    Allowed(_NO_RETURN, r"api\.(import_\w+|save_organization)\(.*\)", "the end is a refusal, which raises"),
    Allowed("security: text type variable is not sanitized", r"api\.inbox\(.*\)",
            "the order and the conditions are chosen among words of its own; what was asked is quoted with %L"),
    Allowed("error: sign_in_needed", r"private\.my_import\(uuid\)", "the check itself asks who is importing: nobody"),
)  # fmt: skip
_CHECK = """
select p.oid::regprocedure::text, c.level || ': ' || c.message, coalesce(c.lineno, 0) || ' ' || coalesce(c.statement, '')
from pg_proc p join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
left join pg_trigger t on t.tgfoid = p.oid and not t.tgisinternal
cross join lateral extensions.plpgsql_check_function_tb(p.oid, coalesce(t.tgrelid, 0), oldtable => t.tgoldtable,
  newtable => t.tgnewtable, fatal_errors => false, performance_warnings => true, extra_warnings => true,
  security_warnings => true) c
where p.pronamespace::regnamespace::text in ('private', 'api') order by 1, 2"""


@pytest.fixture(scope="module")
def checked() -> Iterator[Connection]:
    """A migrated database on PostgreSQL 15 with the extension from the distribution's package."""
    with oldest_postgres() as where:
        with psycopg.connect(f"{where} user=supabase_admin dbname=postgres", autocommit=True) as admin:
            admin.execute("create database checked")
        with psycopg.connect(f"{where} user=supabase_admin dbname=checked", autocommit=True) as admin:
            apply_prelude(admin)
            migrate(f"{where} user=postgres dbname=checked")
            admin.execute("create extension plpgsql_check with schema extensions")
            yield admin


def _findings(admin: Connection) -> list[Finding]:
    return [Finding(said, function, line) for function, said, line in admin.execute(_CHECK).fetchall()]


def test_plpgsql_check_finds_nothing_that_was_not_looked_at(checked: Connection) -> None:
    left, stale = judged(_findings(checked), ALLOWED)
    assert not left, in_words(left)
    assert not stale


def test_the_control_a_column_that_is_not_there_is_found(checked: Connection) -> None:
    with checked.transaction(force_rollback=True):
        checked.execute(
            "create function private.careless() returns void language plpgsql as "
            "'begin perform m.sender from portal.message m; end'"
        )
        assert any("sender" in one.rule for one in judged(_findings(checked), ALLOWED)[0])
