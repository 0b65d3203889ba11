"""Hotline: a coordinator writes down a case for a caller, or counts a contact that is no case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st

from auth import guard
from components import hotline_contacts, hotline_form, hotline_review, once, states
from components.hotline_draft import Draft, fresh, identity_text, missing
from components.i18n import t
from db.errors import PortalError
from db.hotline import Call, contacts_today, log_contact, take_call
from db.models import Organization
from db.receipts import covered_brands, find_workplaces

DRAFT, STAGE, FILED, TODAY = "hotline-draft", "hotline-stage", "hotline-filed", "hotline-today"
CONTACT = "contact"

visit = guard.require("hotline")


def file(draft: Draft) -> None:
    """File the case, in one call; whatever goes wrong, the draft and its code stay."""
    identity = identity_text(draft)
    call = Call(
        request_id=draft.request_id,
        code=draft.code,
        channel=draft.channel,
        language=draft.language,
        workplace=draft.workplace,
        workplace_words=None if draft.workplace else draft.workplace_words.strip(),
        statement=draft.statement.strip(),
        issues=draft.issues,
        severity=draft.graded,
        consent_factory=bool(draft.answer("factory")),
        consent_brands=draft.allowed_brands(),
        sealed_identity=guard.seal_identity(identity) if identity else None,
        anonymous=draft.anonymous,
    )
    try:
        st.session_state[FILED] = take_call(visit.gateway, call)
    except PortalError as refusal:
        states.refusal(
            refusal.key, refusal.facts, writing=True, maybe_done=getattr(refusal, "maybe_done", False), scope="hotline"
        )
        return
    st.session_state[STAGE] = "receipt"
    st.rerun(scope="fragment")


def to_stage(stage: str) -> None:
    st.session_state[STAGE] = stage


def next_call() -> None:
    """Forget the caller who has hung up."""
    for key in (DRAFT, STAGE, FILED, hotline_form.FOUND):
        st.session_state.pop(key, None)


@st.fragment
def call(brands: Sequence[Organization]) -> None:
    """The call in hand: form, review, receipt. Only searching and filing ask the database."""
    draft = cast("Draft", st.session_state.setdefault(DRAFT, fresh()))
    stage = st.session_state.get(STAGE, "form")
    if stage == "receipt":
        hotline_review.receipt(draft.code, st.session_state[FILED])
        st.button(t("hotline-next"), type="primary", on_click=next_call)
    elif stage == "review":
        hotline_review.show(draft)
        with st.container(horizontal=True):
            filed = st.button(t("hotline-file"), type="primary", icon=":material/send:")
            st.button(t("hotline-back"), on_click=to_stage, args=("form",))
        if filed:
            file(draft)
    else:
        draft = hotline_form.show(draft, brands, search=lambda words: find_workplaces(visit.gateway, words))
        st.session_state[DRAFT] = draft
        lacking = missing(draft)
        st.button(t("hotline-to-review"), type="primary", disabled=bool(lacking), on_click=to_stage, args=("review",))
        for key in lacking:
            st.caption(t(key))


@st.fragment
def contacts(today: dict[str, int]) -> None:
    """Counting a contact is one call, which answers with today's counts."""
    shown = st.session_state.get(TODAY, today)
    contact = hotline_contacts.show(shown)
    if contact is None:
        return
    try:
        st.session_state[TODAY] = log_contact(
            visit.gateway,
            once.request_id(CONTACT),
            kind=contact.kind,
            channel=contact.channel,
            language=contact.language,
            minutes=contact.minutes,
        )
    except PortalError as refusal:
        states.refusal(refusal.key, refusal.facts, writing=True, maybe_done=getattr(refusal, "maybe_done", False))
        return
    once.done(CONTACT)
    st.rerun(scope="fragment")


st.title(t("hotline-title"), anchor=False)
view = st.segmented_control(
    t("hotline-view"),
    ("case", "contacts"),
    default="case",
    required=True,
    format_func=lambda one: t(f"hotline-view-{one}"),
    key="hotline-view",
    label_visibility="collapsed",
)
if view == "contacts":
    st.session_state.pop(TODAY, None)
    contacts(contacts_today(visit.gateway))
else:
    call(covered_brands(visit.gateway))
