"""The top of a worker's pages: our sign, and the way out in one tap."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from html import escape
from pathlib import Path

import streamlit as st

from components.i18n import t
from components.style import LOGO


@cache
def _dress(width: int) -> str:
    sheet = (Path(__file__).parents[1] / "worker.css").read_text(encoding="utf-8")
    return f"<style>:root{{--portal-width:{width}px}}\n{sheet}</style>"


@cache
def _sign() -> str:
    return "data:image/svg+xml;base64," + b64encode(LOGO.read_bytes()).decode()


def show() -> None:
    """Draw it first on each of a worker's pages; the link leaves in this very tab and ends her session."""
    st.html(_dress(600))
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="leave-bar"):
        st.html(f'<img class="portal-sign" alt="Handshake" width="141" height="32" src="{_sign()}">', width="content")
        st.html(f'<a class="portal-leave" href="/leave">{escape(t("front-leave"))}</a>', width="content")


def sign_only() -> None:
    """Our sign alone, for the front page, which has its language switch in the other corner."""
    st.html(f'<img class="portal-sign" alt="Handshake" width="141" height="32" src="{_sign()}">', width="content")


def progress(words: str, done: int, of: int) -> None:
    """How far something is, in words and as filled bars."""
    items = "".join(f'<li class="{"on" if number < done else ""}"></li>' for number in range(of))
    with st.container(gap="xxsmall", key="progress"):
        st.markdown(words)
        st.html(f'<ol class="portal-bars" aria-hidden="true">{items}</ol>')
