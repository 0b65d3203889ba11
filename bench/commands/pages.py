"""Rerun CPU of our pages, as a ratio to a bare Streamlit page that draws the same elements from constants; 18,000 cases."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.pages import measure  # noqa: PLC0415

    with proving("pages", quick=quick, write=write):
        measure(20 if quick else 200, 1_440 if quick else 18_000)
