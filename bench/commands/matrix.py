"""Every persona × every table, column, row, file and function × operations, against an oracle in Python."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.permissions.matrix import measure  # noqa: PLC0415

    with proving("matrix", quick=quick, write=write):
        measure(quick=quick)
