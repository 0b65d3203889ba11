"""Figures as `api.figures` counts them for one viewer. A number that is None is hidden from this viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Cell:
    """A count of cases; `n` is None where it is under 5 for a brand, or would give such a one away."""

    bucket: str
    n: int | None


@dataclass(frozen=True)
class Bin:
    """Answers or closings that took `start` to `end` days; the last one is open (`end` None)."""

    start: int
    end: int | None
    n: int


@dataclass(frozen=True)
class Spread:
    """How long something took: `n` cases, bins in order, and the days within which half and 9 in 10 were done."""

    n: int | None
    bins: tuple[Bin, ...]
    median: int | None
    p90: int | None


@dataclass(frozen=True)
class Site:
    """A workplace and its cases; `id` is None for the line that joins all others."""

    id: UUID | None
    name: str
    n: int | None


@dataclass(frozen=True)
class Choice:
    """A workplace that the viewer may narrow the figures to."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Figures:
    """One page of figures: everything counts cases received from `first` to `last`, both months included.

    `protected` says that small numbers are hidden and all others rounded to 5 (a brand's page).
    """

    scope: str  # handshake, brand, factory
    organization: str
    workplaces: int
    chosen: UUID | None  # the one workplace these figures are about, where the viewer chose one
    first: date  # first day of the first month
    last: date  # first day of the last month
    protected: bool
    received: int | None
    received_before: int | None  # in as many months before
    open: int | None
    answers: Spread
    closings: Spread
    truths: tuple[Cell, ...]  # closed, factory_done, verified, confirmed, disputed, unreachable, not_asked
    categories: tuple[Cell, ...]  # letters of the taxonomy, most cases first
    phases: tuple[Cell, ...]  # in their order
    months: tuple[Cell, ...]  # "2026-10", the months before `first` that the chart compares with included
    sites: tuple[Site, ...]  # the 15 with most cases, then the others as one
    choices: tuple[Choice, ...]
