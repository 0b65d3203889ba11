"""Standing bars: days in bins, and months."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from components.charts.colours import Palette, dressed

HEIGHT = 240
SPARE = 1.18
NARROW = 340  # pixels of a chart on a phone


@dataclass(frozen=True)
class Column:
    """One column; `n` None leaves its place empty with the word for hidden standing in it."""

    name: str
    n: int | None
    said: str
    kind: str = "context"  # main, second or context


@dataclass(frozen=True)
class Remark:
    """A few words over a column, instead of a legend; `at` is the column's place from 0."""

    at: int
    words: str


def columns(
    rows: Sequence[Column], colours: Palette, *, title: str | None = None, remarks: Sequence[Remark] = ()
) -> alt.LayerChart:
    """Columns with their numbers on top, no value axis; the remarks stand in the free space above them."""
    top = _top(rows)
    base = alt.Chart(alt.Data(values=_values(rows))).encode(x=_places(rows, title, every=1))
    drawn = base.mark_bar(cornerRadiusEnd=1).encode(y=_heights(top * SPARE, None), color=_paint(colours))
    numbers = base.mark_text(baseline="bottom", dy=-3, color=colours.ink).encode(y="n:Q", text="said:N")
    layers: list[alt.Chart] = [drawn, numbers]
    if remarks:
        layers.append(
            alt.Chart(alt.Data(values=_spoken(rows, remarks, top)))
            .mark_text(fontWeight="bold", color=colours.ink, baseline="bottom", dy=-20)
            .encode(x="column:O", y="height:Q", text="words:N")
        )
    return dressed(alt.LayerChart(layer=layers, height=HEIGHT), colours)


def columns_plan(
    rows: Sequence[Column], colours: Palette, *, title: str | None = None, remarks: Sequence[Remark] = ()
) -> dict[str, Any]:
    """The same as plain data, filled into a chart that was drawn empty: see `bars_plan`."""
    plan = deepcopy(_empty(len(rows), colours, title, tuple(each.at for each in remarks)))
    top = _top(rows)
    _fill(plan, _values(rows), rows, max(1, top * SPARE))
    if remarks:
        plan["layer"][2]["data"]["values"] = _spoken(rows, remarks, top)
    return plan


def months_plan(rows: Sequence[Column], colours: Palette, *, every: int = 3) -> dict[str, Any]:
    """The same as plain data, filled into a chart that was drawn empty: see `bars_plan`."""
    plan = deepcopy(_empty_months(len(rows), colours, every))
    _fill(plan, _month_values(rows), rows, max(1, _top(rows)))
    return plan


@lru_cache(maxsize=256)
def _empty(many: int, colours: Palette, title: str | None, remarks: tuple[int, ...]) -> dict[str, Any]:
    chart = columns([Column("", 1, "")] * many, colours, title=title, remarks=[Remark(at, "") for at in remarks])
    plan: dict[str, Any] = chart.to_dict()
    return plan


@lru_cache(maxsize=256)
def _empty_months(many: int, colours: Palette, every: int) -> dict[str, Any]:
    plan: dict[str, Any] = months([Column("", 1, "")] * many, colours, every=every).to_dict()
    return plan


def _fill(plan: dict[str, Any], values: list[dict[str, Any]], rows: Sequence[Column], top: float) -> None:
    # Layers that share their data have it once, above them.
    for holder in (plan, *plan["layer"][:2]):
        if "data" in holder:
            holder["data"]["values"] = values
    for layer in plan["layer"][:2]:
        layer["encoding"]["x"]["axis"]["labelExpr"] = _names(rows)
    plan["layer"][0]["encoding"]["y"]["scale"]["domain"] = [0, top]


def _top(rows: Sequence[Column]) -> int:
    return max((each.n or 0 for each in rows), default=0)


def _values(rows: Sequence[Column]) -> list[dict[str, Any]]:
    return [{"column": index, "n": each.n or 0, "said": each.said, "kind": each.kind} for index, each in enumerate(rows)]


def _month_values(rows: Sequence[Column]) -> list[dict[str, Any]]:
    return [
        {"column": index, "n": each.n or 0, "kind": each.kind, "said": "" if each.n is not None else "–"}
        for index, each in enumerate(rows)
    ]


def _spoken(rows: Sequence[Column], remarks: Sequence[Remark], top: int) -> list[dict[str, Any]]:
    return [{"column": each.at, "height": _above(rows, each.at, top), "words": each.words} for each in remarks]


def _names(rows: Sequence[Column]) -> str:
    return f"[{','.join(_label(each.name) for each in rows)}][datum.value]"


def months(rows: Sequence[Column], colours: Palette, *, every: int = 3) -> alt.LayerChart:
    """Many columns over time: a value axis instead of numbers, a name under every third column."""
    top = _top(rows)
    base = alt.Chart(alt.Data(values=_month_values(rows))).encode(x=_places(rows, None, every=every))
    axis = alt.Axis(title=None, tickCount=4, tickMinStep=1, grid=True)
    drawn = base.mark_bar(cornerRadiusEnd=1).encode(y=_heights(top, axis), color=_paint(colours))
    gaps = base.mark_text(baseline="bottom", dy=-2, color=colours.muted).encode(y="n:Q", text="said:N")
    return dressed(alt.LayerChart(layer=[drawn, gaps], height=HEIGHT - 30), colours)


def _places(rows: Sequence[Column], title: str | None, *, every: int) -> alt.X:
    """The columns' places; a range such as 11-13 takes two lines where columns are narrow."""
    axis = alt.Axis(
        values=[index for index in range(len(rows)) if (len(rows) - 1 - index) % every == 0],
        labelExpr=_names(rows),
        labelAngle=0,
        labelOverlap="greedy" if every > 1 else False,
        labelSeparation=6,
        title=title,
        titlePadding=12,
        labelPadding=8,
    )
    return alt.X("column:O", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.25, paddingOuter=0.1))


def _label(name: str) -> str:
    start, dash, end = name.partition("-")
    return f"(width < {NARROW} ? ['{start}-','{end}'] : '{name}')" if dash else f"'{name}'"


def _heights(top: float, axis: alt.Axis | None) -> alt.Y:
    return alt.Y("n:Q", axis=axis, scale=alt.Scale(domain=[0, max(1, top)], nice=axis is not None))


def _paint(colours: Palette) -> alt.Color:
    kinds = {"main": colours.main, "second": colours.second, "context": colours.context}
    return alt.Color("kind:N", legend=None, scale=alt.Scale(domain=list(kinds), range=list(kinds.values())))


def _above(rows: Sequence[Column], at: int, top: int) -> float:
    """A height at which words of some width meet no column: over the neighbours three to each side."""
    near = rows[max(0, at - 2) : at + 3]
    return min(max((each.n or 0 for each in near), default=0), top * 0.95)
