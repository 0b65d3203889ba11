"""The inbox: the cases of the caller, by what waits for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.models import Inbox
from db.shape import shape


@dataclass(frozen=True)
class Filters:
    """What the address of an inbox says; `month` is "2026-11", the keys come from the page before."""

    box: str = "needs"
    words: str = ""
    severities: Sequence[int] = ()
    flags: Sequence[str] = ()
    workplace: UUID | None = None
    brand: UUID | None = None
    month: str | None = None
    after_key: str | None = None
    before_key: str | None = None
    most: int = 25  # up to 500, for an export


def inbox(gateway: Gateway, filters: Filters) -> Inbox:
    """One page with the counts of all boxes and chips."""
    answer = gateway.call(
        "inbox",
        box=filters.box,
        words=filters.words or None,  # null means "not asked for"; an empty list would find nothing
        severities=list(filters.severities) or None,
        flags=list(filters.flags) or None,
        workplace=filters.workplace,
        brand=filters.brand,
        month=filters.month,
        after_key=filters.after_key,
        before_key=filters.before_key,
        most=filters.most,
    )
    return shape(Inbox, answer)
