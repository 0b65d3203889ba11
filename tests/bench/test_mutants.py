"""Mutants are made of the text that the catalogue holds."""

from __future__ import annotations

from bench.mutants.text import without_each_condition, without_each_guard


def lost(text: str, *, first: bool = True) -> list[str]:
    return [words for _, words in without_each_condition(text, first=first)]


def test_each_condition_is_dropped_once_at_every_depth() -> None:
    assert lost("((a = 1) AND (EXISTS ( SELECT FROM t WHERE ((b = 2) AND (c = 3)))))") == [
        "(EXISTS ( SELECT FROM t WHERE ((b = 2) AND (c = 3))))", "(a = 1)", "(c = 3)", "(b = 2)",
    ]  # fmt: skip
    assert lost("select x between 1 and 2 and y", first=False) == ["y"]


def test_what_is_left_is_the_rest() -> None:
    (rest, words), *_ = without_each_condition("((a = 1) AND (b = 2))", first=False)
    assert (rest, words) == ("((a = 1) )", "(b = 2)")


def test_a_guard_that_is_dropped_never_refuses() -> None:
    body = "if me is null then\n  perform private.refuse('404', 'absent', 'x');\nend if;"
    assert [rest for rest, _ in without_each_guard(body, ("absent",))] == [body.replace(" me is null ", " false ")]
    assert not list(without_each_guard(body, ("not_allowed",)))
