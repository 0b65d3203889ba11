"""Early warning as the desk reads it: what is unusual and why, which workplaces are silent, what was put aside."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.nouns import Organization


@dataclass(frozen=True)
class Reason:
    """One reason; which of the facts it has depends on its key."""

    key: str  # cluster, high, everywhere, season, sisters, spreading, severity, silent, before, never
    n: int = 0
    weeks: int = 0
    usual: float = 0.0
    high: int = 0
    share: int = 0
    times: float = 1.0
    whole: bool = True
    brand: str | None = None
    city: str | None = None
    sites: tuple[str, ...] = ()


@dataclass(frozen=True)
class WarningCase:
    """A case behind a warning."""

    reference: str
    workplace: str
    severity: int
    phase: str
    issues: tuple[str, ...]
    received_at: datetime


@dataclass(frozen=True)
class OpenStrike:
    id: UUID
    level: int


@dataclass(frozen=True)
class Warned:
    """One warning. `chance` is the logarithm to 10 of its probability; `weeks` are cases a week, the latest last."""

    id: UUID
    kind: str  # cluster, spreading, severity, silent
    workplace: Organization
    headcount: int | None
    cause: str | None
    code: str | None
    since: datetime
    observed: int
    expected: float
    chance: float
    weeks: tuple[int, ...]
    base: float
    first_seen: datetime
    last_seen: datetime
    returned: bool
    reasons: tuple[Reason, ...]
    cases: tuple[WarningCase, ...]  # the latest 25
    behind: int  # how many there are
    to_link: int  # how many of them L0 would be opened with
    strike: OpenStrike | None = None


@dataclass(frozen=True)
class PutAside:
    kind: str
    workplace: Organization
    cause: str | None
    why: str  # known, unrelated, explained, visited, closed
    by: str | None
    at: datetime


@dataclass(frozen=True)
class LastLook:
    at: datetime
    sites: int


@dataclass(frozen=True)
class Counted:
    """How many there are; a list holds the most unusual of them."""

    warnings: int
    silent: int
    dismissed: int


@dataclass(frozen=True)
class EarlyWarning:
    """`opened` is the strike that the last deed opened."""

    found: Counted
    warnings: tuple[Warned, ...]
    silent: tuple[Warned, ...]
    dismissed: tuple[PutAside, ...]
    last_run: LastLook | None = None
    opened: UUID | None = None
