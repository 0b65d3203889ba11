"""What somebody can choose on the strike desk; the page turns each into its one call."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.strikes import Description, Words


@dataclass(frozen=True)
class Open:
    workplace: UUID
    code: str


@dataclass(frozen=True)
class Describe:
    said: Description


@dataclass(frozen=True)
class SetLevel:
    level: int
    reason: str


@dataclass(frozen=True)
class Tried:
    with_whom: str
    outcome: str
    on: date


@dataclass(frozen=True)
class SetDemand:
    code: str
    outcome: str


@dataclass(frozen=True)
class Link:
    reference: str
    linked: bool


@dataclass(frozen=True)
class End:
    pass


@dataclass(frozen=True)
class Draft:
    words: Words
    bulletin: UUID | None = None
    revision: int | None = None


@dataclass(frozen=True)
class Release:
    bulletin: UUID
    revision: int


Deed = Open | Describe | SetLevel | Tried | SetDemand | Link | End | Draft | Release
