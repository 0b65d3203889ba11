"""Parties and messages of a case, as one viewer may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from db.models.nouns import MessageKind, MessageState, Side


@dataclass(frozen=True)
class Party:
    """A party of a case as the viewer may know it; `mine` marks the viewer's own."""

    id: UUID
    side: Side
    name: str | None  # None for the worker and for Handshake: their labels come from the side
    country: str | None
    mine: bool
    since: datetime
    label: int | None = None  # of one of a group: her number


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
    entered: bool = False  # said on the telephone and taken down by Handshake


@dataclass(frozen=True)
class Preview:
    """The thread as the database shows it to one other party."""

    party: Party
    seen: int
    total: int
    messages: tuple[Message, ...]
    parties: tuple[Party, ...]
