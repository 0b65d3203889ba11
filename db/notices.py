"""Notices of the caller, and how they are told by mail. One call each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from db.gateway import Gateway
from db.models.notices import NoticeChoice, Notices
from db.shape import shape


def notices(gateway: Gateway) -> Notices:
    """The newest fifty, of cases that the caller may see now."""
    return shape(Notices, gateway.call("notices"))


def read_notices(gateway: Gateway, seen: datetime) -> Notices:
    """Everything until then was seen; what came after stays new."""
    return shape(Notices, gateway.call("read_notices", seen=seen))


def notice_choice(gateway: Gateway) -> NoticeChoice:
    """What the caller chose, or the default."""
    return shape(NoticeChoice, gateway.call("notice_choice"))


def choose_notices(gateway: Gateway, request_id: UUID, wish: NoticeChoice) -> NoticeChoice:
    """Keep the choice; hours are whole or half ones. Raises BadRequest."""
    answer = gateway.call(
        "choose_notices", request_id=request_id, mail=wish.mail, digest_at=wish.digest_at, quiet_from=wish.quiet_from,
        quiet_until=wish.quiet_until,
    )  # fmt: skip
    return shape(NoticeChoice, answer)
