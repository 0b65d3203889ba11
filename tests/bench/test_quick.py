"""Each measurement runs in a hurry and holds: what docs/proof.md claims is checked with each change."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import commands
from db.command_line import spoken

HOME = Path(__file__).parents[2]
NAMES = [spoken(each.name) for each in pkgutil.iter_modules(commands.__path__)]


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_quick_run_holds_its_targets(name: str) -> None:
    command = [sys.executable, "-m", "bench", name, "--quick", "--json"]
    # The limit keeps a measurement that hangs from holding everybody up; how long it takes is for its author to see.
    done = subprocess.run(command, capture_output=True, text=True, cwd=HOME, timeout=600, check=False)
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [fact for fact in told if not fact["ok"]] == [], done.stderr[-2000:]
    assert done.returncode == 0, done.stderr[-2000:]
    assert any(fact["target"] is not None for fact in told)
