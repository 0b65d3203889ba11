"""What can be done in a protocol, as values: a dialog hands one back, the page turns it into its one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class DoStep:
    items: tuple[str, ...]
    words: str
    needed: bool


@dataclass(frozen=True)
class NoteAge:
    kind: str
    says: str
    words: str


@dataclass(frozen=True)
class SettleAge:
    age: str
    follow_until: date | None
    words: str


@dataclass(frozen=True)
class DecideReferral:
    refer: bool
    words: str


@dataclass(frozen=True)
class RecordBasis:
    recipient: UUID
    basis: str
    words: str


@dataclass(frozen=True)
class RecordReferral:
    authority: UUID
    officer_role: str
    channel: str
    handed_at: datetime
    words: str


@dataclass(frozen=True)
class TellBrand:
    brand: UUID
    words: str


@dataclass(frozen=True)
class NoteFollowUp:
    due_on: date
    how: str
    outcome: str
    words: str


@dataclass(frozen=True)
class Lower:
    revision: int
    words: str


@dataclass(frozen=True)
class Leave:
    """One of two people says that all is done."""

    words: str


@dataclass(frozen=True)
class RaiseOnSuspicion:
    """On the case page."""

    ground: str
    words: str


@dataclass(frozen=True)
class Acknowledge:
    """A brand confirms the request, on the case page."""


Deed = (
    DoStep | NoteAge | SettleAge | DecideReferral | RecordBasis | RecordReferral | TellBrand | NoteFollowUp | Lower | Leave
)  # fmt: skip
Do = Callable[[Deed], None]
