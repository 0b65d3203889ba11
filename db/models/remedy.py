"""Findings, plan, remedy and hearing of a case, as one viewer may know them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from db.models.nouns import Side
from db.models.thread import Attachment


@dataclass(frozen=True)
class Finding:
    """What was found on one issue; `outcome` is a catalogue key."""

    id: UUID
    code: str
    outcome: str  # grounded, partly, not_grounded, not_verifiable
    reason: str
    told_at: datetime | None  # None: the parties do not read it yet


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence: words, a file, or both."""

    id: UUID
    kind: str  # file, document, interview, visit, record
    finding: UUID | None
    action: UUID | None
    words: str | None
    giver: Side
    mine: bool
    at: datetime
    readers: tuple[UUID, ...]  # to whom it was shown; for Handshake alone
    file: Attachment | None


@dataclass(frozen=True)
class Action:
    """One step of the plan."""

    id: UUID
    deed: str
    owner: Side | None
    owner_party: UUID | None
    mine: bool
    due_on: date | None
    evidence_wanted: str | None
    state: str  # open, done, verified, disputed
    done_at: datetime | None
    done_how: str | None
    verified_at: datetime | None
    verifier: str | None  # coordinator, third_party
    verifier_name: str | None
    disputed_at: datetime | None


@dataclass(frozen=True)
class Accepted:
    """A side that accepted the plan as it stands."""

    side: Side
    at: datetime  # the worker's, for the factory: noon of that day
    how: str | None  # the worker's: for her and Handshake


@dataclass(frozen=True)
class Plan:
    version: int  # what an acceptance and a change must name
    changed_at: datetime | None
    accepted: tuple[Accepted, ...]
    accepted_by_me: bool
    actions: tuple[Action, ...]


@dataclass(frozen=True)
class Remedy:
    """One line of the ledger; amounts are None for a deed, and what was claimed is None for a factory."""

    id: UUID
    what: str
    currency: str | None
    label: str
    beneficiary: UUID | None
    claimed: Decimal | None
    agreed: Decimal | None
    paid: Decimal | None
    confirmed: Decimal | None
    claimed_at: datetime | None
    agreed_at: datetime | None
    paid_at: datetime | None
    confirmed_at: datetime | None
    disputed_at: datetime | None
    apart: bool = False  # of one of a group: the factory reads the sum alone
    total: bool = False  # such a sum
    minimum: Decimal | None = None  # what the law gives at the least; for Handshake alone
    minimum_source: str | None = None


@dataclass(frozen=True)
class Said:
    """What the worker said of the outcome."""

    said: str  # confirmed, disputed, unreachable
    how: str
    words: str | None
    at: datetime


@dataclass(frozen=True)
class Attempt:
    """One try to reach her."""

    at: datetime
    channel: str
    outcome: str
    on_plan: bool


@dataclass(frozen=True)
class Hearing:
    said: Said | None
    failed: int | None  # days of failed tries that count; for the desk
    attempts: tuple[Attempt, ...]
