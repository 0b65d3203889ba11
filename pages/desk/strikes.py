"""The strike desk: tensions and strikes by level and site, and one of them in full."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from auth import guard
from components import dialogs, once, plain, states, unsent
from components.i18n import t
from components.strikes import deeds, desk, one
from db import strikes as db
from db.errors import Conflict, PortalError, SignInNeeded
from db.models.strikes import Strike, StrikeDesk

FRESH, NEWS = "strikes-fresh", "strikes-news"

visit = guard.require("strikes")


def address() -> UUID | None:
    """The strike that the address names."""
    try:
        return UUID(st.query_params.get("strike", ""))
    except ValueError:
        return None


def choose(strike: UUID | None) -> None:
    st.query_params.from_dict({"strike": str(strike)} if strike else {})


def load() -> StrikeDesk:
    """What the last deed answered with, or one call."""
    fresh: StrikeDesk | None = st.session_state.pop(FRESH, None)
    if fresh is not None and (fresh.chosen.id if fresh.chosen else None) == address():
        return fresh
    return db.strike_desk(visit.gateway, address())


def send(deed: deeds.Deed, strike: Strike | None, request: UUID) -> StrikeDesk:
    """The one call of a deed."""
    if isinstance(deed, deeds.Open):
        return db.open_strike(visit.gateway, request, deed.workplace, deed.code)
    assert strike is not None
    match deed:
        case deeds.Describe(said):
            return db.describe(visit.gateway, request, strike.id, strike.revision, said)
        case deeds.SetLevel(level, reason):
            return db.set_level(visit.gateway, request, strike.id, strike.revision, level, reason)
        case deeds.Tried(with_whom, outcome, on):
            return db.record_attempt(visit.gateway, request, strike.id, with_whom, outcome, on)
        case deeds.SetDemand(code, outcome):
            return db.set_demand(visit.gateway, request, strike.id, code, outcome)
        case deeds.Link(reference, linked):
            return db.link_case(visit.gateway, request, strike.id, reference, linked=linked)
        case deeds.End():
            return db.end(visit.gateway, request, strike.id, strike.revision)
        case deeds.Draft(words, bulletin, revision):
            return db.draft(visit.gateway, request, strike.id, words, bulletin, revision)
        case deeds.Release(bulletin, revision):
            return db.release(visit.gateway, request, bulletin, revision)


def carry_out(deed: deeds.Deed, strike: Strike | None) -> None:
    """Once; the answer is the next view, a refusal stands where the button was and keeps what was typed."""
    scope = f"strike:{hash(deed)}:{strike.id if strike else ''}"
    try:
        view = send(deed, strike, once.request_id(scope))
    except SignInNeeded:
        st.rerun()
    except Conflict as faster:
        once.done(scope)
        unsent.keep("strikes", deed)
        st.session_state[NEWS] = (faster.key, faster.facts)
        st.rerun()
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="strikes")
        return
    once.done(scope)
    st.session_state[FRESH] = view
    choose(view.chosen.id if view.chosen else None)
    st.rerun()


@st.fragment
def start(view: StrikeDesk) -> None:
    opened = desk.tensions(view.tensions)
    if opened is not None:
        carry_out(opened, None)


@st.fragment
def work(strike: Strike) -> None:
    """Opening a dialog or choosing in it asks the database for nothing."""

    def do(deed: deeds.Deed) -> None:
        carry_out(deed, strike)

    one.head(strike, do)
    left, right = st.columns([1.6, 1], gap="medium")
    with left:
        one.ladder(strike)
        one.bulletins(strike, do)
    with right:
        one.demands(strike, do)
        one.facts(strike)
        one.cases(strike, do)


dialogs.closed()
view = load()
if NEWS in st.session_state:
    key, facts = st.session_state.pop(NEWS)
    states.refusal(key, facts, scope="strikes-news")
unsent.show("strikes")
if view.chosen is None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.title(t("strike-title"), anchor=False, width="content")
        plain.quiet(desk.headline(view), key="strikes-headline")
    st.caption(t("strike-lead"))
    start(view)
    desk.rows(view, choose=choose)
    if not view.strikes and not view.tensions:
        states.empty(t("strike-none"))
else:
    st.button(t("strike-back"), key="strikes-back", icon=":material/arrow_back:", type="tertiary", on_click=choose, args=(None,))
    work(view.chosen)
