"""What published quarters say: their rows, totals and findings. Touches no screen.

Every shown number lies within `SLACK` of the true one, and a hidden one may be any that the shown ones leave room for: a finding
stands only where it would stand for all of these.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import format_interval

from components.figures.findings import FEW
from components.i18n import Words
from db.models.publication import Band, Publication, PublishedTable, Summed, summed, total

SLACK = 4
SETTLING = timedelta(days=15)  # from a quarter's end until it is published
DAYS = ("answer_days", "close_days", "brand_word_days")
BY_SIZE = ("category", "site", "cause", "ending")
# A table's values are named by words that other pages use for the same thing.
NAMED_BY = {
    "category": "category",
    "severity": "severity",
    "ending": "closed",
    "said": "figures-truth",
    "outcome": "finding",
    "cause": "figures-cause",
    "brand_action": "published-action",
}
NOT_NAMED = ("none", "other", "X", "X0")  # the rest of a table is no finding


@dataclass(frozen=True)
class Line:
    """One value: its number (None where all of it is hidden), in how many quarters it is hidden, and between what it lies."""

    bucket: str
    name: str
    n: int | None
    hidden: int
    low: int
    high: float
    typed: bool = False


@dataclass(frozen=True)
class Told:
    """One table over the chosen quarters, ready to be drawn. `title` is a finding where one holds."""

    subject: str
    title: str
    below: str  # what it counts, of how many
    lines: tuple[Line, ...]
    marked: frozenset[str]
    high: float  # how many the population has at most


def quarter(words: Words, first: date) -> str:
    """ "July – September 2026" / "2026年7月至9月"."""
    return str(format_interval(first, _after(first) - timedelta(days=1), "yMMMM", locale=words.icu))


def next_published(today: date, newest: date | None) -> tuple[date, date]:
    """The quarter that is published next, by its first day, and the day on which it is."""
    begun = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    first = _after(newest) if newest else _before(begun)
    while _after(first) + SETTLING <= today:
        first = _after(first)
    return first, _after(first) + SETTLING


def _after(first: date) -> date:
    return date(first.year + (first.month == 10), first.month % 12 + 3 if first.month < 10 else 1, 1)


def _before(first: date) -> date:
    return date(first.year - (first.month == 1), 10 if first.month == 1 else first.month - 3, 1)


def whole(picked: tuple[Publication, ...], population: str) -> tuple[int | None, int]:
    """How many of a population, None where all quarters hide it; and in how many quarters it is hidden."""
    one = total(picked, population)
    return (None if one.hidden == len(picked) else one.n), one.hidden


def base(words: Words, population: str, n: int | None, hidden: int) -> str:
    """How many of a population there are, the denominator of its tables, or that it is hidden."""
    if n is None:
        return words.t("published-base-hidden")
    return words.t(f"published-{_dashed(population)}-base", all=number(words, n, hidden))


def number(words: Words, n: int | None, hidden: int = 0) -> str:
    """A number, the word for hidden, or what is shown and that more is hidden."""
    if n is None:
        return words.t("figures-hidden")
    return words.t("published-and-hidden", n=words.say_number(n)) if hidden else words.say_number(n)


def band(words: Words, one: Band | None) -> str:
    """So many days, as far as the published table tells."""
    if one is None:
        return words.t("figures-hidden")
    if one.end is None:
        return words.t("published-days-open", start=str(one.start))
    return words.t("published-days", start=str(one.start), end=str(one.end))


def tell(words: Words, picked: tuple[Publication, ...], subject: str) -> Told | None:
    """One table over these quarters; None where none of them has it."""
    held: list[PublishedTable] = [table for each in picked if (table := each.table(subject))]
    if not held:
        return None
    n, hidden = whole(picked, held[0].total)
    high = math.inf if n is None or hidden else n + SLACK * len(picked)
    cells = summed(picked, subject)
    lows = sum(_low(each, len(picked)) for each in cells)
    lines = [_line(words, subject, each, len(picked), high - lows) for each in cells]
    if subject in BY_SIZE:
        lines.sort(key=lambda one: (one.n is None, -(one.n or 0)))
    neutral = words.t(f"published-{_dashed(subject)}-title")
    found, marked = _finding(words, subject, lines, n or 0, high)
    hid = sum(each.hidden > 0 for each in lines)
    note = base(words, held[0].total, n, hidden)
    if 0 < hid < len(lines):
        note = words.say_clauses((note, words.t("published-some-hidden", n=hid)))
    if len(held) == 1 and len(picked) == 1 and held[0].median:
        pace = [words.t("published-median", days=band(words, held[0].median))]
        pace += [words.t("published-slow", days=band(words, held[0].p90))] if held[0].p90 else []
        note += words.t("figures-stop") + words.say_clauses(pace)
    if found:
        note = neutral + words.t("figures-stop") + note
    return Told(subject, found or neutral, note, tuple(lines), marked, high)


def _finding(words: Words, subject: str, lines: list[Line], n: int, high: float) -> tuple[str, frozenset[str]]:
    nothing = "", frozenset[str]()
    if n < FEW or high == math.inf:
        return nothing
    if subject in DAYS:
        days = half_within(lines, high)
        if days is None:
            return nothing
        early = (each.bucket for each in lines if 0 <= _end(each.bucket) <= days)
        return words.t(f"published-{_dashed(subject)}-half", days=days), frozenset(early)
    if subject == "said":
        said = {each.bucket: each for each in lines}
        if said["confirmed"].low * 2 > high:
            return words.t("published-said-most"), frozenset({"confirmed"})
        # Nobody is said not to confirm who was not asked.
        least, asked = 2 * n - high, said["not_asked"].high * 2 < 2 * n - high
        few = asked and not said["confirmed"].hidden and said["confirmed"].high * 2 < least
        return (words.t("published-said-few"), frozenset({"confirmed"})) if few else nothing
    if subject in {"category", "cause", "outcome", "ending"}:
        best = max(lines, key=lambda each: each.low)
        if best.bucket not in NOT_NAMED and all(best.low > each.high for each in lines if each is not best):
            name = words.t(f"figures-short-{best.bucket}") if subject == "category" else best.name
            return words.t(f"published-{subject}-most", name=name), frozenset({best.bucket})
    return nothing


def half_within(lines: Sequence[Line], high: float) -> int | None:
    """Within how many days at least half came, whatever was rounded or is hidden; None where that cannot be said."""
    done = 0
    for each in lines:
        done += each.low
        if done * 2 >= high and _end(each.bucket) >= 0:
            return _end(each.bucket)
    return None


def _end(bucket: str) -> int:
    """The last day of a band, -1 for the open one."""
    return int(bucket.partition("-")[2] or -1)


def _low(one: Summed, quarters: int) -> int:
    return max(0, one.n - SLACK * (quarters - one.hidden))


def _line(words: Words, subject: str, one: Summed, quarters: int, room: float) -> Line:
    n = None if one.hidden == quarters else one.n
    low = _low(one, quarters)
    # A number that is hidden for the sake of another may be large: it may be all that the others leave.
    high = low + max(0.0, room) if one.hidden else one.n + SLACK * quarters
    if subject == "site":
        name = one.name or words.t("published-site-left")
        return Line(one.bucket, name, n, one.hidden, low, high, typed=one.name is not None)
    return Line(one.bucket, _name(words, subject, one.bucket), n, one.hidden, low, high)


def _name(words: Words, subject: str, bucket: str) -> str:
    if subject in DAYS:
        start, _, end = bucket.partition("-")
        return words.t("published-days", start=start, end=end) if end else words.t("published-days-open", start=start)
    if subject == "clock":
        kind, _, how = bucket.partition(":")
        return words.t(f"published-{how}", what=words.t(f"clock-{kind}")) if how else words.t("published-clock-other")
    return words.t("published-none") if bucket == "none" else words.t(f"{NAMED_BY[subject]}-{bucket}")


def _dashed(subject: str) -> str:
    return subject.replace("_", "-")
