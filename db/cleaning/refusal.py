"""One way to say no to a file."""

from __future__ import annotations

from typing import NoReturn

from db.errors import BadRequest

REASONS = (
    "empty",
    "too_large",
    "kind_unknown",
    "name_contradicts",
    "name_double",
    "too_many_pixels",
    "damaged",
    "encrypted",
    "active_content",
)


def refuse(reason: str, **facts: object) -> NoReturn:
    """Raise `file_refused` with one of `REASONS`; a screen says the rest in the reader's language."""
    assert reason in REASONS, reason
    raise BadRequest("file_refused", {"reason": reason, **facts}, "Choose another file.")
