"""What to export: the list, the box of a list of cases, and the format; and what was exported before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from components import plain
from components.i18n import say_instant, spoken, t
from components.inbox.filters import BOXES
from db.models.exports import Export

FORMATS = ("xlsx", "csv")


@dataclass(frozen=True)
class Wish:
    """A list to export; `box` counts for cases alone."""

    of: str
    box: str
    format: str


def show(lists: Sequence[str], box: str, narrowed: Sequence[str]) -> Wish | None:
    """The form; `narrowed` are the filters of the list of cases, in words. Returns what is wanted when it is sent."""
    with st.container(border=True, key="card-export", gap="small"):
        of = lists[0]
        if len(lists) > 1:
            of = st.segmented_control(
                t("export-which"), lists, default=of, required=True, wrap=True, key="export-of",
                format_func=lambda one: t(f"export-list-{one}"),
            )  # fmt: skip
        if of == "cases":
            box = st.segmented_control(
                t("inbox-boxes"), BOXES, default=box, required=True, wrap=True, key="export-box",
                format_func=lambda one: t(f"inbox-box-{one}"),
            )  # fmt: skip
            if narrowed:
                st.markdown(f":material/filter_alt: {t('export-narrowed')}")
                for number, words in enumerate(narrowed):
                    plain.quiet(words, key=f"export-filter-{number}")
        kind = st.segmented_control(
            t("export-format"), FORMATS, default="xlsx", required=True, key="export-format",
            format_func=lambda one: t(f"export-format-{one}"),
        )  # fmt: skip
        st.caption(t("export-noted"))
        sent = st.button(t("export-make"), type="primary", icon=":material/download:", key="export-make")
    return Wish(of, box, kind) if sent else None


def ready(lines: int, address: str) -> None:
    """The file is there: how many lines, and the way to it."""
    with st.container(border=True, key="due-export"):
        st.markdown(f":material/check: {t('export-ready', lines=lines)}")
        st.markdown(f"**[{t('export-fetch')}]({address})**")


def before(exports: Sequence[Export], *, everybody: bool) -> None:
    """What was exported, newest first."""
    st.subheader(t("export-before-all" if everybody else "export-before"), anchor=False)
    if not exports:
        st.caption(t("export-before-none"))
    for one in exports:
        with st.container(horizontal=True, key=f"row-export-{one.id}", vertical_alignment="center", gap="small"):
            said = t("export-line", list=t(f"export-list-{one.list}"), format=one.format.upper(), lines=one.lines)
            st.markdown(said + (f" :gray-badge[{t('export-filtered')}]" if one.narrowed else ""), width="content")
            st.space("stretch")
            who = f"{one.person} · " if everybody and one.person else ""
            plain.quiet(f"{who}{say_instant(one.at)}", key=f"export-{one.id}")


def filters_said(words: str, severities: Sequence[int], flags: Sequence[str], month: str | None, *, places: bool) -> list[str]:
    """The filters of a list of cases, for the eye."""
    said = []
    if words:
        said.append(t("export-filter-words", words=words))
    if severities or flags:
        said.append(
            spoken().say_list([*(t(f"severity-{one}") for one in severities), *(t(f"inbox-flag-{one}") for one in flags)])
        )
    if month:
        said.append(month)
    if places:
        said.append(t("export-filter-places"))
    return said


def so_far(lines: int) -> float:
    """How full the bar is while more follows. How many there are nobody has counted: it grows, and never stands at the end."""
    return lines / (lines + 1_000)
