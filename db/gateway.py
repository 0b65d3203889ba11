"""The one door to the backend: call a function of the schema `api` as somebody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any, Protocol
from uuid import UUID

from db.errors import BadRequest


@dataclass(frozen=True)
class Credentials:
    """Who is calling. Secrets stay out of `repr`, so that no log can hold them by accident."""

    user_id: str | None = None
    access_token: str | None = field(default=None, repr=False)
    session: str | None = field(default=None, repr=False)
    receipt: str | None = field(default=None, repr=False)
    network: str | None = field(default=None, repr=False)
    issued_at: int | None = None

    def headers(self) -> dict[str, str]:
        """The request headers, in lower case, through which SQL learns of sessions and the network."""
        known = {
            "x-portal-session": self.session,
            "x-receipt-session": self.receipt,
            "x-portal-network": self.network,
        }
        return {name: value for name, value in known.items() if value is not None}


class Gateway(Protocol):
    def call(self, function: str, /, **arguments: object) -> Any:
        """The JSON value that `api.function(...)` returns for this caller.

        One transaction: when this returns, a write is stored; when it raises, nothing is,
        except for `Unavailable` with `maybe_done`. Raises `PortalError`.
        """
        ...


def plain(value: object) -> object:
    """An argument as both backends take it: enums by value, tuples and sets as lists, ids and dates as text.

    Raises `BadRequest(body_unreadable)` for text that PostgreSQL cannot store (a NUL, half a surrogate pair).
    """
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, str):
        return readable(value)
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, date):  # a datetime is one too
        return value.isoformat()
    if isinstance(value, Mapping):
        return {readable(str(key)): plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    if isinstance(value, set | frozenset):
        return _sorted(plain(each) for each in value)
    return value


def readable(text: str) -> str:
    """The same text, or `BadRequest(body_unreadable)`; refused here because a driver would fail obscurely."""
    if "\x00" in text:
        raise BadRequest("body_unreadable", hint="The text contains a NUL character.")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        raise BadRequest("body_unreadable", hint="The text contains half of a character.") from None
    return text


def _sorted(values: Iterable[object]) -> list[object]:
    return sorted(values, key=str)
