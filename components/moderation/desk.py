"""The moderation desk: the original in the middle, the release at its side."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import spoken, t
from components.moderation import original as moderation_original
from components.moderation import release as moderation_release
from db.models import Message, Moderation, Side
from db.moderation import Decision

RELEASE, SEND_BACK, WITHHOLD = OUTCOMES = ("release", "send_back", "withhold")
WISH = "moderation-wish"
NEWS = "moderation-news"


def show(page: Moderation, *, decide: Callable[[Decision], None], outcome: str = RELEASE) -> None:
    """The chosen message with everything needed to decide on it; the button of `outcome` is the filled one."""
    message = page.chosen
    if message is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="moderation-head"):
        st.markdown(_head(page, message), width="content")
        if page.case is not None:
            when = spoken().say_clauses([page.case.reference, spoken().say_moment(message.posted_at)])
            plain.quiet(when, key="moderation-when")
    original, release = st.columns(2, gap="medium")
    with original:
        moderation_original.show(message)
    with release:
        moderation_release.show(page, message, decide=decide, outcome=outcome)


def _head(page: Moderation, message: Message) -> str:
    sides = dict.fromkeys(each.side for each in page.parties if each.id in message.readers and each.id != message.author_party)
    ordered = sorted(sides, key=lambda side: side is Side.HANDSHAKE)
    named = spoken().say_list(t(f"side-{side}") for side in ordered) or t("side-handshake")
    number = next((each.label for each in page.parties if each.id == message.author_party), None)  # of one of a group
    who = t(f"side-{message.author}") if number is None else t("group-worker", number=number)
    return t("moderation-from-to", author=who, readers=named)


def wish(decision: Decision) -> None:
    """A button's callback: what shall be decided by the run that follows, in its one call."""
    st.session_state[WISH] = decision


def wished() -> Decision | None:
    """The decision to carry out now, at most once."""
    taken: Decision | None = st.session_state.pop(WISH, None)
    return taken


def has_wish() -> bool:
    return WISH in st.session_state


def news(decision: Decision) -> None:
    """Say at the next drawing what became of it."""
    st.session_state[NEWS] = t(f"moderation-done-{decision.outcome}")


def faster(facts: dict[str, object]) -> str:
    """Who decided before us and when, or that the author changed the words."""
    name, at = facts.get("by"), facts.get("at")
    if isinstance(name, str) and isinstance(at, str):
        outcome = facts.get("outcome")
        known = outcome if outcome in OUTCOMES else "other"
        time = spoken().say_time(datetime.fromisoformat(at))
        return t(f"moderation-faster-{known}", name=name, time=time)
    return t("moderation-changed")


def show_news() -> None:
    """One quiet line about what happened last."""
    said = st.session_state.pop(NEWS, None)
    if said:
        plain.quiet(str(said), key="moderation-news")


def scope(message: UUID) -> str:
    """The name under which a decision's request id is kept."""
    return f"decide:{message}"
