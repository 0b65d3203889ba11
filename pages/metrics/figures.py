"""Figures: what came in, how fast it went on, and what became of it, for the viewer; a brand reads what is published."""

from __future__ import annotations

from functools import partial

import streamlit as st

from auth import guard
from components.figures import brand as brand_page
from components.figures import filters
from components.figures import page as figures_page
from components.i18n import t
from db.figures import figures
from db.models import Role
from db.models.figures import Figures
from db.models.publication import Published
from db.publications import published
from pages.metrics.taking_away import take

visit = guard.require("figures")


@st.fragment
def page(data: Figures | Published) -> None:
    """Switching between charts and tables, or quarters, redraws this and asks the database for nothing."""
    if isinstance(data, Published):
        brand_page.show(data)
    else:
        figures_page.show(data)
    take(partial(guard.take_away, visit))


if visit.role is Role.BRAND:
    st.title(t("figures-title"), anchor=False)
    page(published(visit.gateway))
else:
    wanted = filters.read(st.query_params)
    data = figures(visit.gateway, wanted.first, wanted.last, wanted.workplace)
    st.title(t("figures-title"), anchor=False)
    filters.show(data, wanted)
    page(data)
