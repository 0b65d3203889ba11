"""The portal's clothes: one stylesheet, and one line that says which mode is on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import streamlit as st

ASSETS = Path(__file__).parent / "assets"
LOGO = ASSETS / "handshake.svg"
ICON = ASSETS / "icon.png"


@cache
def _sheet() -> str:
    return (Path(__file__).parent / "portal.css").read_text(encoding="utf-8")


def wear(*, narrow: bool = False, front: bool = False) -> None:
    """Dress this page; the router calls it on every run. `narrow` is a worker's page, `front` the front page.

    Dialogs, drawers and popovers hang outside the page and would fall to the light colours, so the
    mode is said at the root on every run.
    """
    mode = "dark" if st.context.theme.type == "dark" else "light"
    width = "--portal-width:600px" if narrow else "--portal-width:1040px" if front else ""
    st.html(f"<style>:root{{color-scheme:{mode};{width}}}\n{_sheet()}</style>")


@contextmanager
def own_upload_words(choose: str, *, key: str) -> Iterator[None]:
    """The browser draws an upload field's own words in English only: in here ours stand in their place."""
    st.html(f"<style>:root{{--portal-choose:{json.dumps(choose, ensure_ascii=False)}}}</style>")
    with st.container(key=f"own-upload-{key}", gap="xsmall"):
        yield


def logo(link: str | None = None) -> None:
    """Our sign at the top left: the same file in both modes."""
    st.logo(str(LOGO), size="large", link=link)
