"""From figures to what is drawn: per chart its finding, its rows, its picture and its words for those who do not see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from babel.dates import format_date

from components.charts.bars import Bar, bars_plan
from components.charts.colours import Palette
from components.charts.columns import Column, Remark, columns_plan, months_plan
from components.figures import findings
from components.figures.findings import Finding
from components.i18n import Words, words
from components.plain import clean
from db.models.figures import Bin, Cell, Figures, Spread

FIRST_TRUTHS = ("closed", "factory_done", "verified", "confirmed")


@dataclass(frozen=True)
class Row:
    """One line of a chart's table: `id` is what a finding marks, `typed` says that a person wrote the name."""

    id: str
    name: str
    n: int | None
    typed: bool = False


@dataclass(frozen=True)
class Drawn:
    """A chart with everything around it."""

    kind: str
    finding: Finding
    rows: tuple[Row, ...]
    columns: tuple[str, str]
    chart: dict[str, Any] | None  # None where there is nothing to draw
    alt: str


def draw(kind: str, words: Words, data: Figures, colours: Palette) -> Drawn:
    """The chart of that kind (a key of `figures_findings.CHARTS`) for these figures."""
    finding = findings.CHARTS[kind](words, data)
    rows, heads = _rows(kind, words, data)
    chart = _chart(kind, words, data, colours, finding=finding, rows=rows) if any(each.n for each in rows) else None
    told = words.say_list(words.t("figures-alt-row", name=clean(each.name), n=findings.number(words, each.n)) for each in rows)
    return Drawn(
        kind, finding, rows, (words.t(heads[0]), words.t(heads[1])), chart,
        words.t("figures-alt", title=finding.title, rows=told or words.t("figures-none-yet")),
    )  # fmt: skip


@lru_cache(maxsize=64)
def finished(language: str, data: Figures, colours: Palette) -> dict[str, Drawn]:
    """Every chart of these figures, by kind. They are kept under all that they show: whoever is given
    the same figures sees the same pictures."""
    return {kind: draw(kind, words(language), data, colours) for kind in findings.CHARTS}


def _rows(kind: str, words: Words, data: Figures) -> tuple[tuple[Row, ...], tuple[str, str]]:
    match kind:
        case "categories":
            return _named(words, data.categories, "category"), ("figures-col-category", "figures-col-cases")
        case "answers":
            return _days(words, data.answers), ("figures-col-days", "figures-col-answers")
        case "closings":
            return _days(words, data.closings), ("figures-col-days", "figures-col-cases")
        case "truths":
            return _named(words, data.truths, "figures-truth"), ("figures-col-truth", "figures-col-cases")
        case "phases":
            rows = _named(words, data.phases, "phase")
            return tuple(each for each in rows if each.id != "closed"), (
                "figures-col-phase",
                "figures-col-cases",
            )
        case "months":
            rows = tuple(Row(each.bucket, words.say_month(_day(each.bucket)), each.n) for each in data.months)
            return rows, ("figures-col-month", "figures-col-cases")
        case _:
            rows = tuple(
                Row(str(each.id), each.name, each.n, typed=True)
                if each.id
                else Row("others", words.t("figures-sites-others"), each.n)
                for each in data.sites
            )
            return rows, ("figures-col-site", "figures-col-cases")


def _named(words: Words, cells: Sequence[Cell], prefix: str) -> tuple[Row, ...]:
    return tuple(Row(each.bucket, words.t(f"{prefix}-{each.bucket}"), each.n) for each in cells)


def _days(words: Words, spread: Spread) -> tuple[Row, ...]:
    return tuple(Row(str(each.start), bin_name(words, each), each.n) for each in spread.bins)


def bin_name(words: Words, one: Bin) -> str:
    """ "3", "8-10" or "14+"."""
    if one.end is None:
        return words.t("figures-bin-open", start=one.start)
    if one.end == one.start:
        return words.t("figures-bin-one", start=one.start)
    return words.t("figures-bin-range", start=one.start, end=one.end)


def _chart(
    kind: str, words: Words, data: Figures, colours: Palette, *, finding: Finding, rows: tuple[Row, ...]
) -> dict[str, Any]:
    if kind == "answers":
        return _answers(words, data, rows, colours)
    if kind == "closings":
        drawn = [Column(each.name, each.n, findings.number(words, each.n), "main") for each in rows]
        return columns_plan(drawn, colours, title=words.t("figures-closings-axis"))
    if kind == "months":
        return _months(words, rows, finding, colours)
    if kind == "truths":
        rows = tuple(each for each in rows if each.id in FIRST_TRUTHS)
    if kind == "sites":  # one bar for all others would dwarf the rest; the note and the table have it
        rows = tuple(each for each in rows if each.typed)
    height = 40 if kind == "truths" else 22 if kind == "categories" else 28
    drawn_bars = [Bar(clean(each.name), each.n, findings.number(words, each.n), each.id in finding.marked) for each in rows]
    return bars_plan(drawn_bars, colours, row=height, label_width=180 if kind == "sites" else 150)


def _answers(words: Words, data: Figures, rows: tuple[Row, ...], colours: Palette) -> dict[str, Any]:
    early = findings.within_week(data.answers)
    bins = data.answers.bins
    is_late = [early is not None and (each.end is None or each.end > findings.WEEK) for each in bins]
    drawn = [
        Column(row.name, row.n, findings.number(words, row.n), "second" if late else "main")
        for row, late in zip(rows, is_late, strict=True)
    ]
    remarks: list[Remark] = []
    if early is not None and any(is_late) and not all(is_late):
        first_late = is_late.index(True)
        late_n = sum(each.n for each, late in zip(bins, is_late, strict=True) if late)
        if first_late >= 3:
            said = words.t("figures-answers-early", n=words.say_number(early))
            remarks.append(Remark(first_late * 2 // 3, said))
        said = words.t("figures-answers-late", n=words.say_number(late_n))
        remarks.append(Remark((first_late + len(bins) - 1 + 1) // 2, said))
    return columns_plan(drawn, colours, title=words.t("figures-answers-axis"), remarks=remarks)


def _months(words: Words, rows: tuple[Row, ...], finding: Finding, colours: Palette) -> dict[str, Any]:
    drawn = [Column(_short(words, each.id), each.n, "", "main" if each.id in finding.marked else "context") for each in rows]
    return months_plan(drawn, colours, every=3 if len(rows) > 8 else 1)


def _short(words: Words, bucket: str) -> str:
    """ "Jan 25" / "25年1月": a month that fits under a column."""
    locale, pattern = ("zh_Hans_CN", "yy年M月") if words.language == "zh-Hans" else ("en_GB", "MMM yy")
    return format_date(_day(bucket), pattern, locale=locale)


def _day(bucket: str) -> date:
    year, month = bucket.split("-")[:2]
    return date(int(year), int(month), 1)
