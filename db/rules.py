"""The rules that a supervisor may change. A change is a new version; what runs keeps the one under which it started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.models.rules import Rules
from db.shape import shape


@dataclass(frozen=True)
class Length:
    """Calendar time in hours, or working days; one of the two."""

    hours: int | None = None
    working_days: int | None = None


def rules(gateway: Gateway) -> Rules:
    """Everything, with all versions. Refused for everybody but supervisors."""
    return shape(Rules, gateway.call("rules"))


def set_clock(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, kind: str, severity: int, version: int, length: Length, reason: str
) -> Rules:
    """A new length for clocks that start from now on. Conflict when the version looked at holds no longer."""
    answer = gateway.call(
        "set_clock_rule", request_id=request_id, kind=kind, severity=severity, version=version, hours=length.hours,
        working_days=length.working_days, reason=reason,
    )  # fmt: skip
    return shape(Rules, answer)


def set_country(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, country: str, version: int, national_age: int, codes: Sequence[str], source: str
) -> Rules:
    """A new version for a country; version 0 where it had no line of its own. Conflict as above."""
    answer = gateway.call(
        "set_protocol_rule", request_id=request_id, country=country, version=version, national_age=national_age,
        codes=list(codes), reason=source,
    )  # fmt: skip
    return shape(Rules, answer)
