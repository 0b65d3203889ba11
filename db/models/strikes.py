"""Strikes as the desk sees them, bulletins as desk and brands see them, and what a case page says of linked cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.models.nouns import Organization


@dataclass(frozen=True)
class Tension:
    """Open cases of one cause at a site that has no open strike."""

    workplace: Organization
    code: str
    cases: int


@dataclass(frozen=True)
class Demand:
    code: str
    outcome: str  # open, met, partly, refused


@dataclass(frozen=True)
class StrikeRow:
    """A strike as the list shows it; the size is a range and never a number."""

    id: UUID
    workplace: Organization
    level: int
    started_at: datetime
    ended_at: datetime | None
    unit: str | None
    size_low: int | None
    size_high: int | None
    watch_until: datetime | None
    watch_over_at: datetime | None
    demands: tuple[Demand, ...]
    cases: int
    drafts: int


@dataclass(frozen=True)
class LevelChange:
    from_level: int | None
    to_level: int
    reason: str
    at: datetime
    by: str | None


@dataclass(frozen=True)
class Attempt:
    with_whom: str
    outcome: str
    tried_on: date
    level: int


@dataclass(frozen=True)
class CheckIn:
    """A day on which Handshake asks how it goes."""

    id: UUID
    why: str  # retaliation, watch, asked_who
    due_at: datetime
    done_at: datetime | None = None
    how: str | None = None
    answer: str | None = None  # fine, pressure, unreachable
    void: bool = False


@dataclass(frozen=True)
class StrikeCase:
    reference: str
    state: str
    severity: int
    linked: bool
    issues: tuple[str, ...]
    severity_due: bool  # level 2 or more asks for severity 2; a coordinator decides
    check_in: CheckIn | None


@dataclass(frozen=True)
class Reader:
    """A brand that was told, for the desk alone."""

    name: str
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class DeskBulletin:
    id: UUID
    level: int
    facts: str
    unknown: str
    ask: str
    revision: int
    drafted_by: str | None
    mine: bool
    drafted_at: datetime
    released_by: str | None
    released_at: datetime | None
    readers: tuple[Reader, ...]


@dataclass(frozen=True)
class Strike(StrikeRow):
    revision: int
    spokes: str
    cause: str | None
    linked: tuple[StrikeCase, ...]
    ladder: tuple[LevelChange, ...]
    attempts: tuple[Attempt, ...]
    bulletins: tuple[DeskBulletin, ...]
    brands: tuple[str, ...]  # who would be told if a bulletin were released now


@dataclass(frozen=True)
class StrikeDesk:
    strikes: tuple[StrikeRow, ...]
    tensions: tuple[Tension, ...]
    chosen: Strike | None


@dataclass(frozen=True)
class Bulletin:
    """A bulletin as a brand reads it. Who else was told is not in it."""

    id: UUID
    level: int
    workplace: Organization
    facts: str
    unknown: str
    ask: str
    released_at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class Bulletins:
    bulletins: tuple[Bulletin, ...]


@dataclass(frozen=True)
class LinkedCase:
    reference: str
    phase: str
    state: str


@dataclass(frozen=True)
class LinkedStrike:
    id: UUID
    level: int
    ended: bool


@dataclass(frozen=True)
class Linked:
    """The parent of a case about retaliation, the cases opened because of this one, and when she is asked."""

    parent: LinkedCase | None = None
    children: tuple[LinkedCase, ...] = ()
    waived: str | None = None
    check_ins: tuple[CheckIn, ...] = ()
    strike: LinkedStrike | None = None
