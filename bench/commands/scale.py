"""SQL time of every page at 1 thousand, 100 thousand and 1 million cases of ten messages, and the plans behind.

Copies of cases that were played deed by deed, loaded by COPY; one statement a page, as the person who opens it. Quick: 500 and
5,000, where blocks have a target instead of times, which a busy machine shakes.
"""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving

SIZES, QUICK = (1_000, 100_000, 1_000_000), (500, 5_000)


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.scale.measuring import measure  # noqa: PLC0415

    with proving("scale", quick=quick, write=write):
        if quick:
            measure(sizes=QUICK, rounds=3, brands=5, timed=False)
        else:
            measure(sizes=SIZES, rounds=40, brands=50, timed=True)
