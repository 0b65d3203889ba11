"""A hidden case leaves no trace in what a factory is told: list, count, outbox and mails are those of a world without it."""

from __future__ import annotations

import json
import re
from typing import Any

from db.embedded import EmbeddedServer
from tests.notices.letterbox import Letterbox, Minutes, mail_server
from tests.procedure import walk
from tests.procedure.world import World
from tests.real_database import Database
from tests.real_parts import free_port

_DRAWN = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|HS-[0-9A-Z]{4}-[0-9A-Z]{4}|\d\d:\d\d(:\d\d(\.\d+)?)?")


def story(server: EmbeddedServer, template: str, extra: str | None) -> dict[str, Any]:
    """Three days at Lianfeng with one open case; beside it a case of a child that nobody is told of, an open one, or none."""
    database = Database.create(server, template)
    world = World(database)
    box, port = Letterbox(), free_port()
    try:
        world.arrange()
        minutes = Minutes(world, port)
        minutes.at("09:10")
        case = world.case_in("notified")
        minutes.at("10:20")
        if extra is not None:
            beside = world.case_in("triage", issues=("A1",) if extra == "hidden" else ("F1",))
        minutes.pass_()
        for day, hour in ((0, "13:40"), (1, "09:30"), (2, "16:00")):
            minutes.at(hour, day=day)
            if extra is not None:
                world.post(beside, beside, f"More at {hour}.")
                world.post(beside, "lin", "We are with you.", "worker")
                if extra == "open" and day == 1:
                    for state in ("admitted", "notified"):
                        walk.STEPS[state][1](world, beside)
            minutes.pass_()
        minutes.at("11:00", day=1)
        with mail_server(box, port):
            for day in range(1, 5):
                minutes.at("09:00", day=day)
                minutes.minute()
        seen = {
            who: {
                "list": world.call(who, "notices"),
                "inbox": [world.call(who, "inbox", box=one) for one in ("needs", "waiting", "closed")],
                "outbox": minutes.outbox(who),
                "mails": [content.decode() for readers, content in box.arrived if readers == [f"{who}@example.org"]],
            }
            for who in ("chen", "weber")
        }
        assert case.reference in json.dumps(seen["chen"]["list"])
        return seen
    finally:
        world.close()
        database.close()


def without_dice(seen: dict[str, Any]) -> str:
    """The same without what is drawn at random, and without minutes and seconds that the test itself takes."""
    return _DRAWN.sub("*", json.dumps(seen, sort_keys=True))


def hours(seen: dict[str, Any], who: str) -> list[str]:
    return [one["due_at"] for one in seen[who]["outbox"]]


def test_a_factory_is_told_and_mailed_the_same_with_and_without_a_hidden_case(server: EmbeddedServer, template: str) -> None:
    alone = story(server, template, None)
    hidden = story(server, template, "hidden")
    assert without_dice(hidden) == without_dice(alone)
    for who in ("chen", "weber"):
        assert hours(hidden, who) == hours(alone, who), "to the second: hours of mails are fixed, not those of events"
        assert alone[who]["mails"]
    # The control: a case that may be known does show.
    assert without_dice(story(server, template, "open")) != without_dice(alone)
