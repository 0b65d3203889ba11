"""People and organisations: who may sign in, for whom, in which role. A supervisor's desk.

Every write returns the whole directory, so that a deed costs one call.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.gateway import Gateway
from db.models.people import Directory
from db.shape import shape


@dataclass(frozen=True)
class OrganizationForm:
    """What a supervisor writes about an organisation; `id` is None for a new one."""

    id: UUID | None
    kind: str
    name: str
    city: str | None
    country: str
    headcount: int | None
    time_zone: str = "Asia/Shanghai"


def new_invitation_code() -> str:
    """A fresh code for an invitation's link; shown once, kept nowhere."""
    return secrets.token_urlsafe(32)


def hash_invitation(code: str) -> str:
    """What the database keeps instead of the code."""
    return hashlib.sha256(code.encode()).hexdigest()


def people(gateway: Gateway) -> Directory:
    """Everybody; raises Refused for anybody but a supervisor."""
    return shape(Directory, gateway.call("people"))


def save_organization(gateway: Gateway, request_id: UUID, form: OrganizationForm) -> Directory:
    """Add the organisation, or mend it when the form carries its id."""
    answer = gateway.call(
        "save_organization",
        request_id=request_id,
        organization=form.id,
        kind=form.kind,
        name=form.name,
        city=form.city,
        country=form.country,
        headcount=form.headcount,
        time_zone=form.time_zone,
    )
    return shape(Directory, answer)


def link_supply(gateway: Gateway, request_id: UUID, *, brand: UUID, workplace: UUID, since: date) -> Directory:
    """The brand buys from the workplace from that day on."""
    return shape(
        Directory,
        gateway.call("link_supply", request_id=request_id, brand=brand, workplace=workplace, since=since),
    )


def end_supply(gateway: Gateway, request_id: UUID, *, link: UUID, until: date) -> Directory:
    """The brand stops buying there; from that day on it opens no case of that workplace."""
    return shape(Directory, gateway.call("end_supply", request_id=request_id, link=link, until=until))


def invite(gateway: Gateway, request_id: UUID, *, email: str, organization: UUID, role: str, code_hash: str) -> Directory:
    """Ask somebody in; the link with the code is handed over by the supervisor."""
    return shape(
        Directory,
        gateway.call("invite", request_id=request_id, email=email, organization=organization, role=role, code_hash=code_hash),
    )


def set_role(gateway: Gateway, *, person: UUID, role: str) -> Directory:
    """Change what somebody may do; it holds from their next call on."""
    return shape(Directory, gateway.call("set_role", person=person, role=role))


def suspend(gateway: Gateway, *, person: UUID, reason: str) -> Directory:
    """From now on this person sees nothing, in every tab."""
    return shape(Directory, gateway.call("suspend", person=person, reason=reason))


def restore(gateway: Gateway, *, person: UUID) -> Directory:
    """The person may sign in again, as before."""
    return shape(Directory, gateway.call("restore", person=person))
