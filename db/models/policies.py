"""Policies and protocols: versions, their words, and who has read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID


@dataclass(frozen=True)
class PolicyLine:
    """The version of a policy that holds, in the list."""

    id: UUID
    kind: str  # procedure, zero_tolerance, strike, report_sharing
    country: str | None  # what it adds for workplaces of which country; None for what holds everywhere
    version: int
    published_on: date
    holds_from: date
    binds: bool  # whether the viewer's organisation works by it
    read_at: datetime | None  # when the viewer said so


@dataclass(frozen=True)
class PolicyWords:
    """A version in one language."""

    language: str
    body: str  # a line that begins with "# " is a heading, one with "- " a point of a list
    changed: str  # what is new since the version before


@dataclass(frozen=True)
class PolicyChange:
    """What is new, in one language."""

    language: str
    words: str


@dataclass(frozen=True)
class PolicyVersion:
    """One of all versions of a policy, newest first in a list."""

    id: UUID
    kind: str
    country: str | None
    version: int
    published_on: date
    holds_from: date
    changes: tuple[PolicyChange, ...]


@dataclass(frozen=True)
class PolicyReaders:
    """How many people of a bound organisation have read it. A supervisor sees all, others their own."""

    name: str
    kind: str
    people: int
    read: int


@dataclass(frozen=True)
class Policy:
    """One version in full."""

    id: UUID
    kind: str
    country: str | None
    version: int
    published_on: date
    holds_from: date
    holds: bool  # False when there is a newer one
    texts: tuple[PolicyWords, ...]
    versions: tuple[PolicyVersion, ...]
    readers: tuple[PolicyReaders, ...]

    def words(self, language: str) -> PolicyWords:
        """The text in that language; every version has all."""
        return next(one for one in self.texts if one.language == language)


@dataclass(frozen=True)
class PolicyPage:
    policies: tuple[PolicyLine, ...]
    shown: Policy
    publishes: bool  # whether the viewer may publish a version
