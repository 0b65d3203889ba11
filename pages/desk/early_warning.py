"""Early warning: what is unusual at which workplace, and who is silent. For coordinators and supervisors alone."""

from __future__ import annotations

from functools import partial

import streamlit as st

from auth import guard
from components import dialogs, once, plain, states, unsent
from components.i18n import t
from components.warning import listing
from db import early_warning as db
from db.errors import Conflict, PortalError, SignInNeeded
from db.models.warning import EarlyWarning
from pages.metrics.taking_away import take

FRESH, NEWS = "warning-fresh", "warning-news"

visit = guard.require("early_warning")


def load() -> EarlyWarning:
    """What the last deed answered with, or one call."""
    fresh: EarlyWarning | None = st.session_state.pop(FRESH, None)
    return fresh if fresh is not None else db.early_warning(visit.gateway)


def carry_out(deed: listing.Deed) -> None:
    """Once; the answer is the next view, a refusal stands where the button was."""
    scope = f"warning:{hash(deed)}"
    try:
        request = once.request_id(scope)
        if isinstance(deed, listing.OpenL0):
            view = db.open_l0(visit.gateway, request, deed.warning)
        else:
            view = db.dismiss(visit.gateway, request, deed.warning, deed.why)
    except SignInNeeded:
        st.rerun()
    except Conflict as faster:
        once.done(scope)
        unsent.keep("warning", deed)
        st.session_state[NEWS] = (faster.key, faster.facts)
        st.rerun()
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="warning")
        return
    once.done(scope)
    st.session_state[FRESH] = view
    st.rerun()


@st.fragment
def work(view: EarlyWarning) -> None:
    """Opening the drawer or a dialog redraws this and asks the database for nothing."""
    listing.ranked(view, carry_out, lambda: take(partial(guard.take_away, visit)))
    listing.silent(view, carry_out)


dialogs.closed()
view = load()
if NEWS in st.session_state:
    key, facts = st.session_state.pop(NEWS)
    states.refusal(key, facts, scope="warning-news")
unsent.show("warning")
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
    st.title(t("warning-title"), anchor=False, width="content")
    plain.quiet(listing.headline(view), key="warning-headline")
st.caption(t("warning-lead"))
listing.last_look(view)
listing.opened(view)
work(view)
listing.aside(view)
