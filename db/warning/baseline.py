"""What is usual: how many cases of a cause a workplace brings in so many weeks, learnt from it and from all the others.

A Gamma prior, the network's rate for so many workers, is moved by the workplace's own past; what it then expects of some weeks
is a negative binomial (its own tail says how unusual a number is). Season, and what happens everywhere at once, is no
workplace's own: it is taken from the others, never from the workplace that is judged.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from db.warning.history import CAUSES, FEAST, PEAK, PLAIN, WEEKS, Counts, History, Rates

YEAR = 365.25 / 7
EXPECTED = 7.5 / 1000 / YEAR  # cases per worker and week: DOMAIN 8, its period read as a year [D]
LATE = 8  # the last weeks teach nothing: what is beginning now must not look usual
OWN = 2.0  # how much the network's rate weighs against a workplace's own past, in cases
VARIETY = 8.0  # at most so certain is a rate: people call in twos and threes
CALM = 6.0  # so many cases of the others are needed to believe in half a shock
CALMEST, WILDEST = 0.5, 50.0  # the limits of what is believed of the others


@dataclass(frozen=True)
class Baseline:
    """`rate` cases per unit of exposure are usual, with a certainty of `shape` cases; `exposure` is workers times season."""

    shape: Rates  # [site, cause]
    rate: Rates  # [site, cause]
    exposure: Rates  # [site, week]


def headcounts(history: History) -> Rates:
    """Workers by site; where nobody told us, as many as at a usual one."""
    known = [site.headcount for site in history.sites if site.headcount]
    usual = float(np.median(known)) if known else 500.0
    return np.array([site.headcount or usual for site in history.sites], np.float64)


def exposures(history: History) -> Rates:
    """Workers of a site in a week in which we knew it, more before New Year and fewer in the holidays: as the cases say."""
    known = np.arange(WEEKS)[None, :] < np.array([site.weeks for site in history.sites])[:, None]
    plain = headcounts(history)[:, None] * known
    past = slice(LATE, None)
    everything = history.cases.sum(axis=1)[:, past]
    ordinary = history.season[:, past] == PLAIN
    rate = (1 + everything[ordinary].sum()) / (1 / EXPECTED + plain[:, past][ordinary].sum())
    factors = np.ones(3)
    for kind in (PEAK, FEAST):
        here = history.season[:, past] == kind
        factors[kind] = (20 + everything[here].sum()) / (20 + rate * plain[:, past][here].sum())
    seasoned: Rates = plain * factors[history.season]
    return seasoned


def baseline(history: History) -> Baseline:
    """The usual rates. Weeks that were far out of the usual count for no more than the upper end of it."""
    exposure = exposures(history)
    counts = history.cases[:, :, LATE:].astype(np.float64)
    lived = exposure[:, LATE:].sum(axis=1)
    first = _learn(counts.sum(axis=2), lived)
    blocks = counts.reshape(len(history.sites), len(CAUSES), -1, LATE).sum(axis=3)
    usual = first.rate * (lived / blocks.shape[2])[:, None]
    most = stats.nbinom.ppf(0.99, first.shape, first.shape / (first.shape + usual))
    calm = np.minimum(blocks, np.maximum(1.0, most)[:, :, None]).sum(axis=2)
    learnt = _learn(calm, lived)
    return Baseline(learnt.shape, learnt.rate, exposure)


def _learn(counts: Rates, lived: Rates) -> Baseline:
    everybody = max(lived.sum(), 1.0)
    by_cause = (counts.sum(axis=0) + 0.5) / (everybody + 0.5 / (EXPECTED / len(CAUSES)))
    # How loud a workplace is altogether, then how loud about one cause.
    loudness = (OWN + counts.sum(axis=1)) / (OWN + lived * by_cause.sum())
    prior = loudness[:, None] * by_cause[None, :]
    shape = OWN + counts
    rate = shape / (OWN / prior + lived[:, None])
    return Baseline(shape, rate, np.empty(0))


def around(expected: Rates, observed: Counts, groups: Counts | None = None) -> Rates:
    """How much more than usual comes from all others, or from the others of one's own group: 1 is as usual."""
    if groups is None:
        others_seen = observed.sum(axis=0) - observed
        others_usual = expected.sum(axis=0) - expected
    else:
        together = groups[:, None] == groups[None, :]
        np.fill_diagonal(together, val=False)
        others_seen = together @ observed
        others_usual = together @ expected
    factor: Rates = np.clip((CALM + others_seen) / (CALM + others_usual), CALMEST, WILDEST)
    return factor


def chance(observed: Counts, mean: Rates, shape: Rates) -> Rates:
    """The logarithm (to 10) of the probability of so many or more, by chance."""
    sure = np.minimum(shape, VARIETY)
    tail: Rates = stats.nbinom.logsf(observed - 1, sure, sure / (sure + np.maximum(mean, 1e-9)))
    said: Rates = np.maximum(tail, -690.0) / np.log(10)
    return said
