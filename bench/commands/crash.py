"""Acknowledged means stored: people write messages and files and keep a ledger outside the database while its server is
stopped at once, portals are killed, connections are cut and the disk is full; then a backup is restored into nothing."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.crash.measure import measure  # noqa: PLC0415

    with proving("crash", quick=quick, write=write):
        measure(quick=quick)
