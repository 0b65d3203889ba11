"""Deadlines in words, in both languages, and what is said before a case rests."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from components.case import clocks, holding
from components.i18n import Words
from db.models import Clock, Side
from tests.components import constants

EN, ZH = Words("en"), Words("zh-Hans")


def clock(**changes: Any) -> Clock:
    due = datetime.now(UTC) + timedelta(days=4)
    return replace(Clock("first_answer", due, Side.FACTORY, "ours", "calendar", 2, 3), **changes)


def said(one: Clock, words: Words) -> list[str]:
    return [clocks.label(one, words), clocks.left(one, words), clocks.why(one, words)]


def test_a_deadline_says_what_how_long_and_why() -> None:
    one = clock()
    until = EN.say_date(one.due_at)
    assert said(one, EN) == ["Factory's first answer", f"2 working days left, until {until}", "because severity S3, medium"]
    what, left, why = said(one, ZH)
    assert (what, why) == ("工厂首次答复", "因为严重程度为 S3（中）")
    assert left.startswith("还剩 2 个工作日，")


@pytest.mark.parametrize(("days", "words"), [(0, "no working day left"), (1, "1 working day left"), (5, "5 working days left")])
def test_days_are_counted_in_words(days: int, words: str) -> None:
    assert clocks.left(clock(working_days_left=days), EN).startswith(words)


def test_the_last_hours_and_lateness_are_said_as_such() -> None:
    soon = clock(due_at=datetime.now(UTC) + timedelta(hours=2), working_days_left=0)
    assert "working day" not in clocks.left(soon, EN)
    late = clock(due_at=datetime.now(UTC) - timedelta(days=3), working_days_left=None, escalation=2)
    assert clocks.left(late, EN).startswith("Overdue")
    assert clocks.why(late, EN) == "because severity S3, medium · a meeting is mandatory"


def test_a_limit_of_the_law_says_its_date_and_that_nothing_here_stops_it() -> None:
    law = clock(kind="arbitration", owner=Side.WORKER, basis="law", working_days_left=None)
    until = EN.say_date(law.due_at)
    assert said(law, EN) == ["Labour arbitration", f"until {until}", "law; a case here does not stop it"]


def test_a_resting_clock_is_never_late() -> None:
    resting = clock(due_at=datetime.now(UTC) - timedelta(days=3), paused=True)
    assert not clocks.late(resting)
    assert clocks.left(resting, EN) == "rests with the case"


def test_each_kind_has_words_in_both_languages() -> None:
    for kind in clocks.ICONS:
        assert EN.has(f"clock-{kind}")
        assert ZH.has(f"clock-{kind}")
    for reason in holding.REASONS:
        assert EN.has(f"clock-hold-reason-{reason}")
        assert ZH.has(f"clock-hold-reason-{reason}")


def test_before_a_case_rests_it_is_said_what_will_be_overdue() -> None:
    """What is late already, and what the law lets run out meanwhile; what rests is not late by resting."""
    present = datetime.now(UTC)
    page = replace(
        constants.case_page(),
        clocks=(
            clock(kind="triage", due_at=present - timedelta(days=1)),
            clock(kind="first_answer", due_at=present + timedelta(days=2)),
            clock(kind="arbitration", basis="law", due_at=present + timedelta(days=20)),
            clock(kind="inspectorate", basis="law", due_at=present + timedelta(days=200)),
        ),
    )
    assert holding.overdue(page, (present + timedelta(days=7)).date()) == ("triage",)
    assert holding.overdue(page, (present + timedelta(days=30)).date()) == ("triage", "arbitration")
