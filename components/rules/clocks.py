"""How long things may take, by severity: what holds, what changed, and the form for a new version."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import streamlit as st

from components import dialogs, naming, plain
from components.i18n import spoken, t
from components.rules.deeds import REASON_MOST, Do, SetClock
from db.models.rules import ClockLine, ClockVersion

OURS = "ours"
# In the order in which a case meets them; others follow.
ORDER = (
    "contact", "acknowledged", "triage", "moderation", "first_answer", "comment", "feedback", "brand_plan", "after_closing",
    "referral", "plan_start", "plan_agreed", "onsite", "watch", "arbitration", "inspectorate", "inspectorate_decision",
)  # fmt: skip
UNITS = ("hours", "days", "working")
MOST = {"hours": 240, "days": 366, "working": 250}


def show(clocks: Sequence[ClockLine], do: Do) -> None:
    """One row a clock; opening its form asks for nothing. Draw it inside a fragment."""
    lines = {kind: list(several) for kind, several in groupby(clocks, key=lambda one: one.kind)}
    for kind in sorted(lines, key=lambda one: (ORDER.index(one) if one in ORDER else len(ORDER), one)):
        _clock(kind, lines[kind], do)


def length(one: ClockVersion) -> str:
    """In words: "7 days", "24 hours", "5 working days"."""
    if one.working_days:
        return t("rules-working", n=one.working_days)
    parts = {"months": one.months, "days": one.days, "hours": one.hours}
    return spoken().say_list(t(f"rules-{unit}", n=number) for unit, number in parts.items() if number)


def _clock(kind: str, lines: list[ClockLine], do: Do) -> None:
    ours = lines[0].basis == OURS
    with st.container(border=True, key=f"card-rule-{kind}", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            with st.container(gap=None, width="content"):
                st.markdown(f"**{naming.known('clock', kind, 'clock-other')}**")
                st.markdown(_lengths(lines))
                st.caption(t(f"rules-basis-{lines[0].basis}"))
            if ours and st.button(t("rules-change"), key=f"rule-{kind}", type="tertiary", icon=":material/edit:"):
                dialogs.show(t("rules-change-clock"), lambda: _form(kind, lines, do))
        _history(kind, lines)


def _lengths(lines: list[ClockLine]) -> str:
    said = [f"{t('rules-severity', severity=one.severity)} **{length(one.versions[0])}**" for one in lines]
    if len({length(one.versions[0]) for one in lines}) == 1 and len(lines) > 1:
        said = [f"S{lines[0].severity}–S{lines[-1].severity} **{length(lines[0].versions[0])}**"]
    return " · ".join(said)


def _history(kind: str, lines: list[ClockLine]) -> None:
    changed = [(one, version) for one in lines if len(one.versions) > 1 for version in one.versions]
    if not changed:
        return
    with st.expander(t("rules-history"), key=f"rule-past-{kind}", type="compact"):
        for one, version in changed:
            was = t(
                "rules-was", severity=t("rules-severity", severity=one.severity), length=length(version),
                day=spoken().say_short_date(version.since),
            )  # fmt: skip
            by = t("rules-was-by", who=version.by, reason=version.reason or "") if version.by else t("rules-default")
            plain.show(spoken().say_sentences(was, by))


def _form(kind: str, lines: list[ClockLine], do: Do) -> None:
    st.markdown(f"**{naming.known('clock', kind, 'clock-other')}**")
    by_severity = {one.severity: one for one in lines}
    severity = st.segmented_control(
        t("rules-for"), list(by_severity), default=next(iter(by_severity)), required=True, key="rule-severity", wrap=True,
        format_func=lambda level: t(f"severity-{level}"),
    )  # fmt: skip
    one = by_severity[int(severity or lines[0].severity)]
    st.caption(spoken().say_list([length(one.versions[0]), t("rules-version", n=one.versions[0].version)]))
    unit = st.segmented_control(
        t("rules-unit"), UNITS, default="days", required=True, key="rule-unit", wrap=True,
        format_func=lambda each: t(f"rules-unit-{each}"),
    )  # fmt: skip
    unit = unit or "days"
    number = int(st.number_input(t("rules-number"), 1, MOST[unit], 1, key=f"rule-number-{unit}"))
    reason = (st.text_area(t("rules-reason"), max_chars=REASON_MOST, height=88, key="rule-reason") or "").strip()
    st.caption(t("rules-reason-note"))
    st.markdown(f":material/info: {t('rules-keep')}")
    if st.button(t("rules-do", n=one.versions[0].version + 1), type="primary", key="do-rule"):
        if not reason:
            st.markdown(f":material/edit: {t('rules-missing')}")
            return
        hours = None if unit == "working" else number * 24 if unit == "days" else number
        do(SetClock(kind, one.severity, one.versions[0].version, hours, number if unit == "working" else None, reason))
