"""Runs the tests of the register of attacks (`tests/attacks/register`) and tells by line and door what became of them."""

from __future__ import annotations

import ast
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

from bench.telling import say
from tests.attacks.register import DOORS, LINES, Line

HOME = Path(__file__).parents[1]
PAGE = HOME / "docs" / "attacks.md"
WANTED, QUICKLY = 250, 30
# Without a browser, PostgREST or a scene that takes seconds to play: everything else is run by the tests themselves.
LIGHTWEIGHT = ("components/test_exports", "components/test_moderation", "db/test_settings", "public/test_light_",
               "auth/test_door", "importing/test_files")  # fmt: skip

HEAD = (
    "# What the portal survives",
    "",
    "Written by `python -m bench attacks --write`: numbers are cases that ran. The portal's door are its screens and the gateway",
    "behind them; the API's is PostgREST or bare SQL as that person; the light pages work without a script. A control shows that",
    "a test can fail: a flaw planted on purpose is found, or what is right passes where what is wrong does not. A dash says why",
    "a door is not concerned.",
)
# Test of the register → case → passed, failed or skipped.
Outcomes = Mapping[str, Mapping[str, str]]


def measure(*, quick: bool, write: bool) -> None:
    """Print the numbers; `write` puts the table into docs/attacks.md."""
    there = existing()
    wanting = [f"line {line.number}: {what}" for line in LINES for what in lacking(line, there)]
    wanted = {test for line in LINES for test in line.every()}
    registered = [test for test in there if test in wanted]
    chosen = [test for test in registered if test.startswith(LIGHTWEIGHT)] if quick else registered
    outcomes = run(chosen, sample=QUICKLY if quick else 0)
    cases = [(test, case, became) for test, all_ in outcomes.items() for case, became in all_.items()]
    bad = sorted(f"{test} {case} {became}" for test, case, became in cases if became != "passed")
    silent = [] if quick else sorted(set(registered) - set(outcomes))
    say("lines of the register", len(LINES), "lines", 48, bound="at least")
    say("tests registered", len(registered), "tests")
    say("lines that lack a door, a control or a test that exists", len(wanting), "gaps", 0, why="; ".join(wanting))
    say("cases run", len(cases), "cases", QUICKLY if quick else WANTED, bound="at least")
    say("cases that did not pass", len(bad), "cases", 0, why="; ".join(bad)[:500])
    say("registered tests that did not run", len(silent), "tests", 0, why="; ".join(silent)[:500])
    if not quick:
        for door in DOORS:
            say(f"cases at the door: {door}", sum(len(at(line, door, outcomes)) for line in LINES), "cases")
    if write:
        PAGE.write_text(table(outcomes), encoding="utf-8")


@cache
def existing() -> tuple[str, ...]:
    """Every test of the project, as the register names them; of one file in its order, since some read what others left."""
    found: list[str] = []
    for file in sorted((HOME / "tests").rglob("test_*.py")):
        name = file.relative_to(HOME / "tests").as_posix().removesuffix(".py")
        nodes = (node for node in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(node, ast.FunctionDef))
        found += [f"{name}::{node.name.removeprefix('test_')}" for node in nodes if node.name.startswith("test_")]
    return tuple(found)


def lacking(line: Line, there: Collection[str]) -> list[str]:
    """What that line lacks: tests or a reason at a door, a control, tests that still exist."""
    doors = [f"nothing at the door {door}" for door in DOORS if not line.at(door) and door not in line.apart]
    return (
        doors + ([] if line.control else ["no control"]) + [f"there is no {test}" for test in line.every() if test not in there]
    )


def run(tests: list[str], *, sample: int = 0) -> Outcomes:
    """Run them in a process of their own; with `sample`, that many of their cases by a fixed die."""
    with tempfile.TemporaryDirectory() as folder:
        seen = Path(folder) / "seen"
        named = [f"tests/{test.replace('::', '.py::test_')}" for test in tests]
        environment = os.environ | {"ATTACKS_SEEN": str(seen), "ATTACKS_SAMPLE": str(sample)}
        command = [sys.executable, "-m", "pytest", "-p", "bench.attacks_seen", "-q", "--no-header", "--tb=line"]
        several = [] if sample else ["-n", "2", "--dist", "loadscope", "--no-loadscope-reorder"]
        done = subprocess.run(
            [*command, *several, *named], cwd=HOME, env=environment, capture_output=True, text=True, check=False
        )
        print(done.stdout[-3_000:], done.stderr[-1_000:], file=sys.stderr)
        outcomes: dict[str, dict[str, str]] = defaultdict(dict)
        for text in seen.read_text(encoding="utf-8").splitlines() if seen.exists() else ():
            node, became = json.loads(text)
            file, _, rest = node.removeprefix("tests/").partition(".py::test_")
            name, _, case = rest.partition("[")
            outcomes[f"{file}::{name}"][f"[{case}" if case else "once"] = became
    return outcomes


def picked(nodes: list[str], sample: int) -> set[str]:
    """Some of these cases, always the same: at least one of each test before a second one of any."""
    die = random.Random(48)
    by_test: dict[str, list[str]] = defaultdict(list)
    for node in sorted(nodes):
        by_test[node.partition("[")[0]].append(node)
    first = {die.choice(cases) for cases in by_test.values()}
    rest = sorted(set(nodes) - first)
    return first | set(die.sample(rest, min(len(rest), max(0, sample - len(first)))))


def at(line: Line, door: str, outcomes: Outcomes) -> list[str]:
    """What became of each case of a line at a door; a test of both doors has one of each kind of case."""
    own = [became for test in getattr(line, door) for became in outcomes.get(test, {}).values()]
    way = {"portal": "postgres", "api": "supabase"}.get(door)
    for test in line.both if way else ():
        own += [became for case, became in outcomes.get(test, {}).items() if str(way) in case]
    return own


def table(outcomes: Outcomes) -> str:
    """The page: one row for each line."""
    rows = [
        "| | what is tried, and what must come of it | portal | API | light pages | control | result |",
        "|---|---|---|---|---|---|---|",
    ]
    for line in LINES:
        doors = {door: at(line, door, outcomes) for door in DOORS}
        control = [became for test in line.control for became in outcomes.get(test, {}).values()]
        every = [became for one in (*doors.values(), control) for became in one]
        wrong = sum(became != "passed" for became in every)
        told = [str(len(doors[door])) if doors[door] else f"– {line.apart.get(door, '**none**')}" for door in DOORS]
        held = "holds" if control and not wrong else f"**{wrong} do not hold**"
        rows.append(f"| {line.number} | {line.tried} | {' | '.join(told)} | {len(control)} | {held} |")
    tests = [f"- {line.number}: " + ", ".join(f"`{test}`" for test in line.every()) for line in LINES]
    return "\n".join([*HEAD, "", *rows, "", "The tests by line, below `tests/`:", "", *tests, ""])
