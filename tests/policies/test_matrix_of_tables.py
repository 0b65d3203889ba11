"""Every persona × every table, row and file × every verb, against the oracle. Counts its cells; none may be wrong."""

from __future__ import annotations

import pytest

from tests.policies import flaws
from tests.policies.facts import Facts
from tests.policies.matrix import wrong_files, wrong_previews, wrong_reads, wrong_rows, wrong_writes
from tests.policies.oracle import HIDDEN, RULES
from tests.policies.scene import Scene


def test_every_table_has_rows_and_a_rule(facts: Facts) -> None:
    assert set(RULES) == set(facts.columns), "a table without expectations, or expectations without a table"
    assert [table for table, rows in facts.rows.items() if not rows] == []
    for role, tables in HIDDEN.items():
        for table, hidden in tables.items():
            assert hidden <= set(facts.columns[table]), (role, table)


def test_every_situation_occurs(facts: Facts) -> None:
    states = {row["state"] for row in facts.rows["message"]}
    assert states == {"private", "held", "released", "withheld", "sent_back", "taken_back"}
    assert {row["kind"] for row in facts.rows["message"]} == {"statement", "message", "note"}
    assert {row["withdrawn_at"] is None for row in facts.rows["consent"]} == {True, False}
    assert {row["no_tip_off"] for row in facts.rows["case_"]} == {True, False}
    assert {row["until"] is None for row in facts.rows["party"]} == {True, False}
    assert {row["closed_at"] is None for row in facts.rows["receipt_session"]} == {True, False}
    assert {(row["message_id"] is None, row["cleaned_sha256"] is None) for row in facts.rows["attachment"]} >= {
        (True, False), (False, False), (False, True)
    }  # fmt: skip


def test_everybody_reads_exactly_what_the_oracle_allows(scene: Scene, facts: Facts, capsys: pytest.CaptureFixture[str]) -> None:
    cells, wrong = wrong_reads(scene, facts)
    with capsys.disabled():
        print(f"\nreads: {cells} cells, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def test_nobody_writes_a_table_otherwise_than_allowed(scene: Scene, facts: Facts, capsys: pytest.CaptureFixture[str]) -> None:
    cells, wrong = wrong_writes(scene, facts)
    with capsys.disabled():
        print(f"\nwrites: {cells} cells, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def test_nobody_writes_in_the_name_of_another(scene: Scene, facts: Facts, capsys: pytest.CaptureFixture[str]) -> None:
    cells, wrong = wrong_rows(scene, facts)
    with capsys.disabled():
        print(f"\nrows written: {cells} cells, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def test_everybody_gets_the_files_that_they_may_open(scene: Scene, facts: Facts, capsys: pytest.CaptureFixture[str]) -> None:
    cells, wrong = wrong_files(scene, facts)
    with capsys.disabled():
        print(f"\nfiles: {cells} cells, {len(wrong)} wrong")
    assert not wrong, "\n".join(wrong)


def test_whoever_looks_as_a_party_sees_no_more_and_writes_nothing(scene: Scene, facts: Facts) -> None:
    assert not wrong_previews(scene, facts)[1]
    assert wrong_previews(scene, facts, "drop policy policy_reading_not_previewed on portal.policy_reading")[1], "the control"


@pytest.mark.parametrize("flaw", flaws.READS)
def test_the_control_a_planted_flaw_is_found(scene: Scene, facts: Facts, flaw: str) -> None:
    assert wrong_reads(scene, facts, flaw)[1]


@pytest.mark.parametrize("flaw", flaws.WRITES)
def test_the_control_a_careless_grant_is_found(scene: Scene, facts: Facts, flaw: str) -> None:
    assert wrong_writes(scene, facts, flaw)[1]


@pytest.mark.parametrize("flaw", flaws.ROWS)
def test_the_control_somebody_who_writes_as_another_is_found(scene: Scene, facts: Facts, flaw: str) -> None:
    assert wrong_rows(scene, facts, flaw)[1]


@pytest.mark.parametrize("flaw", flaws.FILES)
def test_the_control_a_file_for_too_many_is_found(scene: Scene, facts: Facts, flaw: str) -> None:
    assert wrong_files(scene, facts, flaw)[1]
