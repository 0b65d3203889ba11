"""A board: one table of counts drawn as bars, with its finding, its base and its definition. Pure functions of data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from components.charts.bars import Bar, bars_plan
from components.charts.colours import Palette
from components.figures.drawings import Drawn, Row, bin_name
from components.figures.findings import FEW, Finding, number, share
from components.i18n import Words
from db.models.figures import Bin, Cell


@dataclass(frozen=True)
class Board:
    """What stands on one card. `kind` names its words: `figures-<kind>-title`, `-note`, `-define`."""

    kind: str
    finding: Finding
    rows: tuple[Row, ...]


def named(cells: Sequence[Cell], say: Callable[[str], str], *, zeros: bool = True) -> tuple[Row, ...]:
    """Cells as rows under the words of their buckets."""
    return tuple(Row(each.bucket, say(each.bucket), each.n) for each in cells if zeros or each.n)


def days(words: Words, bins: Sequence[Bin]) -> tuple[Row, ...]:
    return tuple(Row(str(each.start), bin_name(words, each), each.n) for each in bins)


def told(
    words: Words, kind: str, part: int, whole: int, *, marked: frozenset[str] = frozenset(), least: int = 0, **facts: str | int
) -> Finding:
    """The finding "n of 100 …" where there are enough and the share is at least so high, else the neutral title."""
    note = words.t(f"figures-{kind}-note", part=words.say_number(part), all=words.say_number(whole), **facts)
    if whole < FEW or share(part, whole) < least:
        return Finding(words.t(f"figures-{kind}-title"), note)
    return Finding(words.t(f"figures-{kind}-finding", share=share(part, whole), **facts), note, marked)


def finished(words: Words, board: Board, colours: Palette) -> Drawn:
    """The picture of a board, and its words for those who do not see it."""
    drawn = [Bar(each.name, each.n, number(words, each.n), each.id in board.finding.marked) for each in board.rows]
    some = any(each.n for each in board.rows)
    chart = bars_plan(drawn, colours, row=28, label_width=210) if some else None
    rows = words.say_list(words.t("figures-alt-row", name=each.name, n=number(words, each.n)) for each in board.rows)
    said = words.t("figures-alt", title=board.finding.title, rows=rows or words.t("figures-none-yet"))
    heads = (words.t("figures-col-what"), words.t("figures-col-count"))
    return Drawn(board.kind, board.finding, board.rows, heads, chart, said)
