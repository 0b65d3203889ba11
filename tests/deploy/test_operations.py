"""What the page for the person on call says can be typed as it stands there."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from pathlib import Path
from uuid import uuid4

import pytest
from typer.testing import CliRunner

from db.__main__ import app
from db.health import Health
from tests.real_database import Connection

DOCS = Path(__file__).resolve().parents[2] / "docs"
OPERATIONS = (DOCS / "operations.md").read_text(encoding="utf-8")
TEXTS = (
    OPERATIONS + (DOCS / "scale-out.md").read_text(encoding="utf-8") + (DOCS / "deploy-supabase.md").read_text(encoding="utf-8")
)
ORDERS = sorted(set(re.findall(r"python -m db ([a-z][a-z-]+)((?: [^`|\n]*)?)", TEXTS)))
SQL = re.findall(r"`(update [^`]+)`", OPERATIONS) + re.findall(r"```sql\n(update .*?);\n```", OPERATIONS, re.DOTALL)


@pytest.mark.parametrize(("command", "rest"), ORDERS, ids=lambda word: word.strip() or "-")
def test_each_command_and_option_is_there(command: str, rest: str) -> None:
    known = CliRunner().invoke(app, [command, "--help"], terminal_width=300)
    assert known.exit_code == 0, command
    named = re.findall(r"(?<!\S)--[a-z-]+", rest.split("python -m", maxsplit=1)[0])
    assert all(option in known.output for option in named), (command, named)


@pytest.mark.parametrize("statement", SQL, ids=lambda text: text[:40])
def test_each_statement_is_one_that_the_owner_may_run(admin: Connection, statement: str) -> None:
    ready = statement.replace("HS-…", "HS-0000-0000").replace("'…'", f"'{uuid4()}'").rstrip(";")
    admin.execute("set role postgres")
    admin.execute(ready.encode())


def test_something_is_looked_at() -> None:
    assert len(ORDERS) > 20
    assert len(SQL) >= 3


def test_health_is_shown_as_it_is() -> None:
    shown = json.loads(re.findall(r"```json\n(.*?)\n```", OPERATIONS)[0])
    assert list(shown) == [each.name for each in fields(Health)]
