"""What an attacker with a linear program works out of everything published; and of the naive publication."""

from __future__ import annotations

from typing import Annotated

import typer

from bench.proof import Json, Quick, Write, proving

QUICK = 40  # data sets


def run(
    *,
    json: Json = True,  # noqa: ARG001
    quick: Quick = False,
    write: Write = False,
    sets: Annotated[int, typer.Option(help="How many random data sets.")] = 1000,
    seed: Annotated[int, typer.Option(help="Other ones for another number.")] = 5,
    zeros: Annotated[bool, typer.Option("--zeros", help="Also count cells known to be empty: takes much longer.")] = False,
) -> None:
    """Whatever the seed, nothing may be recovered."""
    from bench.disclosure.measure import measure  # noqa: PLC0415

    with proving("figures-attack", quick=quick, write=write):
        measure(QUICK if quick else sets, seed=seed, zeros=zeros)
