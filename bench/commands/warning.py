"""Early warning on simulated histories: recall, false alarms, lead. A full run writes the tables of docs/early-warning.md."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.warning_table import measure  # noqa: PLC0415

    with proving("warning", quick=quick, write=write):
        measure(quick=quick)
