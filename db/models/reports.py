"""Reports and their grants, evidence packs: as the pages of a brand, a factory and a supervisor show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from uuid import UUID

from db.models.nouns import Organization

GrantState = Literal[
    "open", "terms", "answer", "consent", "not_notified", "revoked", "ended", "withdrawn", "declined", "expired"
]  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What the factory said; `words` or `file` or both."""

    words: str | None
    file: str | None
    at: datetime


@dataclass(frozen=True)
class Download:
    """One copy that was asked for; `number` stands on its pages. `left` is False when it never left the house."""

    number: str
    organization: str
    part: Literal["reader", "factory", "owner", "handshake"]
    at: datetime
    left: bool


@dataclass(frozen=True)
class Grant:
    """A report shown to one other organisation. `answer` and `downloads` hold what the viewer may know of."""

    id: UUID
    report: UUID
    state: GrantState
    title: str
    workplace: str
    brand: str
    reader: str
    period_from: date
    period_to: date
    purpose: str
    profile: Literal["whole", "pages", "summary"]
    removed: tuple[int, ...]
    basis: Literal["consent", "contract", "law"]
    basis_words: str | None
    no_onward: bool
    expires_on: date
    made_at: datetime
    notified_at: datetime | None
    notified_how: str | None
    answer_until: datetime | None
    consented_at: datetime | None
    acknowledged_at: datetime | None
    over_at: datetime | None
    answer: Answer | None
    copies: int
    downloads: tuple[Download, ...]


@dataclass(frozen=True)
class Report:
    """A report of a brand. `pages` is None for what can only be shared as a summary; `brand` is told to supervisors."""

    id: UUID
    title: str
    workplace: Organization
    brand: str | None
    brand_id: UUID
    period_from: date
    period_to: date
    name: str
    media_type: str
    pages: int | None
    kept_at: datetime
    grants: tuple[Grant, ...]


@dataclass(frozen=True)
class Link:
    """A workplace that a brand sources from, and may keep reports about."""

    brand_id: UUID
    brand: str
    workplace: Organization


@dataclass(frozen=True)
class Receiver:
    id: UUID
    name: str
    kind: str


@dataclass(frozen=True)
class Reports:
    """The whole page, for whoever asked."""

    role: Literal["brand", "factory", "supervisor"]
    answer_days: int
    longest_days: int
    reports: tuple[Report, ...]
    shared: tuple[Grant, ...]
    about: tuple[Grant, ...]
    links: tuple[Link, ...]
    receivers: tuple[Receiver, ...]


@dataclass(frozen=True)
class Recipe:
    """What one copy is made of, and what stands on each of its pages."""

    download: UUID
    at: datetime
    key: str
    title: str
    workplace: str
    brand: str
    purpose: str
    profile: str
    expires_on: date
    no_onward: bool
    person: str
    organization: str
    part: str
    answer: RecipeAnswer | None


@dataclass(frozen=True)
class RecipeAnswer:
    words: str | None
    at: datetime
    key: str | None


@dataclass(frozen=True)
class Pack:
    """An evidence pack that was made; the archive itself is given to its maker for a day."""

    id: UUID
    brand: str
    first: date
    last: date
    made_at: datetime
    sha256: str


@dataclass(frozen=True)
class Brand:
    id: UUID
    name: str


@dataclass(frozen=True)
class Evidence:
    role: Literal["brand", "supervisor"]
    brands: tuple[Brand, ...]
    packs: tuple[Pack, ...]
