"""A draft on its way: it waits for a second yes, or could not be sent. The words stay on the screen."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from components import naming, plain, states
from components.case import composer
from components.case.composer import Draft
from components.i18n import spoken, t
from db.models import CasePage, MessageKind, Side

Choice = Literal["send", "edit"]


def question(page: CasePage, draft: Draft) -> str | None:
    """What to ask once more before this leaves; None when it may leave at once."""
    if draft.kind is MessageKind.NOTE:
        return None
    readers = [one for one in page.parties if one.id in draft.audience]
    if page.viewer is Side.HANDSHAKE and len(readers) > 1:
        return t("case-confirm", readers=spoken().say_and(naming.the(one) for one in readers))
    return composer.warning(draft.body, page.viewer)


def ask(page: CasePage, draft: Draft, words: str, *, scope: str) -> Choice | None:
    """Show the draft with its question; returns what was chosen."""
    many = len(draft.audience)
    yes = t("case-confirm-send", count=many) if page.viewer is Side.HANDSHAKE else t("case-warn-send")
    with st.container(border=True, key=f"held-ask-{scope}"):
        plain.words(draft.body, key=f"ask-{scope}")
        st.markdown(f":material/help: {words}")
        return _choose(yes, scope)


def failed(draft: Draft, key: str, facts: dict[str, object], *, maybe_done: bool, scope: str) -> Choice | None:
    """Say why it was not sent, and offer to send the very same again."""
    states.refusal(key, facts, writing=True, maybe_done=maybe_done, scope=f"failed-{scope}")
    with st.container(border=True, key=f"card-kept-{scope}"):
        plain.words(draft.body, key=f"kept-{scope}")
        return _choose(t("shell-send-again"), scope, again=key == "unavailable")


def _choose(yes: str, scope: str, *, again: bool = True) -> Choice | None:
    """`again`: the same words may well pass, so their button is the filled one."""
    send: Literal["primary", "secondary"] = "primary" if again else "secondary"
    choice: Choice | None = None
    with st.container(horizontal=True, gap="small"):
        if st.button(yes, key=f"send-{scope}", type=send, icon=":material/send:"):
            choice = "send"
        if st.button(t("case-edit-again"), key=f"edit-{scope}", icon=":material/edit:"):
            choice = "edit"
    return choice
