"""100,000 inputs that nobody would type, made by Hypothesis from a fixed seed: arguments of every function (also through a real
PostgREST), forms and drafts of the light pages, cookies, headers and addresses, imported files, exported cells, uploads and their
names. Each is taken or refused by a rule that has a name; nothing crashes, and no answer shows a trace."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.fuzz.measure import measure  # noqa: PLC0415

    with proving("fuzz", quick=quick, write=write):
        measure(quick=quick)
