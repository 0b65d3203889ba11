"""The boards of the work say what their numbers say; worked out by hand."""

from __future__ import annotations

import pytest

from components.charts.colours import LIGHT
from components.figures import desk
from components.i18n import words
from db.models.figures import Backlog, Bin, BrandResponse, Cell, Clock, Figures, Flow, Spread
from tests.components.test_figures import YEAR

EN, ZH = words("en"), words("zh-Hans")
NONE = Spread(0, (), None, None)


def flow(*clocks: Clock, endings: dict[str, int] | None = None) -> Flow:
    cells = tuple(Cell(bucket, n) for bucket, n in (endings or {}).items())
    return Flow(cells, (), (), clocks)


def backlog(**ages: int) -> Backlog:
    bins = (Bin(0, 7, ages.get("week", 0)), Bin(61, 90, ages.get("third", 0)), Bin(91, 180, ages.get("old", 0)),
            Bin(181, None, ages.get("older", 0)))  # fmt: skip
    return Backlog(sum(ages.values()), bins, 200, ())


def test_old_cases_are_those_over_ninety_days() -> None:
    board = desk.ages(EN, backlog(week=30, third=10, old=6, older=4))
    assert board.finding.title == "20 of 100 open cases are older than three months"
    assert board.finding.note == "10 of 50 open cases are over 90 days old; the oldest 200 days"
    assert board.finding.marked == {"91", "181"}


def test_a_backlog_without_old_cases_or_with_few_cases_has_a_neutral_title() -> None:
    assert desk.ages(EN, backlog(week=50)).finding.title == "Open cases by age"
    assert desk.ages(EN, backlog(week=5, old=5)).finding.title == "Open cases by age"


def test_missed_clocks_say_because_of_whom() -> None:
    told = flow(
        Clock("first_answer", "factory", 30, 10), Clock("triage", "handshake", 58, 2), Clock("contact", "handshake", 20, 0)
    )
    board = desk.clocks(EN, told)
    assert board.finding.title == "90 of 100 clocks were kept"
    assert (
        board.finding.note == "108 of 120 clocks that ended in the period were kept. Missed because of: Factory 10, Handshake 2"
    )
    assert (board.rows[0].name, board.rows[0].n) == ("Factory's first answer, missed of 40", 10)
    assert "Handshake 2" in desk.clocks(ZH, told).finding.note


def test_endings_without_any_closing_are_no_finding() -> None:
    assert desk.endings(EN, flow()).finding.title == "Why cases closed"
    board = desk.endings(EN, flow(endings={"remedied": 20, "partly": 10, "withdrawn": 10}))
    assert board.finding.title == "75 of 100 closed cases ended with a remedy"


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_every_board_has_words_a_picture_and_a_definition_in_both_languages(language: str) -> None:
    everything = Figures(
        **{name: getattr(YEAR, name) for name in YEAR.__dataclass_fields__ if name not in ("flow", "backlog", "brands")},
    )  # fmt: skip
    every = words(language)
    full = flow(Clock("first_answer", "factory", 30, 10), endings={"remedied": 30, "withdrawn": 3})
    response = BrandResponse(NONE, 3, None, (Cell("agreed", 2), Cell("done", 1), Cell("verified", 0)))
    made = [
        desk.ages(every, backlog(week=50, old=5)), desk.clocks(every, full), desk.repeats(every, everything),
        desk.endings(every, full), desk.outcomes(every, full), desk.remedies(every, full),
        desk.causes(every, (Cell("purchasing_price", 12), Cell("management", 12)), 50),
        desk.screened(every, (Cell("tried", 12), Cell("unsafe", 12), Cell("not_tried", 1), Cell("not_asked", 9))),
        desk.severities(every, (Cell("1", 2), Cell("4", 0)), 50),
        desk.channels(every, (Cell("phone", 40), Cell("walk_in", 1)), 50),
        desk.marks(every, (Cell("strike", 1), Cell("appeal", 0)), 50), desk.brand_steps(every, response),
    ]  # fmt: skip
    assert {one.kind for one in made} == {*desk.FIRST, *desk.MORE}
    for one in made:
        assert every.has(f"figures-{one.kind}-define")
        assert all(row.name for row in one.rows)
        done = desk.finished(every, one, LIGHT)
        assert done.alt.startswith(one.finding.title)
