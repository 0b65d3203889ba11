"""The strike desk before one is chosen: tensions that nobody has opened, then strikes by level and site."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

import streamlit as st

from components import naming, plain
from components.i18n import spoken, t
from components.strikes.deeds import Open
from db.models.strikes import StrikeDesk, StrikeRow, Tension

COLOURS = {0: "gray", 1: "orange", 2: "orange", 3: "red", 4: "red"}


def headline(view: StrikeDesk) -> str:
    """How many are open, and how many are watched."""
    open_now = [one for one in view.strikes if one.ended_at is None]
    watched = [one for one in view.strikes if one.ended_at is not None and one.watch_over_at is None]
    return spoken().say_clauses([t("strike-open-count", n=len(open_now)), t("strike-watch-count", n=len(watched))])


def badge(level: int) -> None:
    st.badge(t(f"strike-level-{level}"), icon=":material/campaign:", color=COLOURS[level])  # type: ignore[arg-type]


def tensions(found: Sequence[Tension]) -> Open | None:
    """Sites where cases of one cause gather; one press opens L0 with them."""
    chosen = None
    if not found:
        return None
    st.subheader(t("strike-tensions"), anchor=False)
    for one in found:
        with (
            st.container(border=True, key=f"due-tension-{one.workplace.id}-{one.code}"),
            st.container(horizontal=True, vertical_alignment="center", gap="small"),
        ):
            with st.container(gap=None, width="stretch"):
                plain.strong(naming.place(one.workplace.name, one.workplace.city), key=f"tension-{one.workplace.id}-{one.code}")
                st.markdown(t("strike-tension", n=one.cases, issue=naming.known("issue", one.code, "issue-unknown")))
            if st.button(t("strike-open"), key=f"open-{one.workplace.id}-{one.code}", icon=":material/add:"):
                chosen = Open(one.workplace.id, one.code)
    return chosen


def rows(view: StrikeDesk, *, choose: Callable[[UUID], None]) -> None:
    """Open ones by level, then those that are watched, then the rest."""
    groups: list[tuple[str, list[StrikeRow]]] = [
        ("strike-group-open", [one for one in view.strikes if one.ended_at is None]),
        ("strike-group-watch", [one for one in view.strikes if one.ended_at is not None and one.watch_over_at is None]),
        ("strike-group-over", [one for one in view.strikes if one.watch_over_at is not None]),
    ]
    for words, some in groups:
        if some:
            st.subheader(t(words), anchor=False)
        for one in some:
            _row(one, choose)


def _row(one: StrikeRow, choose: Callable[[UUID], None]) -> None:
    with (
        st.container(border=True, key=f"row-strike-{one.id}"),
        st.container(horizontal=True, vertical_alignment="center", gap="small"),
    ):
        with st.container(gap="xsmall", width="stretch"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                plain.strong(naming.place(one.workplace.name, one.workplace.city), key=f"strike-{one.id}")
                badge(one.level)
                if one.drafts:
                    st.badge(t("strike-drafts", n=one.drafts), icon=":material/edit_note:", color="blue")
            st.caption(naming.capital(about(one)))
        st.button(t("shell-open"), key=f"choose-{one.id}", on_click=choose, args=(one.id,))


def about(one: StrikeRow) -> str:
    """When, how many, what for: only words of ours."""
    codes = [naming.known("issue", each.code, "issue-unknown") for each in one.demands[:2]]
    when = t("strike-since", day=spoken().say_date(one.started_at))
    if one.ended_at is not None:
        when = t("strike-from-to", first=spoken().say_date(one.started_at), last=spoken().say_date(one.ended_at))
    return " · ".join(filter(None, [when, size(one), spoken().say_list(codes), t("strike-cases", n=one.cases)]))


def size(one: StrikeRow) -> str:
    if one.size_low is None or one.size_high is None:
        return ""
    return t("strike-size", low=spoken().say_number(one.size_low), high=spoken().say_number(one.size_high))
