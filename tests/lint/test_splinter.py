"""What Supabase's dashboard would warn of, before it does."""

from __future__ import annotations

import pytest

from tests.lint.allowed import Allowed, Finding, in_words, judged
from tests.lint.splinter import LINTS
from tests.real_database import Connection

ALLOWED = (
    Allowed("no_primary_key", "figure_change", "a queue that is added up and emptied; nobody names a row of it"),
    Allowed("multiple_permissive_policies", r"\w+ (anon|authenticated|portal_keeper) (SELECT|INSERT|UPDATE|DELETE)",
            "a policy for each kind of reader reads as a sentence; each is one indexed look-up, and the plans are measured"),
    Allowed("anon_security_definer_function_executable", r"api\.\w+\(.*\)",
            "doors for people who have no account yet: a code, a session, a receipt; each looks at what it was given"),
    Allowed("authenticated_security_definer_function_executable", r"api\.\w+\(.*\)",
            "they ask who calls before anything else; the matrix calls each as everybody"),
)  # fmt: skip
PLANTED = {
    "unindexed_foreign_keys": "drop index portal.attachment_message",
    "auth_rls_initplan": "alter policy notice_own on portal.notice using (person_id = private.my_person())",
    "no_primary_key": "create table portal.careless (a int)",
    "policy_exists_rls_disabled": "alter table portal.message disable row level security",
    "rls_enabled_no_policy": "create table portal.careless (a int); alter table portal.careless enable row level security",
    "rls_disabled_in_public": "create table public.careless (a int)",
    "duplicate_index": "create index careless on portal.party (id); create index careless_too on portal.party (id)",
    "security_definer_view": "create view api.careless as select 1",
    "function_search_path_mutable": "alter function private.me() reset search_path",
    "extension_in_public": "create extension hstore with schema public",
    "materialized_view_in_api": "create materialized view api.careless as select 1",
    "permissive_rls_policy": "create policy careless on portal.message for insert to anon with check (true)",
}


def _findings(admin: Connection, *only: str) -> list[Finding]:
    return [
        Finding(lint, str(row[0])) for lint, query in LINTS.items() if not only or lint in only
        for row in admin.execute(query.encode()).fetchall()
    ]  # fmt: skip


def test_splinter_would_find_nothing_that_was_not_looked_at(admin: Connection) -> None:
    left, stale = judged(_findings(admin), ALLOWED)
    assert not left, in_words(left)
    assert not stale


@pytest.mark.parametrize("lint", PLANTED)
def test_the_control_what_a_lint_names_is_found(admin: Connection, lint: str) -> None:
    with admin.transaction(force_rollback=True):
        admin.execute(PLANTED[lint].encode())
        assert judged(_findings(admin, lint), ALLOWED)[0]
