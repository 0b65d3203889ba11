"""The register of attacks is whole: 48 lines, tests that exist at every door that they concern, and a control for each."""

from __future__ import annotations

import pytest

from bench.attacks import existing, lacking
from tests.attacks.register import LINES, Line


def test_there_are_forty_eight_lines() -> None:
    assert [line.number for line in LINES] == list(range(1, 49))


@pytest.mark.parametrize("line", LINES, ids=lambda line: str(line.number))
def test_each_line_has_its_tests_at_every_door_and_a_control(line: Line) -> None:
    assert lacking(line, existing()) == []


def test_the_control_a_line_without_tests_or_with_one_that_was_renamed_is_found() -> None:
    assert len(lacking(Line(99, "Nothing."), existing())) == 4
    assert lacking(Line(99, "x", both=("attacks/test_once::gone",), control=("a/b::c",), apart={"light": "x"}), existing())
