"""One request id for one deed, kept until the database has acknowledged it.

A double click, a reload in the same session or "Send again" repeats the same id, so the database
does the deed once. A new id is drawn only after `done`.
"""

from __future__ import annotations

from uuid import UUID, uuid4

import streamlit as st

_PREFIX = "once:"


def request_id(scope: str) -> UUID:
    """The id of the deed in hand; `scope` names the deed and its object, such as `post:HS-7K4M-29QX`."""
    key = _PREFIX + scope
    if key not in st.session_state:
        st.session_state[key] = uuid4()
    known: UUID = st.session_state[key]
    return known


def done(scope: str) -> None:
    """The deed is stored, or refused for good: the next one gets an id of its own."""
    st.session_state.pop(_PREFIX + scope, None)


def pending(scope: str) -> bool:
    """Whether a deed was begun and its answer has not come."""
    return _PREFIX + scope in st.session_state
