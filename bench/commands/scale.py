"""SQL time of the figures at 1 thousand, 100 thousand and 1 million cases; quick: up to 5 thousand."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.scale import measure  # noqa: PLC0415

    with proving("scale", quick=quick, write=write):
        measure(quick=quick)
