"""The one way by which a person's words reach a screen: shown to the letter, never interpreted.

Streamlit reads almost every argument as Markdown, and Markdown fetches remote images, which would
tell their owner who is reading. `st.text` does not. Where a name must stand on a chip or a button
there is no such element, so `label` takes every meaning out of the characters first.
"""

from __future__ import annotations

import re
import string

import streamlit as st

# Turning the direction of writing around lets "gpj.exe" pose as "exe.jpg".
_TURNS = re.compile(r"[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
_HARMLESS = frozenset(" ,'()")
_JOINER = "\N{WORD JOINER}"
# The escape takes away the meaning in Markdown's own syntax; the invisible joiner breaks what is
# searched in the finished text afterwards: links, e-mail addresses, :icons:, arrows.
_LABEL = {ord(sign): f"\\{sign}{_JOINER}" for sign in string.punctuation if sign not in _HARMLESS}
# "www." is found by its letters and the dot after them, so the joiner must stand between the two.
_LABEL[ord(".")] = f"{_JOINER}\\.{_JOINER}"
_BLANK = re.compile(r"\s+")


def clean(text: str) -> str:
    """The same text without marks that turn the direction of writing."""
    return text if text.isascii() else _TURNS.sub("", text)


def show(text: str) -> None:
    """What somebody wrote, to the letter, line breaks included. Style it by the container's key."""
    st.text(clean(text))


def words(text: str, *, key: str) -> None:
    """A message's body: the largest running text of a screen; the key is unique on the page."""
    with st.container(key=f"words-{key}", gap=None):
        st.text(clean(text))


def to_copy(text: str) -> None:
    """What somebody wrote, to the letter, with a button that copies it."""
    st.code(clean(text), language=None, wrap_lines=True)


def quiet(text: str, *, key: str) -> None:
    """A name or place in the smaller, quieter voice of the portal."""
    with st.container(key=f"quiet-{key}", gap=None, width="content"):
        st.text(clean(text))


def strong(text: str, *, key: str) -> None:
    """A name that stands as a title, or as the first word of a line."""
    with st.container(key=f"strong-{key}", gap=None, width="content"):
        st.text(clean(text))


def label(text: str) -> str:
    """A name made fit for chips, segments, options and buttons: Markdown shows it to the letter."""
    one_line = _BLANK.sub(" ", clean(text)).strip()
    safe = one_line.translate(_LABEL)
    return safe if safe[:1].isalpha() or not safe else _JOINER + safe
