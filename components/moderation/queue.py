"""What waits: one card a message, the longest waiting first."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import now, spoken, t
from db.models import COUNTED, Moderation, QueueItem, Side


def headline(page: Moderation) -> str:
    """How many wait and the longest for how long, beside our promise."""
    if not page.queue:
        return t("moderation-none")
    longest = spoken().say_span(now() - min(each.posted_at for each in page.queue))
    if page.total > COUNTED:
        return t("moderation-waiting-many", n=COUNTED, longest=longest)
    return t("moderation-waiting", n=page.total, longest=longest)


def direction(item: QueueItem) -> str:
    """ "Factory to worker"."""
    others = tuple(side for side in item.to_sides if side != Side.HANDSHAKE) or (Side.HANDSHAKE,)
    named = spoken().say_and(dict.fromkeys(t(f"moderation-to-{side}") for side in others))
    return t("moderation-direction", author=t(f"side-{item.author}"), readers=named)


def show(page: Moderation, *, choose: Callable[[UUID], None]) -> None:
    """The queue; a click on a card's title chooses its message."""
    for item in page.queue:
        current = page.chosen is not None and page.chosen.id == item.message_id
        with st.container(border=True, key=f"{'due' if current else 'card'}-queue-{item.message_id}", gap="xxsmall"):
            with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
                st.button(
                    f":primary[**{direction(item)}**]",
                    key=f"queue-{item.message_id}",
                    type="tertiary",
                    on_click=choose,
                    args=(item.message_id,),
                )
                st.space("stretch")
                st.caption(_hints(len(item.hints)), width="content")
            place = t("moderation-place", workplace=item.workplace, at=spoken().say_moment(item.posted_at))
            plain.quiet(place, key=f"queue-{item.message_id}")
    if page.total > COUNTED:
        st.caption(t("moderation-more-many", n=COUNTED))
    elif page.total > len(page.queue):
        st.caption(t("moderation-more", n=page.total - len(page.queue)))


def _hints(n: int) -> str:
    if n == 0:
        return f":gray[:material/check: {t('moderation-hints', n=0)}]"
    return f":orange[:material/warning: {t('moderation-hints', n=n)}]"
