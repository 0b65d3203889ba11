"""The audit names whatever is not as it was written: edit, gap, order, insertion, a cut end, a wrong figure."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest
from psycopg.rows import TupleRow

from db.audit import export_heads, flaws, read_heads
from tests.real_database import Connection


@pytest.fixture
def three_events(admin: Connection) -> str:
    """A case with a chain of three events; returns its reference."""
    admin.execute("insert into portal.organization (kind, name) values ('workplace', 'W'), ('handshake', 'Handshake')")
    row = admin.execute(
        "insert into portal.case_ (reference, workplace_id, main_issue)"
        " select private.new_reference(), id, 'F1' from portal.organization where kind = 'workplace' returning id, reference"
    ).fetchone()
    assert row is not None
    for kind in ("case_received", "issues_set", "severity_set"):
        admin.execute("select private.record(%s, %s)", [row[0], kind])
    return str(row[1])


def found(connection: psycopg.Connection[TupleRow], anchored: dict[str, tuple[int, str]] | None = None) -> list[str]:
    return [flaw.what for flaw in flaws(connection, anchored)]


def test_what_was_left_alone_has_no_flaw(admin: Connection, three_events: str) -> None:
    assert found(admin) == []


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("update portal.event set kind = 'note_written' where seq = 2", "event 2 is not as it was written"),
        ("delete from portal.event where seq = 2", "event 2 is not as it was written"),
        ("update portal.event set seq = 5 - seq where seq in (2, 3)", "event 2 is not as it was written"),
        (
            "insert into portal.event select case_id, 4, at, kind, actor_side, actor_person, audience, facts, hash, hash from portal.event where seq = 3",  # noqa: E501
            "event 4 is not as it was written",
        ),
        ("delete from portal.event where seq = 3", "event 3 is not as it was written"),
    ],
)
def test_tampering_is_named(admin: Connection, three_events: str, tampering: str, what: str) -> None:
    admin.execute("set session_replication_role = replica")
    # Primary keys are checked row by row: swap through a number that nobody has.
    if "5 - seq" in tampering:
        admin.execute("update portal.event set seq = seq + 100 where seq in (2, 3)")
        tampering = "update portal.event set seq = case seq when 102 then 3 else 2 end where seq > 100"
    admin.execute(tampering)  # type: ignore[arg-type]

    assert found(admin) == [what]


def test_a_cut_end_shows_against_exported_heads_even_when_the_head_was_rewritten(
    admin: Connection, three_events: str, tmp_path: Path
) -> None:
    assert export_heads(admin, tmp_path / "heads.csv") == 1
    admin.execute("set session_replication_role = replica")
    admin.execute("delete from portal.event where seq = 3")
    admin.execute("update portal.chain set seq = 2, head = (select hash from portal.event where seq = 2)")

    assert found(admin) == []
    assert found(admin, read_heads(tmp_path / "heads.csv")) == ["events up to 3 were there; its end was cut off"]


def test_a_wrong_figure_is_named(admin: Connection, three_events: str) -> None:
    admin.execute(
        "insert into portal.figure select id, id, '2026-01-01', 'received', '', 1 from portal.organization o where kind = 'workplace'"  # noqa: E501
    )

    assert set(found(admin)) == {"differs from a fresh count"}
