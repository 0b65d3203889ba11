"""A chart on its card: title that says the finding, base, picture or table, and its definition one click away."""

from __future__ import annotations

import streamlit as st

from components import plain
from components.figures import findings, taking
from components.figures.drawings import Drawn, Row
from components.i18n import spoken, t
from db.models.figures import Figures


def card(drawn: Drawn, tables: bool, data: Figures) -> None:
    """Draw it; `data` says of which months and place it is."""
    with st.container(border=True, key=f"card-chart-{drawn.kind}", height="stretch"):
        st.subheader(drawn.finding.title, anchor=False)
        st.caption(drawn.finding.note)
        if tables or drawn.chart is None:
            table(drawn)
        else:
            st.vega_lite_chart(spec=drawn.chart, width="stretch", theme=None, alt=drawn.alt, key=f"chart-{drawn.kind}")
        with st.container(horizontal=True, gap="small", key=f"under-{drawn.kind}"):
            with st.popover(t("figures-define"), type="tertiary", icon=":material/info:", key=f"means-{drawn.kind}"):
                st.markdown(t(f"figures-{drawn.kind}-define"))
            taking.offer(sheet(drawn, data))


def sheet(drawn: Drawn, data: Figures) -> taking.Sheet:
    """The table of the chart as a file has it: what the table on the page says, and nothing more."""
    words = spoken()
    about = f"{drawn.kind}-{data.first:%Y-%m}-{data.last:%Y-%m}"
    rows = tuple((each.name, findings.number(words, each.n) if each.n is None else each.n) for each in drawn.rows)
    return taking.Sheet(about, drawn.columns, rows, narrowed=data.chosen is not None)


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
