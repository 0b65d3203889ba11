"""Plant each mutant in a transaction, let the suite look for it, take it back; count what was found by whom."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass

import psycopg
import typer

from bench.mutants.equivalent import EQUIVALENT, reason
from bench.mutants.planting import Mutant, guards, mutants
from bench.mutants.suite import Suite, sample
from bench.permissions.stage import Stage, staged
from bench.telling import say
from tests.real_database import Connection

AT_LEAST, QUICK = 300, 40


@dataclass(frozen=True)
class Verdict:
    """`by` is behaviour, catalogue, equivalent or nothing; invalid when the database refused the mutant itself."""

    mutant: Mutant
    by: str
    said: str


def measure(*, quick: bool) -> None:
    """Print every number."""
    with staged() as stage, stage.scene.database.connect() as admin:
        every = mutants(admin)
        verdicts = judged(stage, admin, sample(every, QUICK) if quick else every)
        found = Counter(one.by for one in verdicts)
        for kind in dict.fromkeys(one.mutant.kind for one in verdicts):
            of_kind = Counter(one.by for one in verdicts if one.mutant.kind == kind)
            name = kind.replace(" ", "_").replace("(", "").replace(")", "")
            say(f"{name}_planted", of_kind.total() - of_kind["invalid"], "mutants")
            say(f"{name}_survived", of_kind["nothing"], "mutants", 0)
        for one in verdicts:
            if one.by == "nothing":
                print(f"survived: {one.mutant.key}", file=sys.stderr)
        say("planted", found.total() - found["invalid"], "mutants", 40 if quick else AT_LEAST, bound="at least")
        say("killed_by_behaviour", found["behaviour"], "mutants")
        say("killed_by_catalogue", found["catalogue"], "mutants")
        say("equivalent", found["equivalent"], "mutants")
        say("refused_by_the_database", found["invalid"], "mutants")
        say("survived", found["nothing"], "mutants", 0)
        if not quick:
            stale = [begin for begin in EQUIVALENT if not any(one.key.startswith(begin) for one in every)]
            say("equivalent_ones_that_are_gone", len(stale), "entries", 0)
            dropped = judged(stage, admin, list(guards(admin)))
            say("guards_dropped", len(dropped), "mutants")
            say("guards_dropped_that_the_matrix_alone_sees", Counter(one.by for one in dropped)["behaviour"], "mutants")
        say("wrong_without_a_mutant", _unharmed(stage, admin), "cells", 0)


def judged(stage: Stage, admin: Connection, every: list[Mutant]) -> list[Verdict]:
    """What became of each."""
    suite = Suite(stage, admin)
    verdicts = []
    with typer.progressbar(every, label="mutants", file=sys.stderr) as bar:
        for mutant in bar:
            with admin.transaction(force_rollback=True):
                verdicts.append(_verdict(suite, mutant))
    return verdicts


def _verdict(suite: Suite, mutant: Mutant) -> Verdict:
    try:
        suite.admin.execute(mutant.change.encode())
    except psycopg.Error as error:
        return Verdict(mutant, "invalid", str(error))
    for by, look in (("behaviour", lambda: suite.behaviour(mutant)), ("catalogue", suite.catalogue)):
        suite.admin.execute("select set_config('role', 'none', true)")
        if said := look():
            return Verdict(mutant, by, said)
    why = reason(mutant.key)
    return Verdict(mutant, "equivalent" if why else "nothing", why)


def _unharmed(stage: Stage, admin: Connection) -> int:
    """The detectors on the real thing: a suite that cries at everything kills every mutant, too."""
    suite = Suite(stage, admin)
    looks = {"message": "tables", "me": "helpers", "my_case": "guards"}
    silent = [Mutant("nothing", "", "", near, look) for near, look in looks.items()]
    with admin.transaction(force_rollback=True):
        return sum(bool(suite.behaviour(one)) for one in silent) + len(suite.catalogue())
