"""The inbox: what needs the viewer, what waits for others, what is closed."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import states
from components.i18n import t
from components.inbox import bell, filters, rows
from db.errors import PortalError, SignInNeeded
from db.inbox import Filters, inbox
from db.models import Inbox, Side

visit = guard.require("inbox")
chosen = filters.read()


def load() -> Inbox | None:
    """One call; None when the refusal was said instead."""
    wanted = Filters(
        chosen.box, chosen.words, chosen.severities, chosen.flags, chosen.workplace, chosen.brand, chosen.month,
        chosen.after, chosen.before,
    )  # fmt: skip
    try:
        return inbox(visit.gateway, wanted)
    except SignInNeeded:
        raise
    except PortalError as refused:
        states.refusal(refused.key, refused.facts)
        return None


def empty(page: Inbox) -> None:
    if page.reads is not None:
        states.empty(t("inbox-searched-none", count=page.reads), t("inbox-searched-more"))
        return
    if chosen.narrowed:
        states.empty(t("inbox-empty-filters"), t("inbox-empty-filters-more"))
        st.button(t("inbox-clear"), key="inbox-clear-all", on_click=filters.clear)
        return
    states.empty(t(f"inbox-empty-{page.box}"), rows.with_others(page) if page.box == "needs" else "")


page = load()
if page is not None:
    title = t("inbox-title" if visit.side is Side.HANDSHAKE else "inbox-title-cases")
    filters.show(page, chosen, title)
    bell.show(page.notices)
    if page.rows:
        rows.show(page)
        if page.reads is not None:
            st.caption(t("inbox-searched", count=page.reads))
    else:
        empty(page)
    if page.rows or page.newer or page.older:
        filters.foot(page)
