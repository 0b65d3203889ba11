"""What early warning looks at: weekly counts of cases by workplace and cause, and what a workplace is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Rates = NDArray[np.float64]

WEEKS: Final = 104  # how far back we look
CAUSES: Final = tuple("ABCDEFGHIJKLM")  # the categories of DOMAIN 11; what is no grievance (X) is no cause
PLAIN, PEAK, FEAST = range(3)  # what a week is: ordinary, before New Year or Spring Festival, the holidays themselves


@dataclass(frozen=True)
class Site:
    """A workplace, as far as it matters here. `weeks`: for how many weeks, up to WEEKS, we have known it."""

    id: UUID
    headcount: int | None
    city: str | None
    brands: tuple[UUID, ...]
    weeks: int = WEEKS


@dataclass(frozen=True)
class History:
    """Week 0 is the seven days that end with `day`. A case with two causes counts in both, and once as a voice."""

    day: date
    sites: tuple[Site, ...]
    cases: Counts  # [site, cause, week]
    high: Counts  # [site, cause, week]: of these severity 1 or 2
    voices: Counts  # [site, week]: cases of any kind
    loud: Counts  # [site, week]: of these severity 1 or 2
    season: Counts  # [site, week]: PLAIN, PEAK or FEAST in its country
    codes: Mapping[tuple[int, str], Sequence[tuple[str, int]]]  # (site, cause): how often each code came in the last weeks

    def dominant(self, sites: Sequence[int], cause: str) -> str | None:
        """The code that most of the late cases of a cause have at these sites, if one does."""
        found: Counter[str] = Counter()
        for site in sites:
            found.update(dict(self.codes.get((site, cause), ())))
        most = max(found, key=lambda code: (found[code], code), default=None)
        return most if most and found[most] >= 3 and found[most] >= 0.6 * found.total() else None


def read(told: Mapping[str, Any]) -> History:
    """The history as `private.warning_history` tells it."""
    sites = tuple(
        Site(
            UUID(one["id"]), one["headcount"], one["city"], tuple(UUID(brand) for brand in one["brands"]),
            max(1, min(WEEKS, int(one["weeks"]))),
        )
        for one in told["sites"]
    )  # fmt: skip
    place = {str(site.id): number for number, site in enumerate(sites)}
    cases, high = (np.zeros((len(sites), len(CAUSES), WEEKS), np.int64) for _ in range(2))
    voices, loud = (np.zeros((len(sites), WEEKS), np.int64) for _ in range(2))
    for site, cause, week, n, severe in told["weeks"]:
        if cause is None:
            voices[place[site], week], loud[place[site], week] = n, severe
        else:
            cases[place[site], CAUSES.index(cause), week] = n
            high[place[site], CAUSES.index(cause), week] = severe
    codes: dict[tuple[int, str], list[tuple[str, int]]] = {}
    for site, code, n in told["codes"]:
        codes.setdefault((place[site], code[0]), []).append((code, n))
    season = [told["season"][one["country"]] for one in told["sites"]]
    shaped = np.array(season, np.int64).reshape(len(sites), WEEKS)
    return History(date.fromisoformat(told["day"]), sites, cases, high, voices, loud, shaped, codes)
