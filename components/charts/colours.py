"""The colours of charts (SCREENS 3) and the dress that all charts share."""

from __future__ import annotations

from dataclasses import dataclass

import altair as alt

# The page says lang="en": a bare sans-serif may pick Japanese shapes for Chinese words.
FONT = "Source Sans, PingFang SC, Microsoft YaHei, Noto Sans CJK SC, Noto Sans SC, sans-serif"
SIZE = 13


@dataclass(frozen=True)
class Palette:
    """One mode's colours: what the title speaks of, its counterpart, and the rest in gray."""

    main: str
    second: str
    context: str
    ink: str
    muted: str
    line: str


LIGHT = Palette("#15695B", "#C47A30", "#87938D", "#1E2B28", "#54635D", "#CFD8D0")
DARK = Palette("#5FC0A8", "#CD983C", "#6E7671", "#E7EDE9", "#A6B4AD", "#384641")


def palette(mode: str | None) -> Palette:
    """The colours for `dark`, else for light."""
    return DARK if mode == "dark" else LIGHT


def dressed(chart: alt.LayerChart, colours: Palette) -> alt.LayerChart:
    """The chart without ground or frame, with its axes in the quiet colour."""
    done: alt.LayerChart = (
        chart.configure(background="transparent", font=FONT, padding={"left": 4, "right": 4, "top": 4, "bottom": 4})
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=colours.muted,
            titleColor=colours.muted,
            labelFontSize=SIZE,
            titleFontSize=SIZE,
            titleFontWeight="normal",
            gridColor=colours.line,
            domain=False,
            ticks=False,
        )
        .configure_text(fontSize=SIZE, color=colours.ink)
    )
    return done
