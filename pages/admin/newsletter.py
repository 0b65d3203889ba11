"""The newsletter of Handshake: write an issue, look at it, send it once to everybody who asked for it."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import once, states
from components.i18n import t
from components.newsletter import desk as screen
from db import newsletter
from db.errors import Conflict, PortalError, SignInNeeded
from db.models.newsletter import NewsletterDesk

SHEET, NEWS = "newsletter-sheet", "newsletter-news"

visit = guard.require("newsletter_desk")


def do(wish: screen.Wish) -> tuple[NewsletterDesk, str]:
    """The page as it is after the deed, and what to say of it."""
    request = once.request_id(scope_of(wish))
    match wish:
        case screen.Save(form):
            answer, said = newsletter.save(visit.gateway, request, form), "newsletter-desk-saved"
            screen.kept(form)
            # Only what is kept makes room: a refused draft stays on its sheet.
            st.session_state[SHEET] = st.session_state.get(SHEET, 0) + (form.id is None)
        case screen.Deed(deed, issue, revision):
            answer = newsletter.do(visit.gateway, request, deed, issue, revision)
            said = "newsletter-desk-tested" if deed == "test" else ""
        case screen.Erase(email):
            answer, said = newsletter.erase(visit.gateway, request, email), ""
    once.done(scope_of(wish))
    return answer, said


def scope_of(wish: screen.Wish) -> str:
    return f"newsletter:{hash(wish)}"


told = st.session_state.pop("newsletter-told", None)
desk, said = told or (newsletter.newsletter_desk(visit.gateway), "")
if said:
    st.toast(t(said))
if NEWS in st.session_state:
    key, facts = st.session_state.pop(NEWS)
    states.refusal(key, facts, writing=True)


@st.fragment
def work(desk: NewsletterDesk) -> None:
    """Opening a preview or ticking a box redraws this alone and asks the database for nothing."""
    wish = screen.show(desk, "/portal/newsletter/addresses", st.session_state.get(SHEET, 0))
    if wish is None:
        return
    try:
        st.session_state["newsletter-told"] = do(wish)
    except SignInNeeded:
        raise
    except Conflict as faster:
        once.done(scope_of(wish))
        if isinstance(wish, screen.Save):
            screen.keep(wish.form)
        st.session_state[NEWS] = (faster.key, faster.facts)
        st.rerun()
    except PortalError as refused:
        maybe = bool(getattr(refused, "maybe_done", False))
        if not maybe:
            once.done(scope_of(wish))
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe)
    else:
        st.rerun()


work(desk)
