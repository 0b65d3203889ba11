"""Of pytest: keeps what became of each case for `bench.attacks`, and leaves out what its sample does not hold."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bench.attacks import picked


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep the sample, if one is asked for."""
    sample = int(os.environ.get("ATTACKS_SAMPLE", "0"))
    if sample:
        kept = picked([item.nodeid for item in items], sample)
        config.hook.pytest_deselected(items=[item for item in items if item.nodeid not in kept])
        items[:] = [item for item in items if item.nodeid in kept]


class Seen:
    """Writes each outcome; a test that fails while it is set up has failed."""

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call" or not report.passed:
            with Path(os.environ["ATTACKS_SEEN"]).open("a", encoding="utf-8") as kept:
                # With several workers a group stands behind the name.
                kept.write(
                    json.dumps(
                        [
                            report.nodeid.rpartition("@")[0] if "@" in report.nodeid.rpartition("]")[2] else report.nodeid,
                            report.outcome,
                        ]
                    )
                    + "\n"
                )


def pytest_configure(config: pytest.Config) -> None:
    """Only the process that gathers the outcomes writes them."""
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(Seen())
