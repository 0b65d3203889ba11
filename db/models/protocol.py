"""Zero tolerance: a protocol with its twelve steps, as Handshake's room shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from db.models.nouns import Organization


@dataclass(frozen=True)
class SafetyStep:
    """One of the steps that a worker reads of: `at` when it is done, `due_at` while a clock of it runs."""

    step: int
    at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True)
class SafetyTold:
    """An authority or brand that was told."""

    side: str
    name: str
    at: datetime


@dataclass(frozen=True)
class Safety:
    """What is being done for her safety, for the worker herself. It names neither the flag nor an age."""

    silent: bool  # whether the factory is told nothing
    refer: bool | None  # whether two people decided that an authority is told
    steps: tuple[SafetyStep, ...]
    told: tuple[SafetyTold, ...]


@dataclass(frozen=True)
class ProtocolBrief:
    """On the case page: how far it is; for a brand that was told only the request to confirm; for a worker `hers`."""

    raised_how: str | None
    raised_at: datetime | None
    age: str | None
    about_child: bool | None
    step: int | None  # the first that is open
    done: int
    due_at: datetime | None
    asked_at: datetime | None  # for a brand: when it was told
    acknowledged_at: datetime | None
    hers: Safety | None = None


@dataclass(frozen=True)
class ProtocolRow:
    """One line of the room's list."""

    reference: str
    workplace: str
    city: str | None
    issues: tuple[str, ...]
    raised_at: datetime
    raised_how: str  # code or suspicion
    age: str  # disputed, child, young, adult
    about_child: bool
    silent: bool  # whether no tip-off is on
    step: int | None
    due_at: datetime | None
    ended_at: datetime | None
    ended_how: str | None  # lowered or exited


@dataclass(frozen=True)
class ProtocolItem:
    """One thing of a step; `item`, `owner`, `skip` and `state` are catalogue keys."""

    item: str
    step: int
    owner: str  # portal, coordinator, supervisor, two, brand
    by_hand: bool
    skip: str  # never, reason, adult
    state: str  # open, done, not_needed
    at: datetime | None
    by: str | None
    words: str | None
    due_at: datetime | None


@dataclass(frozen=True)
class AgeEvidence:
    kind: str
    grade: int  # 1 settles it alone, 2 together with another kind, 3 never
    says: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Voice:
    """What one of two people said about the referral, lowering or the exit."""

    about: str
    by: str
    mine: bool
    says: bool
    words: str
    at: datetime


@dataclass(frozen=True)
class LegalBasis:
    recipient: Organization
    basis: str
    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Referral:
    """A hand-over to an authority; `hash` is the SHA-256 of the very text."""

    authority: str
    officer_role: str
    channel: str
    handed_at: datetime
    words: str
    hash: str
    basis: str
    by: str


@dataclass(frozen=True)
class Told:
    """A brand that a supervisor let know."""

    brand: str
    by: str
    at: datetime
    acknowledged_at: datetime | None


@dataclass(frozen=True)
class FollowUp:
    due_on: date
    at: datetime | None
    by: str | None
    how: str | None
    outcome: str | None
    words: str | None


@dataclass(frozen=True)
class Protocol:
    """One protocol in full, for Handshake. A custodian's names no brand."""

    reference: str
    revision: int
    state: str
    workplace: Organization
    issues: tuple[str, ...]
    silent: bool
    raised_how: str
    raised_at: datetime
    raised_by: str | None
    ground: str | None
    words: str | None
    about_child: bool
    age: str
    follow_until: date | None
    refer: bool | None
    ended_at: datetime | None
    ended_how: str | None
    minimum_age: int
    age_basis: str  # law, unchecked, ours
    country: str
    version: int
    items: tuple[ProtocolItem, ...]
    evidence: tuple[AgeEvidence, ...]
    voices: tuple[Voice, ...]
    bases: tuple[LegalBasis, ...]
    referrals: tuple[Referral, ...]
    told: tuple[Told, ...]
    follow_ups: tuple[FollowUp, ...]
    brands: tuple[Organization, ...]
    authorities: tuple[Organization, ...]


@dataclass(frozen=True)
class ProtocolRoom:
    """What the room shows in one call: the protocols by their clocks, and one of them."""

    protocols: tuple[ProtocolRow, ...]
    chosen: Protocol | None
