"""The numbers of the front page as sentences: the same for the full page and the light one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from components.i18n import Words
from db.models.impact import Counter


@dataclass(frozen=True)
class Line:
    """One number: as it is said, what it counts, and its day and source. `own` is a source in somebody's words."""

    counter: str
    n: str
    what: str
    told: str
    own: str


def lines(words: Words, counters: Sequence[Counter]) -> tuple[Line, ...]:
    """What stands on the page, in order."""
    return tuple(_line(words, each) for each in counters)


def said(words: Words, n: int, *, more: bool) -> str:
    """ "18,000+" where it is more than that."""
    number = words.say_number(n)
    return words.t("impact-more", n=number) if more else number


def _line(words: Words, one: Counter) -> Line:
    name = words.t(f"impact-{one.counter}")
    if one.how == "computed":
        told = words.t("impact-computed", quarters=one.quarters or 0, day=words.say_dated(one.as_of))
        return Line(one.counter, words.t("impact-about", n=words.say_number(one.n)), name, told, "")
    told = words.t("impact-entered", day=words.say_dated(one.as_of))
    own = (one.source_zh if words.language == "zh-Hans" else one.source_en) or ""
    return Line(one.counter, said(words, one.n, more=one.more), name, told, own)
