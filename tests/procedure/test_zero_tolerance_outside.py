"""Who outside is told of zero tolerance (DOMAIN 7, steps 5 to 8): two people decide, a record, a release."""

from __future__ import annotations

import hashlib

import pytest

from db.errors import Refused
from tests.procedure import walk
from tests.procedure.child import Protocol, by_code, suspected
from tests.procedure.world import World

WORDS = "一名约十五岁的女孩在二号楼上夜班。\nA girl of about fifteen works nights in building two.\t“Please act.”"


def test_two_different_people_decide_on_the_referral(world: World) -> None:
    protocol = by_code(world)
    protocol.decide(refer=True, people=("lin", "lin"))
    assert (protocol.seen()["refer"], protocol.item("referral_decided")["state"]) == (None, "open")
    protocol.decide(refer=True, people=("luo",))
    assert (protocol.seen()["refer"], protocol.item("referral_decided")["state"]) == (True, "done")
    assert protocol.refused("ada", "decide_referral", refer=False, words="No.") == "case_state_changed"


def test_of_two_who_differ_neither_decides(world: World) -> None:
    protocol = by_code(world)
    protocol.do("lin", "decide_referral", refer=True, words="Yes.")
    protocol.do("luo", "decide_referral", refer=False, words="No.")
    assert protocol.seen()["refer"] is None
    protocol.do("ada", "decide_referral", refer=False, words="No.")
    assert protocol.seen()["refer"] is False
    assert [protocol.item(one)["state"] for one in ("referral_recorded", "authority_started")] == ["not_needed"] * 2


def test_the_voice_of_somebody_who_has_left_does_not_count(world: World) -> None:
    protocol = by_code(world)
    protocol.do("luo", "decide_referral", refer=True, words="Yes.")
    world.arranged("update portal.person set suspended_at = now() where id = %s", world.people["luo"].person)
    try:
        assert protocol.do("lin", "decide_referral", refer=True, words="Yes.")["refer"] is None
    finally:
        world.arranged("update portal.person set suspended_at = null where id = %s", world.people["luo"].person)


def test_nothing_is_handed_over_before_two_people_decided(world: World) -> None:
    protocol = by_code(world)
    asked = {
        "authority": protocol.authority(),
        "officer_role": "Head",
        "channel": "phone",
        "handed_at": world.now,
        "words": WORDS,
    }
    assert protocol.refused("lin", "record_referral", **asked) == "guard_referral_undecided"
    protocol.decide(refer=True)
    assert protocol.refused("lin", "record_referral", **asked) == "guard_legal_basis_missing"
    protocol.basis(protocol.authority())
    for wrong in (
        {"authority": world.organizations["brand_k"]}, {"channel": "pigeon"}, {"handed_at": "2020-01-01T00:00:00+00:00"},
        {"handed_at": "2099-01-01T00:00:00+00:00"},
    ):  # fmt: skip
        assert protocol.refused("lin", "record_referral", **{**asked, **wrong}) == "value_invalid"
    assert protocol.refused("lin", "record_referral", **{**asked, "words": "\u200b"}) == "body_empty"
    assert protocol.refused("lin", "do_protocol", items=["authority_started"], words="They went.") == "guard_referral_missing"


def test_the_record_of_a_referral_carries_the_hash_of_the_very_text(world: World) -> None:
    protocol = by_code(world)
    protocol.decide(refer=True)
    protocol.basis(protocol.authority())
    (kept,) = protocol.refer(WORDS)["referrals"]
    assert kept["words"] == WORDS
    assert kept["hash"] == hashlib.sha256(WORDS.encode()).hexdigest()
    assert (kept["officer_role"], kept["channel"], kept["basis"], kept["by"]) == (
        "Head of inspection",
        "in_person",
        "child",
        "Lin",
    )
    assert protocol.item("referral_recorded")["state"] == "done"


def test_the_worker_reads_in_her_ledger_that_an_authority_was_told(world: World) -> None:
    protocol = by_code(world)
    protocol.decide(refer=True)
    protocol.basis(protocol.authority())
    protocol.refer()
    (told,) = [one for one in world.page(protocol.case, protocol.case)["exposures"] if one["item"] == "referral"]
    assert (told["recipient_side"], told["basis"], told["consent_at"]) == ("authority", "legal", None)


def test_her_own_permission_is_a_ground_too(world: World) -> None:
    protocol = by_code(world)
    protocol.decide(refer=True)
    world.write(protocol.case, "give_consent", item="statement", recipient=protocol.authority())
    (kept,) = protocol.refer()["referrals"]
    assert kept["basis"] == "consent"


@pytest.mark.parametrize("who", ["lin", "mei", "chen", "weber"])
def test_nobody_but_a_supervisor_records_a_legal_basis_or_tells_a_brand(world: World, who: str) -> None:
    protocol = by_code(world)
    brand = world.organizations["brand_k"]
    for function, more in (("record_basis", {"recipient": brand, "basis": "child"}), ("tell_brand", {"brand": brand})):
        refused = world.refused(who, function, reference=protocol.case.reference, words="So.", **more)
        assert refused.key == ("guard_supervisor" if who == "lin" else "not_allowed")


def test_there_is_no_legal_basis_for_telling_the_factory(world: World) -> None:
    protocol = by_code(world)
    factory = world.organizations["lianfeng"]
    assert protocol.refused("ada", "record_basis", recipient=factory, basis="child", words="So.") == "value_invalid"
    assert protocol.refused("ada", "tell_brand", brand=factory, words="So.") == "guard_not_linked"


def test_a_brand_is_told_only_when_it_buys_there_and_on_a_ground(world: World) -> None:
    protocol = suspected(world, workplace="tianhe", brands=())
    assert protocol.refused("ada", "tell_brand", brand=world.organizations["brand_k"], words="So.") == "guard_not_linked"
    assert protocol.refused("ada", "tell_brand", brand=world.organizations["brand_a"], words="So.") == "guard_legal_basis_missing"
    protocol.basis(world.organizations["brand_a"])
    protocol.tell("brand_a")
    assert protocol.refused("ada", "tell_brand", brand=world.organizations["brand_a"], words="So.") == "case_state_changed"


def test_a_brand_sees_nothing_before_the_release_and_the_request_after_it(world: World) -> None:
    protocol = by_code(world)
    case = protocol.case
    assert world.refused("weber", "acknowledge_protocol", reference=case.reference).key == "absent"
    protocol.basis(world.organizations["brand_k"])
    protocol.tell()
    page = world.page("weber", case)
    assert [one["body"] for one in page["messages"]] == ["Please do not take your orders away."]
    assert {one["side"] for one in page["parties"]} == {"worker", "brand", "handshake"}
    assert page["protocol"]["asked_at"]
    assert page["protocol"]["acknowledged_at"] is None
    assert page["case"]["badges"] == []
    assert world.refused("sara", "post_message", reference=case.reference, body="And we?").key == "absent", "no other brand"
    assert world.refused("chen", "post_message", reference=case.reference, body="And we?").key == "absent"


def test_a_told_brand_acknowledges_the_request_once(world: World) -> None:
    protocol = by_code(world)
    protocol.basis(world.organizations["brand_k"])
    protocol.tell()
    assert protocol.item("brand_told")["state"] == "done"
    assert protocol.item("brand_acknowledged")["state"] == "open"
    for _ in range(2):
        page = world.write("weber", "acknowledge_protocol", reference=protocol.case.reference)
        assert page["protocol"]["acknowledged_at"]
    assert protocol.item("brand_acknowledged")["state"] == "done"
    events = world.rows(
        "select count(*) from portal.event where case_id = %s and kind = 'protocol_acknowledged'", protocol.case.id
    )  # fmt: skip
    assert events == [(1,)]


def test_of_two_brands_neither_learns_of_the_other(world: World) -> None:
    protocol = by_code(world)
    for brand in ("brand_k", "brand_a"):
        protocol.basis(world.organizations[brand])
        protocol.tell(brand)
    for who, other in (("weber", "brand_a"), ("sara", "brand_k")):
        page = world.page(who, protocol.case)
        assert str(world.organizations[other]) not in str(page)
        assert other not in str(page)
        assert len(page["messages"]) == 1
    world.write("weber", "acknowledge_protocol", reference=protocol.case.reference)
    assert protocol.item("brand_acknowledged")["state"] == "open", "one of two has confirmed"


def test_a_custodian_reads_the_protocol_and_of_no_brand(world: World) -> None:
    protocol = by_code(world)
    protocol.basis(world.organizations["brand_k"])
    protocol.tell()
    seen = protocol.seen("mei")
    assert seen["items"]
    assert (seen["told"], seen["brands"], seen["bases"]) == ([], [], [])
    assert "brand_k" not in str(seen)


def test_a_supervisor_may_decide_to_tell_no_brand(world: World) -> None:
    protocol = by_code(world)
    assert protocol.refused("lin", "do_protocol", items=["brand_told"], words="No.", needed=False) == "guard_supervisor"
    protocol.done("brand_told", who="ada", needed=False)
    assert [protocol.item(one)["state"] for one in ("brand_told", "brand_acknowledged")] == ["not_needed"] * 2


def test_a_brand_that_no_longer_buys_there_sees_nothing_any_more(world: World) -> None:
    protocol: Protocol = suspected(world, workplace="tianhe", brands=("brand_a",))
    protocol.basis(world.organizations["brand_a"])
    protocol.tell("brand_a")
    link = world.rows(
        "select id from portal.supply_link where brand_id = %s and workplace_id = %s and until is null",
        world.organizations["brand_a"], world.organizations["tianhe"],
    )[0][0]  # fmt: skip
    world.write("ada", "end_supply", link=link)
    try:
        assert world.refused("sara", "acknowledge_protocol", reference=protocol.case.reference).key == "absent"
    finally:
        world.write("ada", "link_supply", brand=world.organizations["brand_a"], workplace=world.organizations["tianhe"])


# How long a legal basis is one -------------------------------------------------------------------------------------------------


def lower(world: World, protocol: Protocol) -> None:
    protocol.do("ada", "lower_zero_tolerance", revision=world.head(protocol.case)["revision"], words="It was a mistake.")


def told_by_law(world: World) -> Protocol:
    """A brand sits in it that she never allowed to read her: a supervisor let it know."""
    protocol = suspected(world, brands=())
    protocol.basis(world.organizations["brand_k"])
    protocol.tell()
    return protocol


def test_the_legal_basis_falls_with_a_zero_tolerance_that_was_none(world: World) -> None:
    protocol = told_by_law(world)
    case = protocol.case
    world.decide(case, world.post(case, case, "While it was raised.", "brand_k"))
    lower(world, protocol)
    later = world.post(case, case, "After it was lowered.", "brand_k")
    with pytest.raises(Refused, match="guard_consent_missing"):
        world.decide(case, later)
    read = [one["body"] for one in world.page("weber", case)["messages"]]
    assert "While it was raised." in read
    assert "After it was lowered." not in read


def test_the_control_after_the_exit_the_legal_basis_stands(world: World) -> None:
    protocol = by_code(world, brands=())
    protocol.basis(world.organizations["brand_k"])
    protocol.carry()
    world.travel(days=65)
    world.rows("select private.tick(%s)", world.now)
    for one in protocol.seen()["follow_ups"]:
        protocol.do("lin", "note_follow_up", due_on=one["due_on"], how="phone", outcome="well", words="She goes to school.")
    for who in ("lin", "ada"):
        protocol.do(who, "exit_protocol", words="All done.")
    case = protocol.case
    world.decide(case, world.post(case, case, "After the exit.", "brand_k"))
    assert "After the exit." in [one["body"] for one in world.page("weber", case)["messages"]]


def test_what_was_recorded_for_a_lowered_one_is_no_ground_in_the_next(world: World) -> None:
    protocol = suspected(world, brands=())
    protocol.basis(world.organizations["brand_k"])
    protocol.basis(protocol.authority())
    lower(world, protocol)
    world.write(
        "lin", "raise_zero_tolerance", reference=protocol.case.reference, revision=world.head(protocol.case)["revision"],
        ground="danger", words="Now something else.",
    )  # fmt: skip
    protocol.decide(refer=True)
    told = {"brand": world.organizations["brand_k"], "words": "Please stay."}
    assert protocol.refused("ada", "tell_brand", **told) == "guard_legal_basis_missing"
    handed = {"authority": protocol.authority(), "officer_role": "Head", "channel": "phone", "handed_at": world.now}
    assert protocol.refused("lin", "record_referral", **handed, words=WORDS) == "guard_legal_basis_missing"
    protocol.basis(world.organizations["brand_k"])
    protocol.tell()


def test_the_notice_to_the_factory_does_not_wait_for_a_yes_to_a_brand_that_was_told_by_law(world: World) -> None:
    protocol = told_by_law(world)
    case = protocol.case
    lower(world, protocol)
    protocol.world.write(
        "ada", "end_no_tip_off", reference=case.reference, revision=world.head(case)["revision"], reason="It was a mistake."
    )
    walk.check(world, case)
    world.move(case, "admitted")
    world.write("lin", "admit", reference=case.reference, organization=world.organizations["lianfeng"])
    world.decide(case)
    assert world.head(case)["state"] == "notified"
