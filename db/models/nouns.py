"""The nouns of the house: roles, sides, phases, and who somebody is."""

from __future__ import annotations

from dataclasses import dataclass
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


# The name under which the database keeps cases whose workplace a coordinator has still to find.
UNLISTED = "Not on the list"


@dataclass(frozen=True)
class Organization:
    id: UUID
    kind: str  # workplace, brand, handshake, authority
    name: str
    city: str | None
    country: str

    @property
    def listed(self) -> bool:
        """Whether it is a known organisation, not the place that holds cases of workplaces still to be found."""
        return self.name != UNLISTED


@dataclass(frozen=True)
class Person:
    """The signed-in person; `language` is an IETF tag such as `en` or `zh-Hans`."""

    id: UUID
    name: str
    role: Role
    language: str
    organization: Organization


@dataclass(frozen=True)
class Workplace:
    id: UUID
    name: str
    city: str | None
