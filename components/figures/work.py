"""The work behind the figures: what needs hands today, how it lies among coordinators, and the boards of desk and workplace."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from components import naming, plain
from components.charts.colours import Palette
from components.figures import desk
from components.figures.cards import card
from components.figures.drawings import Drawn
from components.i18n import say_due, spoken, t
from components.links import CASE, link
from db.models.figures import Backlog, Figures, Team


def show(data: Figures, colours: Palette, tables: bool) -> None:
    """Below the common charts, for whoever reads exact figures."""
    made = desk.boards(spoken().language, data, colours)
    st.header(t("figures-work"), anchor=False)
    _grid([made[kind] for kind in desk.FIRST if kind in made], tables, data)
    if data.team is not None:
        _team(data.team)
    rest = [made[kind] for kind in desk.MORE if kind in made]
    if rest:
        with st.expander(t("figures-more"), icon=":material/bar_chart:"):
            _grid(rest, tables, data)


def _grid(boards: Sequence[Drawn], tables: bool, data: Figures) -> None:
    for start in range(0, len(boards), 2):
        for column, one in zip(st.columns(2, gap="medium"), boards[start : start + 2], strict=False):
            with column:
                card(one, tables, data)


def today(backlog: Backlog) -> None:
    """What needs hands first, with the way to each; it stands above all figures."""
    with st.container(border=True, key="due-figures-today", gap="small"):
        st.subheader(t("figures-today"), anchor=False)
        if not backlog.today:
            st.caption(t("figures-today-none"))
        for one in backlog.today:
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"figures-today-{one.reference}"):
                waits = naming.known("inbox-waits", one.waits_for, "inbox-waits-nothing")
                link(CASE, waits, address="/case", query={"ref": one.reference}, icon=":material/chevron_right:")
                plain.quiet(one.workplace, key=f"figures-today-{one.reference}-where")
                st.space("stretch")
                if one.due_at is not None:
                    plain.quiet(say_due(one.due_at), key=f"figures-today-{one.reference}-due")


def _team(team: Team) -> None:
    own = all(one.mine for one in team.lines)
    with st.container(border=True, key="card-figures-team", gap="small"):
        st.subheader(t("figures-team-own" if own else "figures-team"), anchor=False)
        note = t("figures-team-note", people=team.people)
        if team.low is not None and team.high is not None:
            note = spoken().say_sentences(note, t("figures-team-middle", low=team.low, high=team.high))
        st.caption(note)
        for number, one in enumerate(team.lines):
            with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"row-figures-team-{number}"):
                plain.strong(one.name, key=f"figures-team-{number}")
                st.markdown(t("figures-team-line", cases=one.cases, share=one.share), width="content")
                deeds = [t(f"figures-deed-{each.bucket}", n=each.n or 0) for each in one.deeds if each.n]
                if deeds:
                    plain.quiet(spoken().say_list(deeds), key=f"figures-team-{number}-deeds")
