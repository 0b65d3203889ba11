"""What a page does when the table of a chart is wished for: note it, make the file, and draw again with its link."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import once, states
from components.figures import taking
from db.errors import PortalError, SignInNeeded


def take(hand_out: Callable[..., tuple[object, str]]) -> None:
    """Called in the fragment that holds the chart, which is drawn again; without a wish nothing happens.

    `hand_out` is the guard's `take_away` for whoever is here.
    """
    wish = taking.wanted()
    if wish is None:
        return
    scope, sheet = f"take:{wish.file}", wish.sheet
    try:
        _, address = hand_out(
            once.request_id(scope), wish.file, kind=wish.format, head=sheet.head, rows=sheet.rows, of="figures",
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
