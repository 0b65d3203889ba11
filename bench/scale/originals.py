"""A few cases played deed by deed through `api`, as people do: the originals of which the measured ones are copies.

Every state that most cases are in occurs, open and closed; each case has ten messages, of which some were held, released,
withheld or wait for a moderator. Where a body says @NUMBER@, each copy puts a number of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from tests.procedure import walk
from tests.procedure.world import Case, World

MESSAGES = 10


@dataclass(frozen=True)
class Kind:
    """So many of a hundred copies are of this kind; one of an open case lies in the last weeks."""

    state: str
    share: float
    issues: tuple[str, ...]
    severity: int = 3
    brands: tuple[str, ...] = ("brand_k",)
    waits: bool = False  # its last message waits for a moderator

    @property
    def is_open(self) -> bool:
        return self.state not in ("closed", "answered", "inadmissible", "referred")


KINDS = (
    Kind("closed", 12, ("F1",)),
    Kind("closed", 10, ("H3", "F6"), 2),
    Kind("answered", 24, ("F6",), 4, ()),
    Kind("inadmissible", 24, ("I1",), 4, ()),
    Kind("referred", 18, ("K1",), 3, ()),
    Kind("received", 2, ("F1",)),
    Kind("notified", 2, ("G1",)),
    Kind("responded", 3, ("F1",), waits=True),
    Kind("responded", 2, ("J4",), 2, waits=True),
    Kind("investigating", 2, ("H3",), 2),
    Kind("remediating", 1, ("F1", "H3")),
)

SAID = "This month again 300 yuan were missing, and nobody explains why. Slip @NUMBER@."
ASKED = "工资条上少了加班费，班长说下个月补，已经第三个月了。"
ANSWERED = "We compared the attendance records of both months with payroll. The difference is paid on the 25th."
WRITTEN = "Thank you. We asked the factory for the records and come back to you by Friday."


@dataclass(frozen=True)
class Original:
    """A played case and how often it is copied."""

    case: UUID
    reference: str
    kind: Kind


def play(world: World) -> list[Original]:
    """One case of each kind, begun eight weeks ago."""
    return [_played(world, kind) for kind in KINDS]


def _played(world: World, kind: Kind) -> Original:
    world.come_back()
    world.travel(weeks=-8)
    case = world.case_in("received", brands=kind.brands, issues=kind.issues, severity=kind.severity)
    world.travel(hours=7)
    path = _path(kind.state)
    for state in path:
        walk.STEPS[state][1](world, case)
        world.travel(days=2, minutes=41)
        if state == "responded":
            _talk(world, case, MESSAGES - 2 - len([one for one in path if one == "investigating"]) - kind.waits)
    _talk(world, case, MESSAGES - _written(world, case) - kind.waits)
    if kind.waits:
        world.post(case, "chen", ANSWERED, "worker")
    return Original(case.id, case.reference, kind)


def _path(state: str) -> list[str]:
    """The states on the way to it, in order, without the first."""
    found: list[str] = []
    while state != "received":
        found.insert(0, state)
        state = walk.STEPS[state][0]
    return found


def _written(world: World, case: Case) -> int:
    """Messages so far."""
    (row,) = world.rows("select count(*) from portal.message where case_id = %s", case.id)
    return int(row[0])


def _talk(world: World, case: Case, more: int) -> None:
    """So many messages more: worker and Handshake, and the factory where it sits in the case."""
    page = world.page("lin", case)
    # The first word of a factory would move a case on that is meant to wait for it.
    seated = page["case"]["state"] != "notified" and any(one["side"] == "factory" for one in page["parties"])
    for number in range(more):
        world.travel(hours=5, minutes=13)
        if number % 4 == 0:
            world.post(case, case, SAID, "handshake")
        elif number % 4 == 2 and seated:
            world.decide(case, world.post(case, "chen", ANSWERED, "worker"), "withhold" if number == 6 else "release")
        elif number % 4 == 2:
            world.post(case, case, ASKED, "handshake")
        elif number % 8 == 7:
            world.post(case, "lin", "Called her, the line was bad. Slip @NUMBER@.", kind="note")
        else:
            world.post(case, "lin", WRITTEN, *(("worker", "lianfeng") if seated and number % 8 == 3 else ("worker",)))
