"""A group grievance as one viewer may know it: Handshake one by one, one of it what is hers, others that it is one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True)
class Complainant:
    """One of a group, by her number; for Handshake alone."""

    party: UUID
    label: int
    joined_at: datetime
    left_at: datetime | None
    channel: str
    speaks: bool
    choice: int | None  # whom she wants to speak
    allows: int  # recipients that may read her words
    accepted: bool | None  # the plan as it is; None while she has not answered
    said: str | None  # of the outcome, since she is asked
    failed: int  # days on which she could not be reached
    named: bool  # whether a name of hers is kept
    own_case: str | None  # with which she went on, or from which she came


@dataclass(frozen=True)
class Group:
    """`size` is a range or None; never how many they are."""

    size: str | None
    told: bool  # whether others know that it is a group
    label: int | None = None  # the viewer's own number
    voice: int | None = None
    speaks: bool = False
    choice: int | None = None
    accepted: bool | None = None
    size_shown: str | None = None
    said_size: int | None = None
    complainants: tuple[Complainant, ...] = ()
