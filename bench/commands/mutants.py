"""Policies, helper functions, grants and flags mutated one at a time, as the catalogue has them: the suite must find each."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.mutants.measure import measure  # noqa: PLC0415

    with proving("mutants", quick=quick, write=write):
        measure(quick=quick)
