"""1,000 workers file within 60 s through the light door from one address, as phones without JavaScript do, while staff work; then
10,000 junk filings come from the same address and others among them have something to say. Two portals behind the proxy."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.burst import FULL, QUICK, measure  # noqa: PLC0415

    with proving("burst", quick=quick, write=write):
        measure(QUICK if quick else FULL, quick=quick)
