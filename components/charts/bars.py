"""Lying bars: one row a group, the number at its end, "hidden" where there is none to show."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import altair as alt

from components.charts.colours import Palette, dressed

ROW = 22
NUMBER = 44  # pixels for the number behind the longest bar


@dataclass(frozen=True)
class Bar:
    """One row; `n` None is drawn as the word for hidden. `marked` gives it the colour of the title."""

    name: str
    n: int | None
    said: str  # the number as people read it, or the word for hidden
    marked: bool = False


def bars(rows: Sequence[Bar], colours: Palette, *, row: int = ROW, label_width: int = 150) -> alt.LayerChart:
    """The rows from top to bottom in the order given; bars start at 0 and there is no value axis."""
    base = alt.Chart(alt.Data(values=_values(rows))).encode(
        # Two rows may bear the same name: position comes from the row, the label from the name.
        y=alt.Y(
            "row:O",
            title=None,
            sort=None,
            axis=alt.Axis(labelExpr=_names(rows), labelLimit=label_width, labelPadding=10),
            scale=alt.Scale(paddingInner=0.38, paddingOuter=0.2),
        )
    )
    drawn = base.mark_bar(cornerRadiusEnd=1).encode(
        x=alt.X(
            "n:Q", axis=None, scale=alt.Scale(domain=[0, _longest(rows)], range=[0, alt.ExprRef(f"max(20, width - {NUMBER})")])
        ),
        color=alt.condition("datum.marked", alt.value(colours.main), alt.value(colours.context)),
    )
    numbers = base.mark_text(align="left", dx=6, color=colours.ink).encode(x="n:Q", text="said:N")
    return dressed(alt.LayerChart(layer=[drawn, numbers], height=max(1, len(rows)) * row), colours)


def bars_plan(rows: Sequence[Bar], colours: Palette, *, row: int = ROW, label_width: int = 150) -> dict[str, Any]:
    """The same as plain data. Altair checks each chart against its schema, which takes longer than the page around it: so
    as many empty rows are drawn once, and here they get their numbers."""
    plan = deepcopy(_empty(len(rows), colours, row, label_width))
    plan["data"]["values"] = _values(rows)
    plan["layer"][0]["encoding"]["x"]["scale"]["domain"] = [0, _longest(rows)]
    for layer in plan["layer"]:
        layer["encoding"]["y"]["axis"]["labelExpr"] = _names(rows)
    return plan


@lru_cache(maxsize=256)
def _empty(many: int, colours: Palette, row: int, label_width: int) -> dict[str, Any]:
    plan: dict[str, Any] = bars([Bar("", 0, "")] * many, colours, row=row, label_width=label_width).to_dict()
    return plan


def _values(rows: Sequence[Bar]) -> list[dict[str, Any]]:
    return [
        {"row": index, "name": each.name, "n": each.n or 0, "said": each.said, "marked": each.marked}
        for index, each in enumerate(rows)
    ]


def _longest(rows: Sequence[Bar]) -> int:
    return max(1, *(each.n or 0 for each in rows), 1)


def _names(rows: Sequence[Bar]) -> str:
    """A Vega expression that gives each row its name; the names are quoted, never evaluated."""
    quoted = ",".join(_quoted(each.name) for each in rows)
    return f"[{quoted}][datum.value]"


def _quoted(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'"
