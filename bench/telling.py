"""How a measurement is told: one JSON object a line."""

from __future__ import annotations

import json


def say(name: str, value: float, unit: str, target: float | None = None) -> bool:
    """Print it; whether it is within its target. A figure without a target is there to be looked at."""
    good = target is None or value <= target
    print(json.dumps({"name": name, "value": round(value, 3), "unit": unit, "target": target, "ok": good}), flush=True)
    return good
