"""Exports: the lines of a list, a page at a time under the viewer's own rights, and the log of what was taken away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from db.gateway import Gateway
from db.inbox import Filters, inbox
from db.models import Inbox
from db.models.exports import Exports
from db.shape import shape

PAGE = 500


def cases(gateway: Gateway, filters: Filters) -> Iterator[Inbox]:
    """The cases of a box page by page, 500 rows a call, until the last one."""
    after: str | None = None
    while True:
        page = inbox(gateway, replace(filters, after_key=after, before_key=None, most=PAGE))
        yield page
        after = page.older
        if after is None:
            return


def exports(gateway: Gateway) -> Exports:
    """The newest hundred of the caller; of everybody for a supervisor."""
    return shape(Exports, gateway.call("exports"))


def log_export(gateway: Gateway, request_id: UUID, *, of: str, kind: str, lines: int, narrowed: bool) -> Exports:
    """Note an export before its file is handed out. Raises BadRequest."""
    answer = gateway.call("log_export", request_id=request_id, list=of, format=kind, lines=lines, narrowed=narrowed)
    return shape(Exports, answer)
