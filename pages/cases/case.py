"""One case: what must be done, the conversation, and what a coordinator steers it with.

A view costs one call. What a deed answers with is the next view, so a deed costs one call too.
Widgets live in fragments: opening or choosing something asks the database for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

import streamlit as st

from auth import guard
from components import dialogs, once, states
from components.case import (
    composer,
    findings,
    group,
    header,
    linked,
    next_step,
    outbox,
    plan,
    preview,
    rail,
    remedy,
    steering,
    strip,
    thread,
)
from components.case.composer import Draft
from components.guidance import page as guidance
from components.i18n import t
from components.identities import card
from components.links import MODERATION
from components.protocol import card as protocol_card
from db import cases, messages
from db.errors import Conflict, PortalError, SignInNeeded, Unavailable
from db.models import CasePage, Message, MessageKind, Preview, Role, Side
from pages.cases.deeds import call_for
from pages.cases.deeds import identity as identity_deeds

SECONDS_BETWEEN_LOOKS = 6
FRESH, NEWS, OPEN, STUCK, DRAWN = "case-fresh", "case-news", "case-open", "case-stuck", "case-drawn"

visit = guard.require("case")
if "message" in st.query_params and OPEN in st.session_state:
    # Back from the moderation desk the browser keeps that desk's query with our path.
    st.query_params.from_dict({"ref": st.session_state[OPEN]})
reference = st.query_params.get("ref", "")[:40]
scope = f"post:{reference}"


def load() -> CasePage | None:
    """What the last deed answered with, or one call; None when the refusal was said instead."""
    fresh: CasePage | None = st.session_state.pop(FRESH, None)
    if fresh is not None and fresh.case.reference == reference:
        return fresh
    try:
        if st.session_state.get(OPEN) == reference:
            return cases.case_page(visit.gateway, reference)
        with states.opening("shell-opening-case"):
            return cases.case_page(visit.gateway, reference)
    except SignInNeeded:
        raise
    except PortalError as refused:
        states.refusal(refused.key, refused.facts)
        return None


def carry_out(what: str, deed: Callable[[UUID], CasePage]) -> None:
    """One deed, once: its answer becomes the page; a refusal is said where the button stood."""
    try:
        page = deed(once.request_id(what))
    except SignInNeeded:
        st.rerun()
    except Conflict as faster:
        once.done(what)
        st.session_state[NEWS] = (faster.key, faster.facts)
        st.rerun()
    except PortalError as refused:
        unsure = isinstance(refused, Unavailable)
        if not unsure:
            once.done(what)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=unsure and refused.maybe_done)  # type: ignore[attr-defined]
    else:
        once.done(what)
        st.session_state[FRESH] = page
        st.rerun()


def steer(page: CasePage, deed: object) -> None:
    """Turn what somebody chose into its one call."""
    if isinstance(deed, plan.Claim) and deed.files:
        files = deed.files
        deed = replace(deed, keep=lambda i: [visit.attach(i, reference, each.name, each.content) for each in files])
    call = call_for(deed, page, visit.gateway)
    carry_out(call.scope, call.send)


@st.fragment
def talk(page: CasePage) -> None:
    """The latest messages. Deciding on a held one happens at the moderation desk."""
    deed = thread.latest(thread.fold(page.messages)[1], thread.Viewing(page.parties, page.viewer))
    if deed is None:
        return
    message = deed.message
    if deed.verb == "change":
        dialogs.show(t("case-change-title"), lambda: change(message))
    elif deed.verb == "take_back":
        carry_out(f"back:{message.id}", lambda i: messages.take_back(visit.gateway, i, message.id))
    else:
        outcome = {"review": "release", "send_back": "send_back", "withhold": "withhold"}[deed.verb]
        st.switch_page(MODERATION, query_params={"message": str(message.id), "outcome": outcome})


def change(message: Message) -> None:
    body = st.text_area(t("case-change-words"), message.body, max_chars=composer.LIMIT, height=200, key=f"new-{message.id}")
    if st.button(t("shell-save"), type="primary", disabled=not body.strip(), key=f"save-{message.id}"):
        carry_out(
            f"change:{message.id}:{hash(body)}",
            lambda i: messages.change_held(visit.gateway, i, message.id, body),
        )


@st.fragment
def write(page: CasePage) -> None:
    """The composer, and a draft that waits for a second yes or could not be sent."""
    kept, stuck = composer.kept(scope), st.session_state.get(STUCK)
    if kept is not None and stuck is not None and stuck[0] == scope:
        choice = (
            outbox.ask(page, kept, stuck[2], scope=scope)
            if stuck[1] == "ask"
            else outbox.failed(kept, stuck[1], stuck[2], maybe_done=stuck[3], scope=scope)
        )
        if choice == "send":
            post(kept)
        elif choice == "edit":
            st.session_state.pop(STUCK)
            composer.keep(kept, scope=scope)
            st.rerun(scope="fragment")
        if choice is None:
            return
    draft = composer.show(page, scope=scope, beside=(lambda: preview.button(page, see)) if desk(page) else None)
    if draft is None:
        return
    composer.hold(draft, scope=scope)
    if desk(page) and draft.kind is MessageKind.MESSAGE and not draft.audience:
        st.session_state[STUCK] = (scope, "audience_empty", {}, False)
        st.rerun(scope="fragment")
    words = outbox.question(page, draft)
    if words is not None:
        st.session_state[STUCK] = (scope, "ask", words)
        st.rerun(scope="fragment")
    post(draft)


def guarding() -> bool:
    """Whether a custodian looks on: she guards identities, and writes nothing into a case."""
    return visit.person is not None and visit.person.role is Role.CUSTODIAN


def desk(page: CasePage) -> bool:
    return page.viewer is Side.HANDSHAKE and not guarding()


def post(draft: Draft) -> None:
    """Send it once. Whatever happens, the words stay until the database has them."""
    try:
        request = once.request_id(scope)
        files = [visit.attach(request, reference, each.name, each.content) for each in draft.files]
        page = messages.post_message(visit.gateway, request, reference, draft.body, draft.audience, draft.kind, files)
    except PortalError as refused:
        unsure = isinstance(refused, Unavailable) and refused.maybe_done
        if not isinstance(refused, Unavailable | SignInNeeded):
            once.done(scope)
        st.session_state[STUCK] = (scope, refused.key, refused.facts, unsure)
        st.rerun(scope="app" if isinstance(refused, SignInNeeded) else "fragment")
    once.done(scope)
    composer.forget(scope)
    st.session_state.pop(STUCK, None)
    st.session_state[FRESH] = page
    st.rerun()


def see(party: UUID) -> Preview | None:
    try:
        return cases.preview(visit.gateway, reference, party)
    except PortalError as refused:
        states.refusal(refused.key, refused.facts, scope="preview")
        return None


def unlock(page: CasePage, deed: card.Deed) -> None:
    """What somebody does with a key; what is opened is drawn in a dialog and kept nowhere."""
    if isinstance(deed, card.Look):
        dialogs.show(t("identity-opened-title"), lambda: identity_deeds.look(visit.gateway, reference, deed.party))
    else:
        steer(page, deed)


@st.fragment
def owing(page: CasePage) -> None:
    """What the viewer owes by the plan, one button each."""
    plan.owed(page, lambda deed: steer(page, deed))


@st.fragment
def beside(page: CasePage) -> None:
    """The rail, and for coordinators what they steer the case with."""
    next_step.show(page, None if page.viewer is Side.BRAND or guarding() else (lambda deed: steer(page, deed)))
    if desk(page):
        steering.show(page, lambda deed: steer(page, deed), supervisor=visit.role is Role.SUPERVISOR)
    do: Callable[[object], None] | None = (
        (lambda deed: steer(page, deed)) if page.viewer is not Side.BRAND and not guarding() else None
    )
    if page.viewer in (Side.HANDSHAKE, Side.BRAND):
        protocol_card.show(page, (lambda deed: steer(page, deed)) if not guarding() else None)
    if page.viewer is not Side.FACTORY:  # its own actions stand in the strip
        plan.card(page, do if desk(page) else None)
    findings.card(page, do if desk(page) else None)
    remedy.card(page, do)
    remedy.hearing(page, do if desk(page) else None)
    card.show(page, lambda deed: unlock(page, deed), may_pass_on=desk(page), may_keep=guarding())
    if page.viewer is Side.HANDSHAKE:
        linked.card(page, do if desk(page) else None)
        group.card(page, do if desk(page) else None)
    consent = rail.show(page, may_withdraw=not guarding())
    guidance.beside(page.case.issues)
    if consent is not None:
        steer(page, steering.WithdrawConsent(consent))


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def look(tip: str) -> None:
    """Ask for the tip only; the page is drawn again when there is something new. What is being typed stays
    in the browser; a dialog would be closed, so while one is open nothing is asked."""
    if st.session_state.pop(DRAWN, False) or dialogs.is_open():
        return
    try:
        now = cases.case_tip(visit.gateway, reference)
    except SignInNeeded:
        # Leaving for the sign-in page now would lose what is being typed; sending it leads there with the words kept.
        st.markdown(f":material/logout: {t('signin-ended')}")
        return
    except PortalError:
        return  # the next look comes soon; a deed would say what is wrong
    if now != tip:
        st.rerun()


dialogs.closed()
with st.container(gap=None, key="news"):  # what comes and goes stands in here: it must not move the composer
    page = load()
    if page is not None and NEWS in st.session_state:
        key, facts = st.session_state.pop(NEWS)
        states.refusal(key, facts, scope="news")
if page is not None:
    st.session_state[OPEN] = reference
    header.show(page)
    strip.show(page, lambda: owing(page))
    left, right = st.columns([2.15, 1], gap="medium")
    # Each in a box of its own: one message more must not move the composer, which would empty it in the browser.
    with left.container(key="thread"):
        thread.earlier(thread.fold(page.messages)[0], thread.Viewing(page.parties, page.viewer))
        talk(page)
    if not guarding():
        with left.container(key="writing"):
            write(page)
    with right:
        beside(page)
    st.session_state[DRAWN] = True
    look(page.tip)
