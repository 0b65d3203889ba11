"""Moving a case, and the deeds on which its moves stand: dialogs over what the page already knows.

Opening one costs no call; `do` makes the one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import naming, plain
from components.i18n import spoken, t
from db.models import CasePage, Checklist, Side, Step

CHANNELS = ("tried", "unsafe", "not_tried")
REFUSALS = ("not_covered", "not_specific", "internal_first", "out_of_scope", "elsewhere_already", "authority_competent")
TWINS = ("duplicate", "merged")


@dataclass(frozen=True)
class Move:
    to_state: str
    reason: str | None
    same_as: str | None = None


@dataclass(frozen=True)
class CheckTriage:
    answers: Checklist


@dataclass(frozen=True)
class Declare:
    has_conflict: bool


@dataclass(frozen=True)
class TakeDown:
    body: str


@dataclass(frozen=True)
class Raise:
    grounds: str


@dataclass(frozen=True)
class Decide:
    appeal: UUID
    outcome: str
    answer: str


Do = Callable[[Move | CheckTriage | Declare | TakeDown | Raise | Decide], None]


ORDER = (
    "received", "triage", "admitted", "notified", "responded", "investigating", "found", "remedy_agreed", "remediating",
    "verifying", "evaluating", "closed",
)  # fmt: skip


def leads_on(page: CasePage, step: Step) -> bool:
    """Whether it is open and a step forward: going back, ending and reopening are no next steps."""
    return step.allowed and step.kind not in ("end", "reopen") and not _back(page, step)


def _back(page: CasePage, step: Step) -> bool:
    return step.to_state in ORDER and page.case.state in ORDER and ORDER.index(step.to_state) < ORDER.index(page.case.state)


def called(step: Step, page: CasePage | None = None) -> str:
    """How a move is called on a button or in a list; with the page also that it leads back."""
    if page is not None and step.kind not in ("end", "reopen") and _back(page, step):
        return t("next-back", state=t(f"state-{step.to_state}"))
    if step.kind == "end":
        return t("next-end-withdraw" if step.reasons == ("withdrawn",) else "next-end")
    return t("next-reopen") if step.kind == "reopen" else t(f"state-{step.to_state}")


def move(page: CasePage, do: Do) -> None:
    """Choose one of the moves that are open, with its reason where it carries one."""
    open_steps = [step for step in page.steps if step.allowed]
    chosen = st.radio(t("case-move-to"), open_steps, format_func=lambda step: called(step, page), index=None, key="move-to")
    reason = twin = None
    if chosen is not None and chosen.reasons:
        reason = st.selectbox(t("next-reason"), chosen.reasons, format_func=lambda code: _reason(chosen.kind, code), index=None)
    if reason in TWINS:
        twin = st.text_input(t("next-other"), max_chars=12, placeholder="HS-0000-0000").strip().upper() or None
    ready = chosen is not None and (not chosen.reasons or reason is not None) and (reason not in TWINS or twin is not None)
    if st.button(t("case-move-do"), type="primary", disabled=not ready, key="do-move") and chosen:
        do(Move(chosen.to_state, reason, twin))


def _reason(kind: str, code: str) -> str:
    return t(f"reopen-{code}" if kind == "reopen" else f"closed-{code}")


def checklist(page: CasePage, do: Do) -> None:
    """The questions of the screening, and what a worker whose case is not taken is told."""
    known = page.procedure.checklist if page.procedure else None
    covered = st.checkbox(t("triage-covered"), known.covered if known else False)
    specific = st.checkbox(t("triage-specific"), known.specific if known else False)
    channel = st.segmented_control(
        t("triage-channel"), CHANNELS, default=known.internal_channel if known else None,
        format_func=lambda code: naming.choice(f"triage-channel-{code}"), wrap=True,
    )  # fmt: skip
    by_phone = st.checkbox(t("triage-told"), known.told_by_phone if known else False)
    st.caption(t("triage-not-taken"))
    refusal = st.selectbox(
        t("triage-refusal"), REFUSALS, index=REFUSALS.index(known.refusal) if known and known.refusal in REFUSALS else None,
        format_func=lambda code: naming.choice(f"refusal-{code}"), placeholder=t("triage-taken"),
    )  # fmt: skip
    elsewhere = st.text_area(t("triage-elsewhere"), (known.elsewhere or "") if known else "", max_chars=1000)
    authority = st.text_input(t("triage-authority"), (known.authority or "") if known else "", max_chars=200)
    if st.button(t("shell-save"), type="primary", disabled=channel is None, key="do-check") and channel:
        do(CheckTriage(Checklist(covered, specific, channel, by_phone, refusal, elsewhere or None, authority or None)))


def declare(_page: CasePage, do: Do) -> None:
    """Of oneself alone."""
    st.markdown(t("conflict-why"))
    with st.container(horizontal=True, gap="xsmall"):
        if st.button(t("conflict-none"), type="primary", key="do-declare-none"):
            do(Declare(has_conflict=False))
        if st.button(t("conflict-some"), key="do-declare-some"):
            do(Declare(has_conflict=True))


def take_down(_page: CasePage, do: Do) -> None:
    """The factory's answer on the telephone, in its own words."""
    st.markdown(t("phone-answer-why"))
    body = st.text_area(t("phone-answer-words"), max_chars=10_000, height=180, key="phone-answer")
    if st.button(t("phone-answer-do"), type="primary", key="do-take-down") and body.strip():
        do(TakeDown(body))


def appeal(_page: CasePage, do: Do) -> None:
    st.markdown(t("appeal-why"))
    grounds = st.text_area(t("appeal-grounds"), max_chars=4_000, height=180, key="appeal-grounds")
    if st.button(t("appeal-do"), type="primary", key="do-appeal") and grounds.strip():
        do(Raise(grounds))


def decide(page: CasePage, do: Do) -> None:
    """Whoever had no part in the case decides."""
    raised = page.procedure.appeal if page.procedure else None
    if raised is None:
        return
    st.caption(t("appeal-by", who=t(f"the-{raised.side}"), day=spoken().say_date(raised.raised_at)))
    plain.show(raised.grounds)
    outcome = st.segmented_control(
        t("appeal-outcome"),
        ("upheld", "changed"),
        default=None,
        format_func=lambda code: naming.choice(f"appeal-{code}"),
        wrap=True,
    )
    answer = st.text_area(t("appeal-answer"), max_chars=4_000, height=140, key="appeal-answer")
    if (
        st.button(t("appeal-decide"), type="primary", disabled=outcome is None, key="do-decide-appeal")
        and outcome
        and answer.strip()
    ):
        do(Decide(raised.id, outcome, answer))


def may_take_down(page: CasePage) -> bool:
    """Whether the factory could be answering on the telephone now."""
    asked = page.case.state not in ("received", "triage", "admitted", "closed", "answered", "inadmissible", "referred")
    return asked and any(one.side is Side.FACTORY for one in page.parties)
