"""Early warning on simulated histories with planted clusters: what it finds, how early, and how often it cries wolf."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from bench.warning_world import DAYS, Plant, World, build
from db.warning.history import CAUSES
from db.warning.watch import watch

START = 400  # the first year only teaches
FORGET = 14  # days without which a warning is over, as in the database
TUNING, REPORTING = (1, 2), (101, 102, 103, 104, 105, 106)
NAIVE_DAYS = 30
Key = tuple[str, str, int]  # kind, subject, cause


@dataclass
class Seen:
    """What a watcher raised: for each thing the days of each episode, first to last."""

    episodes: dict[Key, list[list[int]]] = field(default_factory=dict)

    def note(self, day: int, raised: Iterable[Key], kept: Iterable[Key]) -> None:
        """As the table of warnings does: raised once, kept while it lasts, over after FORGET days."""
        for one in raised:
            known = self.episodes.setdefault(one, [])
            if not known or day - known[-1][1] > FORGET:
                known.append([day, day])
        for one in kept:
            known = self.episodes.get(one, [])
            if known and day - known[-1][1] <= FORGET:
                known[-1][1] = day


@dataclass(frozen=True)
class Outcome:
    """One planted thing: found how many days before its end, or None."""

    plant: Plant
    lead: int | None


@dataclass(frozen=True)
class Measured:
    """One watcher on some worlds."""

    outcomes: list[Outcome]
    false: dict[str, int]
    shocked: int  # of the false ones, during a shock
    years: float  # workplaces times years


def ours(world: World, step: int) -> Seen:
    """The watch of the portal, every `step` days."""
    seen = Seen()
    for day in range(START, DAYS, step):
        found = watch(world.at(day))
        keys = [((one.kind, one.subject, CAUSES.index(one.cause) if one.cause else -1), one.raised) for one in found]
        seen.note(day, [key for key, raised in keys if raised], [key for key, _ in keys])
    return seen


def naive(least: int) -> Callable[[World, int], Seen]:
    """So many cases of one cause in 30 days, whatever is usual there."""

    def look(world: World, step: int) -> Seen:
        seen = Seen()
        for day in range(START, DAYS, step):
            late = world.cases[:, :, day + 1] - world.cases[:, :, day + 1 - NAIVE_DAYS]
            many = zip(*np.nonzero(late >= least), strict=True)
            keys = [("cluster", f"site:{world.sites[site].id}", int(cause)) for site, cause in many]
            seen.note(day, keys, keys)
        return seen

    return look


def judge(world: World, seen: Seen) -> Measured:
    """Which planted things were found before their end, and what was raised for nothing."""
    outcomes, false, shocked = [], {"cluster": 0, "spreading": 0, "severity": 0, "silent": 0}, 0
    for plant in world.plants:
        days = [
            max(first, plant.start)
            for key, episodes in seen.episodes.items() if _is_about(world, key, plant)
            for first, last in episodes if first < plant.end and last >= plant.start
        ]  # fmt: skip
        outcomes.append(Outcome(plant, plant.end - min(days) if days else None))
    for key, episodes in seen.episodes.items():
        for first, _ in episodes:
            if not any(_excuses(world, key, plant, first) for plant in world.plants):
                false[key[0]] += 1
                sites = [n for n, one in enumerate(world.sites) if key[1] == f"site:{one.id}"]
                shocked += bool(sites) and (sites[0], key[2], first // 7) in world.shocked
    return Measured(outcomes, false, shocked, len(world.sites) * (DAYS - START) / 364)


def _is_about(world: World, key: Key, plant: Plant) -> bool:
    kind, subject, cause = key
    if kind != plant.kind or (plant.cause >= 0 and cause != plant.cause):
        return False
    return kind == "spreading" or subject == f"site:{world.sites[plant.sites[0]].id}"


def _excuses(world: World, key: Key, plant: Plant, day: int) -> bool:
    """Whether something planted is behind what was raised, also when it came late or under another name."""
    kind, subject, cause = key
    if not plant.start <= day <= plant.end + 56 or (kind == "silent") != (plant.kind == "silent"):
        return False
    if cause >= 0 and plant.cause >= 0 and cause != plant.cause:
        return False
    return kind == "spreading" or any(subject == f"site:{world.sites[site].id}" for site in plant.sites)


def together(parts: list[Measured]) -> Measured:
    """Several worlds as one."""
    return Measured(
        [one for part in parts for one in part.outcomes],
        {kind: sum(part.false[kind] for part in parts) for kind in parts[0].false},
        sum(part.shocked for part in parts), sum(part.years for part in parts),
    )  # fmt: skip


def run(seeds: Iterable[int], step: int, watchers: dict[str, Callable[[World, int], Seen]], sites: int) -> dict[str, Measured]:
    """Every watcher on the same worlds."""
    parts: dict[str, list[Measured]] = {name: [] for name in watchers}
    for seed in seeds:
        world = build(seed, sites)
        for name, look in watchers.items():
            parts[name].append(judge(world, look(world, step)))
    return {name: together(each) for name, each in parts.items()}
