"""A chart that is filled in is the chart that Altair would have drawn of the same numbers."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from components.charts.bars import Bar, bars, bars_plan
from components.charts.colours import DARK, LIGHT
from components.charts.columns import Column, Remark, columns, columns_plan, months, months_plan

COUNTS = st.none() | st.integers(0, 5000)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
BARS = st.lists(st.builds(Bar, NAMES, COUNTS, NAMES, st.booleans()), max_size=6)
COLUMNS = st.lists(
    st.builds(Column, st.sampled_from(["3", "8-10", "14+"]), COUNTS, NAMES, st.sampled_from(["main", "second", "context"])),
    min_size=1, max_size=6,
)  # fmt: skip
COLOURS = st.sampled_from([LIGHT, DARK])


@settings(max_examples=30, deadline=None)
@given(BARS, COLOURS)
def test_bars(rows: list[Bar], colours: object) -> None:
    assert bars_plan(rows, colours, row=28) == bars(rows, colours, row=28).to_dict()


@settings(max_examples=30, deadline=None)
@given(COLUMNS, COLOURS, st.lists(st.builds(Remark, st.integers(0, 5), NAMES), max_size=2), st.none() | st.just("days"))
def test_columns(rows: list[Column], colours: object, remarks: list[Remark], title: str | None) -> None:
    drawn = columns(rows, colours, title=title, remarks=remarks).to_dict()
    assert columns_plan(rows, colours, title=title, remarks=remarks) == drawn


@settings(max_examples=30, deadline=None)
@given(COLUMNS, COLOURS, st.integers(1, 3))
def test_months(rows: list[Column], colours: object, every: int) -> None:
    assert months_plan(rows, colours, every=every) == months(rows, colours, every=every).to_dict()


def test_two_charts_of_as_many_rows_do_not_share_their_numbers() -> None:
    first = bars_plan([Bar("a", 1, "1")], LIGHT)
    bars_plan([Bar("b", 2, "2")], LIGHT)
    assert first["data"]["values"][0]["name"] == "a"


@pytest.mark.parametrize("n", [None, 7])
def test_a_row_without_a_number_says_why(n: int | None) -> None:
    assert bars_plan([Bar("a", n, "hidden")], LIGHT)["data"]["values"][0]["said"] == "hidden"
