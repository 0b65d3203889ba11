"""What a supervisor changes on the page of rules: one deed, one new version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class SetClock:
    """A length in hours or in working days, from the version that was looked at."""

    kind: str
    severity: int
    version: int
    hours: int | None
    working_days: int | None
    reason: str


@dataclass(frozen=True)
class SetCountry:
    country: str
    version: int  # 0 for a country without a line of its own
    national_age: int
    codes: tuple[str, ...]
    source: str


Deed = SetClock | SetCountry
Do = Callable[[Deed], None]
REASON_MOST = 500
