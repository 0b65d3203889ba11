"""Dialogs over a page, and whether one is open: what redraws a page by itself waits until it is closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st

_OPEN = "dialog-open"


def show(
    title: str,
    body: Callable[[], None],
    *,
    width: Literal["small", "medium", "large"] = "small",
    position: Literal["center", "left", "right"] = "center",
    icon: str | None = None,
) -> None:
    """Open it. Call it inside a fragment: opening and closing then redraw that fragment alone."""
    st.session_state[_OPEN] = True
    st.dialog(title, width=width, position=position, icon=icon, on_dismiss=closed)(body)()


def is_open() -> bool:
    return _OPEN in st.session_state


def closed() -> None:
    """A dialog was put away; also to be said when the whole page is drawn, which closes every dialog."""
    st.session_state.pop(_OPEN, None)
