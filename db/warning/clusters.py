"""Clusters in time: more cases of a cause than this workplace brings, the season and the others being what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from db.warning.baseline import Baseline, around, chance
from db.warning.history import CAUSES, Counts, History, Rates

WINDOWS: Final = (1, 2, 4, 8)  # weeks, each ending today
LEAST: Final = 3  # two cases are a coincidence that nobody needs a table for


@dataclass(frozen=True)
class Clusters:
    """For each workplace and cause its most unusual window: all arrays are [site, cause]."""

    chance: Rates  # log10 of its probability, all windows considered
    weeks: Counts
    observed: Counts
    expected: Rates
    everywhere: Rates  # how much more than usual comes from the others


def regions(history: History) -> Counts:
    """A number for each city; a workplace without one stands alone."""
    names = [site.city or str(site.id) for site in history.sites]
    order = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([order[name] for name in names], np.int64)


def usual(history: History, base: Baseline, weeks: int) -> tuple[Counts, Rates, Rates]:
    """Seen, expected, and how much more than usual there is around: in the last so many weeks, by site and cause."""
    seen: Counts = history.cases[:, :, :weeks].sum(axis=2)
    plain = base.rate * base.exposure[:, :weeks].sum(axis=1)[:, None]
    everywhere = around(plain, seen)
    nearby = np.maximum(1.0, around(plain * everywhere, seen, regions(history)))
    return seen, plain * everywhere * nearby, everywhere * nearby


def clusters(history: History, base: Baseline) -> Clusters:
    """The most unusual window of each workplace and cause; fewer than LEAST cases are never unusual."""
    size = (len(history.sites), len(CAUSES))
    best = Clusters(np.zeros(size), np.zeros(size, np.int64), np.zeros(size, np.int64), np.zeros(size), np.ones(size))
    for weeks in WINDOWS:
        seen, mean, everywhere = usual(history, base, weeks)
        enough = seen >= LEAST
        found = np.zeros(size)
        # Four looks at the same weeks are four chances to be fooled.
        found[enough] = np.minimum(0.0, chance(seen[enough], mean[enough], base.shape[enough]) + np.log10(len(WINDOWS)))
        better = found < best.chance
        for whole, part in (
            (best.chance, found), (best.weeks, np.full(size, weeks)), (best.observed, seen), (best.expected, mean),
            (best.everywhere, everywhere),
        ):  # fmt: skip
            whole[better] = part[better]
    return best
