"""The page of proof is written by commands, a section each, and says what does not hold."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from bench import proof
from bench.telling import TOLD, Fact, say

HELD = Fact("calls.inbox", 1.0, "calls", 1, ok=True)
MISSED = Fact("calls.case", 2.0, "calls", 1, ok=False, why="it asks for the figures too")


def test_a_section_is_replaced_and_the_rest_stays() -> None:
    page = proof.placed(proof.placed("# Proof\n\nby hand\n", "calls", "old"), "pages", "other")
    again = proof.placed(page, "calls", r"new \1")
    assert r"new \1" in again
    assert "old" not in again
    assert "by hand" in again
    assert "other" in again


def test_what_misses_its_target_says_why() -> None:
    words = proof.section("calls", [HELD, MISSED], 3.2)
    assert "| calls.inbox | 1 | calls | at most 1 | yes |" in words
    assert "no: it asks for the figures too" in words
    assert "Streamlit" in words


def test_a_missed_target_ends_with_an_error_and_is_written_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "proof.md"
    page.write_text("# Proof\n")
    monkeypatch.setattr(proof, "PAGE", page)
    with pytest.raises(typer.Exit), proof.proving("calls", write=True):
        say("calls.case", 2, "calls", 1, why="twice")
    assert "no: twice" in page.read_text()


def test_at_least_is_the_other_side() -> None:
    TOLD.clear()
    say("cells", 10, "cells", 10, bound="at least")
    say("cells", 9, "cells", 10, bound="at least")
    assert [fact.ok for fact in TOLD] == [True, False]
    TOLD.clear()


def test_a_quick_run_proves_nothing_and_neither_does_one_that_measured_nothing() -> None:
    with pytest.raises(typer.BadParameter), proof.proving("calls", quick=True, write=True):
        pass
    with pytest.raises(RuntimeError, match="measured nothing"), proof.proving("calls"):
        pass
