"""The newsletter as a supervisor sees it. No address is in here but the reader's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Issue:
    """An issue: a draft until `sent_at`; then `letters` = `arrived` + `waiting` + `refused` (or erased meanwhile)."""

    id: UUID
    subject_en: str
    body_en: str
    subject_zh: str
    body_zh: str
    revision: int
    written_by: str
    written_at: datetime
    sent_at: datetime | None
    letters: int
    arrived: int
    waiting: int
    refused: int


@dataclass(frozen=True)
class NewsletterDeed:
    """What somebody did with addresses: exported, erased or sent, and with how many."""

    deed: str
    by: str
    at: datetime
    n: int


@dataclass(frozen=True)
class NewsletterDesk:
    """The newest thirty issues, drafts first; `erased` is set by erasing one address: 0 where it was not there."""

    confirmed: int
    chinese: int
    unconfirmed: int
    email: str
    issues: tuple[Issue, ...]
    log: tuple[NewsletterDeed, ...]
    erased: int | None = None


@dataclass(frozen=True)
class Subscriber:
    """One line of the export."""

    email: str
    language: str
    confirmed_at: datetime
