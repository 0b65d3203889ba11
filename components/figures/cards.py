"""A chart on its card: title that says the finding, base, picture or table, and its definition one click away."""

from __future__ import annotations

import streamlit as st

from components import plain
from components.figures import findings
from components.figures.drawings import Drawn, Finished, Row
from components.i18n import spoken, t


def card(one: Finished, tables: bool) -> None:
    """Draw it."""
    drawn = one.drawn
    with st.container(border=True, key=f"card-chart-{drawn.kind}", height="stretch"):
        st.subheader(drawn.finding.title, anchor=False)
        st.caption(drawn.finding.note)
        if tables or one.plan is None:
            table(drawn)
        else:
            st.vega_lite_chart(spec=one.plan, width="stretch", theme=None, alt=drawn.alt, key=f"chart-{drawn.kind}")
        key = f"figures-{drawn.kind}-define"
        if spoken().has(key):
            with st.popover(t("figures-define"), type="tertiary", icon=":material/info:"):
                st.markdown(t(key))


def table(drawn: Drawn) -> None:
    """The same as rows and numbers."""
    words = spoken()
    if not drawn.rows:
        st.caption(words.t("figures-none-yet"))
        return
    st.table(
        {
            drawn.columns[0]: [_cell(each) for each in drawn.rows],
            drawn.columns[1]: [findings.number(words, each.n) for each in drawn.rows],
        },
        border="horizontal",
        hide_index=True,
        alt=drawn.finding.title,
    )


def _cell(row: Row) -> str:
    """A table reads Markdown: names that people typed lose their meaning first."""
    return plain.label(row.name) if row.typed else row.name
