"""The one question, and what else she can do, on the screen. Opening anything asks the backend for nothing."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from components import plain
from components.i18n import t
from components.mine import lines
from components.mine.choices import Choice
from components.mine.deeds import Answer, Switch, read
from components.mine.question import Question
from components.mine.story import Linked

ICONS = {"check": ":material/check:", "close": ":material/close:"}
BOX = "answer-box"  # where a link to the box in which she writes leads


def one(asked: Question | None) -> Answer | None:
    """The question that stands first; each of its buttons is one deed, or leads down to the box."""
    if asked is None:
        return None
    answer: Answer | None = None
    st.header(t("mine-question-title"), anchor=False)
    with st.container(border=True, key="due-question", gap="small"):
        st.markdown(asked.ask)
        lines.each(asked.lines, "asked")
        if asked.quote:
            plain.words(asked.quote, key="asked")
        for number, way in enumerate(asked.ways):
            if way.answer is None:
                st.html(f'<a class="portal-jump" href="#{BOX}">{escape(way.words)}</a>')
            elif st.button(way.words, icon=ICONS.get(way.sign), width="stretch", key=f"ask-{asked.kind}-{number}"):
                answer = way.answer
        st.caption(asked.follows)
    return answer


def landing() -> None:
    """The place to which the question leads."""
    st.html(f'<div id="{BOX}" class="portal-landing"></div>')


def linked(cases: Sequence[Linked]) -> Answer | None:
    """Other cases of hers that her code opens, one button each."""
    answer: Answer | None = None
    for case in cases:
        with st.container(border=True, key=f"card-linked-{case.reference}", gap="xsmall"):
            st.markdown(f"**{case.words}**")
            plain.quiet(case.reference, key=f"linked-{case.reference}")
            if st.button(t("mine-linked-go"), icon=":material/swap_horiz:", width="stretch", key=f"switch-{case.reference}"):
                answer = Switch(case.reference)
    return answer


def choices(offered: Sequence[Choice], round_: str) -> Answer | None:
    """Each behind one tap; what is missing is said beside its button, and nothing is sent."""
    answer: Answer | None = None
    for choice in offered:
        more = st.expander(choice.title, key=f"choice-{choice.name}-{round_}", on_change="rerun")
        if more.open:
            with more:
                answer = _form(choice, f"{choice.name}-{round_}") or answer
    return answer


def _form(choice: Choice, scope: str) -> Answer | None:
    said = dict(choice.hidden)
    for text in choice.text:
        st.markdown(text)
    if choice.reasons:
        known = dict(choice.reasons)
        said["reason"] = (
            st.radio(choice.why, list(known), index=None, format_func=lambda code: known[code], key=f"why-{scope}") or ""
        )
    if choice.ask:
        said["words"] = st.text_area(choice.ask, max_chars=choice.most, height=120, key=f"words-{scope}") or ""
    if choice.tick:
        said["tick"] = "1" if st.checkbox(choice.tick, key=f"tick-{scope}") else ""
    if not st.button(choice.button, width="stretch", key=f"do-{scope}"):
        return None
    if choice.reasons and not said["reason"]:
        st.markdown(f":material/edit: {t('mine-reason-missing')}")
        return None
    if choice.ask and not said["words"].strip():
        st.markdown(f":material/edit: {t('mine-words-missing')}")
        return None
    return read(lambda name: said.get(name, ""))
