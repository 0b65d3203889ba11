"""Signed-in people of mixed roles on the real server, each in a WebSocket of its own, one action every 5 s, polling on: up to 300
on two portals behind the proxy of docs/scale-out.md, people and database on the same machine. Browsers fetch scripts and styles
once and keep them; that is not in it."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.load import FULL, QUICK, measure  # noqa: PLC0415

    with proving("load", quick=quick, write=write):
        measure(QUICK if quick else FULL, quick=quick)
