"""Guidance sheets for brands and factories. The page asks the database for nothing."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components.guidance import page

visit = guard.require("guidance")
page.show(st.query_params.get("sheet", ""))
