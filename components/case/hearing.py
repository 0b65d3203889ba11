"""The hearing on the case page: what the worker says in the end, and how often she was tried."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components import dialogs, naming, plain
from components.case.plan_deeds import HOW
from components.i18n import spoken, t
from db.models import CasePage

ATTEMPTS = ("no_answer", "switched_off", "wrong_person", "not_safe", "reached")


@dataclass(frozen=True)
class Try:
    channel: str
    outcome: str
    on_plan: bool


@dataclass(frozen=True)
class Evaluate:
    said: str
    how: str
    words: str | None


Deed = Try | Evaluate
Do = Callable[[Deed], None]


def card(page: CasePage, do: Do | None) -> None:
    """What the worker says, and how often she was tried; with `do` the desk notes both."""
    heard = page.hearing
    asking = page.case.state == "evaluating"
    if not (asking and do) and not (heard and (heard.said or heard.attempts)):
        return
    with st.container(border=True, key="card-hearing", gap="xsmall"):
        st.subheader(t("remedy-hearing"), anchor=False)
        if heard and heard.said:
            day = spoken().say_short_date(heard.said.at)
            st.markdown(t(f"remedy-said-{heard.said.said}", day=day))
            if heard.said.words:
                plain.quiet(heard.said.words, key="said-words")
        for one in heard.attempts if heard else ():
            words = t("remedy-tried", day=spoken().say_short_date(one.at), outcome=t(f"attempt-{one.outcome}"))
            st.caption(words if one.on_plan else f"{words} {t('remedy-off-plan')}")
        if heard and heard.failed is not None and asking and not heard.said:
            st.caption(t("remedy-failed", count=heard.failed))
        if do:
            with st.container(horizontal=True, gap="xsmall"):
                if asking and st.button(t("remedy-note-said"), key="evaluate", icon=":material/hearing:"):
                    dialogs.show(t("remedy-note-said"), lambda: _evaluate(page, do))
                if st.button(t("remedy-try"), key="try", type="tertiary"):
                    dialogs.show(t("remedy-try"), lambda: _try(do))


def _evaluate(page: CasePage, do: Do) -> None:
    enough = page.hearing is not None and (page.hearing.failed or 0) >= 3
    choices = ("confirmed", "disputed", "unreachable") if enough else ("confirmed", "disputed")
    said = st.radio(t("remedy-says"), choices, index=None, format_func=lambda one: naming.choice(f"remedy-says-{one}"))
    if not enough:
        st.caption(t("remedy-unreachable-later"))
    how = HOW[0]
    if said != "unreachable":
        how = (
            st.segmented_control(
                t("remedy-how-she"),
                HOW,
                default=HOW[0],
                format_func=lambda one: naming.choice(f"channel-{one}"),
                required=True,
                wrap=True,
            )
            or HOW[0]
        )
    words = st.text_area(t("remedy-says-words"), max_chars=2000)
    if st.button(t("remedy-note-do"), type="primary", key="do-evaluate", disabled=said is None) and said:
        do(Evaluate(said, how, words.strip() or None))


def _try(do: Do) -> None:
    channel = st.segmented_control(
        t("remedy-try-channel"),
        HOW,
        default=HOW[0],
        format_func=lambda one: naming.choice(f"channel-{one}"),
        required=True,
        wrap=True,
    )
    outcome = st.radio(t("remedy-try-outcome"), ATTEMPTS, index=None, format_func=lambda one: naming.choice(f"attempt-{one}"))
    on_plan = st.toggle(t("remedy-try-plan"), value=False)
    if st.button(t("remedy-note-do"), type="primary", key="do-try", disabled=outcome is None) and outcome:
        do(Try(channel or HOW[0], outcome, on_plan))
