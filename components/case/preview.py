"""The drawer "Preview as": what the database shows another party, read-only."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from components import dialogs, naming
from components.case import thread
from components.i18n import spoken, t
from db.models import CasePage, Party, Preview, Side

Load = Callable[[UUID], Preview | None]


def button(page: CasePage, load: Load) -> None:
    """The quiet button that opens the drawer. Call it inside a fragment: opening reruns nothing else."""
    others = [one for one in naming.in_order(page.parties) if not one.mine and one.side is not Side.HANDSHAKE]
    if others and st.button(t("case-preview-as"), key="preview", type="tertiary", icon=":material/preview:"):
        dialogs.show(
            t("case-preview"), lambda: _drawer(others, load), width="medium", position="right", icon=":material/preview:"
        )


def _drawer(others: list[Party], load: Load) -> None:
    by_id = {one.id: one for one in others}
    key = "preview-party"
    chosen = st.session_state.get(key)
    if chosen not in by_id:
        chosen = others[0].id
        st.session_state[key] = chosen

    def words(each: UUID) -> str:
        name = naming.outsider(by_id[each])
        return f"✓ **{name}**" if each == chosen else name

    picked = st.segmented_control(
        t("case-see-as"), list(by_id), format_func=words, key=key, required=True, wrap=True, width="stretch"
    )
    seen = load(picked or chosen)
    if seen is not None:
        show(seen)


def show(seen: Preview) -> None:
    """What that party sees, first in numbers, then exactly what the database returned for it."""
    who = naming.capital(naming.the(seen.party))
    words = "case-preview-worker" if seen.party.side is Side.WORKER else "case-preview-others"
    count = t("case-preview-count", who=who, seen=seen.seen, total=seen.total)
    st.markdown(f":material/lock: {spoken().say_sentences(count, t(words))}")
    thread.show(seen.messages, seen.parties, seen.party.side, read_only=True, scope="seen")
