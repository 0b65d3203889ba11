"""What is due in cases, and how long it may take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class Hold:
    """A time in which the clocks of a case rest, those of the law apart; only Handshake and the worker learn why."""

    until: date
    reason: str | None  # a catalogue key
    since: datetime | None
    overdue: tuple[str, ...]  # kinds of clocks that will be past due when it ends


@dataclass(frozen=True)
class ClockRule:
    """How long something may take for a severity: in hours of calendar time, or in working days."""

    kind: str
    severity: int
    version: int  # 1 is the default
    hours: int | None
    working_days: int | None
    basis: str  # ours: a supervisor may change it; law: nobody here may
    since: datetime
