"""What this process holds for all visits: the backend, the seals, the sessions it has seen. Set once, at start."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field

from auth.handouts import Handouts
from auth.sessions import Sessions
from db.connect import Backend
from db.health import Probe
from db.sealing import Sealer


@dataclass
class House:
    """Open for as long as the application runs."""

    backend: Backend
    sessions: Sessions = field(init=False)
    tickets: Sealer = field(init=False)
    handouts: Handouts = field(default_factory=Handouts)
    health: Probe = field(init=False)

    def __post_init__(self) -> None:
        key = self.backend.settings.app_key()
        self.health = Probe(self.backend)
        self.sessions = Sessions(self.backend, Sealer(key, "session"))
        self.tickets = Sealer(key, "ticket")
        self._network_key = hashlib.sha256(b"network:" + key).digest()

    def network(self, address: str | None) -> str | None:
        """A network address as a keyed hash: enough to count by, useless to find somebody."""
        if not address:
            return None
        return hmac.new(self._network_key, address.encode(), hashlib.sha256).hexdigest()[:32]


_open: House | None = None


def open_house(backend: Backend) -> House:
    """Make the backend known to guard, routes and middleware of this process."""
    global _open  # noqa: PLW0603  (one process serves one portal)
    _open = House(backend)
    return _open


def house() -> House:
    """The open house; raises RuntimeError before the application has started."""
    if _open is None:
        raise RuntimeError("The portal is not open: start it with `streamlit run app.py`.")
    return _open
