"""The list of guidance sheets, and one of them to read."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components.guidance.sheets import Sheet, sheets, suggested
from components.i18n import spoken, t
from components.links import GUIDANCE, link


def show(name: str) -> None:
    """Draw the page: the sheet of that name, or the list when there is none."""
    chosen = next((one for one in sheets(spoken().language) if one.name == name), None)
    if chosen is None:
        st.title(t("guidance-title"), anchor=False)
        st.markdown(t("guidance-lead"))
        _list(sheets(spoken().language))
    else:
        link(GUIDANCE, t("guidance-back"), address="/guidance", icon=":material/arrow_back:")
        st.title(chosen.title, anchor=False)
        with st.container(border=True, key="card-guidance", gap="small"):
            st.markdown(chosen.text)
        st.caption(t("guidance-reviewed", day=spoken().say_date(chosen.reviewed)))
        st.markdown(f"**{t('guidance-sources')}**  \n" + "  \n".join(chosen.sources))


def _list(found: Sequence[Sheet]) -> None:
    for one in found:
        with st.container(key=f"row-guidance-{one.name}", gap=None):
            link(GUIDANCE, one.title, address="/guidance", query={"sheet": one.name}, icon=":material/menu_book:")
            about = [t(f"category-{code}") if len(code) == 1 else t(f"issue-{code}") for code in one.codes]
            st.caption(spoken().say_list(about))


def any_about(issues: Sequence[str]) -> bool:
    """Whether there is a sheet about these causes."""
    return bool(suggested(issues, spoken().language))


def beside(issues: Sequence[str]) -> None:
    """On a case: the sheets about its causes, as quiet links. Nothing when there is none."""
    found = suggested(issues, spoken().language)
    if not found:
        return
    with st.container(border=True, key="card-guidance", gap="xsmall"):
        st.subheader(t("guidance-beside"), anchor=False)
        for one in found:
            link(GUIDANCE, one.title, address="/guidance", query={"sheet": one.name}, icon=":material/menu_book:")
