"""Identities under two keys, as the worker and Handshake may know of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from db.models.nouns import Role, Side


@dataclass(frozen=True)
class Unlock:
    """A request that waits for its second key, or an identity that is open now."""

    id: UUID
    state: str  # waiting or open
    reference: str
    workplace: str
    by: str
    by_role: Role
    mine: bool
    reason: str  # contact, danger, referral, payment, correction
    words: str
    asked_at: datetime
    until: datetime
    may_agree: bool
    may_revoke: bool
    party: UUID | None = None  # whose identity it is
    label: int | None = None  # of one of a group: her number


@dataclass(frozen=True)
class IdentityStep:
    """One step in the record of a case: when, on which side, in which role, for what kind of reason; never who."""

    kind: str
    at: datetime
    side: Side | None
    role: str | None  # factory, coordinator, worker and so on
    reason: str | None
    why: str | None  # key of the rule that refused


@dataclass(frozen=True)
class Identity:
    """What is kept, sealed, and what was done with it. `plan` is the sealed text of a worker's own plan."""

    kept: bool
    plan_kept: bool
    plan: str | None = field(repr=False)
    requests: tuple[Unlock, ...]
    history: tuple[IdentityStep, ...]


@dataclass(frozen=True)
class Opened:
    """The sealed texts while both keys turn, or the key of the rule that kept them shut."""

    opened: bool
    why: str | None
    sealed: str | None = field(default=None, repr=False)
    plan: str | None = field(default=None, repr=False)
    until: datetime | None = None


@dataclass(frozen=True)
class Requests:
    """Everything that waits or is open in all cases, after a deed; `why` when it was not done."""

    done: bool
    why: str | None
    requests: tuple[Unlock, ...]
