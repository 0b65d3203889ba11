"""Backend calls of one view of each page, for each role that may open it; in a hurry, for one of them."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.calls import measure  # noqa: PLC0415

    with proving("calls", quick=quick, write=write):
        measure(quick=quick)
