"""The mechanism measured by the eight criteria of UN Guiding Principle 31. For Handshake's desk."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components.i18n import t
from components.scorecard import page
from db.scorecard import scorecard

visit = guard.require("scorecard")
card = scorecard(visit.gateway)
st.title(t("score-title"), anchor=False)
st.markdown(t("score-lead"))
page.show(card)
