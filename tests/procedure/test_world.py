"""The builder itself: a case comes to every state by what people really do, at any hour."""

from __future__ import annotations

import pytest

from tests.procedure import walk
from tests.procedure.world import World


@pytest.mark.parametrize("state", ["received", *walk.STEPS])
def test_a_case_can_be_walked_to_every_state(world: World, state: str) -> None:
    case = world.case_in(state)
    assert world.head(case)["state"] == state
    assert world.page(case, case)["case"]["state"] == state


def test_things_happen_at_the_hour_of_the_traveller(world: World) -> None:
    case = world.case_in("received")
    world.travel(days=20)
    world.move(case, "triage")
    spans = world.rows("select max(at) - min(at) > interval '19 days' from portal.event where case_id = %s", case.id)
    assert spans == [(True,)]
