"""`python -m db import`: what it says, what it returns to a script, and in whose name it acts."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from db.commands import import_
from db.gateway import Credentials
from tests.importing.books import SAMPLE, Field, book
from tests.importing.desk import people
from tests.real_database import Database


@pytest.fixture
def command(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    user = people(database)["supervisor"]
    monkeypatch.setenv("PORTAL_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setattr(import_, "seal", lambda words: "sealed")
    monkeypatch.setattr(import_, "_supervisor", lambda email, closing: database.gateway(Credentials(user_id=user)))
    app = typer.Typer()
    app.command()(import_.run)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


def test_refused_rows_stop_the_file_until_somebody_agrees(command: Any, database: Database, tmp_path: Path) -> None:
    report = tmp_path / "report.csv"
    stopped = command(SAMPLE, "--report", report)
    assert stopped.exit_code == 2
    assert "10 cases and 1 contacts would be imported" in stopped.output
    with database.connect() as look:
        assert look.execute("select count(*) from portal.case_").fetchone() == (0,)
        assert look.execute("select count(*) from portal.import_row").fetchone() == (0,)
    assert report.read_bytes().startswith(b"\xef\xbb\xbf")
    done = command(SAMPLE, "--leave-out-refused")
    assert done.exit_code == 0
    assert "10 cases and 1 contacts imported; 0 already there, 1 repeated, 5 refused; 5 mended" in done.output
    assert "11 already there" in command(SAMPLE, "--leave-out-refused").output


def test_a_dry_run_changes_nothing_and_succeeds(command: Any, database: Database) -> None:
    assert command(SAMPLE, "--dry-run").exit_code == 0
    with database.connect() as look:
        assert look.execute("select count(*) from portal.case_").fetchone() == (0,)


def test_a_mapping_can_be_printed_changed_and_given_back(command: Any, tmp_path: Path) -> None:
    shown = command(SAMPLE, "--show-mapping")
    mapping = json.loads(shown.output)
    assert mapping["number"] == "案件编号 Case no."
    del mapping["brands"]
    kept = tmp_path / "mapping.json"
    kept.write_text(json.dumps(mapping), encoding="utf-8")
    assert command(SAMPLE, "--mapping", kept, "--leave-out-refused").exit_code == 0


def test_what_is_no_book_is_said_in_a_sentence(command: Any, tmp_path: Path) -> None:
    nothing = tmp_path / "x.csv"
    nothing.write_bytes(b"apples,pears\n1,2\n")
    refused = command(nothing)
    assert refused.exit_code == 1
    assert "No column was found for: number" in refused.output
    assert "Traceback" not in refused.output


def test_statements_and_callers_are_not_printed(command: Any, tmp_path: Path) -> None:
    file = tmp_path / "b.csv"
    file.write_bytes(book({Field.DESCRIPTION: "秘密的话", Field.CALLER: "李样", Field.PHONE: "13812345678"}))
    said = command(file).output
    assert not any(words in said for words in ("秘密", "李样", "1381234"))


def test_on_the_embedded_server_only_a_live_supervisor_lends_a_name(database: Database) -> None:
    users = people(database)
    owner = database.conninfo("postgres")
    assert import_._known_supervisor(owner, None) == users["supervisor"]
    assert import_._known_supervisor(owner, "SUPERVISOR@import.example") == users["supervisor"]
    for nobody in ("coordinator@import.example", "x@y.example"):
        with pytest.raises(typer.BadParameter):
            import_._known_supervisor(owner, nobody)
    with database.connect() as look:
        look.execute("update portal.person set suspended_at = now() where role = 'supervisor'")
    with contextlib.suppress(typer.BadParameter):
        import_._known_supervisor(owner, None)
        pytest.fail("a suspended supervisor lent a name")
