"""Zero tolerance: the protocols that run, by their clocks, and one of them with its twelve steps. For Handshake alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from auth import guard
from components import dialogs, once, plain, states, unsent
from components.i18n import t
from components.protocol import deeds, listing, whole
from db import protocols as db
from db.errors import Conflict, PortalError, SignInNeeded
from db.models import Role
from db.models.protocol import ProtocolRoom

FRESH, NEWS = "protocol-fresh", "protocol-news"

visit = guard.require("zero_tolerance")
role = visit.person.role if visit.person else None


def address() -> str | None:
    """The case that the address names."""
    return st.query_params.get("ref", "")[:40] or None


def choose(reference: str) -> None:
    st.query_params.from_dict({"ref": reference})


def load() -> ProtocolRoom:
    """What the last deed answered with, or one call."""
    fresh: ProtocolRoom | None = st.session_state.pop(FRESH, None)
    if fresh is not None and fresh.chosen is not None and address() in (None, fresh.chosen.reference):
        return fresh
    return db.room(visit.gateway, address())


# What was chosen becomes its one call.
WAYS: dict[type, Callable[[Any, db.Deeds], ProtocolRoom]] = {
    deeds.DoStep: lambda deed, call: call.do(deed.items, deed.words, needed=deed.needed),
    deeds.NoteAge: lambda deed, call: call.note_age(deed.kind, deed.says, deed.words),
    deeds.SettleAge: lambda deed, call: call.settle_age(deed.age, deed.follow_until, deed.words),
    deeds.DecideReferral: lambda deed, call: call.decide_referral(deed.words, refer=deed.refer),
    deeds.RecordBasis: lambda deed, call: call.record_basis(deed.recipient, deed.basis, deed.words),
    deeds.RecordReferral: lambda deed, call: call.record_referral(
        deed.authority, deed.officer_role, deed.channel, deed.handed_at, deed.words
    ),
    deeds.TellBrand: lambda deed, call: call.tell_brand(deed.brand, deed.words),
    deeds.NoteFollowUp: lambda deed, call: call.note_follow_up(deed.due_on, deed.how, deed.outcome, deed.words),
    deeds.Lower: lambda deed, call: call.lower(deed.revision, deed.words),
    deeds.Leave: lambda deed, call: call.leave(deed.words),
}


def carry_out(reference: str) -> Callable[[deeds.Deed], None]:
    """One deed, once: its answer becomes the room; a refusal is said where the button stood."""

    def do(deed: deeds.Deed) -> None:
        scope = f"protocol:{reference}:{hash(deed)}"
        try:
            room = WAYS[type(deed)](deed, db.Deeds(visit.gateway, once.request_id(scope), reference))
        except SignInNeeded:
            st.rerun()
        except Conflict as faster:
            once.done(scope)
            unsent.keep("protocol", deed)
            st.session_state[NEWS] = (faster.key, faster.facts)
            st.rerun()
        except PortalError as refused:
            maybe = getattr(refused, "maybe_done", False)
            if not maybe:
                once.done(scope)
            states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="protocol")
        else:
            once.done(scope)
            st.session_state[FRESH] = room
            st.rerun()

    return do


@st.fragment
def work(room: ProtocolRoom) -> None:
    """Opening a dialog redraws this and asks the database for nothing."""
    if room.chosen is not None:
        desk = role is not Role.CUSTODIAN
        whole.show(room.chosen, carry_out(room.chosen.reference), desk=desk, supervisor=role is Role.SUPERVISOR)


dialogs.closed()
view = load()
with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="protocol-top"):
    st.title(t("protocol-title"), anchor=False, width="content")
    plain.quiet(listing.headline(view), key="protocol-headline")
if NEWS in st.session_state:
    key, facts = st.session_state.pop(NEWS)
    states.refusal(key, facts, scope="news")
unsent.show("protocol")
if not view.protocols:
    states.empty(t("protocol-none"), t("protocol-none-more"))
else:
    left, right = st.columns([1, 2.4], gap="medium")
    with left:
        listing.show(view, choose=choose)
    with right:
        work(view)
