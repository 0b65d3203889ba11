"""One line of a worker's lists, and a file that she may open."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Line:
    """A sign's name, bold words, then quieter ones."""

    sign: str
    head: str
    text: str
    more: str = ""


@dataclass(frozen=True)
class SaidFile:
    """A file of a message: it is opened through our own route, by its id."""

    id: UUID
    name: str
    size: str
