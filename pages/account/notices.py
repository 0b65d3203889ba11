"""Notices: what is new for the viewer, and since when."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components.account import notices as screen
from db.notices import notices, read_notices

visit = guard.require("notices")

page = notices(visit.gateway) if "notices-page" not in st.session_state else st.session_state.pop("notices-page")
if screen.show(page):
    st.session_state["notices-page"] = read_notices(visit.gateway, page.now)
    st.rerun()
