"""People, organisations, supply links and invitations, as a supervisor sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from db.models import Role


@dataclass(frozen=True)
class Member:
    """Somebody who signs in."""

    id: UUID
    name: str
    email: str
    role: Role
    organization: UUID
    language: str
    suspended_at: datetime | None
    suspended_why: str | None


@dataclass(frozen=True)
class OrganizationRecord:
    """An organisation with what only a supervisor needs; `ended_at` when it left Handshake."""

    id: UUID
    kind: str  # workplace, brand, handshake, authority
    name: str
    city: str | None
    country: str
    headcount: int | None
    time_zone: str
    ended_at: datetime | None


@dataclass(frozen=True)
class SupplyLink:
    """A brand sources from a workplace from a day to a day."""

    id: UUID
    brand: UUID
    workplace: UUID
    since: date
    until: date | None


@dataclass(frozen=True)
class Invitation:
    id: UUID
    email: str
    organization: UUID
    role: Role
    invited_at: datetime
    expires_at: datetime
    accepted_at: datetime | None


@dataclass(frozen=True)
class Directory:
    """Everybody and every organisation."""

    people: tuple[Member, ...]
    organizations: tuple[OrganizationRecord, ...]
    links: tuple[SupplyLink, ...]
    invitations: tuple[Invitation, ...]
