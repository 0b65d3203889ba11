"""What screens are made of: plain, frozen values that the database hands out as JSON.

Every class here is one JSON object of a function in the schema `api`; `db/shape.py` turns one
into the other. Instants are aware datetimes in UTC, days are dates, money is not here yet.
Components take these values and nothing else, so a screen can be drawn from constants.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """What a signed-in person may do; a worker has no account and therefore no role here."""

    FACTORY = "factory"
    BRAND = "brand"
    COORDINATOR = "coordinator"
    CUSTODIAN = "custodian"
    SUPERVISOR = "supervisor"


class Side(StrEnum):
    """On which side of a case a party sits (DOMAIN 1)."""

    WORKER = "worker"
    FACTORY = "factory"
    BRAND = "brand"
    HANDSHAKE = "handshake"
    AUTHORITY = "authority"


class Phase(StrEnum):
    """The seven phases that people are shown (DOMAIN 3), in their order."""

    RECEIVED = "received"
    SCREENING = "screening"
    FACTORY = "factory"
    FINDING = "finding"
    REMEDY = "remedy"
    CHECK = "check"
    CLOSED = "closed"


class MessageKind(StrEnum):
    STATEMENT = "statement"
    MESSAGE = "message"
    NOTE = "note"


class MessageState(StrEnum):
    """`private` is for Handshake alone and needs no moderation."""

    PRIVATE = "private"
    HELD = "held"
    RELEASED = "released"
    WITHHELD = "withheld"
    SENT_BACK = "sent_back"
    TAKEN_BACK = "taken_back"


class ConsentItem(StrEnum):
    STATEMENT = "statement"
    NAME = "name"
    CONTACT = "contact"
    PHOTO = "photo"
    FILE = "file"


@dataclass(frozen=True)
class Organization:
    id: UUID
    kind: str  # workplace, brand, handshake, authority
    name: str
    city: str | None
    country: str


@dataclass(frozen=True)
class Person:
    """The signed-in person; `language` is an IETF tag such as `en` or `zh-Hans`."""

    id: UUID
    name: str
    role: Role
    language: str
    organization: Organization


@dataclass(frozen=True)
class Party:
    """A party of a case as the viewer may know it; `mine` marks the viewer's own."""

    id: UUID
    side: Side
    name: str | None  # None for the worker and for Handshake: their labels come from the side
    country: str | None
    mine: bool
    since: datetime


@dataclass(frozen=True)
class Attachment:
    id: UUID
    name: str
    bytes: int
    media_type: str


@dataclass(frozen=True)
class Message:
    """One message as the viewer may read it: its own or, for Handshake, the original; else the release."""

    id: UUID
    author: Side
    author_party: UUID | None  # None where the viewer may not know the party
    author_name: str | None  # a Handshake person's name, for Handshake only
    mine: bool
    kind: MessageKind
    state: MessageState
    body: str
    released_body: str | None  # what others read, where it differs and the viewer may see both
    removed: int  # passages removed before release
    readers: tuple[UUID, ...]  # party ids among those the viewer knows
    posted_at: datetime
    decided_at: datetime | None
    reason: str | None  # reason code of the last decision, for the author and Handshake
    note: str | None  # the moderator's note to the author
    files: tuple[Attachment, ...]
    hints: tuple[str, ...]  # for Handshake, on held messages: phone, name, id_number, asks_who
    fresh: bool  # posted after the viewer's last visit
    revision: int = 0  # of the original; sent back with a decision, so that a stale one is refused


@dataclass(frozen=True)
class Clock:
    """A deadline with its reason (DOMAIN 4): `kind` and `basis` are catalogue keys."""

    kind: str
    due_at: datetime
    owner: Side
    basis: str


@dataclass(frozen=True)
class Consent:
    id: UUID
    item: ConsentItem
    recipient: Organization
    given_how: str  # web, phone, guardian
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class Exposure:
    """One disclosure that happened, derived from the audit events."""

    item: str
    recipient_side: Side
    recipient_name: str | None
    at: datetime
    consent_at: datetime | None


@dataclass(frozen=True)
class TimelineEntry:
    """One step in the life of a case; `kind` is a catalogue key, `facts` its small facts."""

    kind: str
    at: datetime
    facts: dict[str, str]


@dataclass(frozen=True)
class Step:
    """A move of the state machine open to the viewer now, or not yet and why."""

    to_state: str
    allowed: bool
    why_not: str | None  # stable key of the guard that would refuse


@dataclass(frozen=True)
class CaseHead:
    id: UUID
    reference: str
    revision: int
    state: str
    phase: Phase
    severity: int  # 1 critical to 4 low
    issues: tuple[str, ...]  # taxonomy codes, main one first
    workplace: Organization
    received_at: datetime
    channel: str
    anonymous: bool
    badges: tuple[str, ...]  # zero_tolerance, no_tip_off, strike, retaliation, hold
    closed_reason: str | None


@dataclass(frozen=True)
class CasePage:
    """Everything the case page draws, for one viewer, in one call."""

    viewer: Side
    case: CaseHead
    parties: tuple[Party, ...]
    messages: tuple[Message, ...]  # oldest first, at most 200; the last ones of the case
    clocks: tuple[Clock, ...]
    consents: tuple[Consent, ...]
    exposures: tuple[Exposure, ...]
    timeline: tuple[TimelineEntry, ...]
    steps: tuple[Step, ...]
    admissible: tuple[Organization, ...]  # organisations a coordinator could admit now
    chain_head: str | None  # head of the audit chain, hex; for the worker and Handshake
    tip: str  # compare with api.case_tip to learn that something is new


@dataclass(frozen=True)
class Preview:
    """The thread as the database shows it to one other party."""

    party: Party
    seen: int
    total: int
    messages: tuple[Message, ...]
    parties: tuple[Party, ...]


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
class Moderation:
    queue: tuple[QueueItem, ...]
    total: int
    chosen: Message | None
    case: CaseHead | None
    parties: tuple[Party, ...]


@dataclass(frozen=True)
class Workplace:
    id: UUID
    name: str
    city: str | None
