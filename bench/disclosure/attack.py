"""The whole attack: sets are published, read by every reader, attacked from outside and from inside; and the naive control."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

import numpy as np

from bench.disclosure import offered
from bench.disclosure.attacker import Program, Tables, View, cleared, guarded_view, knowing_all, naive_view, recovered, taking_out
from bench.disclosure.knowing import counts, insiders
from bench.disclosure.made_up import BRANDS, DataSet, data_sets
from bench.disclosure.offered import Cell, Offered, Stage, Version

RECHECKED = 12  # of each attacker's
Ask = Callable[[UUID | None, str], dict[str, Any]]


@dataclass
class Outcome:
    """What came of an attack. A recovered count is named by its set, who attacked, scope (0 is the public) and cell."""

    sets: int
    publications: int = 0
    corrected: int = 0  # sets in which a second version was published
    tried: int = 0  # counts of 1 to 4 that somebody tried to work out
    shown: int = 0  # numbers that were published
    subjects: set[tuple[str, str]] = field(default_factory=set)  # of which a number was shown: "public" or "brand", and the table
    recovered: list[tuple[int, str, int, Cell]] = field(default_factory=list)
    rechecked: int = 0  # counts that were cleared by moving one case, and given to the solver all the same
    doubtful: list[tuple[int, str, int, Cell]] = field(default_factory=list)  # those of them for which it found one value
    zeros: int | None = None  # cells of which somebody outside could tell that no case is in them, if that was looked at
    control_possible: int = 0  # sets in which a count of 1 to 4 was hidden by the naive publication
    control_succeeded: int = 0
    control_inside: int = 0  # sets in which somebody inside recovers one of the others' counts from exact numbers
    seconds: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Target:
    """One data base of data sets as the attacker finds it."""

    sets: tuple[DataSet, ...]
    offered: Offered
    tables: Tables
    aligned: np.ndarray
    known: dict[str, np.ndarray]  # versions x sets x cells


def prepare(admin: offered.Connection, made: Stage, ask: Ask, sets: list[DataSet]) -> Target:
    """Publish the sets, add what came late, publish again, and read everything that any reader is offered."""
    offered.load(admin, made, sets, late=False)
    count = offered.publish(admin, made, sets)
    changed = [one for one in sets if any(case.late for case in one.cases)]
    offered.load(admin, made, changed, late=True)
    count += offered.publish(admin, made, changed)
    answers = [ask(None, "public_figures"), *(ask(buyer, "published") for buyer in made.buyers)]
    found = offered.read(admin, made, sets, answers, count)
    sites = [str(one) for one in made.workplaces]
    most = max(len(versions) for versions in found.versions)
    known = {
        name: np.array([counts(sets, found.cells, sites, whose, late=at > 0) for at in range(most)])
        for name, whose in insiders().items()
    }
    aligned = np.array([one.aligned for one in sets])
    return Target(tuple(sets), found, Tables.of(found.cells), aligned, known)


def untrue(target: Target, made: Stage) -> list[tuple[int, Cell]]:
    """Cells of first public versions whose count differs from the cases counted apart, in Python; none, or nothing is proved."""
    sites = [str(one) for one in made.workplaces]
    cells = target.offered.cells
    apart = counts(list(target.sets), cells, sites, lambda _: True, late=False)
    first: list[Version] = [versions[0] for versions in target.offered.versions]
    return [
        (row, cells[at])
        for row, one in enumerate(first)
        for at in np.nonzero(one.exists[0] & (one.true[0] != apart[row]))[0].tolist()
    ]


def attack(target: Target, outcome: Outcome) -> None:
    """Try to recover every count of 1 to 4: from outside, and as each workplace and brand, and as all brands together."""
    outcome.publications += target.offered.publications
    outcome.corrected += sum(len(versions) > 1 for versions in target.offered.versions)
    outcome.shown += sum(int((one.shown >= 0).sum()) for versions in target.offered.versions for one in versions)
    for versions in target.offered.versions:
        for scope, cell in zip(*np.nonzero(versions[0].shown >= 0), strict=True):
            outcome.subjects.add(("brand" if scope else "public", target.offered.cells[cell][1]))
    view = guarded_view(target.offered.versions, target.aligned, target.tables.whole)
    _try(target, view, "outside", view.true[0], outcome)
    for name, known in target.known.items():
        inside = taking_out(view, known, rule=name.startswith("workplace"))
        if name.startswith("brand"):
            inside = knowing_all(inside, [1 + int(name.split()[1])])
        elif name.startswith("all"):
            inside = knowing_all(inside, range(1, 1 + BRANDS))
        # What he wants to know is how many cases there are beside his own.
        others = view.true[0].copy()
        others[:, 0] -= known[0]
        others[:, 1:] = 0
        _try(target, inside, name, others, outcome)


def _try(target: Target, view: View, name: str, others: np.ndarray, outcome: Outcome) -> None:
    here = view.exists.any(axis=0)
    small = (others >= 1) & (others <= 4) & here
    outcome.tried += int(small.sum())
    for one_set, scope, cell in recovered(view, target.tables, small):
        outcome.recovered.append((target.sets[one_set].number, name, scope, target.offered.cells[cell]))
    clear = np.argwhere(small & cleared(view, target.tables))
    for one_set, scope, cell in clear[:: max(1, len(clear) // RECHECKED)].tolist():
        outcome.rechecked += 1
        if Program(view, target.tables, one_set, target.tables.population(cell)).one_value(scope, cell):
            outcome.doubtful.append((target.sets[one_set].number, name, scope, target.offered.cells[cell]))
    if name == "outside" and outcome.zeros is not None:
        outcome.zeros += sum(1 for _ in recovered(view, target.tables, (others == 0) & here))


def control(target: Target, outcome: Outcome) -> None:
    """The same attacker on the naive publication: exact numbers with 1 to 4 hidden."""
    view = naive_view(target.offered.versions, target.aligned)
    first = replace(view, **{name: getattr(view, name)[:1] for name in ("low", "high", "true", "exists", "gap")})
    small = (first.true[0] >= 1) & (first.true[0] <= 4) & first.exists[0]
    outcome.control_possible += int(small.any(axis=(1, 2)).sum())
    outcome.control_succeeded += sum(1 for _ in recovered(first, target.tables, small, first_only=True))
    won: set[int] = set()
    for name, known in target.known.items():
        if name.startswith("workplace"):
            others = first.true[0].copy()
            others[:, 0] -= known[0]
            others[:, 1:] = 0
            wanted = (others >= 1) & (others <= 4) & first.exists[0]
            wanted[list(won)] = False
            inside = taking_out(first, known[:1], rule=False)
            won |= {one_set for one_set, _, _ in recovered(inside, target.tables, wanted, first_only=True)}
    outcome.control_inside += len(won)


def run(admin: offered.Connection, ask: Ask, count: int, *, seed: int = 5, zeros: bool = False) -> Outcome:
    """Attack that many random data sets in an empty database with all migrations."""
    outcome = Outcome(count, zeros=0 if zeros else None)
    began = time.perf_counter()
    made = offered.stage(admin)
    target = prepare(admin, made, ask, data_sets(count, seed))
    wrong = untrue(target, made)
    if wrong:
        raise RuntimeError(f"The publications count otherwise than the cases: {wrong[:5]}")
    outcome.seconds["publish"] = time.perf_counter() - began
    began = time.perf_counter()
    attack(target, outcome)
    outcome.seconds["attack"] = time.perf_counter() - began
    began = time.perf_counter()
    control(target, outcome)
    outcome.seconds["control"] = time.perf_counter() - began
    return outcome
