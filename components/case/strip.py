"""The tinted strip under the header: what must the viewer do, by when, and why."""

from __future__ import annotations

import streamlit as st

from components import naming
from components.i18n import now, say_due, spoken, t
from db.models import CasePage, Clock, MessageState, Side

_CLOCK_ICONS = {
    "contact": ":material/call:",
    "triage": ":material/rule:",
    "first_answer": ":material/schedule:",
    "moderation": ":material/fact_check:",
    "arbitration": ":material/gavel:",
}


def show(page: CasePage) -> None:
    """Handshake: next step and up to three clocks. Everybody else: what they owe, or that nothing is asked."""
    with st.container(border=True, key="due-strip" if _waits(page) else "card-strip"):
        if page.viewer is Side.HANDSHAKE:
            _desk(page)
        else:
            _owed(page)


def _waits(page: CasePage) -> bool:
    """Whether anything is the viewer's turn: only then the strip is tinted."""
    if page.viewer is Side.HANDSHAKE:
        return True
    back = any(m.mine and m.state is MessageState.SENT_BACK for m in page.messages)
    return back or _remedy(page) or any(clock.owner is page.viewer for clock in page.clocks)


def _remedy(page: CasePage) -> bool:
    return page.viewer is Side.FACTORY and page.case.state in ("remedy_agreed", "remediating")


def _desk(page: CasePage) -> None:
    step, why = naming.next_step(page)
    clocks = page.clocks[:3]
    cells = st.columns([1.45] + [1] * len(clocks) if clocks else 1, gap="small")
    with cells[0]:
        _cell(t("case-your-next-step"), ":material/arrow_circle_right:", step, why)
    for cell, clock in zip(cells[1:], clocks, strict=False):
        with cell:
            _clock(clock)


def _clock(clock: Clock) -> None:
    icon = _CLOCK_ICONS.get(clock.kind, ":material/schedule:")
    law = clock.kind == "arbitration"  # a limit of the law, a year away: the date says more than the days
    when = t("case-until", day=spoken().say_date(clock.due_at)) if law else say_due(clock.due_at)
    label = naming.known("clock", clock.kind, "clock-other")
    late = clock.due_at < now()
    _cell(label, icon, when, naming.known("basis", clock.basis, "basis-ours"), late=late)


def _cell(label: str, icon: str, head: str, foot: str, *, late: bool = False) -> None:
    strong = f"{icon} **{head}**"
    strong = f":red[{strong}]" if late else strong
    with st.container(gap="xxsmall"):
        st.caption(label)
        st.markdown(strong)
        st.caption(foot)


def _owed(page: CasePage) -> None:
    side = page.viewer
    owed = [clock for clock in page.clocks if clock.owner is side]
    back = [m for m in page.messages if m.mine and m.state is MessageState.SENT_BACK]
    held = [m for m in page.messages if m.mine and m.state is MessageState.HELD]
    st.subheader(t(f"case-owed-{side}"), anchor=False)
    for clock in owed:
        due = say_due(clock.due_at)
        color = "red" if clock.due_at < now() else "orange"
        _deed(f":{color}[:material/schedule:]", naming.known("case-owe", clock.kind, "case-owe-other"), due)
    if back:
        _deed(":orange[:material/undo:]", t("case-owe-sent-back"), t("case-owe-sent-back-why"))
    if _remedy(page):
        _deed(":orange[:material/build_circle:]", t("case-owe-remedy"), t("case-owe-remedy-why"))
    if held:  # what is done stands after what is not
        words = "case-owe-answered" if side is Side.FACTORY else "case-owe-written"
        _deed(":green[:material/check_circle:]", t(words), t("case-owe-answered-why"))
    if not (_waits(page) or held):
        _deed(":green[:material/check_circle:]", t("case-owe-nothing"), t(f"case-owe-nothing-{side}"))
    for clock in page.clocks:
        if clock.kind == "arbitration" and side is Side.WORKER:
            st.caption(t("case-arbitration-note", day=spoken().say_date(clock.due_at)))


def _deed(icon: str, head: str, foot: str) -> None:
    with st.container(gap="xxsmall"):
        st.markdown(f"{icon} **{head}**")
        st.caption(foot)
