"""Rules that a supervisor may change: lengths of clocks, and what is zero tolerance in each country."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from auth import guard
from components import dialogs, once, states, unsent
from components.i18n import t
from components.rules import clocks, countries
from components.rules.deeds import Deed, SetClock
from db import rules as db
from db.errors import Conflict, PortalError, SignInNeeded
from db.models.rules import Rules

FRESH, NEWS, DONE = "rules-fresh", "rules-news", "rules-done"
VIEWS = ("clocks", "countries")

visit = guard.require("rules")


def load() -> Rules:
    """What the last deed answered with, or one call."""
    fresh: Rules | None = st.session_state.pop(FRESH, None)
    return fresh or db.rules(visit.gateway)


def send(deed: Deed, request: UUID) -> Rules:
    if isinstance(deed, SetClock):
        length = db.Length(deed.hours, deed.working_days)
        return db.set_clock(visit.gateway, request, deed.kind, deed.severity, deed.version, length, deed.reason)
    return db.set_country(visit.gateway, request, deed.country, deed.version, deed.national_age, deed.codes, deed.source)


def carry_out(deed: Deed) -> None:
    """Once; the answer is the next view, a refusal stands where the button was and keeps what was typed."""
    scope = f"rules:{hash(deed)}"
    try:
        view = send(deed, once.request_id(scope))
    except SignInNeeded:
        st.rerun()
    except Conflict as faster:
        once.done(scope)
        unsent.keep("rules", deed)
        st.session_state[NEWS] = (faster.key, faster.facts)
        st.rerun()
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="rules")
        return
    once.done(scope)
    st.session_state[FRESH], st.session_state[DONE] = view, True
    st.rerun()


@st.fragment
def desk(view: Rules) -> None:
    """Looking around and opening a form asks the database for nothing; each deed is one call."""
    chosen = st.segmented_control(
        t("rules-view"), VIEWS, default=VIEWS[0], required=True, format_func=lambda one: t(f"rules-view-{one}"),
        key="rules-view", label_visibility="collapsed", wrap=True,
    )  # fmt: skip
    if chosen == "countries":
        countries.show(view.countries, view.general, carry_out)
    else:
        clocks.show(view.clocks, carry_out)


dialogs.closed()
known = load()
st.title(t("rules-title"), anchor=False)
st.markdown(t("rules-lead"))
if NEWS in st.session_state:
    key, facts = st.session_state.pop(NEWS)
    states.refusal(key, facts, writing=True, scope="rules")
unsent.show("rules")
if st.session_state.pop(DONE, False):
    with st.container(border=True, key="due-rules-done"):
        st.markdown(f":material/check: {t('rules-done')}")
desk(known)
