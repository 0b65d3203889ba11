"""One case: what must be done, the conversation, and what a coordinator steers it with.

A view costs one call. What a deed answers with is the next view, so a deed costs one call too.
Widgets live in fragments: opening or choosing something asks the database for nothing.
"""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import dialogs, states, unsent
from components.case import beside, composer, header, outbox, plan, preview, strip, thread
from components.case.composer import Draft
from components.i18n import dwell, t
from components.links import MODERATION
from db import cases, messages
from db.errors import PortalError, SignInNeeded
from db.models import CasePage, Message, MessageKind, Role, Side
from pages.cases.deeds.carrying import NEWS, NOW, OPEN, STUCK, TALK, WRITING, AtCase

SECONDS_BETWEEN_LOOKS = 6
DRAWN = "case-drawn"

visit = guard.require("case")
if "message" in st.query_params and OPEN in st.session_state:
    # Back from the moderation desk the browser keeps that desk's query with our path.
    st.query_params.from_dict({"ref": st.session_state[OPEN]})
reference = st.query_params.get("ref", "")[:40]
at = AtCase(visit, reference)
scope = at.scope


@st.fragment(key=TALK)
def talk(page: CasePage) -> None:
    """The latest messages. Deciding on a held one happens at the moderation desk."""
    latest = thread.since(at.now(page).messages, thread.fold(page.messages)[1])
    deed = thread.latest(latest, thread.Viewing(page.parties, page.viewer))
    if deed is None:
        return
    message = deed.message
    if deed.verb == "change":
        dialogs.show(t("case-change-title"), lambda: change(message))
    elif deed.verb == "take_back":
        at.carry_out(f"back:{message.id}", lambda i: messages.take_back(visit.gateway, i, message.id))
    else:
        outcome = {"review": "release", "send_back": "send_back", "withhold": "withhold"}[deed.verb]
        st.switch_page(MODERATION, query_params={"message": str(message.id), "outcome": outcome})


def change(message: Message) -> None:
    body = st.text_area(t("case-change-words"), message.body, max_chars=composer.LIMIT, height=200, key=f"new-{message.id}")
    if st.button(t("shell-save"), type="primary", disabled=not body.strip(), key=f"save-{message.id}"):
        at.carry_out(
            f"change:{message.id}:{hash(body)}",
            lambda i: messages.change_held(visit.gateway, i, message.id, body),
            body,
        )


@st.fragment(key=WRITING)
def write(page: CasePage) -> None:
    """The composer, and a draft that waits for a second yes or could not be sent."""
    page = at.now(page)
    writes = page.viewer is Side.HANDSHAKE and not at.looks_on
    kept, stuck = composer.kept(scope), st.session_state.get(STUCK)
    if kept is not None and stuck is not None and stuck[0] == scope:
        choice = (
            outbox.ask(page, kept, stuck[2], scope=scope)
            if stuck[1] == "ask"
            else outbox.failed(kept, stuck[1], stuck[2], maybe_done=stuck[3], scope=scope)
        )
        if choice == "send":
            at.post(kept)
        elif choice == "edit":
            st.session_state.pop(STUCK)
            composer.keep(kept, scope=scope)
            st.rerun(scope="fragment")
        if choice is None:
            return
    beside_it = (lambda: preview.button(page, at.see)) if writes else None
    composer.show(page, lambda draft: send(page, draft), scope=scope, beside=beside_it)


def send(page: CasePage, draft: Draft) -> None:
    """A callback: it comes before the composer is drawn again, which then says what keeps a draft from leaving."""
    composer.hold(draft, scope=scope)
    if page.viewer is Side.HANDSHAKE and draft.kind is MessageKind.MESSAGE and not draft.audience:
        st.session_state[STUCK] = (scope, "audience_empty", {}, False)
        return
    words = outbox.question(page, draft)
    if words is not None:
        st.session_state[STUCK] = (scope, "ask", words)
        return
    at.post(draft, before=page)


@st.fragment
def owing(page: CasePage) -> None:
    """What the viewer owes by the plan, one button each."""
    plan.owed(page, lambda deed: at.steer(page, deed))


@st.fragment
def rail(page: CasePage) -> None:
    """What stands beside the thread."""
    hands = beside.Hands(
        lambda deed: at.steer(page, deed), lambda deed: at.unlock(page, deed),
        supervisor=visit.role is Role.SUPERVISOR, looks_on=at.looks_on,
    )  # fmt: skip
    beside.show(page, hands)


@st.fragment(run_every=SECONDS_BETWEEN_LOOKS)
def look(page: CasePage) -> None:
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
    if now != at.now(page).tip:
        st.rerun()


dialogs.closed()
with st.container(gap=None, key="news"):  # what comes and goes stands in here: it must not move the composer
    page = at.load()
    if page is not None and NEWS in st.session_state:
        key, facts = st.session_state.pop(NEWS)
        states.refusal(key, facts, scope="news")
    if page is not None:
        unsent.show(scope)
if page is not None:
    st.session_state[OPEN], st.session_state[NOW] = reference, page
    dwell(page.case.zone)
    header.show(page)
    strip.show(page, lambda: owing(page), looks_on=at.looks_on)
    left, right = st.columns([2.15, 1], gap="medium")
    # Each in a box of its own: one message more must not move the composer, which would empty it in the browser.
    with left.container(key="thread"):
        thread.earlier(thread.fold(page.messages)[0], thread.Viewing(page.parties, page.viewer))
        talk(page)
    if not at.looks_on:
        with left.container(key="writing"):
            write(page)
    with right:
        rail(page)
    st.session_state[DRAWN] = True
    look(page)
