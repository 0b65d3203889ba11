"""Identities: requests that wait for a second key, and what is open now. For custodians and supervisors."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import once, states
from components.i18n import t
from components.identities import desk
from db import identities as db
from db.errors import PortalError, SignInNeeded
from db.models import Requests

FRESH, NEWS = "identities-fresh", "identities-news"

visit = guard.require("identities")


def load() -> Requests:
    """What the last deed answered with, or one call."""
    fresh: Requests | None = st.session_state.pop(FRESH, None)
    return fresh or db.requests(visit.gateway)


def decide(decision: desk.Decision) -> None:
    """One call; its answer is the new list, whether it was done or refused by a rule."""
    scope = f"identities:{decision.verb}:{decision.unlock}"
    try:
        request = once.request_id(scope)
        if decision.verb == "revoke":
            answer = db.revoke(visit.gateway, request, decision.unlock)
        else:
            answer = db.answer(visit.gateway, request, decision.unlock, agree=decision.verb == "agree")
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="identities")
        return
    once.done(scope)
    st.session_state[FRESH] = answer
    st.session_state[NEWS] = (decision.verb, answer.why)
    st.rerun()


@st.fragment
def work(view: Requests) -> None:
    decision = desk.show(view.requests)
    if decision is not None:
        decide(decision)


view = load()
st.title(t("identities-title"), anchor=False)
st.markdown(t("identities-lead"))
if NEWS in st.session_state:
    verb, why = st.session_state.pop(NEWS)
    if why is None:
        with st.container(border=True, key="due-identities-news"):
            st.markdown(f":material/check: {t(f'identities-done-{verb}')}")
    else:
        states.refusal(why, scope="identities-news")
work(view)
