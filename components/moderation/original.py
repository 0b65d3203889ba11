"""The original by passages: what looks dangerous stands apart, each with its hint and Keep or Remove."""

from __future__ import annotations

import streamlit as st

from components import plain
from components.i18n import t
from components.moderation.draft import Draft, draft, keep
from components.moderation.marks import Mark
from components.moderation.passages import Passage, choices, chosen
from db.models import Message

KEEP, REMOVE = "keep", "remove"


def show(message: Message) -> None:
    """Draw the original; every choice goes into the draft at once."""
    work = draft(message)
    with st.container(border=True, key="card-original"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.subheader(t("moderation-original"), anchor=False, width="content")
            st.space("stretch")
            st.badge(t("moderation-sealed"), icon=":material/lock:", color="violet")
        marking = bool(st.session_state.get(_marking(message)))
        for passage in work.passages():
            if passage.kind is None:
                _plain(message, passage, marking)
            else:
                _flagged(message, work, passage)
        _mark(message, marking)


def _plain(message: Message, passage: Passage, marking: bool) -> None:
    if not passage.text.strip():
        return
    if not marking:
        plain.words(passage.text.strip(), key=f"original-{passage.name}")
        return
    for mark in choices(passage):
        with st.container(key=f"row-mark-{mark.start}", gap="xxsmall"):
            plain.words(message.body[mark.start : mark.end], key=f"original-{mark.start}")
            st.button(
                t("moderation-mark-this"),
                key=f"mark-{message.id}-{mark.start}",
                icon=":material/ink_highlighter:",
                type="tertiary",
                on_click=_add,
                args=(message, (mark,)),
            )


def _flagged(message: Message, work: Draft, passage: Passage) -> None:
    with st.container(key=f"flag-{passage.name}", gap="xsmall"):
        plain.words(passage.text + passage.tail.rstrip(), key=f"original-{passage.name}")
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(f":orange[:material/warning: {t(f'moderation-hint-{passage.kind}')}]", width="content")
            st.space("stretch")
            key = f"moderation-cut-{message.id}-{passage.name}"
            st.segmented_control(
                t("moderation-keep-or-remove"),
                (KEEP, REMOVE),
                default=KEEP if passage.name in work.kept else REMOVE,
                required=True,
                format_func=lambda one: t(f"moderation-{one}"),
                key=key,
                on_change=_cut,
                args=(message, passage.name, key),
                label_visibility="collapsed",
            )


def _mark(message: Message, marking: bool) -> None:
    """Marking: choose a whole sentence above, or type the words to take out as they stand."""
    st.button(
        t("moderation-mark-done") if marking else t("moderation-mark"),
        key=f"marking-{message.id}",
        icon=":material/check:" if marking else ":material/ink_highlighter:",
        type="tertiary",
        on_click=_toggle,
        args=(message,),
    )
    if not marking:
        return
    key = f"mark-words-{message.id}"
    st.text_input(
        t("moderation-mark-words"),
        key=key,
        help=None,
        placeholder=t("moderation-mark-example"),
        on_change=_add_words,
        args=(message, key),
        max_chars=500,
    )
    if st.session_state.get(_missed(message)):
        st.caption(t("moderation-mark-missed"))


def _marking(message: Message) -> str:
    return f"moderation-marking-{message.id}"


def _missed(message: Message) -> str:
    return f"moderation-missed-{message.id}"


def _toggle(message: Message) -> None:
    st.session_state[_marking(message)] = not st.session_state.get(_marking(message))
    st.session_state.pop(_missed(message), None)


def _add(message: Message, marks: tuple[Mark, ...]) -> None:
    keep(message, marks=(*draft(message).marks, *marks), by_hand=None)


def _add_words(message: Message, key: str) -> None:
    """Mark every place where the typed words stand, and say so when there is none."""
    marks = chosen(message.body, str(st.session_state.get(key, "")))
    st.session_state[_missed(message)] = not marks
    if marks:
        _add(message, marks)
        st.session_state[key] = ""


def _cut(message: Message, name: str, key: str) -> None:
    kept = draft(message).kept - {name}
    if st.session_state.get(key) == KEEP:
        kept |= {name}
    keep(message, kept=kept, by_hand=None)
