"""Letting a case rest: Handshake chooses reason and day, and reads beforehand what will be overdue when it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import streamlit as st

from components import dialogs
from components.case import clocks
from components.i18n import now, spoken, t, zone
from db.models import CasePage, Phase

REASONS = ("worker_asked", "evidence", "authority", "safety", "force_majeure")
LONGEST = 90  # days
USUAL = 14


@dataclass(frozen=True)
class Rest:
    reason: str
    until: date


@dataclass(frozen=True)
class GoOn:
    pass


Do = Callable[[Rest | GoOn], None]


def button(page: CasePage, do: Do) -> None:
    """One button beside the others of the desk: rest, or go on. Opening it costs no call."""
    if page.hold is not None:
        if st.button(t("clock-hold-end"), key="steer-resume", icon=":material/play_arrow:"):
            dialogs.show(t("clock-hold-end"), lambda: _go_on(page, do))
    elif page.case.phase is not Phase.CLOSED and st.button(t("clock-hold"), key="steer-hold", icon=":material/pause:"):
        dialogs.show(t("clock-hold"), lambda: _rest(page, do))


def overdue(page: CasePage, until: date) -> tuple[str, ...]:
    """The kinds that will be past due on that day: what is late already, and what the law lets run out meanwhile."""
    kinds = []
    for clock in page.clocks:
        runs_out = clock.due_at.astimezone(zone()).date() < until if clock.basis == clocks.LAW else clocks.late(clock)
        if runs_out and clock.kind not in kinds:
            kinds.append(clock.kind)
    return tuple(kinds)


def _rest(page: CasePage, do: Do) -> None:
    today = now().date()
    reason = st.radio(t("clock-hold-why"), REASONS, format_func=lambda code: t(f"clock-hold-reason-{code}"), index=None)
    until = st.date_input(
        t("clock-hold-day"), today + timedelta(days=USUAL), min_value=today + timedelta(days=1),
        max_value=today + timedelta(days=LONGEST), format="YYYY-MM-DD",
    )  # fmt: skip
    if not isinstance(until, date):
        return
    with st.container(border=True, key="hold-preview", gap="xsmall"):
        st.markdown(f"**{t('clock-hold-preview', day=spoken().say_date(until))}**")
        for clock in clocks.first_of_each(clocks.ours(page)):
            if not clocks.late(clock):
                st.caption(
                    f"{clocks.ICONS.get(clock.kind, ':material/schedule:')} {t('clock-hold-rests', what=clocks.label(clock))}"
                )
        for clock in clocks.legal(page):
            st.caption(
                f"{clocks.ICONS.get(clock.kind, ':material/gavel:')} {spoken().say_of(clocks.label(clock), clocks.left(clock))}"
            )
        late = overdue(page, until)
        color = "red" if late else "green"
        st.markdown(f":{color}[:material/{'alarm' if late else 'check_circle'}:] {clocks.overdue_then(late)}")
    st.caption(t("clock-hold-told"))
    if st.button(t("clock-hold-do"), type="primary", disabled=reason is None, key="do-hold") and reason:
        do(Rest(reason, until))


def _go_on(page: CasePage, do: Do) -> None:
    st.markdown(t("clock-hold-end-note"))
    late = page.hold.overdue if page.hold else ()
    st.markdown(clocks.overdue_then(late) if late else t("clock-hold-nothing-now"))
    if st.button(t("clock-hold-end-do"), type="primary", key="do-resume"):
        do(GoOn())
