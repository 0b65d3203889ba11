"""Notices: what is new for somebody, and how they are told by mail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Notice:
    id: UUID
    kind: str  # catalogue key
    at: datetime
    read: bool
    reference: str | None  # None for what is gathered once a day, and for what is no case
    issues: tuple[str, ...]
    workplace: str | None
    city: str | None


@dataclass(frozen=True)
class MailState:
    """For supervisors: mails that should have left an hour ago, and those that were refused this week."""

    waiting: int
    since: datetime | None
    refused: int


@dataclass(frozen=True)
class Notices:
    notices: tuple[Notice, ...]  # the newest fifty
    unread: int  # at most 100
    now: datetime  # until when this was everything
    mail: MailState | None


@dataclass(frozen=True)
class NoticeChoice:
    mail: str  # each, digest, none
    digest_at: str  # "08:30", on the clock of `time_zone`
    quiet_from: str | None
    quiet_until: str | None
    time_zone: str
