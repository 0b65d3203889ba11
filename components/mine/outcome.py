"""Findings, plan, money and the last question on a worker's screen."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import t
from components.mine.line import Line
from components.mine.remedy import Outcome

SIGNS = {"clock": ":orange[:material/schedule:]", "done": ":green[:material/check_circle:]", "scales": ":material/balance:"}


@dataclass(frozen=True)
class Accept:
    version: int


@dataclass(frozen=True)
class Dispute:
    action: UUID
    words: str


@dataclass(frozen=True)
class Have:
    entry: UUID
    confirmed: bool


@dataclass(frozen=True)
class End:
    said: str


Answer = Accept | Dispute | Have | End


def question(one: Outcome) -> Answer | None:
    """The one question that stands first: is it solved? Or the plan that waits for her yes."""
    if one.asks_end:
        st.header(t("mine-end-title"), anchor=False)
        with st.container(border=True, key="due-end"):
            st.markdown(t("mine-end-ask"))
            if st.button(t("mine-end-yes"), icon=":material/check:", width="stretch", key="end-yes"):
                return End("confirmed")
            if st.button(t("mine-end-no"), icon=":material/close:", width="stretch", key="end-no"):
                return End("disputed")
    elif one.said_end:
        with st.container(border=True, key="card-end"):
            st.markdown(one.said_end)
    return None


def plan(one: Outcome) -> Answer | None:
    """What was found, what is to be done, and what she gets; each with its buttons."""
    if one.found:
        st.header(t("mine-found-title"), anchor=False)
        with st.container(border=True, key="card-found"):
            for number, line in enumerate(one.found):
                _line(line, f"found-{number}")
    answer = _steps(one) if one.steps else None
    return answer or (_benefits(one) if one.benefits else None)


def _steps(one: Outcome) -> Answer | None:
    st.header(t("mine-plan-title"), anchor=False)
    answer: Answer | None = None
    with st.container(border=True, key="card-steps"):
        for step in one.steps:
            _line(step.line, f"step-{step.id}")
            if step.may_dispute:
                with st.expander(t("mine-plan-dispute"), key=f"dispute-{step.id}"):
                    words = st.text_area(t("mine-plan-dispute-words"), max_chars=2000, key=f"dispute-words-{step.id}")
                    pressed = st.button(t("mine-plan-dispute-send"), width="stretch", key=f"dispute-send-{step.id}")
                    if pressed and words.strip():
                        answer = Dispute(step.id, words.strip())
        if one.version is not None:
            st.markdown(t("mine-plan-ask"))
            if st.button(t("mine-plan-accept"), icon=":material/check:", width="stretch", key="plan-yes"):
                answer = Accept(one.version)
        elif one.accepted:
            st.caption(t("mine-plan-accepted"))
    return answer


def _benefits(one: Outcome) -> Answer | None:
    st.header(t("mine-money-title"), anchor=False)
    answer: Answer | None = None
    with st.container(border=True, key="card-benefits"):
        for each in one.benefits:
            _line(each.line, f"benefit-{each.id}")
            if each.asks:
                st.markdown(t("mine-money-ask"))
                if st.button(t("mine-money-yes"), icon=":material/check:", width="stretch", key=f"have-{each.id}"):
                    answer = Have(each.id, confirmed=True)
                if st.button(t("mine-money-no"), icon=":material/close:", width="stretch", key=f"have-not-{each.id}"):
                    answer = Have(each.id, confirmed=False)
    return answer


def _line(line: Line, scope: str) -> None:
    with st.container(gap=None, key=f"line-{scope}"):
        with st.container(horizontal=True, wrap=False, gap="xsmall"):
            st.markdown(SIGNS[line.sign], width="content")
            with st.container(key=f"strong-{scope}", gap=None):
                plain.show(line.head)
        for text in filter(None, (line.text, line.more)):
            plain.show(text)
