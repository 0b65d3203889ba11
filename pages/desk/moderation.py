"""Moderation: every message between sides is read by Handshake before anybody else reads it."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from auth import guard
from components import once, plain, states
from components.i18n import t
from components.moderation import desk, queue
from components.moderation.draft import forget
from db import moderation as db
from db.errors import Conflict, PortalError, SignInNeeded
from db.models import Moderation

visit = guard.require("moderation")


def address() -> UUID | None:
    """The message that the address names."""
    try:
        return UUID(st.query_params.get("message", ""))
    except ValueError:
        return None


def leaning() -> str:
    """What the address asks for: the case page's buttons lead here with the decision they name."""
    asked = st.query_params.get("outcome", "")
    return asked if asked in desk.OUTCOMES and address() is not None else desk.RELEASE


def choose(message: UUID) -> None:
    st.query_params.from_dict({"message": str(message)})


def load() -> Moderation:
    """One call: the decision just taken, which answers with the next message, or else the view."""
    decision = desk.wished()
    if decision is None:
        return db.moderation(visit.gateway, address())
    scope = desk.scope(decision.message)
    try:
        page = db.decide(visit.gateway, once.request_id(scope), decision)
    except Conflict as refusal:
        # Somebody was faster: their work stands, and the desk goes on with what waits now.
        st.session_state[desk.NEWS] = desk.faster(refusal.facts)
        once.done(scope)
        return db.moderation(visit.gateway, None if refusal.facts.get("by") else decision.message)
    except SignInNeeded:
        raise
    except PortalError as refusal:
        # Nothing of the work is lost: the draft stays, and an answer that was lost is asked for with the same id.
        maybe = getattr(refusal, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refusal.key, refusal.facts, writing=True, maybe_done=maybe, scope="moderation")
        return db.moderation(visit.gateway, decision.message)
    once.done(scope)
    forget(decision.message)
    desk.news(decision)
    st.query_params.clear()
    return page


@st.fragment
def work(page: Moderation) -> None:
    """Choices on the desk redraw this and ask the database for nothing; a decision redraws the page."""
    if desk.has_wish():
        st.rerun()
    asked_for = page.chosen is not None and page.chosen.id == address()
    desk.show(page, decide=desk.wish, outcome=leaning() if asked_for else desk.RELEASE)


page = load()
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="moderation-top"):
    st.title(t("moderation-title"), anchor=False, width="content")
    plain.quiet(queue.headline(page), key="moderation-headline")
desk.show_news()
if page.queue:
    left, right = st.columns([1, 3.45], gap="medium")
    with left:
        queue.show(page, choose=choose)
    with right:
        work(page)
