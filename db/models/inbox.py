"""Lists: the inbox of a role, and the queue of the moderation desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.models.case import CaseHead
from db.models.nouns import Organization, Phase, Side
from db.models.thread import Message, Party

COUNTED = 300  # lists are counted so far; what says 301 is more


@dataclass(frozen=True)
class InboxRow:
    reference: str
    issues: tuple[str, ...]
    workplace: str
    city: str | None
    severity: int
    phase: Phase
    badges: tuple[str, ...]
    waits_for: str  # catalogue key: what waits, from the viewer's side
    due_at: datetime | None
    unread: int
    last_activity: datetime


@dataclass(frozen=True)
class Inbox:
    box: str  # needs, waiting, closed
    counts: dict[str, int]  # needs, waiting, closed, unread, severity_1 … severity_4, zero_tolerance, strike
    rows: tuple[InboxRow, ...]
    newer: str | None  # key for the page before, None at the start
    older: str | None
    workplaces: tuple[Organization, ...]  # for the rare filters, at most 200 of the viewer's
    brands: tuple[Organization, ...]
    next_due: date | None
    notices: int = 0  # unread ones, at most 100
    reads: int | None = None  # words were looked for in so many cases only: the next page looks further


@dataclass(frozen=True)
class QueueItem:
    message_id: UUID
    reference: str
    author: Side
    to_sides: tuple[Side, ...]
    workplace: str
    posted_at: datetime
    hints: tuple[str, ...]


@dataclass(frozen=True)
class KeptBack:
    """A party that does not get a file even when the message is released to it: the worker has not allowed it."""

    party: UUID
    file: UUID


@dataclass(frozen=True)
class Moderation:
    queue: tuple[QueueItem, ...]
    total: int
    chosen: Message | None
    case: CaseHead | None
    parties: tuple[Party, ...]
    kept_back: tuple[KeptBack, ...] = ()
