"""Of which of a group something is said: each allows, and is named, for herself."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

import streamlit as st

from components.i18n import t
from db.models import CasePage


def present(page: CasePage) -> dict[UUID, int]:
    """Those who sit in the case as a group, with their numbers; empty where there is one worker."""
    known = page.group.complainants if page.group else ()
    return {one.party: one.label for one in known if one.left_at is None}


def choose(page: CasePage, key: str, among: Collection[UUID] | None = None) -> tuple[bool, UUID | None]:
    """Whether it is clear who is meant, and her party; None where there is one worker and the database knows whom."""
    people = {party: label for party, label in present(page).items() if among is None or party in among}
    if len(people) < 2:
        return True, next(iter(people), None)
    chosen = st.radio(
        t("group-whose"), list(people), index=None, horizontal=True, key=key,
        format_func=lambda party: t("group-worker", number=people[party]),
    )  # fmt: skip
    return chosen is not None, chosen
