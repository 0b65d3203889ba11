"""pgrls reads the policies of a migrated database: 68 rules about row level security."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.lint.allowed import Allowed, Finding, in_words, judged
from tests.real_database import Database

_KEEPER = r"portal\.\w+\.\w+_keeper"
_RULES = r"portal\.(clock_rule|issue_code|policy|policy_text|procedure_rule|remedy_kind|transition)\.\w+"
_WHO = r"portal\.\w+\.\w+_(handshake|desk|supervisor|supervisor_adds|supervisor_mends|supervisor_ends|not_previewed|writers)"
_KEPT = "one policy for the owner of the deeds, a role that nobody can become; each deed looks at its caller (CONVENTIONS.md)"
_PUBLIC = "the rules of the procedure and its texts are public"
ALLOWED = (
    Allowed("SEC005", _KEEPER, _KEPT),
    Allowed("SEC005", _RULES, _PUBLIC),
    Allowed("SEC005", _WHO, "says who reads a whole table, or who never writes; the matrix holds it to DOMAIN.md 5"),
    Allowed("SEC007", r"portal\.\w+", "no row of these tables has to be kept from somebody whom another policy lets in"),
    Allowed("SEC008", _KEEPER, _KEPT),
    Allowed("SEC008", _RULES, _PUBLIC),
    Allowed("SEC013", r"portal\.\w+\.\w+", "triggers belong to the keeper, pin their path and echo nothing (test_catalogue.py)"),
    Allowed("SEC014", r"(api|private)\.\w+", "deeds: kept by the keeper, path pinned, caller asked first; the matrix calls each"),
    Allowed("SEC016", "postgres|service_role", "roles that Supabase makes; the portal holds the key of neither"),
    Allowed("SEC022", r"portal\.\w+", "read alone: what stands there comes with a migration"),
    Allowed("SEC027", r"portal\.(person|session)", "colleagues see one another; sessions are read by nobody"),
    Allowed("SEC027", r"portal\.protocol_(item|step_rule)", "`owner` is a side of the procedure, not a person"),
    Allowed("SEC028", _KEEPER, _KEPT),
    Allowed("SEC029", "authenticator", "Supabase's own membership; its password is with PostgREST alone"),
    Allowed("SEC038", _KEEPER, _KEPT),
    Allowed("SEC038", _RULES, _PUBLIC),
    Allowed("SEC039", r"portal\.(attachment\.attachment_reserves|message\.message_(posts|mends))",
            "a worker with a receipt has no account: she writes as anon, and only as her own party"),
    Allowed("SEC045", r"portal\.triage\.told_by_phone", "a yes or no, shown to the worker whose case was not taken"),
    Allowed("PERF003", r"portal\.\w+\.\w+", "a second condition of rows that an indexed party or organisation has found already"),
    Allowed("PERF004", r"portal\.attachment\.attachment_(evidence|reader)", "asked of the few files that an `exists` has found"),
)  # fmt: skip


def _findings(database: Database) -> list[Finding]:
    command = [str(Path(sys.executable).with_name("pgrls")), "lint", "--schemas", "portal,private,api", "--format", "json"]
    done = subprocess.run(
        [*command, "--database-url", database.conninfo("supabase_admin")],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.stdout.startswith("{"), done.stderr
    told = json.loads(done.stdout)["violations"]
    return [Finding(one["rule_id"], one["location"], one["message"]) for one in told]


def test_pgrls_finds_nothing_that_was_not_looked_at(database: Database) -> None:
    left, stale = judged(_findings(database), ALLOWED)
    assert not left, in_words(left)
    assert not stale


def test_the_control_a_careless_policy_is_found(database: Database) -> None:
    with database.connect() as admin:
        admin.execute("create policy careless on portal.message for select to anon using (true)")
    left, _ = judged(_findings(database), ALLOWED)
    assert any(one.where == "portal.message.careless" for one in left)
