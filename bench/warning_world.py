"""Simulated histories for early warning: ordinary cases with all that makes them uneven, and what we planted among them.

Nothing here is taken from the model that looks at it: rates are log-normal and drift, calls bring calls, seasons have a
summer bulge that nobody told it of, shocks hit sites unevenly, and only a part of what happens at a site is ever reported.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

import numpy as np
from numpy.random import Generator, default_rng
from numpy.typing import NDArray

from db.warning.history import CAUSES, FEAST, PEAK, PLAIN, WEEKS, History, Site

SITES, CITIES, BRANDS = 200, 20, 25
DAYS = 3 * 364
FIRST = date(2023, 11, 20)
FEASTS = (date(2024, 2, 10), date(2025, 1, 29), date(2026, 2, 17))
MIX = np.array([0.7, 0.5, 9, 4, 1.5, 22, 17, 14, 9, 8, 7, 4, 3])  # DOMAIN 12
REPORTED = 0.6  # of what happens in a planted cluster, so much reaches us
SIZES = (4, 8, 12, 20, 32)  # grievances of a planted cluster
SPANS = (14, 28, 56)  # days from its first sign to the strike
JUST_AS_HIGH = 0.18


@dataclass(frozen=True)
class Plant:
    """Something that a good watch finds: from `start`, best before `end`. `size`: grievances there; `told`: that reach us."""

    kind: str  # cluster, spreading, severity, silent
    sites: tuple[int, ...]
    cause: int
    start: int
    end: int
    size: int
    told: int


@dataclass
class World:
    """Cases by day, and the truth about them."""

    sites: tuple[Site, ...]
    began: NDArray[np.int64]  # [site]: the day on which we came to know it
    cases: NDArray[np.int64]  # [site, cause, day], as all below running sums from the first day
    high: NDArray[np.int64]
    voices: NDArray[np.int64]
    loud: NDArray[np.int64]
    season: NDArray[np.int64]  # [day]
    plants: list[Plant] = field(default_factory=list)
    shocked: set[tuple[int, int, int]] = field(default_factory=set)  # site, cause, week of a shock

    def at(self, day: int) -> History:
        """What was known at the end of that day."""
        edges = day + 1 - 7 * np.arange(WEEKS + 1)
        edges = np.maximum(edges, 0)
        weeks = np.minimum(WEEKS, np.maximum(1, (day + 1 - self.began) // 7))
        sites = tuple(Site(one.id, one.headcount, one.city, one.brands, int(n)) for one, n in zip(self.sites, weeks, strict=True))

        def binned(running: NDArray[np.int64]) -> NDArray[np.int64]:
            taken = running[..., edges]
            return np.asarray(taken[..., :-1] - taken[..., 1:], np.int64)

        season = self.season[np.maximum(0, edges[:-1] - 4)]
        spread = np.broadcast_to(season, (len(sites), WEEKS)).astype(np.int64)
        return History(
            FIRST + timedelta(days=day), sites, binned(self.cases), binned(self.high), binned(self.voices), binned(self.loud),
            spread, {},
        )  # fmt: skip


def build(seed: int, sites: int = SITES) -> World:
    """A world of that seed; another seed is another world."""
    dice = default_rng(seed)
    heads = np.clip(dice.lognormal(np.log(800), 0.9, sites), 60, 20_000).astype(int)
    cities = dice.integers(0, CITIES, sites)
    places = tuple(
        Site(
            UUID(int=seed << 32 | number), int(heads[number]), f"City {cities[number]}",
            tuple(UUID(int=1 << 100 | int(one)) for one in sorted(set(dice.integers(0, BRANDS, dice.integers(1, 4))))),
        )
        for number in range(sites)
    )  # fmt: skip
    began = np.where(dice.random(sites) < 0.2, dice.integers(0, 540, sites), 0)
    season = np.array([_season(FIRST + timedelta(days=day)) for day in range(DAYS)])
    rates, shocked = _rates(dice, heads, cities, began, season)
    plants, silent = _silent(dice, heads, began)
    for site, day in silent:
        rates[site, :, day:] = 0
    plain = _uneven(dice, dice.poisson(rates).astype(np.int64), silent)
    high = dice.binomial(plain, JUST_AS_HIGH)
    muted = {site for site, _ in silent}
    quiet = [site for site in range(sites) if site not in muted]
    plants += _clusters(dice, quiet, began, plain, high)
    plants += _spreading(dice, places, muted, plain, high)
    plants += _severity(dice, quiet, plain, high)
    second = dice.binomial(plain, 0.25)
    voices, loud = plain.sum(axis=1), high.sum(axis=1)
    for cause in range(len(CAUSES)):  # a second cause of the same case is no second voice
        other = int(dice.integers(0, len(CAUSES)))
        plain[:, other] += second[:, cause]
    return World(places, began, *(_running(each) for each in (plain, high, voices, loud)), season, plants, shocked)


def _running(daily: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([np.zeros((*daily.shape[:-1], 1), np.int64), np.cumsum(daily, axis=-1)], axis=-1)


def _season(day: date) -> int:
    near = [(day - feast).days for feast in FEASTS]
    if any(0 <= each < 14 for each in near):
        return FEAST
    return PEAK if any(-56 <= each < 0 for each in near) else PLAIN


def _rates(
    dice: Generator, heads: NDArray[np.int64], cities: NDArray[np.int64], began: NDArray[np.int64], season: NDArray[np.int64]
) -> tuple[NDArray[np.float64], set[tuple[int, int, int]]]:
    """Cases to expect by site, cause and day."""
    sites = len(heads)
    loudness = dice.lognormal(-0.32, 0.8, sites)
    mix = dice.dirichlet(MIX / MIX.sum() * 20, sites)
    rate = (heads * loudness * 7.5 / 1000 / 365.25)[:, None, None] * mix[:, :, None] * np.ones(DAYS)
    days = np.arange(DAYS)
    drift = 1 + dice.uniform(-0.3, 0.5, sites)[:, None] * days / DAYS
    bulge = 1 + 0.25 * np.exp(-(((days - 210) % 364 - 30) ** 2) / 800)
    swing = np.choose(season, [1.0, 1.7, 0.35]) * bulge
    rate *= drift[:, None, :] * swing * (days[None, None, :] >= began[:, None, None])
    shocked: set[tuple[int, int, int]] = set()
    for number in range(11):
        cause, start, span = int(dice.integers(0, len(CAUSES))), int(dice.integers(300, DAYS - 60)), int(dice.integers(20, 60))
        hit = np.ones(sites, bool) if number < 5 else cities == dice.integers(0, CITIES)
        force = 1 + dice.uniform(1, 3) * dice.gamma(3, 1 / 3, sites) * hit
        rate[:, cause, start : start + span] *= force[:, None]
        shocked |= {(int(one), cause, week) for one in np.flatnonzero(hit) for week in range(start // 7, (start + span) // 7 + 3)}
    return rate, shocked


def _uneven(dice: Generator, cases: NDArray[np.int64], silent: list[tuple[int, int]]) -> NDArray[np.int64]:
    """Calls bring calls: one case in eight brings colleagues within ten days."""
    more = np.zeros_like(cases)
    until = dict(silent)
    for site, cause, day in zip(*np.nonzero(cases), strict=True):
        if dice.random() < 0.12:
            for _ in range(1 + dice.poisson(0.3)):
                later = day + int(dice.integers(0, 10))
                if later < min(DAYS, until.get(int(site), DAYS)):
                    more[site, cause, later] += 1
    return cases + more


def _silent(dice: Generator, heads: NDArray[np.int64], began: NDArray[np.int64]) -> tuple[list[Plant], list[tuple[int, int]]]:
    """Workplaces that never speak, and others that fall silent on a day."""
    chosen = dice.choice(len(heads), 16, replace=False)
    silent = [(int(one), 0 if n % 2 else int(dice.integers(250, 600))) for n, one in enumerate(chosen)]
    plants = [Plant("silent", (site,), -1, max(day, int(began[site])), DAYS, int(heads[site]), 0) for site, day in silent]
    return plants, silent


def _clusters(
    dice: Generator, quiet: list[int], began: NDArray[np.int64], plain: NDArray[np.int64], high: NDArray[np.int64]
) -> list[Plant]:
    """One each, at a site that has nothing else planted, denser towards its strike."""
    plants = []
    chosen = iter(dice.permutation(quiet))
    for size in SIZES * 3:
        for span in SPANS:
            site = int(next(chosen))
            cause = int(dice.choice(len(CAUSES), p=MIX / MIX.sum()))
            end = int(dice.integers(max(430, began[site] + 200), DAYS - 30))
            told = int(dice.binomial(size, REPORTED))
            for when in end - 1 - (span * (1 - np.sqrt(dice.random(told)))).astype(int):
                plain[site, cause, when] += 1
                high[site, cause, when] += dice.random() < 0.35
            plants.append(Plant("cluster", (site,), cause, end - span, end, size, told))
    return plants


def _spreading(
    dice: Generator, places: tuple[Site, ...], muted: set[int], plain: NDArray[np.int64], high: NDArray[np.int64]
) -> list[Plant]:
    """A cause that rises at some sites of one brand, two cases at each."""
    plants = []
    for brand in dice.permutation(BRANDS)[:10]:
        members = [n for n, one in enumerate(places) if UUID(int=1 << 100 | int(brand)) in one.brands and n not in muted]
        sites = tuple(int(one) for one in dice.permutation(members)[: int(dice.integers(4, 8))])
        cause, end = int(dice.choice(len(CAUSES), p=MIX / MIX.sum())), int(dice.integers(430, DAYS - 30))
        for site in sites:
            for when in end - 1 - dice.integers(0, 42, 2):
                plain[site, cause, when] += 1
                high[site, cause, when] += dice.random() < JUST_AS_HIGH
        plants.append(Plant("spreading", sites, cause, end - 42, end, 2 * len(sites), 2 * len(sites)))
    return plants


def _severity(dice: Generator, quiet: list[int], plain: NDArray[np.int64], high: NDArray[np.int64]) -> list[Plant]:
    """The same number of cases, but most of them high, for thirteen weeks."""
    plants = []
    loud = sorted(quiet, key=lambda one: -int(plain[one].sum()))[:40]
    for site in dice.choice(loud, 8, replace=False):
        start = int(dice.integers(430, DAYS - 120))
        part = slice(start, start + 91)
        high[site, :, part] = dice.binomial(plain[site, :, part], 0.6)
        told = int(plain[site, :, part].sum())
        plants.append(Plant("severity", (int(site),), -1, start, start + 91, told, told))
    return plants
