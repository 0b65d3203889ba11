"""The numbers of the front page: what Handshake reached, each with its day and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

COUNTERS = ("workers", "workplaces", "cases", "cities")


@dataclass(frozen=True)
class Counter:
    """One number as everybody reads it. `quarters` is set, and the sources are not, where publications give it (`computed`)."""

    counter: str
    how: str  # entered or computed
    n: int
    more: bool
    as_of: date
    source_en: str | None
    source_zh: str | None
    quarters: int | None


@dataclass(frozen=True)
class Summed:
    """What all published quarters together show of cases."""

    n: int
    as_of: date
    quarters: int


@dataclass(frozen=True)
class Entry:
    """What somebody said for a number; the fields after `how` are None unless it was `entered`."""

    counter: str
    how: str  # entered, computed or hidden
    n: int | None
    more: bool | None
    as_of: date | None
    source_en: str | None
    source_zh: str | None
    by: str
    at: datetime


@dataclass(frozen=True)
class ImpactDesk:
    """What is shown, what publications would give (None before the first), and the newest twenty entries."""

    shown: tuple[Counter, ...]
    published: Summed | None
    revisions: dict[str, int]
    entries: tuple[Entry, ...]

    def last(self, counter: str) -> Entry | None:
        """What was said last for that number, as far as the list goes back."""
        return next((each for each in self.entries if each.counter == counter), None)
