"""Hotline: a coordinator writes down a case for a caller, or counts a contact that is no case."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from auth import guard
from components import once, states
from components.hotline import contacts as hotline_contacts
from components.hotline import form
from components.hotline import review as hotline_review
from components.hotline.draft import Draft, fresh, identity_text, missing, plan_text
from components.i18n import t
from db.errors import PortalError
from db.hotline import Call, Taken, contacts_today, log_contact, take_call
from db.models import Organization
from db.receipts import covered_brands, find_workplaces
from db.sealing import seal, seal_plan

DRAFT, STAGE, FILED, TODAY = "hotline-draft", "hotline-stage", "hotline-filed", "hotline-today"
SEALED = "hotline-sealed"
CONTACT = "contact"

visit = guard.require("hotline")


def sealed(draft: Draft) -> tuple[str | None, str | None]:
    """Name and plan, each sealed once: filing again after a lost answer repeats the same texts to the letter."""
    texts = (str(draft.request_id), identity_text(draft), plan_text(draft))
    known: tuple[tuple[str, str, str], str | None, str | None] | None = st.session_state.get(SEALED)
    if known is None or known[0] != texts:
        name, plan = seal(texts[1]) if texts[1] else None, seal_plan(texts[2]) if texts[2] else None
        known = st.session_state[SEALED] = (texts, name, plan)
    return known[1], known[2]


def file(draft: Draft) -> bool:
    """File the case, in one call; whatever goes wrong, the draft and its code stay."""
    name, plan = sealed(draft)
    call = Call(
        request_id=draft.request_id,
        code=draft.code,
        channel=draft.channel,
        language=draft.language,
        workplace=draft.workplace,
        workplace_words=None if draft.workplace else draft.workplace_words.strip(),
        statement=draft.statement.strip(),
        issues=draft.filed_as,
        severity=draft.graded,
        consent_factory=bool(draft.answer("factory")),
        consent_brands=draft.allowed_brands(),
        sealed_identity=name,
        anonymous=draft.anonymous,
        sealed_plan=plan,
    )
    try:
        st.session_state[FILED] = take_call(visit.gateway, call)
    except PortalError as refusal:
        states.refusal(
            refusal.key, refusal.facts, writing=True, maybe_done=getattr(refusal, "maybe_done", False), scope="hotline"
        )
        return False
    st.session_state[STAGE] = "receipt"
    return True


def to_stage(stage: str) -> None:
    st.session_state[STAGE] = stage


def next_call() -> None:
    """Forget the caller who has hung up."""
    for key in (DRAFT, STAGE, FILED, SEALED, form.FOUND):
        st.session_state.pop(key, None)


@st.fragment
def call(brands: Sequence[Organization]) -> None:
    """The call in hand: form, review, receipt. Only searching and filing ask the database."""
    draft = cast("Draft", st.session_state.setdefault(DRAFT, fresh()))
    stage = st.session_state.get(STAGE, "form")
    place = st.empty()
    if stage == "review" and review(draft, place):
        place.empty()  # drawn into the same place, the longer review would show below the receipt
        stage = "receipt"
    if stage == "receipt":
        with st.container():
            taken = cast("Taken", st.session_state[FILED])
            if taken.changed:
                st.markdown(f":orange[:material/error:] {t('hotline-receipt-changed')}")
            hotline_review.receipt(draft.code, taken.reference)
            st.button(t("hotline-next"), type="primary", on_click=next_call)
    if stage != "form":
        return
    draft = form.show(draft, brands, search=lambda words: find_workplaces(visit.gateway, words))
    st.session_state[DRAFT] = draft
    lacking = missing(draft)
    st.button(t("hotline-to-review"), type="primary", disabled=bool(lacking), on_click=to_stage, args=("review",))
    with st.container(gap="xxsmall"):
        for key in lacking:
            st.caption(t(key))


def review(draft: Draft, place: DeltaGenerator) -> bool:
    """Everything once more; whether it was filed just now."""
    with place.container():
        hotline_review.show(draft)
        with st.container(horizontal=True):
            filed = st.button(t("hotline-file"), type="primary", icon=":material/send:")
            st.button(t("hotline-back"), on_click=to_stage, args=("form",))
    return filed and file(draft)


@st.fragment
def contacts(today: dict[str, int]) -> None:
    """Counting a contact is one call, which answers with today's counts."""
    place = st.container()
    contact = hotline_contacts.form()
    if contact is not None:
        st.session_state[TODAY] = count(contact, st.session_state.get(TODAY, today))
    with place:
        hotline_contacts.counts(st.session_state.get(TODAY, today))


def count(contact: hotline_contacts.Contact, known: dict[str, int]) -> dict[str, int]:
    """Count it once; the counts known so far stay when that failed."""
    try:
        today = log_contact(
            visit.gateway,
            once.request_id(CONTACT),
            kind=contact.kind,
            channel=contact.channel,
            language=contact.language,
            minutes=contact.minutes,
        )
    except PortalError as refusal:
        maybe = getattr(refusal, "maybe_done", False)
        if not maybe:
            once.done(CONTACT)
        states.refusal(refusal.key, refusal.facts, writing=True, maybe_done=maybe, scope="hotline")
        return known
    once.done(CONTACT)
    return today


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
