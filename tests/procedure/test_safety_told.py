"""What a worker reads of zero tolerance in her own case (DOMAIN 7): steps, days, who was told; neither age nor flag."""

from __future__ import annotations

import json
from typing import Any

from tests.policies.scene import Persona
from tests.procedure.child import BY_HAND, Protocol, by_code, suspected
from tests.procedure.many import join, mine
from tests.procedure.world import Case, World


def hers(world: World, who: Persona | Case) -> dict[str, Any] | None:
    brief = mine(world, who)["protocol"]
    return brief["hers"] if brief else None


def done(world: World, protocol: Protocol) -> set[int]:
    told = hers(world, protocol.case)
    assert told
    return {one["step"] for one in told["steps"] if one["at"]}


def test_she_reads_each_step_with_its_day_and_that_nobody_was_told(world: World) -> None:
    protocol = by_code(world)
    told = hers(world, protocol.case)
    assert told
    assert [one["step"] for one in told["steps"]] == [2, 4, 5, 6, 7, 8, 9, 10, 11, 12]
    assert {one["step"] for one in told["steps"] if one["due_at"]} >= {2, 4, 5, 7, 8, 11}
    assert (told["silent"], told["refer"], told["told"]) == (True, None, [])
    protocol.done(*BY_HAND[2])
    assert done(world, protocol) == {2}


def test_she_reads_who_was_told_and_when(world: World) -> None:
    protocol = by_code(world)
    protocol.decide(refer=True)
    protocol.basis(protocol.authority())
    protocol.refer()
    protocol.basis(world.organizations["brand_k"])
    protocol.tell()
    told = hers(world, protocol.case)
    assert told
    assert [(one["side"], one["name"]) for one in told["told"]] == [("authority", "Labour inspectorate"), ("brand", "brand_k")]
    assert all(one["at"] for one in told["told"])
    assert done(world, protocol) >= {5, 6}


def test_she_reads_that_two_people_decided_against_an_authority(world: World) -> None:
    protocol = by_code(world)
    protocol.decide(refer=False)
    told = hers(world, protocol.case)
    assert told
    assert told["refer"] is False
    assert 6 not in {one["step"] for one in told["steps"]}, "what is not needed is not promised"


def test_neither_age_nor_ground_nor_words_nor_people_are_in_it(world: World) -> None:
    protocol = suspected(world, workplace="tianhe", brands=())
    protocol.settle_child()
    protocol.done(*BY_HAND[2])
    page = json.dumps(hers(world, protocol.case))
    for secret in ("child", "under_age", "fourteen", "Seen and noted", "Lin", "suspicion", "register"):
        assert secret not in page
    assert "fourteen" in json.dumps(protocol.seen()), "the control: it stands in Handshake's room"


def test_each_of_a_group_reads_it_and_whoever_left_does_not(world: World) -> None:
    protocol = by_code(world)
    second = join(world, protocol.case)
    protocol.done(*BY_HAND[2])
    assert hers(world, second) == hers(world, protocol.case)
    world.write(second, "leave_group")
    own = hers(world, second)
    assert own
    assert not any(one["at"] for one in own["steps"]), "her own case begins anew"


def test_the_factory_and_a_brand_read_nothing_of_it(world: World) -> None:
    protocol = by_code(world)
    assert world.refused("chen", "post_message", reference=protocol.case.reference, body="?").key == "absent"
    protocol.basis(world.organizations["brand_k"])
    protocol.tell()
    assert world.page("weber", protocol.case)["protocol"].get("hers") is None


def test_when_it_has_ended_she_reads_of_no_steps(world: World) -> None:
    protocol = suspected(world, workplace="tianhe", brands=())
    assert hers(world, protocol.case)
    revision = world.head(protocol.case)["revision"]
    world.write("ada", "lower_zero_tolerance", reference=protocol.case.reference, revision=revision, words="It was a mistake.")
    assert hers(world, protocol.case) is None
