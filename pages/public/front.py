"""The front page: what Handshake does, and the two doors."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components.i18n import spoken, t
from components.mine.trouble import slow, trouble
from components.public import front
from db.errors import Absent, PortalError, TooMany
from db.impact import impact
from db.models.impact import Counter

visit = guard.require("front")


def reached() -> tuple[Counter, ...]:
    """The numbers of the page; it stands without them when the database does not answer."""
    try:
        return impact(visit.gateway)
    except PortalError:
        return ()


wish = front.show(reached, st.session_state.pop("front-trouble", ""))


def refused(words: str) -> None:
    st.session_state["front-trouble"] = words
    st.rerun()


if wish.language:
    guard.choose_language(visit, wish.language)
elif wish.report:
    st.switch_page("public/report.py")
elif wish.code is not None:
    if not wish.code.strip():
        refused(t("front-return-empty"))
    try:
        guard.open_receipt(wish.code)
    except Absent:
        refused(t("front-return-unknown"))
    except TooMany as error:
        refused(slow(spoken(), error.facts))
    except PortalError as error:
        told = trouble(spoken(), error.key, error.facts)
        refused(f"{told.head} {told.more}")
