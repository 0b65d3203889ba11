"""Rerun CPU of every page, as each role that may open it, as a ratio to a bare Streamlit page that draws the same elements
from constants; 18,000 cases. No page is excused: where a page draws next to nothing, `own`
says the milliseconds behind the ratio."""

from __future__ import annotations

from bench.proof import Json, Quick, Write, proving


def run(*, json: Json = True, quick: Quick = False, write: Write = False) -> None:  # noqa: ARG001
    from bench.pages import measure  # noqa: PLC0415

    with proving("pages", quick=quick, write=write):
        measure(12 if quick else 60, 0 if quick else 18_000, quick=quick)
