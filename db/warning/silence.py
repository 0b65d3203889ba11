"""Silent workplaces: so long without any case that chance alone hardly does it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from db.warning.baseline import EXPECTED, OWN, exposures, headcounts
from db.warning.history import History, Rates

SHORTEST = 26  # weeks: a quiet season is no silence
LEAST_EXPECTED = 3.0


@dataclass(frozen=True)
class Silence:
    """By site: how many weeks without a case, how many cases would be usual in them, and log10 of the chance of none."""

    weeks: Rates
    expected: Rates
    chance: Rates


def silences(history: History) -> Silence:
    """Expected are 7.5 cases per 1,000 workers and year (DOMAIN 8), moved towards what the workplace itself did before.

    Workplaces differ: the prior is wide (a Gamma of OWN cases), so a small site is never called silent with certainty.
    """
    heads = headcounts(history)
    exposure = exposures(history) / heads[:, None]
    usual = EXPECTED * heads
    count = len(history.sites)
    weeks, expected, chance = np.zeros(count), np.zeros(count), np.zeros(count)
    for number, site in enumerate(history.sites):
        spoke = np.flatnonzero(history.voices[number, : site.weeks])
        quiet = int(spoke[0]) if len(spoke) else site.weeks
        lived = exposure[number]
        before, now = lived[quiet : site.weeks].sum(), lived[:quiet].sum()
        heard = history.voices[number, quiet : site.weeks].sum()
        shape, scale = OWN + heard, OWN / usual[number] + before
        weeks[number], expected[number] = quiet, shape / scale * now
        if quiet >= SHORTEST and expected[number] >= LEAST_EXPECTED:
            none = shape * np.log10(scale / (scale + now))
            # Whoever spoke n times had n pauses that could have been the long one.
            chance[number] = min(0.0, none + np.log10(1 + heard))
    return Silence(weeks, expected, chance)
