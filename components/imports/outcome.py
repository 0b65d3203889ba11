"""What came of a file, or would come of it: counts that add up, and every kind of remark with its number of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import streamlit as st

from components import plain
from components.i18n import say_instant, t

WIDTHS = (620, 110, 60, 200)
COUNTS = ("cases", "contacts", "there", "different", "repeated", "refused")


def counts(numbers: Mapping[str, int], *, done: bool) -> None:
    """The six parts into which the rows of a file fall; together they are all its rows."""
    st.markdown(f"**{t('imports-done' if done else 'imports-would', n=numbers['total'])}**")
    for row in (COUNTS[:3], COUNTS[3:]):
        for column, name in zip(st.columns(3), row, strict=True):
            column.metric(t(f"imports-count-{name}"), numbers[name], border=True)
    st.caption(
        t(
            "imports-also",
            mended=numbers["mended"],
            phones=numbers["phones"],
            workplaces=numbers["workplaces"],
        )
    )


def remarks(rows: Sequence[tuple[str, str, int, str]]) -> None:
    """Kinds of remark: in words, what was done, on how many rows, and where. Text cells only."""
    if not rows:
        return
    table = {
        t("imports-remark"): [plain.clean(words) for words, _, _, _ in rows],
        t("imports-did"): [did for _, did, _, _ in rows],
        t("imports-rows"): [number for _, _, number, _ in rows],
        t("imports-lines"): [lines for _, _, _, lines in rows],
    }
    st.dataframe(
        table,
        hide_index=True,
        width="stretch",
        height="content",
        column_config={
            name: st.column_config.Column(width=width) for name, width in zip(table, (620, 110, 60, 200), strict=True)
        },
    )


def earlier(files: Sequence[tuple[str, str, datetime, int, int, str]]) -> None:
    """Earlier files: name, state, when, cases, contacts, address of the report."""
    if not files:
        return
    st.subheader(t("imports-earlier"), anchor=False)
    for at, (name, state, when, cases, contacts, address) in enumerate(files):
        with st.container(border=True, key=f"card-import-{at}", horizontal=True, vertical_alignment="center"):
            plain.strong(name, key=f"import-{at}")
            st.caption(t(f"imports-state-{state}", at=say_instant(when), cases=cases, contacts=contacts))
            if state != "staged":
                st.link_button(t("imports-report"), address, type="tertiary", icon=":material/download:")
