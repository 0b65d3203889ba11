"""One line of a worker's lists."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A sign's name, bold words, then quieter ones."""

    sign: str
    head: str
    text: str
    more: str = ""
