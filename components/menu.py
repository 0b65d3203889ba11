"""The entries of the menu: made once, copied for each run.

Making one looks for its file on the disk; 30 of them were a sixth of the time that a small page takes.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from pathlib import Path

import streamlit as st


def entry(file: Path, title: str, icon: str, address: str, *, shown: bool) -> st.Page:
    """An entry of this run's own: Streamlit writes into it which page may run. No address is the front page."""
    return copy(_made(file, title, icon, address, shown=shown))


@cache
def _made(file: Path, title: str, icon: str, address: str, *, shown: bool) -> st.Page:
    return st.Page(
        file,
        title=title,
        icon=f":material/{icon}:",
        url_path=address or None,
        default=not address,
        visibility="visible" if shown else "hidden",
    )
