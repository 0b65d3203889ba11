"""What the figures say, as sentences: each chart's title is a finding, computed, or neutral where none holds.

Every function takes figures of one viewer and a catalogue, and touches no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from components.i18n import Words
from components.taxonomy import UNSORTED
from db.models.figures import Cell, Figures, Spread

FEW = 20  # below this many cases a share would be noise dressed as a finding
WEEK = 7
WINTER = ("12", "01", "02")  # December to February: the weeks around both New Years


@dataclass(frozen=True)
class Finding:
    """A chart's title, the line below it with numerator, denominator and period, and what the title speaks of."""

    title: str
    note: str
    marked: frozenset[str] = frozenset()


def share(part: int, whole: int) -> int:
    """How many of 100, rounded."""
    return round(100 * part / whole)


def number(words: Words, n: int | None) -> str:
    """A number as people read it, or the word for hidden."""
    return words.t("figures-hidden") if n is None else words.say_number(n)


def categories(words: Words, data: Figures) -> Finding:
    """Which three main categories most cases are about, when they are at least 4 of 10 cases."""
    top = [each for each in data.categories if each.n and each.bucket != UNSORTED][:3]
    part = sum(each.n or 0 for each in top)
    neutral = words.t("figures-categories-title")
    if not data.received or data.received < FEW or len(top) < 3 or part > data.received:
        return Finding(neutral, words.t("figures-categories-base", all=number(words, data.received)))
    percent = share(part, data.received)
    note = words.t("figures-categories-note", part=words.say_number(part), all=words.say_number(data.received))
    if percent < 40:
        return Finding(neutral, words.t("figures-categories-base", all=words.say_number(data.received)))
    named = words.say_and(words.t(f"figures-short-{each.bucket}") for each in top)
    key = "figures-categories-half" if 47 <= percent <= 54 else "figures-categories-share"
    title = words.t(key, share=percent, names=named)
    return Finding(title[:1].upper() + title[1:], note, frozenset(each.bucket for each in top))


def within_week(spread: Spread) -> int | None:
    """How many came in 0 to 7 days; None when a joined bin reaches over the week's end."""
    if any(each.start <= WEEK and (each.end is None or each.end > WEEK) for each in spread.bins):
        return None
    return sum(each.n for each in spread.bins if each.end is not None and each.end <= WEEK)


def answers(words: Words, data: Figures) -> Finding:
    """How many first answers came within a week. Never "in time": each case has its own clock."""
    total = sum(each.n for each in data.answers.bins)
    early = within_week(data.answers)
    if not total or early is None:
        return Finding(words.t("figures-answers-title"), _base(words, "figures-answers-base", data.answers))
    note = words.t("figures-answers-note", part=words.say_number(early), all=words.say_number(total))
    note = f"{note}{_pace(words, data.answers)}"
    if total < FEW:
        return Finding(words.t("figures-answers-title"), note)
    return Finding(words.t("figures-answers-finding", share=share(early, total)), note)


def closings(words: Words, data: Figures) -> Finding:
    """Within how many days half of the closed cases were closed."""
    if data.closings.median is None or (data.closings.n or 0) < FEW:
        return Finding(words.t("figures-closings-title"), _base(words, "figures-closings-base", data.closings))
    title = words.t("figures-closings-finding", days=data.closings.median)
    return Finding(title, _base(words, "figures-closings-base", data.closings, only_slow=True))


def truths(words: Words, data: Figures) -> Finding:
    """How many closed cases the worker confirms; the four truths are never one number (DOMAIN 3)."""
    cells = cells_of(data.truths)
    closed, confirmed = cells.get("closed"), cells.get("confirmed")
    told = [
        words.t(f"figures-truth-{bucket}-note", n=words.say_number(n))
        for bucket in ("disputed", "unreachable", "not_asked")
        if (n := cells.get(bucket)) is not None
    ]
    if closed is None or confirmed is None:
        return Finding(words.t("figures-truths-title"), words.t("figures-truths-base", all=number(words, closed)))
    note = words.t("figures-truths-note", part=words.say_number(confirmed), all=words.say_number(closed))
    note = note + "".join(words.t("figures-stop") + one for one in [words.say_clauses(told)] if one)
    if closed < FEW or confirmed > closed:
        return Finding(words.t("figures-truths-title"), note)
    return Finding(words.t("figures-truths-finding", share=share(confirmed, closed)), note, frozenset({"confirmed"}))


def months(words: Words, data: Figures) -> Finding:
    """Whether more cases come around New Year: cases per month of each season, at least a fifth apart."""
    winter = [each.n for each in data.months if each.bucket[-2:] in WINTER and each.n is not None]
    other = [each.n for each in data.months if each.bucket[-2:] not in WINTER and each.n is not None]
    all_n = sum(winter) + sum(other)
    note = words.t("figures-months-note", n=words.say_number(all_n), months=len(data.months))
    if len(winter) < 3 or len(other) < 6:
        return Finding(words.t("figures-months-title"), note)
    in_winter, else_ = sum(winter) / len(winter), sum(other) / len(other)
    if else_ < 5 or in_winter < 1.2 * else_:
        return Finding(words.t("figures-months-title"), note)
    title = words.t("figures-months-finding", winter=round(in_winter), other=round(else_))
    marked = frozenset(each.bucket for each in data.months if each.bucket[-2:] in WINTER)
    return Finding(title, note + words.t("figures-stop") + words.t("figures-months-green"), marked)


def phases(words: Words, data: Figures) -> Finding:
    """Where the open cases are, when one phase holds at least 4 of 10."""
    waiting = [each for each in data.phases if each.bucket != "closed"]
    note = words.t("figures-phases-note", open=number(words, data.open), all=number(words, data.received))
    most = max(waiting, key=lambda each: each.n or 0, default=None)
    if most is None or not data.open or not most.n or data.open < FEW or share(most.n, data.open) < 40:
        return Finding(words.t("figures-phases-title"), note)
    phase = words.t(f"phase-{most.bucket}")
    title = words.t("figures-phases-finding", share=min(100, share(most.n, data.open)), phase=phase)
    return Finding(title, note, frozenset({most.bucket}))


def sites(words: Words, data: Figures) -> Finding:
    """How much of all comes from the three workplaces with most cases; no name stands in the title."""
    named = [each for each in data.sites if each.id is not None and each.n]
    part = sum(each.n or 0 for each in named[:3])
    note = words.t("figures-sites-note", all=number(words, data.received), sites=data.workplaces)
    for rest in (each for each in data.sites if each.id is None):
        note += words.t("figures-stop") + words.t("figures-sites-rest", n=number(words, rest.n))
    if not data.received or data.received < FEW or data.workplaces < 8 or len(named) < 3:
        return Finding(words.t("figures-sites-title"), note)
    percent = share(part, data.received)
    if percent < 30:
        return Finding(words.t("figures-sites-title"), note)
    title = words.t("figures-sites-finding", share=min(100, percent), sites=data.workplaces)
    return Finding(title, note, frozenset(str(each.id) for each in named[:3]))


CHARTS: dict[str, Callable[[Words, Figures], Finding]] = {
    "categories": categories,
    "answers": answers,
    "truths": truths,
    "months": months,
    "closings": closings,
    "phases": phases,
    "sites": sites,
}


def cells_of(cells: Iterable[Cell]) -> dict[str, int | None]:
    """The cells by bucket."""
    return {each.bucket: each.n for each in cells}


def _base(words: Words, key: str, spread: Spread, *, only_slow: bool = False) -> str:
    base = words.t(key, all=number(words, spread.n))
    return base + _pace(words, spread, only_slow=only_slow)


def _pace(words: Words, spread: Spread, *, only_slow: bool = False) -> str:
    """The median and the slow tenth, as far as they may be told."""
    told: list[str] = []
    if spread.median is not None and not only_slow:
        told.append(words.t("figures-median", days=spread.median))
    if spread.p90 is not None:
        told.append(words.t("figures-slow", days=spread.p90))
    return words.t("figures-stop") + words.say_clauses(told) if told else ""
