"""Spreading causes: each workplace has a few cases more, none of them unusual alone; together they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.warning.baseline import CALM, CALMEST, WILDEST, Baseline, chance
from db.warning.history import CAUSES, History

WINDOW = 6  # weeks
SITES = 3  # so many workplaces at least must have more than usual
LARGEST = 0.6  # no workplace may bring more of the cases than that: then it is a cluster of its own


@dataclass(frozen=True)
class Spread:
    """A cause that rises at several workplaces of a brand, or of a city, and less elsewhere."""

    group: str  # "brand:<id>" or "city:<name>"
    cause: int
    sites: tuple[int, ...]  # those with more than usual, the most first
    observed: int  # in the whole group, as the chance is
    expected: float
    usual: float  # expected at `sites` alone
    chance: float  # log10


def groups(history: History) -> dict[str, list[int]]:
    """The workplaces of each brand and each city, where there are enough of them."""
    found: dict[str, list[int]] = {}
    for number, site in enumerate(history.sites):
        for brand in site.brands:
            found.setdefault(f"brand:{brand}", []).append(number)
        if site.city:
            found.setdefault(f"city:{site.city}", []).append(number)
    return {name: sites for name, sites in found.items() if len(sites) >= SITES}


def spreads(history: History, base: Baseline) -> list[Spread]:
    """Every brand and city with every cause; the chance is 1 where too few workplaces take part."""
    seen = history.cases[:, :, :WINDOW].sum(axis=2)
    plain = base.rate * base.exposure[:, :WINDOW].sum(axis=1)[:, None]
    found = []
    for name, members in groups(history).items():
        rest = np.setdiff1d(np.arange(len(history.sites)), members)
        elsewhere = np.clip((CALM + seen[rest].sum(axis=0)) / (CALM + plain[rest].sum(axis=0)), CALMEST, WILDEST)
        usual = plain[members] * elsewhere
        total = seen[members].sum(axis=0)
        more = (seen[members] > usual) & (seen[members] > 0)
        for cause in range(len(CAUSES)):
            part = np.flatnonzero(more[:, cause])
            if len(part) < SITES or seen[members, cause].max() > LARGEST * total[cause]:
                found.append(Spread(name, cause, (), int(total[cause]), float(usual[:, cause].sum()), 0.0, 0.0))
                continue
            # The sum of negative binomials, by its mean and variance: one of the same kind.
            mean = usual[:, cause].sum()
            extra = (usual[:, cause] ** 2 / base.shape[members, cause]).sum()
            said = chance(total[cause : cause + 1], np.array([mean]), np.array([mean**2 / max(extra, 1e-12)]))
            order = sorted(part, key=lambda one: (-(seen[members[one], cause] - usual[one, cause]), one))
            sites, there = tuple(members[one] for one in order), float(usual[part, cause].sum())
            found.append(Spread(name, cause, sites, int(total[cause]), float(mean), there, float(said[0])))
    return found
