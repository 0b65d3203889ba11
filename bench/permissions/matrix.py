"""Every persona × every table, row, file and function, against the oracle in Python; and the grants under both kinds of defaults.

The cells stand in tests/policies: the tests there hold the whole matrix with each change, so a quick run takes some personas and
a few things of each kind.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial

import typer

from bench.permissions.stage import Stage, fresh, staged
from bench.telling import say
from db.migrate import migrate
from tests.policies import flaws, matrix
from tests.policies.grants import GRANTS, Defaults, set_defaults, snapshot
from tests.real_database import Database

# One of each: role, link, suspension, receipt, session.
QUICK = (
    "public", "ada", "mei", "chen", "weber", "una", "worker_open", "zhao", "lin_expired",
)  # fmt: skip
WRITING = ("chen", "worker_open", "zhao")  # whom a quick run lets try to write
AT_LEAST = 10_000
Part = Callable[..., matrix.Found]


def measure(*, quick: bool) -> None:
    """Print every number."""
    with staged() as stage:
        who = list(QUICK if quick else stage.scene.personas)
        say("personas", len(who), "people", len(QUICK) if quick else 40, bound="at least")
        _cells(stage, who, quick=quick)
        _planted(stage, quick=quick)
        for defaults in Defaults:
            say(f"grants_otherwise_with_{defaults.value}_by_default", _otherwise(stage, defaults), "lines", 0)


def parts(*, quick: bool) -> dict[str, Part]:
    """The parts of the matrix by name."""
    most = 1 if quick else 0
    return {
        "reads": matrix.wrong_reads,
        "writes": matrix.wrong_writes,
        "rows_written": matrix.wrong_rows,
        "files": matrix.wrong_files,
        "calls": partial(matrix.wrong_calls, schema="api", most=most),
        "private_calls": partial(matrix.wrong_calls, schema="private", most=most),
    }


def _cells(stage: Stage, who: list[str], *, quick: bool) -> None:
    every = parts(quick=quick)
    count, wrong, words = dict.fromkeys(every, 0), dict.fromkeys(every, 0), []
    with typer.progressbar(who, label="matrix", file=sys.stderr, item_show_func=str) as bar:
        for persona in bar:
            for name, part in every.items():
                if quick and name in ("writes", "rows_written") and persona not in WRITING:
                    continue
                cells, found = part(stage.scene, stage.facts, who=[persona])
                count[name] += cells
                wrong[name] += len(found)
                words += found
    for line in words[:50]:
        print(line, file=sys.stderr)
    for name in every:
        say(f"cells_of_{name}", count[name], "cells")
        say(f"wrong_{name}", wrong[name], "cells", 0)
    say("cells", sum(count.values()), "cells", AT_LEAST, bound="at least")
    say("wrong", sum(wrong.values()), "cells", 0)


def _planted(stage: Stage, *, quick: bool) -> None:
    """A matrix that cannot fail proves nothing: flaws are planted one by one."""
    planted: list[tuple[Part, str]] = []
    every = parts(quick=True)
    for name, some in (
        ("reads", flaws.READS), ("writes", flaws.WRITES), ("rows_written", flaws.ROWS), ("files", flaws.FILES),
        ("calls", flaws.CALLS),
    ):  # fmt: skip
        planted += [(every[name], flaw) for flaw in (some[:1] if quick else some)]
    missed = [flaw for part, flaw in planted if not part(stage.scene, stage.facts, flaw=flaw)[1]]
    for flaw in missed:
        print(f"not found: {flaw}", file=sys.stderr)
    say("planted_flaws", len(planted), "flaws")
    say("planted_flaws_found", len(planted) - len(missed), "flaws", len(planted), bound="at least")


def _otherwise(stage: Stage, defaults: Defaults) -> int:
    """Lines of the grants snapshot that differ when the server grants that much by default."""
    name = f"defaults_{defaults.value}"
    fresh(stage.server, name)
    database = Database(stage.server, name)
    with database.connect() as admin:
        set_defaults(admin, defaults)
        migrate(database.conninfo("postgres"))
        return len(set(snapshot(admin).splitlines()) ^ set(GRANTS.read_text().splitlines()))
