"""The eight criteria of UN Guiding Principle 31 as computed lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

CRITERIA = (
    "legitimate", "accessible", "predictable", "equitable", "transparent", "compatible", "learning", "dialogue",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One line of evidence. A share: `part` of `whole`; a rate: `part` cases per `whole` workers; a spread: `whole` cases."""

    criterion: str
    key: str
    kind: str  # share, rate, spread
    whole: int
    part: int = 0
    median: int | None = None  # of a spread, in days or times
    p90: int | None = None


@dataclass(frozen=True)
class Scorecard:
    """Counts cases received from `first` to `last`, both months included; clocks that ended in them."""

    first: date
    last: date
    received: int
    lines: tuple[Line, ...]
