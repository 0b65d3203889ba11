"""The tinted strip under the header: what must the viewer do, by when, and why."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import naming
from components.case import clocks
from components.case.plan import asks_acceptance, mine
from components.i18n import spoken, t
from db.models import CasePage, Clock, MessageState, Side


def show(page: CasePage, by_plan: Callable[[], None] | None = None, *, looks_on: bool = False) -> None:
    """Handshake: next step and up to three clocks. Everybody else: what they owe, or that nothing is asked.
    `by_plan` draws what the plan asks of the viewer, with its buttons; a custodian looks on, and owes nothing."""
    with st.container(border=True, key="due-strip" if _waits(page) and not looks_on else "card-strip"):
        if page.viewer is Side.HANDSHAKE:
            _desk(page, t("next-head" if looks_on else "case-your-next-step"))
        else:
            _owed(page, by_plan)
        clocks.resting(page.hold)


def _waits(page: CasePage) -> bool:
    """Whether anything is the viewer's turn: only then the strip is tinted."""
    if page.viewer is Side.HANDSHAKE:
        # Of a closed case only a question that is due again is anybody's turn.
        return page.case.phase != "closed" or any(clocks.late(one) for one in clocks.ours(page) if one.owner is Side.HANDSHAKE)
    back = any(m.mine and m.state is MessageState.SENT_BACK for m in page.messages)
    return back or _remedy(page) or _by_plan(page) or bool(_mine(page))


def _mine(page: CasePage) -> list[Clock]:
    return [clock for clock in clocks.ours(page) if clock.owner is page.viewer]


def _remedy(page: CasePage) -> bool:
    return page.plan is None and page.viewer is Side.FACTORY and page.case.state == "remediating"


def _by_plan(page: CasePage) -> bool:
    return page.plan is not None and (asks_acceptance(page) or any(one.mine and one.state == "open" for one in page.plan.actions))


def _desk(page: CasePage, label: str) -> None:
    step, why = naming.next_step(page)
    shown = [*clocks.first_of_each(clocks.ours(page)), *clocks.legal(page)][:3]
    cells = st.columns([1.45] + [1] * len(shown) if shown else 1, gap="small")
    with cells[0]:
        _cell(label, ":material/arrow_circle_right:", step, why)
    for cell, clock in zip(cells[1:], shown, strict=False):
        with cell:
            _clock(clock)


def _clock(clock: Clock) -> None:
    icon = clocks.ICONS.get(clock.kind, ":material/schedule:")
    _cell(clocks.label(clock), icon, clocks.left(clock), clocks.why(clock), late=clocks.late(clock))


def _cell(label: str, icon: str, head: str, foot: str, *, late: bool = False) -> None:
    strong = f"{icon} **{head}**"
    strong = f":red[{strong}]" if late else strong
    with st.container(gap="xxsmall"):
        st.caption(label)
        st.markdown(strong)
        st.caption(foot)


def _owed(page: CasePage, by_plan: Callable[[], None] | None) -> None:
    side = page.viewer
    owed = [clock for clock in _mine(page) if not (by_plan and clock.kind == "action")]
    back = [m for m in page.messages if m.mine and m.state is MessageState.SENT_BACK]
    held = [m for m in page.messages if m.mine and m.state is MessageState.HELD]
    st.subheader(t(f"case-owed-{side}"), anchor=False)
    for clock in owed:
        color = "gray" if clock.paused else "red" if clocks.late(clock) else "orange"
        head = naming.known("case-owe", clock.kind, "case-owe-other")
        _deed(f":{color}[:material/schedule:]", head, f"{clocks.left(clock)} · {clocks.why(clock)}")
    if back:
        _deed(":orange[:material/undo:]", t("case-owe-sent-back"), t("case-owe-sent-back-why"))
    if by_plan:
        by_plan()
    if _remedy(page):
        _deed(":orange[:material/build_circle:]", t("case-owe-remedy"), t("case-owe-remedy-why"))
    if held:  # what is done stands after what is not
        words = "case-owe-answered" if side is Side.FACTORY else "case-owe-written"
        _deed(":green[:material/check_circle:]", t(words), t("case-owe-answered-why"))
    if not (_waits(page) or held or (page.plan and mine(page.plan))):
        _deed(":green[:material/check_circle:]", t("case-owe-nothing"), t(f"case-owe-nothing-{side}"))
    for clock in page.clocks:
        if clock.kind == "arbitration" and side is Side.WORKER:
            st.caption(t("case-arbitration-note", day=spoken().say_date(clock.due_at)))


def _deed(icon: str, head: str, foot: str) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(f"{icon} **{head}**")
        st.caption(foot)
