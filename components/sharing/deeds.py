"""What somebody can choose on the page of reports; the page turns each into its one call."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from db.reports import Terms


@dataclass(frozen=True)
class Keep:
    """Upload a report."""

    workplace: UUID
    brand: UUID
    title: str
    period: tuple[date, date]
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Prepare:
    """Make the copy that would be shared; `summary` is the brand's own text, or empty."""

    report: UUID
    terms: Terms
    summary: str


@dataclass(frozen=True)
class Share:
    """Share the copy that was made and looked at."""

    report: UUID
    terms: Terms
    file: UUID


@dataclass(frozen=True)
class Answer:
    grant: UUID
    words: str
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Consent:
    grant: UUID
    yes: bool


@dataclass(frozen=True)
class Acknowledge:
    grant: UUID


@dataclass(frozen=True)
class Revoke:
    grant: UUID


@dataclass(frozen=True)
class Told:
    grant: UUID
    how: str


Deed = Keep | Share | Answer | Consent | Acknowledge | Revoke | Told
