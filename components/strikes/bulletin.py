"""A bulletin as a brand reads it: the desk's preview is this very drawing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import streamlit as st

from components import naming, plain
from components.i18n import spoken, t
from db.models import Organization
from db.models.strikes import Bulletin


def text(key: str, level: int, workplace: Organization, parts: tuple[str, str, str], released_at: datetime | None) -> None:
    """Where, which level, then what is known, what is not, what is asked; and that orders shall stay."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"bulletin-head-{key}"):
        plain.strong(naming.place(workplace.name, workplace.city), key=f"bulletin-{key}")
        st.badge(t(f"strike-level-{level}"), icon=":material/campaign:", color="orange" if level else "gray")
        if released_at is not None:
            plain.quiet(spoken().say_instant(released_at), key=f"bulletin-at-{key}")
    for name, words in zip(("facts", "unknown", "ask"), parts, strict=True):
        with st.container(gap="xsmall", key=f"bulletin-{name}-{key}"):
            st.markdown(f"**{t(f'strike-bulletin-{name}')}**")
            plain.words(words, key=f"bulletin-{name}-{key}")
    st.caption(t("strike-bulletin-neutral"))


def inbox(bulletins: Sequence[Bulletin]) -> UUID | None:
    """What the brand was told, unconfirmed first; returns the bulletin whose receipt is confirmed now."""
    confirmed = None
    first = next((one.id for one in bulletins if one.acknowledged_at is None), None)
    for one in bulletins:
        waits = one.acknowledged_at is None
        with st.container(border=True, key=f"{'due' if waits else 'card'}-bulletin-{one.id}"):
            text(str(one.id), one.level, one.workplace, (one.facts, one.unknown, one.ask), one.released_at)
            if one.acknowledged_at is not None:
                said = naming.capital(t("strike-bulletin-confirmed", day=spoken().say_moment(one.acknowledged_at)))
                st.caption(f":material/check: {said}")
            elif st.button(
                t("strike-bulletin-confirm"), key=f"confirm-{one.id}", icon=":material/check:",
                type="primary" if one.id == first else "secondary",
            ):  # fmt: skip
                confirmed = one.id
    return confirmed
