"""The newsletter, for everybody: ask for it. Confirming and ending happen on the light pages, where the mails lead."""

from __future__ import annotations

import time

import streamlit as st

from auth import guard
from components import states
from components.newsletter import asking
from db import newsletter
from db.errors import PortalError

visit = guard.require("newsletter")

wish = asking.show(asked=st.session_state.pop("newsletter-asked", False), staff=visit.person is not None)
if wish is not None:
    began = time.monotonic()
    try:
        newsletter.subscribe(visit.gateway, wish.email, wish.language)
    except PortalError as refused:
        states.refusal(refused.key, refused.facts, writing=True)
    else:
        time.sleep(max(0.0, began + asking.ASKING_SECONDS - time.monotonic()))
        st.session_state["newsletter-asked"] = True
        st.rerun()
