"""Deadlines in words: "2 working days left, until Fri 27 Nov", "because the severity is medium"."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from components import naming
from components.i18n import Words, now, spoken, t
from db.models import CasePage, Clock, Hold, Party, Side

ICONS = {
    "contact": ":material/call:",
    "acknowledged": ":material/mark_email_read:",
    "triage": ":material/rule:",
    "first_answer": ":material/schedule:",
    "comment": ":material/chat:",
    "moderation": ":material/fact_check:",
    "feedback": ":material/outgoing_mail:",
    "action": ":material/build_circle:",
    "after_closing": ":material/event_repeat:",
    "check_in": ":material/event_repeat:",
    "arbitration": ":material/gavel:",
    "inspectorate": ":material/account_balance:",
    "inspectorate_decision": ":material/account_balance:",
}
LAW = "law"


def legal(page: CasePage) -> list[Clock]:
    """The law's own limits; talking here stops none of them."""
    return [clock for clock in page.clocks if clock.basis == LAW]


def ours(page: CasePage) -> list[Clock]:
    """What somebody of the case owes, soonest first; what is a limit of the law stands apart."""
    return sorted((clock for clock in page.clocks if clock.basis != LAW), key=lambda clock: clock.due_at)


def label(clock: Clock, words: Words | None = None) -> str:
    """What is due: "Factory's first answer"."""
    words = words or spoken()
    key = f"clock-{clock.kind}"
    return words.t(key if words.has(key) else "clock-other")


def whose(clock: Clock, parties: tuple[Party, ...]) -> str:
    """The same with its owner's name where there are several of them: "Brand K: assessment and plan"."""
    owner = next((one for one in parties if clock.party is not None and one.id == clock.party), None)
    if owner is not None and owner.side is Side.BRAND:
        own = f"clock-own-{clock.kind}"
        return spoken().say_of(naming.outsider(owner), t(own) if spoken().has(own) else label(clock))
    if clock.kind in ("action", "other"):
        return spoken().say_of(t(f"side-{clock.owner}"), label(clock))
    return label(clock)


def first_of_each(clocks: list[Clock]) -> list[Clock]:
    """The soonest of each kind: where several people owe the same, one speaks for all."""
    seen: dict[str, Clock] = {}
    for clock in clocks:
        seen.setdefault(clock.kind, clock)
    return list(seen.values())


def late(clock: Clock) -> bool:
    return not clock.paused and clock.due_at < now()


def left(clock: Clock, words: Words | None = None) -> str:
    """How much time is left. Hours are said as hours, and a limit that is far away by its date."""
    words = words or spoken()
    if clock.paused:
        return words.t("clock-rests")
    days = clock.working_days_left
    if late(clock) or clock.due_at - now() < timedelta(hours=36):
        return words.say_due(clock.due_at)
    if days is None or clock.basis == LAW:
        until = words.t("case-until", day=words.say_date(clock.due_at))
        return until if days is None else words.t("clock-left", days=days, until=until)
    return words.t("clock-left", days=days, until=words.t("case-until", day=words.say_date(clock.due_at)))


def why(clock: Clock, words: Words | None = None) -> str:
    """Why it is so long, and what its lateness has led to: "because severity S3 · a letter was sent"."""
    words = words or spoken()
    key = f"basis-{clock.basis}"
    reason = (
        words.t("clock-because", severity=clock.severity, word=words.t(f"severity-{clock.severity}").lower())
        if clock.basis == "ours"
        else ""
    )
    told = [reason or words.t(key if words.has(key) else "basis-ours")]
    if clock.escalation:
        told.append(words.t(f"clock-escalation-{clock.escalation}"))
    return " · ".join(told)


def statutory(page: CasePage) -> None:
    """The card of the law's limits, with the warning that nothing said here stops them."""
    limits = legal(page)
    if not limits:
        return
    with st.container(border=True, key="card-law", gap="xsmall"):
        st.subheader(t("clock-law-title"), anchor=False)
        for clock in limits:
            st.markdown(f"{ICONS.get(clock.kind, ':material/gavel:')} {spoken().say_of(label(clock), left(clock))}")
        st.caption(f":orange[:material/warning:] {t('clock-law-warning')}")


def resting(hold: Hold | None) -> None:
    """One line for everybody: until when the clocks rest, and what will be overdue then."""
    if hold is None:
        return
    with st.container(gap="xxsmall", key="case-resting"):
        st.markdown(f":material/pause_circle: **{t('clock-hold-until', day=spoken().say_date(hold.until))}**")
        if hold.reason:
            st.caption(t(f"clock-hold-reason-{hold.reason}"))
        st.caption(overdue_then(hold.overdue))


def overdue_then(kinds: tuple[str, ...]) -> str:
    """What will be overdue when a case goes on."""
    if not kinds:
        return t("clock-hold-nothing-overdue")
    names = (t(f"clock-{kind}") if spoken().has(f"clock-{kind}") else t("clock-other") for kind in kinds)
    return t("clock-hold-overdue", what=spoken().say_and(names))
