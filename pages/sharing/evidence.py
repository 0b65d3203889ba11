"""The evidence pack of a brand: choose the months, watch it being made, hand it on with the portal's key."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from auth import guard
from components import once, states
from components.i18n import t
from components.sharing import packs
from db import evidence as db
from db.errors import PortalError, SignInNeeded
from db.models.reports import Evidence
from db.sealing import signing_secret

FRESH, READY = "evidence-fresh", "evidence-made"

visit = guard.require("evidence")


def load() -> Evidence:
    """What the last deed answered with, or one call."""
    fresh: Evidence | None = st.session_state.pop(FRESH, None)
    return fresh or db.evidence(visit.gateway)


def make(asked: packs.Asked) -> None:
    """Ask, write, sign, put away; each step is told while it lasts."""
    scope = f"evidence:{hash(asked)}"
    request = once.request_id(scope)
    bar = st.progress(0.0, t("evidence-step-asking"))
    try:
        facts = db.ask(visit.gateway, request, asked.first, asked.last, asked.brand)
        content = db.make(facts, asked.language, progress=lambda step: packs.tell(bar, step))
        packs.tell(bar, "keeping")
        file = visit.put_away(request, db.pack_paper(facts, content))
        view = db.finish(visit.gateway, after(request), facts.pack, file)
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        if not getattr(refused, "maybe_done", False):
            once.done(scope)
        bar.empty()
        states.refusal(
            refused.key, refused.facts, writing=True, maybe_done=getattr(refused, "maybe_done", False), scope="evidence"
        )
        return
    once.done(scope)
    st.session_state[FRESH] = view
    st.session_state[READY] = (facts.pack, len(facts.cases))
    st.rerun()


def after(request: UUID) -> UUID:
    """The id of the second deed follows from that of the first: sent again, both are the same."""
    return UUID(int=request.int ^ 1)


@st.fragment
def work(view: Evidence) -> None:
    asked = packs.choose(view, visit.language)
    if asked is not None:
        make(asked)
    ready: tuple[UUID, int] | None = st.session_state.get(READY)
    if ready is not None:
        packs.ready(*ready)


view = load()
st.title(t("evidence-page-title"), anchor=False)
st.markdown(t("evidence-page-lead-supervisor" if view.role == "supervisor" else "evidence-page-lead"))
work(view)
packs.key(db.public_key(signing_secret()))
packs.earlier(view)
