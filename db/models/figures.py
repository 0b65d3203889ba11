"""Figures as `api.figures` counts them, exactly, for Handshake or a factory."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.models.publication import PublishedTable


@dataclass(frozen=True)
class Cell:
    """A count of cases. Every number is sent; a None would be drawn as hidden."""

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
class Clock:
    """One kind of clock that ended in the period: by whom it was owed, how often it was kept, and how often not."""

    kind: str
    owner: str  # whose it was to keep: handshake, factory, brand, authority
    kept: int
    missed: int


@dataclass(frozen=True)
class Flow:
    """What happened in the period itself. A case that is opened again takes its own closing back."""

    endings: tuple[Cell, ...]  # why cases closed in the period
    findings: tuple[Cell, ...]  # of issues: grounded, partly, not_grounded, not_verifiable
    remedies: tuple[Cell, ...]  # agreed, paid, confirmed, disputed
    clocks: tuple[Clock, ...]  # by kind; the law's own and the worker's are not among them


@dataclass(frozen=True)
class Waiting:
    """One case at the head of what needs hands today."""

    reference: str
    workplace: str
    waits_for: str  # as in the inbox
    severity: int
    due_at: datetime | None


@dataclass(frozen=True)
class Backlog:
    """All that is open now, whenever it came: `ages` in days since receipt (for a factory since it was told)."""

    open: int
    ages: tuple[Bin, ...]
    oldest: int | None  # days
    today: tuple[Waiting, ...]  # what waits for this side's hands, by due date, 8 at most


@dataclass(frozen=True)
class Line:
    """One coordinator in a period, sorted by name: no place, no worker, no case.

    Numbers say how the work lies, never how good it was.
    """

    name: str
    mine: bool
    cases: int  # different cases worked on, counted month by month
    share: int  # of all such, in whole percent
    deeds: tuple[Cell, ...]  # screened, decided, moved, found, asked, written


@dataclass(frozen=True)
class Team:
    """How the load lies among coordinators: a range (the middle half), and lines.

    A supervisor reads all lines, a coordinator the own one. The range needs five people.
    """

    people: int
    low: int | None
    high: int | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class BrandResponse:
    """What brands themselves did in the period: all brands for Handshake."""

    words: Spread  # days from being told of a case to the brand's first word in it
    silent: int  # seats of brands in open cases that have not said a word yet
    plan: Clock | None  # assessment and plan within 45 days
    actions: tuple[Cell, ...]  # steps of remedy plans that a brand took on itself: agreed, done, verified


@dataclass(frozen=True)
class Peers:
    """Days to the first answer at all workplaces together, in the newest published quarter (its first day) that has them."""

    quarter: date
    table: PublishedTable


@dataclass(frozen=True)
class Figures:
    """One page of figures: everything counts cases received from `first` to `last`, both months included."""

    scope: str  # handshake, factory
    organization: str
    workplaces: int
    chosen: UUID | None  # the one workplace these figures are about, where the viewer chose one
    first: date  # first day of the first month
    last: date  # first day of the last month
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
    # From here on for Handshake and a factory, over `first` to `last` unless a line says otherwise.
    severities: tuple[Cell, ...] = ()  # "1" to "4"
    channels: tuple[Cell, ...] = ()  # Handshake only
    marks: tuple[Cell, ...] = ()  # Handshake only: zero_tolerance, strike, retaliation, held, escalated, reopened, appeal
    internal_channel: tuple[Cell, ...] = ()  # Handshake only: tried, unsafe, not_tried, not_asked
    repeats: tuple[Cell, ...] = ()  # by category: cases of a cause that the workplace had in the 12 months before
    causes: tuple[Cell, ...] = ()  # what the desk holds to be behind the cases, where it recorded it
    flow: Flow | None = None
    backlog: Backlog | None = None
    brands: BrandResponse | None = None  # Handshake only
    team: Team | None = None  # supervisor (all lines) and coordinator (own line)
    peers: Peers | None = None  # a factory only
