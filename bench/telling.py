"""How a measurement is told: one JSON object a line, kept until the proof is written."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Literal

Bound = Literal["at most", "at least"]


@dataclass(frozen=True, slots=True)
class Fact:
    """One measured number. `bound` says on which side of `target` it has to stay; without one it is there to be looked at."""

    name: str
    value: float
    unit: str
    target: float | None
    ok: bool
    bound: Bound = "at most"
    why: str = ""


TOLD: list[Fact] = []


def say(name: str, value: float, unit: str, target: float | None = None, *, bound: Bound = "at most", why: str = "") -> None:
    """Print it, and whether it is within its target. `why` explains in a sentence what misses it."""
    good = target is None or (value <= target if bound == "at most" else value >= target)
    fact = Fact(name, round(value, 3), unit, target, good, bound, "" if good else why)
    TOLD.append(fact)
    print(json.dumps(asdict(fact)), flush=True)
