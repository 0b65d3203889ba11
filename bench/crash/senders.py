"""People who write: each keeps the id of a request until it is acknowledged, as `components.once` does, and a ledger of both."""

from __future__ import annotations

import hashlib
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Client
from pathlib import Path
from typing import Any
from uuid import UUID

from bench.crash.ledger import Ledger
from bench.crash.portal import Post
from db.gateway import Credentials

FILE_EVERY = 20
AGAIN_AFTER = 0.1
# After these people send again, with the same id.
AGAIN = ("cut off", "unknown", "unavailable", "broken")
PATIENCE = 30.0


@dataclass(frozen=True)
class Seat:
    """Somebody who may write into one case: as whom, where, and to whom."""

    who: Credentials
    reference: str | None
    audience: tuple[UUID, ...]


class Sender(threading.Thread):
    """Writes until told to stop, one post after the other, and sends each again until it is acknowledged."""

    def __init__(self, number: int, seats: Sequence[Seat], doors: Sequence[str], ledger: Path) -> None:
        super().__init__(name=f"sender-{number}", daemon=True)
        self.answers: Counter[str] = Counter()
        self.acknowledged = 0
        self._drawn = random.Random(f"{ledger.parent.name} {number}")
        self._seats, self._doors, self._door = seats, doors, number % len(doors)
        self._ledger = ledger
        self._wire: Any = None
        self._stopping = threading.Event()

    def stop(self) -> None:
        """The post in hand is still brought home."""
        self._stopping.set()

    def run(self) -> None:
        with Ledger(self._ledger) as ledger:
            while not self._stopping.is_set():
                post = self._next()
                ledger.sent(post.request_id, hashlib.sha256(post.file).hexdigest() if post.file else "-")
                if self._brought_home(post):
                    ledger.acknowledged(post.request_id)
                    self.acknowledged += 1

    def _next(self) -> Post:
        seat = self._drawn.choice(self._seats)
        request_id = UUID(int=self._drawn.getrandbits(128), version=4)
        file = f"Payslip of {request_id}\n".encode() if self._drawn.randrange(FILE_EVERY) == 0 else None
        return Post(seat.who, request_id, seat.reference, f"{request_id} They did not pay us in March.", seat.audience, file)

    def _brought_home(self, post: Post) -> bool:
        """False when it was refused for good, which `answers` tells."""
        while True:
            answer = self._asked(post)
            self.answers[answer] += 1
            if answer not in AGAIN:
                return answer == "stored"
            time.sleep(AGAIN_AFTER)

    def _asked(self, post: Post) -> str:
        try:
            if self._wire is None:
                self._wire = Client(self._doors[self._door], "AF_UNIX")
            self._wire.send(post)
            if self._wire.poll(PATIENCE):
                return str(self._wire.recv())
        except (EOFError, OSError):
            pass
        # The next try goes to the other portal, as behind a proxy.
        self._door = (self._door + 1) % len(self._doors)
        if self._wire is not None:
            self._wire.close()
        self._wire = None
        return "cut off"
