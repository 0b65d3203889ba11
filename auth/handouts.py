"""Files made for one person a moment ago, handed out by a route to that person alone.

Streamlit's own downloads lie at an address that needs no cookie. These live in this process for ten minutes.
"""

from __future__ import annotations

import secrets
import threading
import time
from dataclasses import dataclass
from typing import Final
from uuid import UUID

SECONDS: Final = 600
MOST_BYTES: Final = 200_000_000
EACH: Final = 3  # of one person at a time


@dataclass(frozen=True)
class Handout:
    owner: UUID
    name: str
    media_type: str
    content: bytes
    until: float


class Handouts:
    """What waits to be fetched. Safe for many threads; the oldest leave when there is no room."""

    def __init__(self) -> None:
        self._kept: dict[str, Handout] = {}
        self._lock = threading.Lock()

    def keep(self, owner: UUID, name: str, media_type: str, content: bytes) -> str:
        """The token under which its owner may fetch it."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._sweep()
            own = [key for key, one in self._kept.items() if one.owner == owner]
            for key in own[: max(0, len(own) - EACH + 1)]:
                del self._kept[key]
            while self._kept and sum(len(one.content) for one in self._kept.values()) + len(content) > MOST_BYTES:
                del self._kept[next(iter(self._kept))]
            self._kept[token] = Handout(owner, name, media_type, content, time.monotonic() + SECONDS)
        return token

    def fetch(self, owner: UUID, token: str) -> Handout | None:
        """The file, if it is this person's and still there."""
        with self._lock:
            self._sweep()
            one = self._kept.get(token)
        return one if one is not None and one.owner == owner else None

    def _sweep(self) -> None:
        now = time.monotonic()
        for key in [key for key, one in self._kept.items() if one.until < now]:
            del self._kept[key]
