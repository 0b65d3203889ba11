"""All tests together: what is worth a coordinator's look, most unusual first, with the reasons as keys and facts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import numpy as np
from scipy import stats

from db.warning.baseline import Baseline, baseline
from db.warning.clusters import Clusters, clusters
from db.warning.history import CAUSES, PEAK, WEEKS, History, Rates
from db.warning.severity import WINDOW as SEVERITY_WEEKS
from db.warning.severity import severities
from db.warning.silence import silences
from db.warning.spreading import WINDOW as SPREAD_WEEKS
from db.warning.spreading import Spread, spreads

# Of what we raise, about so large a part may be chance (Benjamini-Hochberg). A visit to a silent site costs little: there more.
RAISE: Final = {"cluster": 0.20, "spreading": 0.10, "severity": 0.30, "silent": 0.50}
KEEP: Final = 2.0  # what was raised stays as long as it is not twice as likely to be chance
SHOWN: Final = 26  # weeks of the picture
Reason = dict[str, Any]


@dataclass(frozen=True)
class Found:
    """One warning. `subject` and `cause` name it from day to day; `raised` is false when it is only worth keeping."""

    kind: str  # cluster, spreading, severity, silent
    subject: str  # "site:<id>", "brand:<id>", "city:<name>"
    workplace: UUID  # where it is strongest
    cause: str | None
    code: str | None
    span: int  # weeks, up to now, that are unusual
    observed: int
    expected: float
    chance: float  # log10 of the probability
    score: float
    raised: bool
    reasons: tuple[Reason, ...]
    weeks: tuple[int, ...]  # cases a week, the latest last
    base: float  # usual cases a week


def watch(history: History) -> list[Found]:
    """Everything worth raising or keeping, the highest score first."""
    if not history.sites:
        return []
    base = baseline(history)
    spread = spreads(history, base)
    near = list(_clusters(history, base, spread))
    # High cases that make a cluster are said there, not twice.
    told = {one.workplace for one in near if one.raised and any(each["key"] == "high" and each["n"] >= 3 for each in one.reasons)}
    severe = [one for one in _severities(history) if one.workplace not in told]
    found = [*near, *_spreads(history, spread), *severe, *_silences(history)]
    return sorted(found, key=lambda one: (-one.score, one.kind, one.subject, one.cause or ""))


def _doubt(chance: Rates, kind: str) -> Rates:
    """By Benjamini and Hochberg: how large a part of all that is at least so unusual may be chance, as a share of the limit."""
    part: Rates = stats.false_discovery_control(10.0 ** np.minimum(chance, 0.0).ravel()).reshape(chance.shape)
    return part / RAISE[kind]


def _clusters(history: History, base: Baseline, spread: list[Spread]) -> Iterator[Found]:
    found = clusters(history, base)
    doubt = _doubt(found.chance, "cluster")
    for site, cause in zip(*np.nonzero((doubt <= KEEP) & (found.chance < 0)), strict=True):
        weeks = int(found.weeks[site, cause])
        high = int(history.high[site, cause, :weeks].sum())
        reasons = _about_cluster(history, found, int(site), int(cause), high)
        sisters = _sisters(spread, int(site), int(cause))
        score = -float(found.chance[site, cause]) + 0.3 * high + (0.5 if sisters else 0.0)
        yield Found(
            "cluster", f"site:{history.sites[site].id}", history.sites[site].id, CAUSES[cause],
            history.dominant([int(site)], CAUSES[cause]), weeks,
            int(found.observed[site, cause]), float(found.expected[site, cause]), float(found.chance[site, cause]), score,
            bool(doubt[site, cause] <= 1), (*reasons, *sisters), _shown(history.cases[site, cause]),
            float(found.expected[site, cause] / weeks),
        )  # fmt: skip


def _about_cluster(history: History, found: Clusters, site: int, cause: int, high: int) -> tuple[Reason, ...]:
    weeks, around = int(found.weeks[site, cause]), float(found.everywhere[site, cause])
    reasons: list[Reason] = [
        {"key": "cluster", "n": int(found.observed[site, cause]), "weeks": weeks, "usual": _usual(found.expected[site, cause])}
    ]
    if high:
        reasons.append({"key": "high", "n": high})
    if around >= 1.5:
        reasons.append({"key": "everywhere", "times": round(around, 1)})
    if (history.season[site, :weeks] == PEAK).any():
        reasons.append({"key": "season"})
    return tuple(reasons)


def _sisters(spread: list[Spread], site: int, cause: int) -> tuple[Reason, ...]:
    """Where the same cause rises at workplaces that this one shares a buyer or a city with."""
    near = [one for one in spread if one.cause == cause and site in one.sites and one.chance <= -1]
    best = min(near, key=lambda one: one.chance, default=None)
    return () if best is None else ({"key": "sisters", "n": len(best.sites) - 1, **_named(best.group)},)


def _spreads(history: History, spread: list[Spread]) -> Iterator[Found]:
    if not spread:
        return
    doubt = _doubt(np.array([one.chance for one in spread]), "spreading")
    taken: dict[int, set[int]] = {}
    for number in sorted(range(len(spread)), key=lambda each: (spread[each].chance, spread[each].group)):
        one = spread[number]
        # A brand and a city of the same workplaces would say the same thing twice: the most unusual one speaks.
        if doubt[number] > KEEP or not one.sites or taken.setdefault(one.cause, set()) & set(one.sites):
            continue
        taken[one.cause] |= set(one.sites)
        first = one.sites[0]
        together = history.cases[list(one.sites), one.cause].sum(axis=0)
        reason = {
            "key": "spreading", "n": int(together[:SPREAD_WEEKS].sum()), "weeks": SPREAD_WEEKS, "usual": _usual(one.usual),
            "sites": [str(history.sites[site].id) for site in one.sites], **_named(one.group),
        }  # fmt: skip
        high = int(history.high[list(one.sites), one.cause, :SPREAD_WEEKS].sum())
        yield Found(
            "spreading", one.group, history.sites[first].id, CAUSES[one.cause], history.dominant(one.sites, CAUSES[one.cause]),
            SPREAD_WEEKS, one.observed, one.expected, one.chance, -one.chance + 0.3 * high,
            bool(doubt[number] <= 1), (reason, *([{"key": "high", "n": high}] if high else [])), _shown(together),
            one.usual / SPREAD_WEEKS,
        )  # fmt: skip


def _severities(history: History) -> Iterator[Found]:
    found = severities(history)
    doubt = _doubt(found.chance, "severity")
    for site in np.flatnonzero((doubt <= KEEP) & (found.chance < 0)):
        n, high, share = int(found.cases[site]), int(found.high[site]), float(found.share[site])
        one = history.sites[site]
        reason = {"key": "severity", "n": n, "high": high, "weeks": SEVERITY_WEEKS, "share": round(100 * share)}
        yield Found(
            "severity", f"site:{one.id}", one.id, None, None, SEVERITY_WEEKS, high,
            n * share, float(found.chance[site]), -float(found.chance[site]), bool(doubt[site] <= 1), (reason,),
            _shown(history.loud[site]), n * share / SEVERITY_WEEKS,
        )  # fmt: skip


def _silences(history: History) -> Iterator[Found]:
    found = silences(history)
    doubt = _doubt(found.chance, "silent")
    for site in np.flatnonzero((doubt <= KEEP) & (found.chance < 0)):
        one, weeks = history.sites[site], int(found.weeks[site])
        heard = int(history.voices[site].sum())
        reasons: list[Reason] = [{"key": "silent", "weeks": weeks, "usual": round(float(found.expected[site]))}]
        reasons.append({"key": "before", "n": heard} if heard else {"key": "never", "whole": one.weeks >= WEEKS})
        yield Found(
            "silent", f"site:{one.id}", one.id, None, None, weeks, 0,
            float(found.expected[site]), float(found.chance[site]), -float(found.chance[site]), bool(doubt[site] <= 1),
            tuple(reasons), _shown(history.voices[site]), float(found.expected[site]) / weeks,
        )  # fmt: skip


def _named(group: str) -> Reason:
    kind, _, name = group.partition(":")
    return {kind: name}


def _usual(expected: float) -> float:
    return round(float(expected), 2)


def _shown(weeks: Any) -> tuple[int, ...]:
    return tuple(int(each) for each in reversed(weeks[:SHOWN]))
