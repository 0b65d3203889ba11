"""The panel of next steps: what is open to the viewer now, what is not yet and why, what others owe, and the four truths."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from components import dialogs, naming, plain
from components.case import clocks, moves
from components.case.moves import Do
from components.i18n import say_due, spoken, t
from db.models import Appeal, CasePage, Procedure, Side, Step

SCREENED = ("received", "triage")
TRUTHS_FROM = ("verifying", "evaluating", "closed")


def show(page: CasePage, do: Do | None) -> None:
    """Draw it where there is something to say; without `do` (a custodian, a preview) it only tells."""
    procedure = page.procedure
    if procedure is None:
        return
    owed, ready = _owed(page), [step for step in page.steps if moves.leads_on(page, step)]
    waits = [step for step in page.steps if not step.allowed]
    doors = _doors(page, procedure) if do is not None else []
    truths = page.case.state in TRUTHS_FROM or any((procedure.factory_done_at, procedure.verified_at, procedure.worker_says))
    if page.viewer is not Side.HANDSHAKE and not (ready or waits or doors or owed or truths or procedure.appeal):
        return
    with st.container(border=True, key="card-next", gap="xsmall"):
        st.subheader(t("next-head"), anchor=False)
        _open(page, ready, quiet=page.viewer is not Side.HANDSHAKE)
        if do is not None:
            _buttons(page, procedure, doors, do)
        if procedure.appeal is not None:
            _appealed(procedure.appeal, desk=page.viewer is Side.HANDSHAKE)
        _not_yet(waits)
        _others(owed)
        if truths:
            _truths(procedure)


def _open(page: CasePage, ready: list[Step], *, quiet: bool) -> None:
    for step in ready:
        st.markdown(f":green[:material/arrow_circle_right:] **{moves.called(step)}**")
    if page.case.closed_reason is not None:
        st.markdown(t("next-closed"))
    elif not ready and not quiet:
        st.markdown(t("next-nothing"))
    if page.procedure and page.procedure.reopen_until and page.case.closed_reason:
        st.caption(t("next-window", day=spoken().say_date(page.procedure.reopen_until)))


Door = tuple[str, str, str, Callable[[CasePage, Do], None]]


def _buttons(page: CasePage, procedure: Procedure, doors: list[Door], do: Do) -> None:
    if doors:
        with st.container(horizontal=True, gap="xsmall"):
            for key, words, icon, body in doors:
                if st.button(t(words), key=key, icon=icon):
                    dialogs.show(t(words), partial(body, page, do))
    if page.viewer is Side.HANDSHAKE and procedure.conflict is not None and page.case.state == "investigating":
        st.caption(t("conflict-declared-some" if procedure.conflict else "conflict-declared-none"))


def _doors(page: CasePage, procedure: Procedure) -> list[Door]:
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


def _not_yet(waits: list[Step]) -> None:
    """What is not open yet; several that wait for the same are said in one line."""
    by_reason: dict[str, list[str]] = {}
    for step in waits:
        by_reason.setdefault(spoken().say_sentences(*_why(step)), []).append(moves.called(step))
    for why, names in by_reason.items():
        with st.container(gap=None):
            st.markdown(f":material/lock: {spoken().say_list(names)}")
            st.caption(why)


def _why(step: Step) -> list[str]:
    key = step.why_not or "transition_illegal"
    head = naming.known("error", key, "error-transition_illegal")
    missing = [plain.label(each) if not spoken().has(f"missing-{each}") else t(f"missing-{each}") for each in step.missing]
    return [head, t("next-missing", what=spoken().say_list(missing))] if missing else [head]


def _owed(page: CasePage) -> list[tuple[str, str]]:
    """What the other parties owe, and by when: their clocks that run, and the actions of the plan that are theirs."""
    planned = page.plan is not None and bool(page.plan.actions)
    owed: dict[tuple[str, str], None] = {}  # two brands that owe the same say it once where they are not told apart
    for clock in page.clocks:
        if clock.owner is page.viewer or clock.basis == clocks.LAW or (planned and clock.kind == "action"):
            continue
        owed[clocks.whose(clock, page.parties), f"{clocks.left(clock)} · {clocks.why(clock)}"] = None
    for action in page.plan.actions if page.plan else ():
        if not action.mine and action.owner is not None and action.state in ("open", "disputed"):
            due = say_due(action.due_on) if action.due_on else t("remedy-no-day")
            owed[spoken().say_of(t(f"side-{action.owner}"), plain.label(action.deed)), due] = None
    return list(owed)


def _others(owed: list[tuple[str, str]]) -> None:
    if owed:
        st.caption(t("next-owed"))
    for what, due in owed:
        with st.container(gap=None):
            st.markdown(f":material/hourglass_empty: {what}")
            st.caption(due)


def _truths(said: Procedure) -> None:
    st.caption(t("next-truths"))
    with st.container(gap=None):
        for words, at in (("closed", said.closed_at), ("done", said.factory_done_at), ("verified", said.verified_at)):
            mark = ":green[:material/check:]" if at else ":gray[:material/remove:]"
            day = spoken().say_date(at) if at else t("truth-not-yet")
            st.markdown(f"{mark} {spoken().say_of(t(f'truth-{words}'), day)}")
        says = said.worker_says or "not-yet"
        mark = {"confirmed": ":green[:material/check:]", "disputed": ":red[:material/close:]"}.get(
            says, ":gray[:material/remove:]"
        )
        st.markdown(f"{mark} {spoken().say_of(t('truth-worker'), t(f'truth-{says}'))}")
