"""The rows of an inbox: what waits for whom, grouped by when it is due; two lines a row."""

from __future__ import annotations

from datetime import timedelta

import streamlit as st

from components import naming, plain
from components.i18n import now, say_due, spoken, t, zone
from components.links import CASE, link
from db.models import COUNTED, Inbox, InboxRow

GROUPS = ("overdue", "today", "week", "later", "undated")

_WAIT_ICONS = {
    "moderate": ":material/pause_circle:",
    "triage": ":material/rule:",
    "admit": ":material/group_add:",
    "read": ":material/mark_email_unread:",
    "review_answer": ":material/fact_check:",
    "investigate": ":material/search:",
    "verify": ":material/photo_library:",
    "factory_answer": ":material/schedule:",
    "answer": ":material/edit:",
    "remedy": ":material/build_circle:",
    "comment": ":material/chat:",
    "brand_plan": ":material/assignment:",
    "ask_again": ":material/event_repeat:",
    "check_in": ":material/event_repeat:",
    "clock": ":material/alarm:",
    "nothing": ":material/done_all:",
}


def show(page: Inbox) -> None:
    """Draw the groups that have rows; closed cases stand in one list without a heading."""
    if page.box == "closed":
        for row in page.rows:
            _row(row, late=False)
        return
    grouped: dict[str, list[InboxRow]] = {name: [] for name in GROUPS}
    for row in page.rows:
        grouped[group(row)].append(row)
    for name, rows in grouped.items():
        if rows:
            heading = f"{t(f'inbox-group-{name}')} :gray[{len(rows)}]"
            if name == "overdue":
                heading = f":red[:material/alarm: {t('inbox-group-overdue')}] :gray[{len(rows)}]"
            st.subheader(heading, anchor=False)
            for row in rows:
                _row(row, late=name == "overdue")


def group(row: InboxRow) -> str:
    """Under which heading a row stands, on the workplace's clock; a week is the next seven days."""
    if row.due_at is None:
        return "undated"
    due, present = row.due_at.astimezone(zone()), now()
    if due < present:
        return "overdue"
    if due.date() == present.date():
        return "today"
    return "week" if due.date() <= present.date() + timedelta(days=7) else "later"


def _row(row: InboxRow, *, late: bool) -> None:
    with st.container(key=f"row-{row.reference}"):
        what, waits, badges = st.columns([2.0, 1.6, 1.3], gap="small")
        with what, st.container(gap="xxsmall"):
            link(CASE, naming.title(row.issues), address="/case", query={"ref": row.reference})
            st.text(f"{plain.clean(naming.place(row.workplace, row.city))} · {row.reference}")
        waits.markdown(_waits(row, late))
        badges.markdown(_badges(row), text_alignment="right")


def _waits(row: InboxRow, late: bool) -> str:
    icon = _WAIT_ICONS.get(row.waits_for, ":material/schedule:")
    words = naming.known("inbox-waits", row.waits_for, "inbox-waits-nothing")
    if row.due_at is None:
        when = f":gray[{t('inbox-last', when=spoken().say_moment(row.last_activity))}]"
    else:
        when = f":red[**{say_due(row.due_at)}**]" if late else f":gray[{say_due(row.due_at)}]"
    return f"{icon} {words}  \n{when}"


def _badges(row: InboxRow) -> str:
    """At most four, the severity last and at the edge, so that the eye can run down it."""
    parts = []
    if row.unread:
        parts.append(f":primary-badge[:material/mark_email_unread: {t('inbox-new', count=row.unread)}]")
    for name in row.badges[:2]:
        color, icon = naming.BADGES.get(name, ("gray", ":material/label:"))
        parts.append(f":{color}-badge[{icon} {naming.known('badge', name, 'badge-hold')}]")
    color, icon = naming.SEVERITIES[row.severity]
    parts.append(f":{color}-badge[{icon} {t(f'severity-{row.severity}')}]")
    return " ".join(parts)


def with_others(page: Inbox) -> str:
    """How many cases wait for others, and until when; they are counted to COUNTED only."""
    waiting = page.counts.get("waiting", 0)
    many = waiting > COUNTED
    if page.next_due and waiting:
        day = spoken().say_long_date(page.next_due)
        return t("inbox-empty-more-due-many", n=COUNTED, day=day) if many else t("inbox-empty-more-due", count=waiting, day=day)
    return t("inbox-empty-more-many", n=COUNTED) if many else t("inbox-empty-more", count=waiting)
