"""Cases that hang together: what somebody was put under pressure for, the strike, and the days on which Handshake asks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import dialogs, links, naming
from components.i18n import spoken, t
from db.models import CasePage
from db.models.strikes import CheckIn, Linked, LinkedCase

HOW = ("phone", "chat", "in_person", "portal")
ANSWERS = ("fine", "pressure", "unreachable")
WAIVED = ("worker_asked", "left_work", "unreachable", "unsafe_to_ask")


@dataclass(frozen=True)
class OpenRetaliation:
    statement: str
    violent: bool


@dataclass(frozen=True)
class RecordCheckIn:
    check_in: UUID
    how: str
    answer: str


@dataclass(frozen=True)
class Waive:
    reason: str


Deed = OpenRetaliation | RecordCheckIn | Waive
Do = Callable[[Deed], None]


def any_at_all(page: CasePage) -> bool:
    """Whether anything hangs on this case, or it on something."""
    known = page.linked
    return known is not None and bool(known.strike or known.parent or known.children or known.check_ins or known.waived)


def card(page: CasePage, do: Do | None) -> None:
    """For Handshake alone; `do` is None for whoever only reads."""
    known = page.linked or Linked()
    if do is None and page.linked is None:
        return
    with st.container(border=True, key="card-linked", gap="xsmall"):
        st.subheader(t("retaliation-card"), anchor=False)
        if known.strike is not None:
            words = t("retaliation-strike", level=t(f"strike-level-{known.strike.level}"))
            links.link(
                links.STRIKES, words, address="/strikes", icon=":material/campaign:", query={"strike": str(known.strike.id)}
            )
        if known.parent is not None:
            _case("retaliation-parent", known.parent)
        for child in known.children:
            _case("retaliation-child", child)
        for each in known.check_ins:
            _check_in(each, do)
        if known.waived:
            st.caption(t(f"retaliation-waived-{known.waived}"))
        if do is not None:
            _deeds(known, do)


def _case(words: str, one: LinkedCase) -> None:
    with st.container(gap=None):
        st.caption(t(words))
        label = f"{one.reference} · {naming.known('state', one.state, 'case-move')}"
        links.link(links.CASE, label, address="/case", icon=":material/link:", query={"ref": one.reference})


def _check_in(each: CheckIn, do: Do | None) -> None:
    why = t(f"retaliation-why-{each.why}")
    if each.answer and each.done_at:
        color = {"fine": "green", "pressure": "red"}.get(each.answer, "gray")
        answer = t(f"retaliation-answer-{each.answer}")
        st.markdown(f":{color}[:material/check: **{answer}**] {spoken().say_date(each.done_at)}")
        st.caption(why)
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=f"check-{each.id}"):
        with st.container(gap=None, width="stretch"):
            st.markdown(f":material/schedule: {spoken().say_due(each.due_at)}")
            st.caption(why)
        if do is not None and st.button(t("retaliation-record"), key=f"check-in-{each.id}"):
            dialogs.show(t("retaliation-record-title"), lambda: _ask(each, do))


def _ask(each: CheckIn, do: Do) -> None:
    how = st.radio(
        t("retaliation-how"),
        HOW,
        format_func=lambda one: naming.choice(f"retaliation-how-{one}"),
        horizontal=True,
        key="check-how",
    )
    answer = st.radio(
        t("retaliation-answer"),
        ANSWERS,
        index=None,
        format_func=lambda one: naming.choice(f"retaliation-answer-{one}"),
        key="check-answer",
    )
    if answer == "pressure":
        st.caption(t("retaliation-pressure-next"))
    if st.button(t("shell-save"), type="primary", disabled=answer is None, key="do-check-in") and answer:
        do(RecordCheckIn(each.id, how, answer))


def _deeds(known: Linked, do: Do) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        door(do)
        waits = any(each.why == "retaliation" and each.done_at is None for each in known.check_ins)
        if waits and not known.waived and st.button(t("retaliation-waive"), key="waive-check-ins", type="tertiary"):
            dialogs.show(t("retaliation-waive"), lambda: _waive(do))


def door(do: Do) -> None:
    """The button that opens a case about pressure."""
    if st.button(t("retaliation-open"), key="open-retaliation", icon=":material/shield:"):
        dialogs.show(t("retaliation-open"), lambda: _open(do))


def _open(do: Do) -> None:
    st.markdown(t("retaliation-open-more"))
    words = st.text_area(t("retaliation-words"), max_chars=10_000, height=140, key="retaliation-words")
    violent = st.toggle(t("retaliation-violent"), key="retaliation-violent")
    if st.button(t("retaliation-open-do"), type="primary", disabled=not words.strip(), key="do-retaliation"):
        do(OpenRetaliation(words.strip(), violent))


def _waive(do: Do) -> None:
    reason = st.radio(
        t("retaliation-waive-why"),
        WAIVED,
        index=None,
        format_func=lambda one: naming.choice(f"retaliation-waived-{one}"),
        key="waive-why",
    )
    if st.button(t("retaliation-waive-do"), type="primary", disabled=reason is None, key="do-waive") and reason:
        do(Waive(reason))
