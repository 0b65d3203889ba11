"""Lines of a worker's lists on the screen: people's words are shown to the letter, never interpreted."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import plain
from components.mine.line import Line

SIGNS = {
    "clock": ":orange[:material/schedule:]",
    "done": ":green[:material/check_circle:]",
    "eye": ":material/visibility:",
    "file": ":material/attach_file:",
    "flag": ":material/flag:",
    "law": ":material/gavel:",
    "lock": ":material/lock:",
    "scales": ":material/balance:",
}


def card(lines: Sequence[Line], scope: str) -> None:
    """All of them in one card."""
    with st.container(border=True, key=f"card-{scope}"):
        each(lines, scope)


def each(lines: Sequence[Line], scope: str) -> None:
    for number, one in enumerate(lines):
        line(one, f"{scope}-{number}")


def line(one: Line, scope: str) -> None:
    """Its sign and bold words, then the quieter ones."""
    with st.container(gap=None, key=f"line-{scope}"):
        with st.container(horizontal=True, wrap=False, gap="xsmall"):
            if one.sign in SIGNS:
                st.markdown(SIGNS[one.sign], width="content")
            with st.container(key=f"strong-{scope}", gap=None):
                plain.show(one.head)
        for text in filter(None, (one.text, one.more)):
            plain.show(text)
