"""The visit: who is here on this run, and the gateway that acts as them and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from db.files import attach
from db.gateway import Credentials, Gateway
from db.models import Person, Role, Side
from db.papers import Paper, fetch, reserve
from db.ports import FilesPort


@dataclass(frozen=True)
class Visit:
    """A signed-in person, a worker with an open receipt, or a stranger."""

    person: Person | None
    gateway: Gateway
    language: str
    has_receipt: bool = False
    credentials: Callable[[], Credentials] = field(default=Credentials, repr=False)
    files: FilesPort | None = field(default=None, repr=False)

    @property
    def role(self) -> Role | None:
        return self.person.role if self.person else None

    @property
    def side(self) -> Side | None:
        """On which side of a case the visitor sits, or None for a stranger."""
        if self.person is None:
            return Side.WORKER if self.has_receipt else None
        return {Role.FACTORY: Side.FACTORY, Role.BRAND: Side.BRAND}.get(self.person.role, Side.HANDSHAKE)

    def attach(self, request_id: UUID, reference: str | None, name: str, content: bytes) -> UUID:
        """Clean, reserve and store one file for the message that `request_id` will post; raises BadRequest.

        Without a reference it goes into the case of the worker's receipt.
        """
        assert self.files is not None
        return attach(self.gateway, self.files, self.credentials(), request_id, reference=reference, name=name, content=content)

    def put_away(self, request_id: UUID, paper: Paper) -> UUID:
        """Put a file that belongs to no case into the store, sealed; the id to name in the deed that uses it."""
        assert self.files is not None
        return reserve(self.gateway, self.files, self.credentials(), request_id, paper)

    def fetch(self, key: str) -> bytes:
        """Such a file again, after the database said where it lies. Raises Absent."""
        assert self.files is not None
        return fetch(self.files, self.credentials(), key)
