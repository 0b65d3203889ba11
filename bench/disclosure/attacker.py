"""The attacker: everything offered as linear constraints over the true counts, and which of them have one solution.

He has every page, download and version, of all brands together. He knows the rules, and more than the portal tells: which of
the hidden cells are under 5, and which numbers a correction changed. Only the secret key is not his.

A count is recovered when the integer program has one value for it. Most are cleared without it: if one case can be moved to
another cell of the same table and everything offered stays possible, there are two values. The rest goes to HiGHS (scipy).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from bench.disclosure.offered import Cell, Version

FAR = 10**6


@dataclass(frozen=True)
class View:
    """Versions x sets x scopes x cells: bounds of each true count, and how far the public one is above a brand's at least."""

    low: np.ndarray
    high: np.ndarray
    true: np.ndarray
    exists: np.ndarray
    gap: np.ndarray  # versions x sets x cells; −FAR where nothing follows


@dataclass(frozen=True)
class Tables:
    """Which cells share a population, and which a table of it."""

    whole: tuple[int, ...]
    tables: tuple[tuple[np.ndarray, ...], ...]  # of each population, the cells of each table

    @classmethod
    def of(cls, cells: Sequence[Cell]) -> Tables:
        whole = tuple(at for at, cell in enumerate(cells) if not cell[1])
        subjects = [sorted({c[1] for c in cells if c[0] == cells[at][0] and c[1]}) for at in whole]
        return cls(
            whole,
            tuple(
                tuple(np.array([i for i, c in enumerate(cells) if c[:2] == (cells[at][0], subject)]) for subject in each)
                for at, each in zip(whole, subjects, strict=True)
            ),
        )

    def population(self, cell: int) -> int:
        """The population that a cell counts in."""
        return next(at for at, whole in enumerate(self.whole) if cell == whole or any(cell in each for each in self.tables[at]))


def guarded_view(versions: Sequence[Sequence[Version]], aligned: np.ndarray, whole: Sequence[int]) -> View:
    """What follows from the publications: 10 is 6 to 14, a cell under 5 is 0 to 4, another hidden one is 5 or more."""
    shown, true, exists, company = (_stacked(versions, name) for name in ("shown", "true", "exists", "company"))
    low = np.where(shown >= 0, np.maximum(shown - 4, 5), np.where((true >= 5) | company, 5, 0))
    high = np.where(shown >= 0, shown + 4, np.where((true >= 5) | company, FAR, 4))
    # The audit leaves room above what is true of a population that is shared: a rule that he knows, too.
    places = np.array(whole)
    high[:, :, 0, places] -= (shown[:, :, 0, places] >= 0).astype(high.dtype)
    # The rule for what several workplaces share: whoever takes its own out of a shown number leaves 5.
    gap = np.where(shown[:, :, 0] >= 0, 5, np.where(aligned[None, :, None], 0, -FAR))
    return View(low, high, true, exists, gap)


def naive_view(versions: Sequence[Sequence[Version]], aligned: np.ndarray) -> View:
    """The control: exact numbers, 1 to 4 hidden, nothing else."""
    true, exists = (_stacked(versions, name) for name in ("true", "exists"))
    few = (true >= 1) & (true <= 4)
    gap = np.where(aligned[None, :, None], 0, -FAR) + np.zeros_like(true[:, :, 0])
    return View(np.where(few, 1, true), np.where(few, 4, true), true, exists, gap)


def _stacked(versions: Sequence[Sequence[Version]], name: str) -> np.ndarray:
    most = max(len(one) for one in versions)
    blank = np.zeros_like(getattr(versions[0][0], name))
    return np.array([[getattr(one[at], name) if at < len(one) else blank for one in versions] for at in range(most)])


def taking_out(view: View, known: np.ndarray, *, rule: bool) -> View:
    """The view of somebody who knows that many cases of each public cell; `rule` says that a shown one leaves him 5 others.

    He is told no more which of the hidden cells are 5 or more: beside what he knows, that would be more than the portal tells.
    """
    low, shown = view.low.copy(), view.gap == 5
    told = np.maximum(low[:, :, 0], np.minimum(known + 5 * (shown & rule), view.true[:, :, 0]))
    low[:, :, 0] = np.where(shown | (view.high[:, :, 0] < FAR), told, known)
    return replace(view, low=low)


def knowing_all(view: View, scopes: Sequence[int]) -> View:
    """The view of somebody for whom these scopes hold nothing new: a brand counts its own cases in its inbox."""
    low, high = view.low.copy(), view.high.copy()
    for scope in scopes:
        low[:, :, scope] = high[:, :, scope] = view.true[:, :, scope]
    return replace(view, low=low, high=high)


def cleared(view: View, tables: Tables) -> np.ndarray:
    """Sets x scopes x cells that keep two values for sure: a case can be moved there or away, and all offered stays possible.

    A brand's count may be held by the public one and the other way round; then both are moved together.
    """
    here = view.exists.any(axis=0)
    # What one version and the next both hold moves in both, so the narrower of them counts.
    up = np.where(view.exists, view.high - view.true, FAR).min(axis=0) >= 1
    down = np.where(view.exists, view.true - view.low, FAR).min(axis=0) >= 1
    between = view.true[:, :, :1] - view.gap[:, :, None] - view.true[:, :, 1:]  # how far each brand is below what it may be
    both = view.exists[:, :, :1] & view.exists[:, :, 1:]
    loose = np.where(both, between, FAR).min(axis=0) >= 1
    up, down = up & here, down & here
    alone_up, alone_down = up.copy(), down.copy()
    alone_up[:, 1:] &= loose
    alone_down[:, 0] &= loose.all(axis=1)
    # The public count goes down with each brand that holds it, whose case goes to another cell of the table.
    gives = alone_down.copy()
    gives[:, 0] = down[:, 0] & (loose | (down[:, 1:] & _others(alone_up, tables)[:, 1:])).all(axis=1)
    public_up = up[:, 0] & (_others(alone_down, tables)[:, 0] | _whole(alone_up, tables, here)[:, 0])
    takes = alone_up.copy()
    takes[:, 1:] = up[:, 1:] & (loose | public_up[:, None])
    swapped = (takes & _others(alone_down, tables)) | (gives & _others(alone_up, tables))
    together = up & up[:, :1]  # a case more for a brand and for everybody
    grown = (alone_up & _whole(alone_up, tables, here)) | (together & _whole(together, tables, here))
    shrunk = alone_down & _whole(alone_down, tables, here)
    return swapped | grown | shrunk


def _others(can: np.ndarray, tables: Tables) -> np.ndarray:
    """For each cell whether another one of its table can."""
    found = np.zeros_like(can)
    for each in tables.tables:
        for cells in each:
            found[:, :, cells] = can[:, :, cells].sum(axis=2)[:, :, None] - can[:, :, cells] >= 1
    return found


def _whole(can: np.ndarray, tables: Tables, here: np.ndarray) -> np.ndarray:
    """For each cell whether its population can, with one cell of each of its tables."""
    found = np.zeros_like(can)
    for whole, each in zip(tables.whole, tables.tables, strict=True):
        able = can[:, :, whole]
        for cells in each:
            able = able & (can[:, :, cells].any(axis=2) | ~here[:, :, cells].any(axis=2))
        for cells in ([whole], *each):
            found[:, :, cells] = able[:, :, None]
    return found


class Program:
    """The integer program of one set and population: every version and scope, each table sums up to its population."""

    def __init__(self, view: View, tables: Tables, one_set: int, population: int) -> None:
        cells = [tables.whole[population], *(int(i) for each in tables.tables[population] for i in each)]
        versions, _, scopes, _ = view.true.shape
        keys = [(v, s, c) for v in range(versions) for s in range(scopes) for c in cells if view.exists[v, one_set, s, c]]
        self.place = {key: at for at, key in enumerate(keys)}
        self.low = np.array([view.low[v, one_set, s, c] for v, s, c in keys], float)
        self.high = np.array([view.high[v, one_set, s, c] for v, s, c in keys], float)
        self.true = np.array([view.true[v, one_set, s, c] for v, s, c in keys], float)
        self.moved = np.zeros(len(keys), bool)
        self.rows: list[np.ndarray] = []
        self.least: list[float] = []
        self.most: list[float] = []
        for v in range(versions):
            for s in range(scopes):
                for each in tables.tables[population]:
                    inside = [self.place[v, s, int(c)] for c in each if (v, s, int(c)) in self.place]
                    if inside:
                        self._row({self.place[v, s, cells[0]]: -1.0, **dict.fromkeys(inside, 1.0)}, 0, 0)
            for s in range(1, scopes):
                for c in cells:
                    if (v, 0, c) in self.place and (v, s, c) in self.place and view.gap[v, one_set, c] > -FAR:
                        self._row({self.place[v, 0, c]: 1.0, self.place[v, s, c]: -1.0}, view.gap[v, one_set, c], np.inf)
        for (v, s, c), at in self.place.items():
            if (v + 1, s, c) in self.place:
                after = self.place[v + 1, s, c]
                same = self.true[after] == self.true[at]
                self._row({after: 1.0, at: -1.0}, 0 if same else 5, 0 if same else np.inf)

    def _row(self, entries: dict[int, float], least: float, most: float) -> None:
        row = np.zeros(len(self.place))
        for at, value in entries.items():
            row[at] = value
        self.rows.append(row)
        self.least.append(least)
        self.most.append(most)

    def wrong(self) -> list[str]:
        """What the truth contradicts; nothing, or the attacker would reason from something false."""
        name = {at: key for key, at in self.place.items()}
        found = [
            f"{name[at]} is {self.true[at]} and not {self.low[at]} to {self.high[at]}"
            for at in range(len(self.true))
            if not self.low[at] <= self.true[at] <= self.high[at]
        ]
        for row, least, most in zip(self.rows, self.least, self.most, strict=True):
            if not least <= row @ self.true <= most:
                found.append(f"{[name[int(at)] for at in np.nonzero(row)[0]]} {least} to {most}")
        return found

    def span(self, scope: int, cell: int) -> tuple[float, float]:
        """The least and the most that the count may be, in the first version that has it."""
        at = self._first(scope, cell)
        return float(self._solved(at, 1.0)[at]), float(self._solved(at, -1.0)[at])

    def one_value(self, scope: int, cell: int) -> bool:
        """Whether the count has one value. The truth is a solution, and each other one found clears all cells that it changes."""
        at = self._first(scope, cell)
        for sign in (1.0, -1.0):
            if self.moved[at]:
                return False
            self.moved |= np.abs(self._solved(at, sign) - self.true) > 0.5
        return not self.moved[at]

    def _first(self, scope: int, cell: int) -> int:
        return next(place for (_, s, c), place in self.place.items() if (s, c) == (scope, cell))

    def _solved(self, at: int, sign: float) -> np.ndarray:
        aim = np.zeros(len(self.place))
        aim[at] = sign
        limits = LinearConstraint(np.array(self.rows), self.least, self.most)
        # The linear program is quick, and nearly always has a solution in whole numbers; else the integer program.
        for whole in (0, 1):
            solved = milp(aim, bounds=Bounds(self.low, self.high), constraints=limits, integrality=np.full(len(aim), whole))
            if solved.x is None:
                raise RuntimeError(f"The attacker reasons from something false: {self.wrong()} {solved.message}")
            if np.abs(solved.x - np.round(solved.x)).max() < 1e-6:
                break
        return np.asarray(np.round(solved.x))


def recovered(view: View, tables: Tables, wanted: np.ndarray, *, first_only: bool = False) -> Iterator[tuple[int, int, int]]:
    """Set, scope and cell of each wanted count that has one value. With `first_only`, at most one of each set."""
    left = wanted & ~cleared(view, tables)
    programs: dict[tuple[int, int], Program] = {}
    done: set[int] = set()
    for one_set, scope, cell in zip(*(axis.tolist() for axis in np.nonzero(left)), strict=True):
        if first_only and one_set in done:
            continue
        population = tables.population(cell)
        if (one_set, population) not in programs:
            programs[one_set, population] = Program(view, tables, one_set, population)
        if programs[one_set, population].one_value(scope, cell):
            done.add(one_set)
            yield one_set, scope, cell
