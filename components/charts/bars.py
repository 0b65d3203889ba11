"""Lying bars: one row a group, the number at its end, "hidden" where there is none to show."""

from __future__ import annotations

from collections.abc import Sequence
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
    values = [
        {"row": index, "name": each.name, "n": each.n or 0, "said": each.said, "marked": each.marked}
        for index, each in enumerate(rows)
    ]
    longest = max((each.n or 0 for each in rows), default=0)
    base = alt.Chart(alt.Data(values=values)).encode(
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
            "n:Q", axis=None, scale=alt.Scale(domain=[0, max(1, longest)], range=[0, alt.ExprRef(f"max(20, width - {NUMBER})")])
        ),
        color=alt.condition("datum.marked", alt.value(colours.main), alt.value(colours.context)),
    )
    numbers = base.mark_text(align="left", dx=6, color=colours.ink).encode(x="n:Q", text="said:N")
    return dressed(alt.LayerChart(layer=[drawn, numbers], height=max(1, len(rows)) * row), colours)


@lru_cache(maxsize=128)
def bars_spec(rows: tuple[Bar, ...], colours: Palette, *, row: int = ROW, label_width: int = 150) -> dict[str, Any]:
    """The same as plain data, kept by its numbers: Altair checks a chart against its schema each time one is made."""
    spec: dict[str, Any] = bars(rows, colours, row=row, label_width=label_width).to_dict()
    return spec


def _names(rows: Sequence[Bar]) -> str:
    """A Vega expression that gives each row its name; the names are quoted, never evaluated."""
    quoted = ",".join(_quoted(each.name) for each in rows)
    return f"[{quoted}][datum.value]"


def _quoted(text: str) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return "'" + plain.replace("\\", "\\\\").replace("'", "\\'") + "'"
