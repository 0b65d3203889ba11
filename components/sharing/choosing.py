"""Choices that several dialogs share: a workplace of a brand, and page numbers as people write them."""

from __future__ import annotations

import re

import streamlit as st

from components import naming, plain
from components.i18n import t
from db.models.reports import Link, Reports

_RANGE = re.compile(r"(\d{1,4})(?:\s*[-–—－至]\s*(\d{1,4}))?")


def workplace_of(view: Reports, *, key: str) -> Link | None:
    """A workplace that the brand sources from; a supervisor sees for which brand."""

    def said(link: Link) -> str:
        place = plain.label(naming.place(link.workplace.name, link.workplace.city))
        return f"{place} · {plain.label(link.brand)}" if view.role == "supervisor" else place

    return st.selectbox(t("sharing-workplace"), view.links, index=None, format_func=said, key=f"{key}-workplace",
                        placeholder=t("sharing-choose"))  # fmt: skip


def numbers(typed: str, pages: int) -> tuple[int, ...] | None:
    """ "2, 5-7" as (2, 5, 6, 7); None for what is no list of pages, or leaves none."""
    found: set[int] = set()
    for part in re.sub(r"\s*([-–—－至])\s*", r"\1", typed.strip()).replace("，", ",").split(","):
        match = _RANGE.fullmatch(part.strip())
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not 1 <= first <= last <= pages:
            return None
        found.update(range(first, last + 1))
    return tuple(sorted(found)) if len(found) < pages else None
