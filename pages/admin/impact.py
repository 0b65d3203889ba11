"""The numbers of the front page: a supervisor says what each is, from which day, and where it comes from."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import once, states
from components.i18n import t
from components.impact import desk as screen
from db import impact
from db.errors import Conflict, PortalError, SignInNeeded
from db.models.impact import ImpactDesk

NEWS = "impact-news"

visit = guard.require("impact")

desk: ImpactDesk = st.session_state.pop("impact-told", None) or impact.impact_desk(visit.gateway)
if st.session_state.pop("impact-saved", False):
    st.toast(t("impact-desk-saved"))
if NEWS in st.session_state:
    key, facts = st.session_state.pop(NEWS)
    states.refusal(key, facts, writing=True)


@st.fragment
def work(desk: ImpactDesk) -> None:
    """Choosing a number or a way redraws this alone and asks the database for nothing."""
    form = screen.show(desk)
    if form is None:
        return
    scope = f"impact:{hash(form)}"
    try:
        answer = impact.enter(visit.gateway, once.request_id(scope), form)
    except SignInNeeded:
        raise
    except Conflict as faster:
        once.done(scope)
        screen.keep(form)
        st.session_state[NEWS] = (faster.key, faster.facts)
        st.rerun()
    except PortalError as refused:
        maybe = bool(getattr(refused, "maybe_done", False))
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe)
        return
    once.done(scope)
    screen.kept(form)
    st.session_state["impact-told"], st.session_state["impact-saved"] = answer, True
    st.rerun()


work(desk)
