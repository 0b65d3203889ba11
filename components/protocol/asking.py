"""The dialogs of a protocol that stay inside Handshake. Each hands one deed back; opening one asks the database for nothing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

import streamlit as st

from components import dialogs, naming
from components.i18n import now, spoken, t
from components.protocol.deeds import Do, DoStep, Leave, Lower, NoteAge, NoteFollowUp, SettleAge
from db.models.protocol import Protocol

KINDS = ("document", "register", "school", "medical", "interview", "family", "looks")
SAYS = ("child", "young", "adult", "unclear")
AGES = ("child", "young", "adult")
HOW = ("visit", "phone", "family", "school", "partner")
OUTCOMES = ("well", "at_risk", "unreachable")


def open_dialog(key: str, body: Callable[[], None]) -> None:
    """A dialog whose title is a key of the catalogue."""
    dialogs.show(t(key), body)


def open_dialog_titled(title: str, body: Callable[[], None]) -> None:
    """The same under the words of the button that opens it."""
    dialogs.show(title, body)


def words(label: str, *, key: str, most: int = 2000, value: str = "") -> str:
    """The field for evidence or reasons; taller where a whole letter stands in it."""
    return st.text_area(label, value, max_chars=most, key=f"protocol-words-{key}", height=110 if most == 2000 else 240)


def send(label: str, said: str, *, ready: bool = True, key: str) -> bool:
    """The filled button; without words it says what is missing."""
    if not st.button(label, type="primary", disabled=not ready, key=f"protocol-do-{key}"):
        return False
    if said.strip():
        return True
    st.markdown(f":red[:material/error: {t('protocol-missing')}]")
    return False


def choose(label: str, options: Sequence[str], prefix: str, *, key: str) -> str | None:
    """One of a few, nothing preselected."""
    return st.radio(
        label, options, index=None, format_func=lambda each: naming.choice(f"{prefix}-{each}"), key=f"protocol-choose-{key}"
    )


def write(one: Protocol, number: int, do: Do) -> None:
    """Things of a step that are done, or not needed and why."""
    items = [item.item for item in one.items if item.step == number and item.by_hand and item.state == "open"]
    may_skip = {item.item for item in one.items if item.skip != "never"}
    chosen = [
        each for each in items if st.checkbox(t(f"protocol-item-{each}"), key=f"protocol-item-{each}", value=len(items) == 1)
    ]
    needed = True
    if set(chosen) and set(chosen) <= may_skip:
        needed = (
            st.segmented_control(
                t("protocol-write-how"), ("done", "skip"), default="done", required=True, wrap=True,
                format_func=lambda each: naming.choice(f"protocol-write-{each}"), key="protocol-write-how",
            ) != "skip"
        )  # fmt: skip
    said = words(t("protocol-write-words" if needed else "protocol-write-why"), key=f"write-{number}")
    st.caption(t("protocol-write-note"))
    if send(t("protocol-write"), said, ready=bool(chosen), key="write"):
        do(DoStep(tuple(chosen), said.strip(), needed))


def note_age(do: Do) -> None:
    """A piece of evidence of the age, with its grade said before it is written down."""
    kind = st.selectbox(
        t("protocol-note-age-kind"),
        KINDS,
        index=None,
        format_func=lambda each: naming.choice(f"protocol-kind-{each}"),
        key="protocol-kind",
        placeholder=t("case-issues-choose"),
    )
    if kind:
        grade = 1 if kind in KINDS[:2] else 2 if kind in KINDS[2:4] else 3
        st.caption(t(f"protocol-grade-{grade}"))
    says = choose(t("protocol-note-age-says"), SAYS, "protocol-says", key="says")
    said = words(t("protocol-write-words"), key="age")
    st.caption(t("protocol-write-note"))
    if send(t("protocol-note-age"), said, ready=bool(kind and says), key="note-age") and kind and says:
        do(NoteAge(kind, says, said.strip()))


def settle_age(do: Do) -> None:
    """How old the person is; for a child also the month of coming of age."""
    age = choose(t("protocol-settle-age-is"), AGES, "protocol-age", key="age")
    month = None
    if age in ("child", "young"):
        month = st.selectbox(
            t("protocol-settle-age-until"), _months(), index=None, format_func=lambda each: spoken().say_month(each),
            key="protocol-until", placeholder=t("case-issues-choose"),
        )  # fmt: skip
        st.caption(t("protocol-settle-age-note"))
    said = words(t("protocol-settle-age-why"), key="settle")
    ready = age == "adult" or (age is not None and month is not None)
    if send(t("protocol-settle-age"), said, ready=ready, key="settle-age") and age:
        do(SettleAge(age, month, said.strip()))


def _months() -> list[date]:
    first = now().date().replace(day=1)
    return [date(first.year + (first.month + n) // 12, (first.month + n) % 12 + 1, 1) for n in range(96)]


def month(one: Protocol, do: Do) -> None:
    """How the child was in a month that is due."""
    due = [each.due_on for each in one.follow_ups if each.outcome is None]
    day = st.selectbox(
        t("protocol-item-followed_up"), due, format_func=lambda each: t("protocol-month", day=spoken().say_date(each))
    )
    how = choose(t("protocol-month-how"), HOW, "protocol-how", key="how")
    outcome = choose(t("protocol-month-outcome"), OUTCOMES, "protocol-outcome", key="outcome")
    said = words(t("protocol-write-words"), key="month")
    if send(t("protocol-write"), said, ready=bool(day and how and outcome), key="month") and day and how and outcome:
        do(NoteFollowUp(day, how, outcome, said.strip()))


def leave(do: Do) -> None:
    """One of two people says that all is done."""
    st.caption(t("protocol-exit-note"))
    said = words(t("protocol-exit-why"), key="exit")
    if send(t("protocol-exit-do"), said, key="exit"):
        do(Leave(said.strip()))


def lower(one: Protocol, do: Do) -> None:
    """It was none: by a supervisor, and by a second person where a code raised it."""
    st.caption(t("protocol-lower-note"))
    if one.raised_how == "code":
        st.caption(t("protocol-lower-two"))
    said = words(t("protocol-lower-why"), key="lower")
    if send(t("protocol-lower-do"), said, key="lower"):
        do(Lower(one.revision, said.strip()))
