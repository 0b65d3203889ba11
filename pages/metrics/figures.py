"""Figures: what came in, how fast it went on, and what became of it, within the viewer's scope."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components.figures import filters
from components.figures import page as figures_page
from components.i18n import t
from db.figures import figures
from db.models.figures import Figures

visit = guard.require("figures")
wanted = filters.read(st.query_params)
data = figures(visit.gateway, wanted.first, wanted.last, wanted.workplace)


@st.fragment
def page(data: Figures) -> None:
    """Switching between charts and tables redraws this and asks the database for nothing."""
    figures_page.show(data)


st.title(t("figures-title"), anchor=False)
if not data.protected:
    filters.show(data, wanted)
page(data)
