"""The moves of a case, and what they stand on (DOMAIN 3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.nouns import Side


@dataclass(frozen=True)
class Step:
    """A move of the state machine open to the viewer now, or not yet and why."""

    to_state: str
    allowed: bool
    why_not: str | None  # stable key of the guard that would refuse
    kind: str = "step"  # step, end (any open case), finding, result, reopen
    reasons: tuple[str, ...] = ()  # codes of which the move carries one; none when empty
    missing: tuple[str, ...] = ()  # what the guard misses: codes, or names of recipients


@dataclass(frozen=True)
class Checklist:
    """The screening. A worker is told the last three only."""

    covered: bool
    specific: bool
    internal_channel: str  # tried, unsafe, not_tried
    told_by_phone: bool
    refusal: str | None
    elsewhere: str | None  # words of Handshake
    authority: str | None


@dataclass(frozen=True)
class Appeal:
    """One party disagrees with how the case closed."""

    id: UUID
    side: Side
    mine: bool
    grounds: str  # words of that party
    raised_at: datetime
    outcome: str | None  # upheld, changed
    answer: str | None  # words of Handshake
    decided_at: datetime | None
    why_not: str | None  # why the viewer may not decide it


@dataclass(frozen=True)
class Procedure:
    """What stands beside the moves. The first four are separate truths and never merged."""

    closed_at: datetime | None
    factory_done_at: datetime | None
    verified_at: datetime | None
    worker_says: str | None  # confirmed, disputed, unreachable
    reopened_for: str | None  # for the worker and Handshake
    reopen_until: datetime | None
    may_appeal: bool
    appeal: Appeal | None = None
    checklist: Checklist | None = None
    conflict: bool | None = None  # what the viewer declared of themselves
    same_as: str | None = None  # reference of the case that this one repeats
    silent: bool = False  # for the worker: the factory may not learn of it
    zero_tolerance: bool = False  # for the worker
