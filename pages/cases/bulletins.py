"""Bulletins about strikes at the sites of a brand: read, and confirm receipt."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from auth import guard
from components import once, states
from components.i18n import t
from components.strikes import bulletin
from db import strikes as db
from db.errors import PortalError, SignInNeeded
from db.models.strikes import Bulletins

FRESH = "bulletins-fresh"

visit = guard.require("bulletins")


def load() -> Bulletins:
    """What the last confirmation answered with, or one call."""
    fresh: Bulletins | None = st.session_state.pop(FRESH, None)
    return fresh or db.bulletins(visit.gateway)


def confirm(one: UUID) -> None:
    scope = f"bulletin:{one}"
    try:
        answer = db.acknowledge(visit.gateway, once.request_id(scope), one)
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="bulletins")
        return
    once.done(scope)
    st.session_state[FRESH] = answer
    st.rerun()


@st.fragment
def work(view: Bulletins) -> None:
    chosen = bulletin.inbox(view.bulletins)
    if chosen is not None:
        confirm(chosen)


view = load()
st.title(t("strike-bulletins-title"), anchor=False)
st.markdown(t("strike-bulletins-lead"))
if view.bulletins:
    work(view)
else:
    states.empty(t("strike-bulletins-none"))
