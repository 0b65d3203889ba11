"""Whether this process can serve: asked every few seconds by proxies and by whoever watches, so it costs one small call."""

from __future__ import annotations

import shutil
import threading
import time
from dataclasses import dataclass
from functools import cache
from typing import Final

from db.connect import Backend
from db.errors import PortalError
from db.migrate import known_migrations

FRESH_SECONDS: Final = 2.0
LATE_SECONDS: Final = 600
LEAST_FREE_BYTES: Final = 200_000_000


@dataclass(frozen=True)
class Health:
    """One word for each part; nothing of it is secret."""

    database: str  # answers, read only, does not answer
    schema: str  # current, other, unknown
    disk: str  # enough, low, gone
    time: str  # passes, late, unknown

    @property
    def serves(self) -> bool:
        """Whether people can be sent here. With little room left they can: to restart would make none."""
        return self.database == "answers" and self.schema != "other"

    @property
    def well(self) -> bool:
        """Whether nobody needs to be called."""
        return self.serves and self.time != "late" and self.disk == "enough"


class Probe:
    """Asks at most every two seconds, however many ask. Safe for many threads."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._lock = threading.Lock()
        self._known: tuple[float, Health] | None = None

    def look(self) -> Health:
        """The health of a moment ago."""
        with self._lock:
            if self._known is None or time.monotonic() - self._known[0] > FRESH_SECONDS:
                found = self._ask()
                self._known = (time.monotonic(), found)
            return self._known[1]

    def _ask(self) -> Health:
        try:
            disk = "enough" if shutil.disk_usage(self._backend.settings.data_dir).free >= LEAST_FREE_BYTES else "low"
        except OSError:
            disk = "gone"
        try:
            told = self._backend.gateway().call("schema_version")
        except PortalError:
            return Health("does not answer", "unknown", disk, "unknown")
        newest, ticked = told["newest"], told["ticked"]
        return Health(
            "answers" if told["writable"] else "read only",
            "unknown" if newest is None else "current" if newest == _newest() else "other",
            disk,
            "unknown" if ticked is None else "late" if ticked > LATE_SECONDS else "passes",
        )


@cache
def _newest() -> str:
    return known_migrations()[-1].version
