"""The release as its readers will see it, why something was cut, words to the author, and the decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import spoken, t
from components.moderation import files
from components.moderation.draft import Draft, draft, keep
from db.models import Message, Moderation, Party, Side
from db.moderation import Decision

MOST = 12_000
RELEASE, SEND_BACK, WITHHOLD = "release", "send_back", "withhold"
REASONS = ("identifies", "asks_who", "insult", "threat", "settlement", "other_case", "unreadable")
NOTHING = "nothing"


def show(page: Moderation, message: Message, *, decide: Callable[[Decision], None], outcome: str = RELEASE) -> None:
    """The right column of the desk. `decide` gets the finished decision, in a button's callback."""
    work = draft(message)
    readers = _readers(page, message, work)
    released = work.released()
    with st.container(border=True, key="card-release"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(t("moderation-as", who=the_readers(readers)), anchor=False, width="content")
            st.space("stretch")
            if released.removed:
                st.badge(t("moderation-removed", n=released.removed), icon=":material/content_cut:", color="green")
        _text(message, work, released.body)
    if len(_possible(page, message)) > 1 or not readers:
        _choose_readers(page, message, readers)
    files.show(page, message, readers)
    back = outcome != RELEASE
    _why(message, work, cut=not back and (bool(released.removed) or work.by_hand is not None))
    _deeds(message, readers, decide, outcome)


def the_readers(readers: tuple[Party, ...]) -> str:
    """ "the worker", "the worker and the brand": only our own words, fit for a button."""
    sides = dict.fromkeys(
        t(f"the-{each.side}") if each.label is None else t("group-the-worker", number=each.label) for each in readers
    )
    return spoken().say_and(sides) or t("the-handshake")


def party_name(party: Party) -> str:
    """A party on a chip; its name is made harmless."""
    if party.label is not None:  # one of a group: which of them
        return t("group-worker", number=party.label)
    return plain.label(party.name) if party.name else t(f"side-{party.side}")


def _possible(page: Moderation, message: Message) -> tuple[Party, ...]:
    """Who could be let read it. Handshake reads everything and is no choice; brands never read each other."""
    author = next((each for each in page.parties if each.id == message.author_party), None)
    rival = author is not None and author.side is Side.BRAND
    return tuple(
        each
        for each in page.parties
        if each.id != message.author_party and each.side is not Side.HANDSHAKE and not (rival and each.side is Side.BRAND)
    )


def _readers(page: Moderation, message: Message, work: Draft) -> tuple[Party, ...]:
    wanted = message.readers if work.readers is None else work.readers
    return tuple(each for each in _possible(page, message) if each.id in wanted)


def _choose_readers(page: Moderation, message: Message, readers: tuple[Party, ...]) -> None:
    names = {each.id: party_name(each) for each in _possible(page, message)}
    key, chosen = f"moderation-readers-{message.id}", {each.id for each in readers}
    st.pills(
        t("moderation-readers"),
        list(names),
        selection_mode="multi",
        default=[each.id for each in readers],
        format_func=lambda one: f"✓ **{names[one]}**" if one in chosen else names[one],
        key=key,
        wrap=True,
        on_change=lambda: keep(message, readers=tuple(st.session_state.get(key) or ())),
    )


def _text(message: Message, work: Draft, body: str) -> None:
    if work.by_hand is None:
        plain.words(body, key="release")
        st.button(
            t("moderation-by-hand"),
            key=f"by-hand-{message.id}",
            icon=":material/edit:",
            type="tertiary",
            on_click=lambda: keep(message, by_hand=body),
        )
        return
    key = f"moderation-hand-{message.id}"
    st.text_area(
        t("moderation-by-hand-label"),
        value=work.by_hand,
        key=key,
        height=200,
        max_chars=MOST,
        label_visibility="collapsed",
        on_change=lambda: keep(message, by_hand=str(st.session_state.get(key, ""))),
    )
    st.button(
        t("moderation-by-cuts"),
        key=f"by-cuts-{message.id}",
        icon=":material/undo:",
        type="tertiary",
        on_click=lambda: keep(message, by_hand=None),
    )


def suggested_reason(work: Draft) -> str:
    """The reason that fits the hints; asking who complained weighs most."""
    return "asks_who" if work.asks_who() and not work.released().body.strip(" []") else "identifies"


def _why(message: Message, work: Draft, *, cut: bool) -> None:
    reason_key, note_key = f"moderation-reason-{message.id}", f"moderation-note-{message.id}"
    reason = work.reason or suggested_reason(work)
    st.selectbox(
        t("moderation-reason") if cut else t("moderation-reason-back"),
        REASONS,
        index=REASONS.index(reason),
        format_func=lambda one: t(f"moderation-reason-{one}"),
        key=reason_key,
        on_change=lambda: keep(message, reason=st.session_state.get(reason_key)),
    )
    st.text_input(
        t("moderation-note", author=_author(message)),
        value=work.note,
        key=note_key,
        max_chars=2000,
        placeholder=t("moderation-note-hint", author=_author(message)),
        on_change=lambda: keep(message, note=str(st.session_state.get(note_key, ""))),
    )
    if _asked_for_names(message, reason):
        st.toggle(t("retaliation-check"), value=True, key=_check_key(message))
        st.caption(t("retaliation-check-more"))


def _asked_for_names(message: Message, reason: str) -> bool:
    return message.author in (Side.FACTORY, Side.BRAND) and (reason == "asks_who" or "asks_who" in message.hints)


def _check_key(message: Message) -> str:
    return f"moderation-check-{message.id}"


def _author(message: Message) -> str:
    return t(f"the-{message.author}")


def _deeds(message: Message, readers: tuple[Party, ...], decide: Callable[[Decision], None], leading: str) -> None:
    def now(outcome: str) -> None:
        decide(decision(message, outcome, tuple(each.id for each in readers)))

    def kind(outcome: str, otherwise: Literal["secondary", "tertiary"]) -> Literal["primary", "secondary", "tertiary"]:
        return "primary" if outcome == leading else otherwise

    empty = not draft(message).released().body.strip()
    with st.container(horizontal=True, gap="small"):
        st.button(
            t("moderation-release", who=the_readers(readers)),
            key=f"release-{message.id}",
            type=kind(RELEASE, "secondary"),
            icon=":material/send:",
            disabled=empty or not readers,
            on_click=now,
            args=(RELEASE,),
        )
        st.button(
            t("moderation-send-back"),
            key=f"back-{message.id}",
            type=kind(SEND_BACK, "secondary"),
            on_click=now,
            args=(SEND_BACK,),
        )
        st.button(
            t("moderation-withhold"),
            key=f"withhold-{message.id}",
            type=kind(WITHHOLD, "tertiary"),
            on_click=now,
            args=(WITHHOLD,),
        )
    if leading != RELEASE:
        st.caption(t(f"moderation-leading-{leading}"))
        return
    st.caption(t("moderation-final", who=the_readers(readers)) if readers else t("moderation-no-readers"))


def decision(message: Message, outcome: str, readers: tuple[UUID, ...]) -> Decision:
    """The draft as a decision. A release without cuts needs no reason."""
    work = draft(message)
    released = work.released()
    cut = released.body != message.body
    reason = work.reason or suggested_reason(work)
    return Decision(
        message=message.id,
        outcome=outcome,
        body=released.body,
        removed=max(released.removed, 1) if cut and outcome == RELEASE else 0,
        reason=reason if cut or outcome != RELEASE else NOTHING,
        note=work.note.strip(),
        audience=readers,
        revision=message.revision,
        ask_worker=bool(st.session_state.get(_check_key(message), False)),
    )
