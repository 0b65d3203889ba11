"""What the database answers for an evidence pack: days and catalogue keys, no words of people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class Finding:
    code: str
    outcome: str


@dataclass(frozen=True)
class Case:
    """One case as the brand's own pages show it; `head` is blinded by the pack."""

    reference: str
    workplace: str
    city: str | None
    issues: tuple[str, ...]
    severity: int
    phase: str
    known_since: date
    answered_on: date | None
    closed_on: date | None
    closed_reason: str | None
    factory_done_on: date | None
    verified_on: date | None
    worker_says: str | None
    findings: tuple[Finding, ...]
    head: str


@dataclass(frozen=True)
class Clock:
    """A deadline of these months that the brand can see; `outcome` is kept, missed, running, late or resting."""

    reference: str
    kind: str
    owner: str
    due_on: date
    ended_on: date | None
    outcome: str


@dataclass(frozen=True)
class Action:
    """A step of a remedy: the brand's own, or the factory's."""

    reference: str
    owner: str
    due_on: date | None
    state: str
    done_on: date | None
    verified_on: date | None
    verifier: str | None


@dataclass(frozen=True)
class Told:
    told: int
    confirmed: int


@dataclass(frozen=True)
class Shared:
    shared: int
    answered: int


@dataclass(frozen=True)
class Facts:
    """Everything that a pack is made of."""

    pack: UUID
    brand: str
    first: date
    last: date
    made_at: datetime
    cases: tuple[Case, ...]
    clocks: tuple[Clock, ...]
    actions: tuple[Action, ...]
    messages: int
    bulletins: Told
    reports: Shared
