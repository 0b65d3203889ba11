"""Figures: what came in, how fast it went on, and what became of it, for the viewer; a brand reads what is published."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import once, states
from components.figures import brand as brand_page
from components.figures import filters, taking
from components.figures import page as figures_page
from components.i18n import t
from db.errors import PortalError, SignInNeeded
from db.figures import figures
from db.models import Role
from db.models.figures import Figures
from db.models.publication import Published
from db.publications import published

visit = guard.require("figures")


@st.fragment
def page(data: Figures | Published) -> None:
    """Switching between charts and tables, or quarters, redraws this and asks the database for nothing."""
    if isinstance(data, Published):
        brand_page.show(data)
    else:
        figures_page.show(data)
    take()


def take() -> None:
    """Note, make and hand out the table of a chart that was asked for."""
    wish = taking.wanted()
    if wish is None:
        return
    scope, sheet = f"take:{wish.file}", wish.sheet
    try:
        _, address = guard.take_away(
            visit, once.request_id(scope), wish.file, kind=wish.format, head=sheet.head, rows=sheet.rows, of="figures",
            narrowed=sheet.narrowed,
        )  # fmt: skip
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        if not getattr(refused, "maybe_done", False):
            once.done(scope)
        states.refusal(refused.key, refused.facts, scope="exports")
        return
    once.done(scope)
    taking.ready(wish, address)
    st.rerun(scope="fragment")


if visit.role is Role.BRAND:
    st.title(t("figures-title"), anchor=False)
    page(published(visit.gateway))
else:
    wanted = filters.read(st.query_params)
    data = figures(visit.gateway, wanted.first, wanted.last, wanted.workplace)
    st.title(t("figures-title"), anchor=False)
    filters.show(data, wanted)
    page(data)
