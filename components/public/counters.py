"""The numbers of the front page, drawn: a quiet row below what happens then."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import plain
from components.i18n import spoken, t
from components.public.impact import Line, lines
from db.models.impact import Counter


def show(counters: Sequence[Counter]) -> None:
    """Each number with what it counts, its day, and its source. Nothing where there is none."""
    shown = lines(spoken(), counters)
    if not shown:
        return
    with st.container(key="impact", gap="small"):
        st.header(t("impact-title"), anchor=False)
        with st.grid(len(shown), min_column_width=150):
            for line in shown:
                _one(line)


def _one(line: Line) -> None:
    with st.container(key=f"impact-{line.counter}", gap="xxsmall"):
        st.markdown(f"**{line.n}**  \n{line.what}")
        plain.quiet(line.told, key=f"impact-{line.counter}-day")
        if line.own:
            plain.quiet(t("impact-source", source=line.own), key=f"impact-{line.counter}-source")
