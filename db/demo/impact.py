"""The numbers of the front page in the demonstration: the round figures that Handshake itself tells in public."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from db.demo.stage import Stage

SUPERVISOR = "ada.okafor@handshake.example"
SOURCE = {"source_en": "Handshake's page about its hotline, its own count", "source_zh": "Handshake 热线介绍网页，自行统计"}
REACHED = (("workers", 2_400_000, True), ("workplaces", 1_000, True), ("cases", 18_000, True), ("cities", 56, False))


def play_impact(stage: Stage, now: datetime) -> None:
    """A supervisor enters the four numbers as of the end of last month, a day later."""
    first = now.replace(day=1, hour=2, minute=0, second=0, microsecond=0)
    for counter, n, more in REACHED:
        stage.act(
            SUPERVISOR, first, "enter_impact", request_id=uuid4(), counter=counter, how="entered", revision=0, n=n, more=more,
            as_of=(first - timedelta(days=1)).date(), **SOURCE,
        )  # fmt: skip
