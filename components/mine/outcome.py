"""Findings, plan and money on a worker's screen. What is asked first stands above, and is not asked again here."""

from __future__ import annotations

import streamlit as st

from components.i18n import t
from components.mine import files, lines
from components.mine.deeds import Accept, Answer, Dispute, Have
from components.mine.question import Question
from components.mine.remedy import Outcome
from components.mine.story import Story


def show(story: Story) -> Answer | None:
    """What is to be done, what she gets, what was found and what shows it."""
    one, asked = story.outcome, story.question
    answer = _steps(one, asked) if story.tells_plan else None
    answer = (_benefits(one, asked) if one.benefits else None) or answer
    if one.said_end:
        with st.container(border=True, key="card-end"):
            st.markdown(one.said_end)
    if one.found:
        st.header(t("mine-found-title"), anchor=False)
        lines.card(one.found, "found")
    if one.shown:
        st.header(t("mine-shown-title"), anchor=False)
        with st.container(border=True, key="card-shown"):
            for each in one.shown:
                lines.line(each.line, f"shown-{each.id}")
                if each.file:
                    files.links((each.file,))
    return answer


def _steps(one: Outcome, asked: Question | None) -> Answer | None:
    st.header(t("mine-plan-title"), anchor=False)
    answer: Answer | None = None
    with st.container(border=True, key="card-steps"):
        for step in one.steps:
            lines.line(step.line, f"step-{step.id}")
            if step.may_dispute:
                with st.expander(t("mine-plan-dispute"), key=f"dispute-{step.id}"):
                    words = st.text_area(t("mine-plan-dispute-words"), max_chars=2000, key=f"dispute-words-{step.id}")
                    pressed = st.button(t("mine-plan-dispute-send"), width="stretch", key=f"dispute-send-{step.id}")
                    if pressed and words.strip():
                        answer = Dispute(step.id, words.strip())
        if one.others:
            st.caption(one.others)
        if one.accepted:
            st.caption(t("mine-plan-accepted"))
        elif one.version is not None and not (asked and asked.kind == "plan"):
            st.markdown(t("mine-plan-ask"))
            if st.button(t("mine-plan-accept"), icon=":material/check:", width="stretch", key="plan-yes"):
                answer = Accept(one.version)
    return answer


def _benefits(one: Outcome, asked: Question | None) -> Answer | None:
    st.header(t("mine-money-title"), anchor=False)
    answer: Answer | None = None
    with st.container(border=True, key="card-benefits"):
        for each in one.benefits:
            lines.line(each.line, f"benefit-{each.id}")
            if each.asks and not (asked and asked.about == each.id):
                st.markdown(t("mine-money-ask"))
                if st.button(t("mine-money-yes"), icon=":material/check:", width="stretch", key=f"have-{each.id}"):
                    answer = Have(each.id, confirmed=True)
                if st.button(t("mine-money-no"), icon=":material/close:", width="stretch", key=f"have-not-{each.id}"):
                    answer = Have(each.id, confirmed=False)
    return answer
