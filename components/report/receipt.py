"""The receipt on the screen: the code large enough to copy by hand, its picture, and what follows."""

from __future__ import annotations

from html import escape

import streamlit as st

from components.i18n import t
from components.report.code import code_picture


def show(code: str, spaced: str, reference: str, *, queued: bool, changed: bool) -> bool:
    """Draw the receipt; `spaced` is the code in groups of four. Returns whether she wants to open her page."""
    st.title(t("report-receipt-title"), anchor=False)
    st.markdown(t("report-receipt-lead"))
    if changed:
        st.markdown(f":material/history: {t('report-receipt-changed')}")
    with st.container(border=True, key="due-receipt"):
        st.markdown(f"**{t('report-receipt-code')}**")
        again(spaced)
        st.caption(t("report-receipt-copy"))
        alt = escape(t("report-receipt-picture"), quote=True)
        st.html(f'<img src="{code_picture(code)}" width="200" height="200" alt="{alt}">')
    st.markdown(t("report-receipt-once"))
    if queued:
        st.markdown(f":material/schedule: {t('report-receipt-queued')}")
    st.markdown(t("report-receipt-then"))
    st.caption(t("report-receipt-reference", reference=reference))
    st.caption(t("report-receipt-print"))
    wanted = st.button(t("report-receipt-open"), type="primary", width="stretch", key="receipt-open")
    st.html(f'<p><a href="/leave">{escape(t("report-receipt-leave"))}</a></p>')
    return wanted


def again(spaced: str) -> None:
    """The code alone. It is ours (Crockford's letters and digits), so it may stand in HTML, and is escaped all the same."""
    st.html(f'<p class="portal-code">{escape(spaced)}</p>')
