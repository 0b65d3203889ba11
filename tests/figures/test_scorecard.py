"""The scorecard of UN Guiding Principle 31: each line is counted from what really happened in the cases."""

from __future__ import annotations

import pytest

from db.errors import PortalError
from db.models.scorecard import CRITERIA, Line, Scorecard
from db.shape import shape
from tests.procedure.conftest import world  # noqa: F401  (the fixture)
from tests.procedure.world import World


def card(world: World, who: str = "lin") -> dict[str, Line]:  # noqa: F811
    with world.database.connect() as admin:
        admin.execute("select private.fold_figures()")
    answer = shape(Scorecard, world.call(who, "scorecard"))
    assert [one for one in CRITERIA if any(line.criterion == one for line in answer.lines)] == list(CRITERIA)
    return {line.key: line for line in answer.lines}


def test_every_line_follows_what_happens_in_a_case(world: World) -> None:  # noqa: F811
    nothing = card(world)
    assert all(line.part == 0 and line.median is None for line in nothing.values())
    assert (nothing["sites"].part, nothing["sites"].whole) == (0, 2)
    received = world.case_in("received", workplace="tianhe", brands=("brand_a",))
    after = card(world)
    assert (after["sites"].part, after["sites"].whole) == (1, 2)
    assert (after["declared"].whole, after["planned_by_both"].whole) == (0, 0)
    assert received.reference

    world.case_in("found")
    after = card(world)
    assert (after["declared"].part, after["declared"].whole) == (1, 1), "whoever found had declared"
    world.case_in("remediating")
    after = card(world)
    assert (after["planned_by_both"].part, after["planned_by_both"].whole) == (1, 1)
    assert after["heard_again"].whole == 0, "nothing is closed yet"
    world.case_in("closed")
    after = card(world)
    assert after["heard_again"].whole == 1
    assert after["heard_again"].part == 1
    assert (after["close_days"].whole, after["close_days"].median) == (1, 0)
    assert (after["updates"].median or 0) > 0
    assert after["since_update"].whole == 3, "the closed one waits for no news"


def test_a_finding_without_a_declaration_is_seen(world: World) -> None:  # noqa: F811
    before = card(world)["declared"]
    case = world.case_in("found")
    world.arranged("delete from portal.conflict where case_id = %s", case.id)
    world.arranged("update portal.finding set reason = reason || '.' where case_id = %s", case.id)
    after = card(world)["declared"]
    assert (after.part, after.whole) == (before.part, before.whole + 1)


@pytest.mark.parametrize("who", ["chen", "weber", "mei", "public"])
def test_the_scorecard_is_the_desks_own(world: World, who: str) -> None:  # noqa: F811
    with pytest.raises(PortalError) as refused:
        world.call(who, "scorecard")
    assert refused.value.key in ("not_allowed", "sign_in_needed", "absent")
