"""What a supervisor may change: lengths of clocks, and what is zero tolerance in a country; each with its versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ClockVersion:
    """One length: calendar time in months, days and hours, or working days."""

    version: int
    months: int | None
    days: int | None
    hours: int | None
    working_days: int | None
    since: datetime
    by: str | None  # None for the defaults
    reason: str | None


@dataclass(frozen=True)
class ClockLine:
    """One clock at one severity; the first version holds, the others explain old clocks."""

    kind: str
    severity: int
    basis: str  # ours or law
    versions: tuple[ClockVersion, ...]


@dataclass(frozen=True)
class CountryVersion:
    version: int
    national_age: int
    minimum_age: int
    basis: str  # law, unchecked or ours
    codes: tuple[str, ...]
    since: datetime
    by: str | None
    reason: str | None


@dataclass(frozen=True)
class CountryLine:
    """One country; ZZ stands for all without a line of their own."""

    country: str
    judged: tuple[str, ...]  # codes that raise it in their worst forms alone
    versions: tuple[CountryVersion, ...]


@dataclass(frozen=True)
class Rules:
    clocks: tuple[ClockLine, ...]
    countries: tuple[CountryLine, ...]
    general: tuple[str, ...]  # codes that no country takes away
