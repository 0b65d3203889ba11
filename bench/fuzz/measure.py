"""Every field with its share of the inputs, and the controls: a planted crash of each sort must be found."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from unittest.mock import patch

from bench.fuzz import addresses, files, functions, light, requests, rest, tables
from bench.fuzz.door import Door, door
from bench.fuzz.looking import Tally
from bench.fuzz.world import CRASHES, Undone, World, world
from bench.telling import say

# Inputs of each field: in full, and in a hurry.
SHARES = {
    "functions": (70_000, 1_660), "rest": (8_000, 332), "light": (8_000, 300), "requests": (7_000, 430),
    "screens": (500, 24), "imports": (3_000, 150), "exports": (1_000, 60), "files": (4_000, 150),
}  # fmt: skip
WANTED = (100_000, 3_000)


def measure(*, quick: bool) -> None:
    """Print what became of every field; what was found goes to stderr, with the input that caused it."""
    share = {name: both[quick] for name, both in SHARES.items()}
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as made, door(made) as open_door:
        tallies = [
            functions.run(made, share["functions"], told="fuzz"),
            rest.run(made, share["rest"], told="fuzz"),
            light.run(made, open_door, share["light"], told="fuzz"),
            requests.run(made, open_door, share["requests"], told="fuzz"),
            addresses.run(made, open_door, share["screens"], told="fuzz"),
            tables.imports(share["imports"], told="fuzz"),
            tables.exports(share["exports"], told="fuzz"),
            files.run(share["files"], told="fuzz"),
        ]
        missed = [name for name, control in controls(made, open_door).items() if not control().found]
    for tally in tallies:
        _tell(tally)
    say("inputs", sum(tally.inputs for tally in tallies), "inputs", WANTED[quick], bound="at least")
    say("unhandled", sum(len(tally.found) for tally in tallies), "errors", 0, why="stderr names each with its input")
    say("planted crashes that were not found", len(missed), "controls", 0, why=", ".join(missed))


def controls(made: World, open_door: Door) -> dict[str, Callable[[], Tally]]:
    """By name: a field in which something was broken on purpose."""
    crashing = replace(made, functions=[CRASHES])

    def unread(wish: str) -> str:
        raise ValueError(wish)

    def at_the_door(field: Callable[..., Tally], broken: str) -> Callable[[], Tally]:
        def found() -> Tally:
            with patch(broken, unread):
                return field(made, open_door, 90)

        return found

    def careless(field: Callable[[int], Tally], broken: str, flaw: Callable[..., object]) -> Callable[[], Tally]:
        def found() -> Tally:
            with patch(broken, flaw):
                return field(20)

        return found

    return {
        "functions": lambda: functions.run(crashing, 60),
        "rest": lambda: rest.run(crashing, 60),
        "light": at_the_door(light.run, "auth.light_form._mark"),
        "requests": at_the_door(requests.run, "auth.routes.safe_path"),
        "screens": lambda: _broken_page(made, open_door),
        "imports": careless(tables.imports, "bench.fuzz.tables.judge", lambda *_: unread("")),
        "exports": careless(tables.exports, "db.spreadsheets.inert", lambda cell: cell),
        "files": careless(files.run, "db.cleaning.names.safe_name", lambda name, _kind: f"../{name}"),
    }


def _broken_page(made: World, open_door: Door) -> Tally:
    real = Undone.call

    def broken(self: Undone, function: str, /, **arguments: object) -> object:
        if function.endswith("_session"):
            return real(self, function, **arguments)
        raise RuntimeError(function)

    with patch.object(Undone, "call", broken):
        return addresses.run(made, open_door, 8)


def _tell(tally: Tally) -> None:
    say(tally.field, tally.inputs, "inputs")
    say(f"{tally.field}: taken", tally.taken, "inputs")
    say(f"{tally.field}: refused by a rule", sum(tally.refused.values()), "inputs")
    say(f"{tally.field}: rules that refused", len(tally.refused), "rules")
    say(f"{tally.field}: unhandled", len(tally.found), "errors", 0, why="; ".join(sorted(tally.found))[:300])
    for what, given in sorted(tally.found.items()):
        print(f"{tally.field} · {what}\n    {given}", file=sys.stderr)
