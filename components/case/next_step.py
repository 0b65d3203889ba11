"""The panel of next steps: what is open to the viewer now, what is not yet and why, what others owe, and the four truths."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import dialogs, naming, plain
from components.case import clocks, moves
from components.case.moves import Do
from components.i18n import spoken, t
from db.models import Appeal, CasePage, Procedure, Side, Step

SCREENED = ("received", "triage")
TRUTHS_FROM = ("remediating", "verifying", "evaluating", "closed")


def show(page: CasePage, do: Do | None) -> None:
    """Draw it; without `do` (a custodian, a preview) it only tells."""
    procedure = page.procedure
    if procedure is None:
        return
    with st.container(border=True, key="card-next", gap="xsmall"):
        st.subheader(t("next-head"), anchor=False)
        _open(page)
        if do is not None:
            _buttons(page, procedure, do)
        if procedure.appeal is not None:
            _appealed(procedure.appeal, desk=page.viewer is Side.HANDSHAKE)
        _not_yet(page)
        _owed(page)
        _truths(page, procedure)


def _open(page: CasePage) -> None:
    ready = [step for step in page.steps if step.allowed and step.kind not in ("end", "reopen")]
    for step in ready:
        st.markdown(f":green[:material/arrow_circle_right:] **{moves.called(step)}**")
    if not ready:
        st.markdown(t("next-nothing" if page.case.closed_reason is None else "next-closed"))
    if page.procedure and page.procedure.reopen_until and page.case.closed_reason:
        st.caption(t("next-window", day=spoken().say_date(page.procedure.reopen_until)))


def _buttons(page: CasePage, procedure: Procedure, do: Do) -> None:
    doors = _doors(page, procedure)
    if doors:
        with st.container(horizontal=True, gap="xsmall"):
            for key, words, icon, body in doors:
                if st.button(t(words), key=key, icon=icon):
                    dialogs.show(t(words), partial(body, page, do))
    if page.viewer is Side.HANDSHAKE and procedure.conflict is not None and page.case.state == "investigating":
        st.caption(t("conflict-declared-some" if procedure.conflict else "conflict-declared-none"))


def _doors(page: CasePage, procedure: Procedure) -> list[tuple[str, str, str, Callable[[CasePage, Do], None]]]:
    """The dialogs that the viewer may open now: key, words, icon and what is in it."""
    desk, appeal = page.viewer is Side.HANDSHAKE, procedure.appeal
    decides = desk and appeal is not None and appeal.outcome is None and appeal.why_not is None
    return [
        (key, words, icon, body)
        for key, words, icon, body, wanted in (
            ("steer-move", "case-move", ":material/flag:", moves.move, any(step.allowed for step in page.steps)),
            ("next-triage", "triage-head", ":material/checklist:", moves.checklist, desk and page.case.state in SCREENED),
            ("next-declare", "conflict-head", ":material/balance:", moves.declare, desk and page.case.state == "investigating"),
            ("next-phone", "phone-answer-head", ":material/call:", moves.take_down, desk and moves.may_take_down(page)),
            ("next-appeal", "appeal-head", ":material/gavel:", moves.appeal, procedure.may_appeal),
            ("next-decide", "appeal-decide", ":material/gavel:", moves.decide, decides),
        )
        if wanted
    ]


def _appealed(appeal: Appeal, *, desk: bool) -> None:
    st.caption(t("appeal-open" if appeal.outcome is None else f"appeal-was-{appeal.outcome}"))
    if appeal.mine and appeal.answer:
        plain.show(appeal.answer)
    if desk and appeal.why_not:
        st.caption(naming.known("error", appeal.why_not, "error-other"))


def _not_yet(page: CasePage) -> None:
    for step in page.steps:
        if not step.allowed:
            with st.container(gap=None):
                st.markdown(f":material/lock: {moves.called(step)}")
                st.caption(spoken().say_sentences(*_why(step)))


def _why(step: Step) -> list[str]:
    key = step.why_not or "transition_illegal"
    head = naming.known("error", key, "error-transition_illegal")
    missing = [plain.label(each) if not spoken().has(f"missing-{each}") else t(f"missing-{each}") for each in step.missing]
    return [head, t("next-missing", what=spoken().say_list(missing))] if missing else [head]


def _owed(page: CasePage) -> None:
    """What the other parties owe: their clocks that run, and the actions of the plan that are theirs."""
    # An action says its own day below, so its clock is not said as well.
    owed = [f"{t(f'side-{each.owner}')}: {clocks.say(each)}" for each in page.clocks
            if each.owner is not page.viewer and each.basis != clocks.LAW and each.kind != "action"]  # fmt: skip
    for action in page.plan.actions if page.plan else ():
        if not action.mine and action.owner is not None and action.state in ("open", "disputed"):
            due = t("case-until", day=spoken().say_date(action.due_on)) if action.due_on else ""
            owed.append(f"{t(f'side-{action.owner}')}: {plain.label(action.deed)} {due}".rstrip())
    if owed:
        st.caption(t("next-owed"))
        for line in owed:
            st.markdown(f":material/hourglass_empty: {line}")


def _truths(page: CasePage, said: Procedure) -> None:
    if page.case.state not in TRUTHS_FROM and not (said.factory_done_at or said.verified_at or said.worker_says):
        return
    st.caption(t("next-truths"))
    for words, at in (("closed", said.closed_at), ("done", said.factory_done_at), ("verified", said.verified_at)):
        mark = ":green[:material/check:]" if at else ":gray[:material/remove:]"
        day = spoken().say_date(at) if at else t("truth-not-yet")
        st.markdown(f"{mark} {t(f'truth-{words}')}: {day}")
    says = said.worker_says or "not-yet"
    mark = {"confirmed": ":green[:material/check:]", "disputed": ":red[:material/close:]"}.get(says, ":gray[:material/remove:]")
    st.markdown(f"{mark} {t('truth-worker')}: {t(f'truth-{says}')}")
