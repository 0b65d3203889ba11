"""A decision that needs two people is told to whoever could be the second, once, and without a word of the case in a mail."""

from __future__ import annotations

import pytest

from tests.notices.letterbox import Letterbox, Minutes, kinds
from tests.procedure.child import by_code, suspected
from tests.procedure.world import World

WAITS = "second_voice"


def told(world: World) -> list[str]:
    return [who for who in world.people if who != "public" and WAITS in [one.strip("()") for one in kinds(world, who)]]


def test_a_first_voice_on_a_referral_is_told_to_those_who_could_be_the_second(world: World, minutes: Minutes) -> None:
    protocol = by_code(world)
    protocol.do("lin", "decide_referral", refer=True, words="Yes.")
    assert told(world) == ["luo", "ada"], "not the first, no custodian, nobody outside"


def test_once_however_often_the_first_says_it(world: World, minutes: Minutes) -> None:
    protocol = by_code(world)
    for words in ("Yes.", "Yes, still."):
        protocol.do("lin", "decide_referral", refer=True, words=words)
    assert kinds(world, "luo").count(WAITS) == 1


def test_of_two_who_differ_neither_is_told_that_a_third_is_needed(world: World, minutes: Minutes) -> None:
    protocol = by_code(world)
    protocol.do("lin", "decide_referral", refer=True, words="Yes.")
    protocol.do("luo", "decide_referral", refer=False, words="No.")
    assert WAITS not in kinds(world, "lin")
    assert kinds(world, "ada").count(WAITS) == 1


def test_after_the_second_voice_nothing_more_is_told(world: World, minutes: Minutes) -> None:
    protocol = by_code(world)
    protocol.decide(refer=True, people=("lin", "luo"))
    assert WAITS not in kinds(world, "lin")


@pytest.mark.parametrize(("first", "expected"), [("lin", ["ada"]), ("ada", ["lin", "luo"])])
def test_an_exit_waits_for_a_supervisor_unless_one_has_spoken(
    world: World, minutes: Minutes, first: str, expected: list[str]
) -> None:
    protocol = suspected(world)
    protocol.carry()
    world.arranged("update portal.protocol_item set state = 'done', at = now() where state = 'open' and item <> 'exit'")
    world.arranged("delete from portal.notice")
    protocol.do(first, "exit_protocol", words="All is done.")
    assert told(world) == expected


def test_lowering_what_a_code_raised_waits_for_a_second(world: World, minutes: Minutes) -> None:
    protocol = by_code(world)
    revision = world.head(protocol.case)["revision"]
    protocol.do("ada", "lower_zero_tolerance", revision=revision, words="Checked.")
    assert told(world) == ["lin", "luo"]


def test_lowering_a_suspicion_waits_for_nobody(world: World, minutes: Minutes) -> None:
    protocol = suspected(world)
    revision = world.head(protocol.case)["revision"]
    protocol.do("ada", "lower_zero_tolerance", revision=revision, words="A mistake.")
    assert told(world) == []


def test_the_mail_names_neither_case_nor_place_nor_what_is_decided(world: World, minutes: Minutes, box: Letterbox) -> None:
    protocol = by_code(world)
    world.arranged("delete from portal.notice")
    protocol.do("lin", "decide_referral", refer=True, words="Yes.")
    minutes.at("08:30", day=1)
    minutes.minute()
    mails = box.mails
    assert "luo@example.org" in box.readers
    for secret in (protocol.case.reference.lower(), "lianfeng", "referral", "child", "zero tolerance", "decision", "second"):
        assert secret not in "".join(one.as_string() for one in mails).lower()
