"""Links between pages that keep the session: Streamlit's own, with a plain address as a fallback."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st
from streamlit.errors import StreamlitAPIException

CASE = "cases/case.py"
BULLETINS = "cases/bulletins.py"
INBOX = "cases/inbox.py"
STRIKES = "desk/strikes.py"
PROTOCOL = "desk/zero_tolerance.py"
MODERATION = "desk/moderation.py"
NOTICES = "account/notices.py"
SETTINGS = "account/settings.py"
POLICIES = "public/policies.py"
GUIDANCE = "sharing/guidance.py"
REPORTS = "sharing/reports.py"
EXPORTS = "account/exports.py"


def link(
    page: str,
    words: str,
    *,
    address: str,
    icon: str | None = None,
    query: Mapping[str, str] | None = None,
) -> None:
    """A link to one of our pages; `page` is its file as seen from the router, `words` is Markdown of ours.

    Where the router has not registered that page (a component drawn alone), the plain address is used.
    """
    try:
        st.page_link(page, label=words, icon=icon, query_params=dict(query) if query else None)
    except StreamlitAPIException:
        target = f"{address}?{urlencode(query)}" if query else address
        st.markdown(f"[{words}]({target})")
