"""Rising severity: a larger part of a workplace's late cases is high or critical than it was before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special, stats

from db.warning.history import Counts, History, Rates

WINDOW = 13  # weeks
LEAST = 3  # high or critical cases
TRUST = 10.0  # the network's share weighs as much as so many cases of the workplace


@dataclass(frozen=True)
class Severity:
    """By site: cases and high ones of the window, the usual share, and log10 of the chance of so many high ones."""

    cases: Counts
    high: Counts
    share: Rates
    chance: Rates


def severities(history: History) -> Severity:
    """The share of high and critical cases against the workplace's own earlier share, held near that of all."""
    cases, high = history.voices[:, :WINDOW].sum(axis=1), history.loud[:, :WINDOW].sum(axis=1)
    earlier, loud = history.voices[:, WINDOW:].sum(axis=1), history.loud[:, WINDOW:].sum(axis=1)
    everywhere = (1.0 + loud.sum()) / (5.0 + earlier.sum())
    a, b = TRUST * everywhere + loud, TRUST * (1 - everywhere) + earlier - loud
    chance = np.zeros(len(cases))
    enough = high >= LEAST
    tail = np.array([_tail(*one) for one in zip(high[enough], cases[enough], a[enough], b[enough], strict=True)])
    chance[enough] = np.minimum(0.0, np.maximum(tail, -690.0) / np.log(10))
    return Severity(cases, high, a / (a + b), chance)


def _tail(high: int, cases: int, a: float, b: float) -> float:
    """Logarithm of the chance of so many high ones or more. Summed: one less all others loses everything in a large workplace."""
    return float(special.logsumexp(stats.betabinom.logpmf(np.arange(high, cases + 1), cases, a, b)))
