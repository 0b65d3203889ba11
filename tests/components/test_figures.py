"""Charts say what their numbers say: every sentence here was worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from components.charts.bars import Bar, bars
from components.charts.colours import DARK, LIGHT
from components.figures import findings
from components.figures.drawings import draw
from components.figures.page import metrics, scope
from components.i18n import words
from db.models.figures import Bin, Cell, Figures, Site, Spread

EN, ZH = words("en"), words("zh-Hans")
A, B, C = UUID(int=1), UUID(int=2), UUID(int=3)


def cells(**counts: int | None) -> tuple[Cell, ...]:
    return tuple(Cell(bucket, n) for bucket, n in counts.items())


# The page of SCREENS, picture 08.
YEAR = Figures(
    scope="handshake",
    organization="Handshake",
    workplaces=76,
    chosen=None,
    first=date(2025, 11, 1),
    last=date(2026, 10, 1),
    received=287,
    received_before=312,
    open=18,
    answers=Spread(
        238,
        (
            *(Bin(day, day, n) for day, n in enumerate((23, 63, 37, 23, 19, 22, 9, 11))),
            Bin(8, 10, 17),
            Bin(11, 13, 6),
            Bin(14, None, 8),
        ),
        2,
        8,
    ),
    closings=Spread(223, (Bin(0, 14, 95), Bin(15, None, 128)), 18, 75),
    truths=cells(closed=223, factory_done=182, verified=164, confirmed=139, disputed=11, unreachable=32, not_asked=41),
    categories=cells(F=70, H=46, G=36, I=32, C=30, K=19, J=17, D=10, E=10, M=8, A=None, L=None),
    phases=cells(received=1, screening=1, factory=8, finding=2, remedy=3, check=3, closed=269),
    months=tuple(
        Cell(f"{2024 + (10 + index) // 12}-{(10 + index) % 12 + 1:02d}", n)
        for index, n in enumerate(
            (26, 38, 39, 33, 28, 29, 18, 22, 20, 11, 23, 25, 19, 27, 34, 27, 15, 15, 26, 23, 27, 23, 32, 19)
        )
    ),
    sites=(Site(A, "Lianfeng", 40), Site(B, "Tianhe", 30), Site(C, "Yongan", 25), Site(None, "", 192)),
    choices=(),
)


def test_the_three_largest_categories_are_half_of_all_cases() -> None:
    # 70 + 46 + 36 = 152, and 152 of 287 is 53 of 100.
    said = findings.categories(EN, YEAR)
    assert said.title == "Wages, contracts and social security are half of all cases"
    assert said.note == "152 of 287 cases, by main category"
    assert said.marked == {"F", "H", "G"}


def test_categories_without_a_finding_have_a_neutral_title() -> None:
    few = replace(YEAR, received=12, categories=cells(F=9, H=2, G=1))
    hidden = replace(YEAR, received=None, categories=cells(F=None, H=None))
    even = replace(YEAR, received=100, categories=cells(**dict.fromkeys("ABCDEFGHIJ", 10)))
    for data in (even, few, hidden):
        assert findings.categories(EN, data).title == "Cases by main category"


def test_most_first_answers_came_within_a_week() -> None:
    # Days 0 to 7: 23+63+37+23+19+22+9+11 = 207; 207 of 238 is 87 of 100.
    said = findings.answers(EN, YEAR)
    assert said.title == "87 of 100 first answers came within a week"
    assert said.note == "207 of 238 answers. Median 2 days, 1 in 10 takes over 8 days"


def test_a_joined_bin_over_the_weeks_end_gives_no_share_of_a_week() -> None:
    joined = replace(YEAR, answers=Spread(40, (Bin(0, 5, 20), Bin(6, None, 20)), 5, None))
    said = findings.answers(EN, joined)
    assert said.title == "Days to the factory's first answer"
    assert "week" not in said.note


def test_what_workers_confirm_is_told_with_all_that_they_did_not() -> None:
    said = findings.truths(EN, YEAR)
    assert said.title == "Workers confirm 62 of 100 cases that we closed"  # 139 of 223
    assert said.note == "139 of 223 closed. 11 disputed, 32 not reached, 41 not asked yet"
    hidden = replace(YEAR, truths=cells(closed=223, confirmed=None, disputed=None, unreachable=32, not_asked=41))
    assert findings.truths(EN, hidden).title == "Resolved, said four ways"


def test_around_new_year_more_cases_come() -> None:
    # December to February: 38+39+33+27+34+27 = 198 in 6 months; the rest: 401 in 18 months.
    said = findings.months(EN, YEAR)
    assert said.title == "Around New Year 33 cases come in a month, otherwise 22"
    assert said.note == "599 cases in 24 months, by month received. Green: December to February"
    flat = replace(YEAR, months=tuple(Cell(each.bucket, 20) for each in YEAR.months))
    assert findings.months(EN, flat).title == "Cases by month received"


def test_open_cases_and_workplaces_say_where_most_are() -> None:
    said = findings.phases(EN, replace(YEAR, open=20, phases=cells(received=5, factory=9, remedy=6, closed=267)))
    assert said.title == "45 of 100 open cases are in the phase “With the factory”"  # 9 of 20
    assert findings.phases(EN, YEAR).title == "Open cases by phase"
    assert findings.sites(EN, YEAR).title == "33 of 100 cases come from 3 of 76 workplaces"  # 95 of 287
    assert findings.closings(EN, YEAR).title == "Half of the closed cases were closed within 18 days"


def test_metrics_carry_their_denominators() -> None:
    assert metrics(EN, YEAR) == (
        ("Received", "287", "25 fewer than the year before"),
        ("Open now", "18", "of 287 received in this period"),
        ("First answer, median", "2 days", "1 in 10 takes over 8 days"),
        ("Confirmed by the worker", "139 of 223", "11 disputed, 32 not reached"),
    )
    assert scope(EN, YEAR).startswith("All of Handshake, 76 workplaces, cases received 1 Nov 2025 to 31 Oct 2026.")
    assert scope(ZH, YEAR).startswith("Handshake 全部，76 家工厂，2025年11月1日至2026年10月31日")


def test_hidden_numbers_read_hidden_and_their_rows_stay() -> None:
    drawn = draw("categories", EN, YEAR, LIGHT)
    assert [row.name for row in drawn.rows if row.n is None] == ["Child and young workers", "Living conditions"]
    assert "Living conditions: hidden" in drawn.alt


@pytest.mark.parametrize("kind", findings.CHARTS)
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("data", [YEAR, replace(YEAR, answers=Spread(0, (), None, None), sites=(), open=0)])
def test_every_chart_draws_in_both_languages_on_no_ground_of_its_own(kind: str, language: str, data: Figures) -> None:
    drawn = draw(kind, words(language), data, DARK)
    assert drawn.alt
    assert drawn.finding.title
    assert drawn.finding.note
    if drawn.chart is not None:
        plan: dict[str, Any] = drawn.chart
        assert plan["config"]["background"] == "transparent"
        assert plan["config"]["view"]["stroke"] is None


def test_a_workplaces_name_is_never_run_as_an_expression() -> None:
    plan = bars([Bar("x'][0] + window.alert('y", 3, "3"), Bar("back\\slash", 2, "2")], LIGHT).to_dict()
    said = plan["layer"][0]["encoding"]["y"]["axis"]["labelExpr"]
    assert said == "['x\\'][0] + window.alert(\\'y','back\\\\slash'][datum.value]"


def test_colours_mark_what_the_title_speaks_of() -> None:
    drawn = draw("truths", EN, YEAR, LIGHT)
    assert drawn.chart is not None
    values = drawn.chart["data"]["values"]
    assert [(row["n"], row["marked"]) for row in values] == [(223, False), (182, False), (164, False), (139, True)]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_what_nobody_has_sorted_is_no_finding_but_has_a_bar_of_its_own(language: str) -> None:
    catalogue = words(language)
    unsorted = replace(YEAR, categories=(Cell("X0", 90), *YEAR.categories))
    assert findings.categories(catalogue, unsorted) == findings.categories(catalogue, YEAR)
    drawn = draw("categories", catalogue, unsorted, LIGHT)
    assert catalogue.t("category-X0") in str(drawn)
    assert catalogue.t("category-X0") not in str(draw("categories", catalogue, YEAR, LIGHT))
