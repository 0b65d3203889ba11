"""The judge of the fuzzer: a refusal with words passes, and whatever nobody spoke about is kept with its input."""

from __future__ import annotations

import pytest

from bench.attacks import picked
from bench.fuzz.door import Answer, judge
from bench.fuzz.looking import Tally, Unhandled
from db.errors import BadRequest, Broken, Unavailable


def looked(fault: Exception | None) -> Tally:
    tally = Tally("test")
    with tally.look("a call", "what was put in"):
        if fault is not None:
            raise fault
    return tally


def test_what_is_taken_or_refused_by_a_rule_is_no_finding() -> None:
    assert looked(None).taken == 1
    assert looked(BadRequest("value_invalid")).refused == {"value_invalid": 1}
    assert looked(BadRequest("value_invalid")).found == {}


@pytest.mark.parametrize(
    "fault", [ValueError("x"), Broken("E-22222"), Unavailable(), Unhandled("x"), BadRequest("a_rule_without_words")]
)
def test_whatever_has_no_rule_or_no_words_is_kept_with_its_input(fault: Exception) -> None:
    (kept,) = looked(fault).found.items()
    assert kept[0].startswith("a call: ")
    assert kept[1] == "'what was put in'"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(500),
        Answer(200, body=b"Traceback (most recent call last)"),
        Answer(303, headers=[(b"location", b"/\r\nset-cookie: x")]),
    ],
)
def test_an_answer_that_tells_or_breaks_is_none(answer: Answer) -> None:
    with pytest.raises(Unhandled):
        judge(answer)


def test_the_sample_is_always_the_same_and_holds_each_test() -> None:
    nodes = [f"tests/a.py::test_{name}[{case}]" for name in "abc" for case in range(9)]
    assert picked(nodes, 5) == picked(list(reversed(nodes)), 5)
    assert {node.partition("[")[0] for node in picked(nodes, 5)} == {f"tests/a.py::test_{name}" for name in "abc"}
