"""The same work on this portal and on the usual Streamlit page over Supabase: calls, bytes and time at 1 and 100 thousand cases.

The usual page (`bench/peers/page.py`) reads whole tables into pandas on each rerun and filters there, as tutorials do. Both speak
to one PostgREST, as the same coordinator; measured until all that is drawn is in hand. Quick: 500 and 5,000.
"""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.peers.measuring import measure  # noqa: PLC0415

    with proving("peers", quick=quick, write=write):
        if quick:
            measure(sizes=(500, 5_000), rounds={500: 3, 5_000: 3})
        else:
            measure(sizes=(1_000, 100_000), rounds={1_000: 15, 100_000: 3})
