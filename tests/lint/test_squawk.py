"""squawk reads the migrations: what would hurt a database that is in use."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from db.migrate import MIGRATIONS
from tests.lint.allowed import Allowed, Finding, in_words, judged

_FILE = r"\d+_\w+\.sql"
ALLOWED = (
    Allowed("require-lock-timeout", _FILE, "nothing is released: the first database runs all of these on empty tables"),
    Allowed("require-statement-timeout", _FILE, "the same"),
    Allowed("prefer-bigint-over-int", _FILE, "counts, versions and amounts of people and days; keys are uuids"),
    Allowed("prefer-bigint-over-smallint", _FILE, "levels, severities, hours"),
    Allowed("require-concurrent-index-creation", _FILE, "on tables that are empty then"),
    Allowed("require-concurrent-index-deletion", r"\d+_import_tables\.sql", "the same"),
    Allowed("adding-foreign-key-constraint", _FILE, "between tables that are empty then"),
    Allowed("constraint-missing-not-valid", _FILE, "the same"),
)


def _findings(*paths: Path) -> list[Finding]:
    command = [
        str(Path(sys.executable).with_name("squawk")),
        "--reporter",
        "json",
        "--assume-in-transaction",
        "--pg-version",
        "15.0",
    ]
    done = subprocess.run([*command, *map(str, paths)], capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout.startswith("["), done.stderr
    return [Finding(one["rule_name"], Path(one["file"]).name, one["message"]) for one in json.loads(done.stdout)]


def test_squawk_finds_nothing_that_was_not_looked_at() -> None:
    left, stale = judged(_findings(*sorted(MIGRATIONS.glob("*.sql"))), ALLOWED)
    assert not left, in_words(left)
    assert not stale


def test_the_control_a_dropped_column_is_found(tmp_path: Path) -> None:
    path = tmp_path / "20990101000000_careless.sql"
    path.write_text("alter table portal.message drop column body;\n")
    assert [one.rule for one in judged(_findings(path), ALLOWED)[0]] == ["ban-drop-column"]
