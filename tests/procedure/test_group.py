"""A group: many in one case. Nobody outside counts them, none of them reads another, each decides what is hers."""

from __future__ import annotations

from typing import Any

import pytest

from tests.policies.scene import Persona
from tests.procedure import walk
from tests.procedure.many import join, mine, seen_outside, tell, words_of
from tests.procedure.world import Case, World


def tips(world: World, case: Case) -> list[Any]:
    """What a factory and a brand that poll would notice: a change of their tip, of their list, of their unread count."""
    noticed: list[Any] = [world.call(who, "case_tip", reference=case.reference) for who in ("chen", "weber")]
    return noticed + world.rows(
        "select side, last_activity, unread, box, waits_for, due_at, badges from portal.party "
        "where case_id = %s and side in ('factory', 'brand') order by side", case.id,
    )  # fmt: skip


def complainants(world: World, case: Case) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = world.page("lin", case)["group"]["complainants"]
    return found


# Nobody outside counts ------------------------------------------------------------------------------------------------------


def played(world: World, many: int) -> Case:
    """The same story outside, with that many inside."""
    case = world.case_in("responded")
    group: list[Persona] = [join(world, case, f"Words of one more {n}.") for n in range(many)]
    if group:
        for one in group:
            world.write(one, "choose_voice", number=2)
            tell(world, case, one, "Only for you.")
            world.write(one, "give_consent", item="name", recipient=world.organizations["brand_k"])
        world.write(group[-1], "leave_group")
    speaks = group[0] if group else case
    if group:
        world.write(speaks, "give_consent", item="statement", recipient=world.organizations["lianfeng"])
    world.decide(case, world.post(case, "chen", "We looked into it.", "worker"))
    world.decide(case, tell(world, case, speaks, "It is still not paid.", "lianfeng"))
    world.post(case, "lin", "We stay with it.", "worker", "lianfeng", "brand_k")
    world.move(case, "investigating")
    world.write("lin", "declare_conflict", reference=case.reference, has_conflict=False)
    walk.prove(world, case)
    world.move(case, "found")
    world.move(case, "remedy_agreed")
    return case


@pytest.mark.parametrize("who", ["chen", "weber"])
def test_a_case_of_many_looks_from_outside_like_a_case_of_one(world: World, who: str) -> None:
    assert seen_outside(world, who, played(world, 4)) == seen_outside(world, who, played(world, 0))


def test_the_control_the_same_story_told_otherwise_is_noticed(world: World) -> None:
    one, other = played(world, 0), played(world, 0)
    world.post(other, "lin", "One word more.", "lianfeng")
    assert seen_outside(world, "chen", one) != seen_outside(world, "chen", other)


def test_what_happens_within_a_group_moves_nothing_outside(world: World) -> None:
    case = world.case_in("found")
    world.move(case, "remedy_agreed")
    world.write(
        "lin", "set_action", reference=case.reference, version=0, deed="Pay", owner=world.seat(case, "lianfeng"),
        due_on=(world.now.date().replace(year=world.now.year + 1)), evidence_wanted="Slips",
    )  # fmt: skip
    other = world.case_in("triage")
    before = tips(world, case)
    second, third = join(world, case), join(world, case)
    world.write("lin", "merge_case", reference=case.reference, other=other.reference, how="phone")
    world.write(second, "choose_voice", number=3)
    world.write(third, "choose_voice", number=3)
    world.write("lin", "choose_voice", reference=case.reference, number=3, party=world.seat(case, "worker"), how="phone")
    assert [one["speaks"] for one in complainants(world, case)] == [False, False, True, False]
    world.write(second, "accept_plan", version=1)
    world.write(second, "decline_plan", version=1)
    world.write(second, "give_consent", item="photo", recipient=world.organizations["lianfeng"])
    world.write(second, "keep_identity", plan="sealed-plan")
    tell(world, case, second, "For you alone.")
    world.write("lin", "record_attempt", reference=case.reference, channel="phone", outcome="no_answer", on_plan=True,
        party=third.party)  # fmt: skip
    for one in (second, third):
        for stage in ("claimed", "agreed"):
            world.write("lin", "record_remedy", reference=case.reference, stage=stage, what="wages", currency="CNY",
                amount="100.00", beneficiary=one.party)  # fmt: skip
    world.write(second, "leave_group")
    assert tips(world, case) == before


def test_who_speaks_is_the_same_worker_outside(world: World) -> None:
    case = world.case_in("responded")
    before = world.page("chen", case)["parties"]
    second = join(world, case, factory=True)
    join(world, case)
    world.write(second, "choose_voice", number=2)
    world.write(case, "choose_voice", number=2)
    world.decide(case, tell(world, case, second, "I speak now.", "lianfeng"))
    page = world.page("chen", case)
    assert page["parties"] == before
    said = next(one for one in page["messages"] if one["body"] == "I speak now.")
    first = next(one for one in page["messages"] if one["kind"] == "statement")
    assert (said["author"], said["author_party"]) == ("worker", first["author_party"])
    # When she has gone, her words are still a worker's.
    world.write("lin", "leave_group", reference=case.reference, party=second.party)
    assert {one["author"] for one in world.page("lin", case)["messages"] if one["body"] == "I speak now."} == {"worker"}
    assert world.page("chen", case)["parties"] == before


def test_a_factory_names_no_other_worker_than_the_one_it_knows(world: World) -> None:
    case = world.case_in("responded")
    second = join(world, case)
    for party in (second.party, "00000000-0000-4000-8000-000000000000"):
        refused = world.refused("chen", "post_message", reference=case.reference, body="Who are you?", audience=[party])
        assert refused.key == "audience_invalid"


def test_its_size_is_told_as_a_range_when_handshake_says_so_and_stays(world: World) -> None:
    case = world.case_in("notified")
    join(world, case)
    assert world.page("chen", case)["group"] is None
    world.write("lin", "show_group", reference=case.reference, size_shown="hidden")
    assert world.page("chen", case)["group"] == {"size": None, "told": True}
    world.write("lin", "show_group", reference=case.reference, size_shown="range")
    assert world.page("weber", case)["group"] == {"size": "2-4", "told": True}
    for _ in range(4):
        join(world, case)
    assert world.page("chen", case)["group"]["size"] == "2-4"
    world.write("lin", "show_group", reference=case.reference, size_shown="range")
    assert world.page("chen", case)["group"]["size"] == "5-9"
    world.write("lin", "show_group", reference=case.reference, size_shown="range", said_size=230)
    assert world.page("chen", case)["group"]["size"] == "200+"
    assert "230" not in str(world.page("chen", case)["group"])


@pytest.mark.parametrize(
    ("people", "told"), [(2, "2-4"), (4, "2-4"), (5, "5-9"), (10, "10-49"), (49, "10-49"), (50, "50-199"), (200, "200+")]
)
def test_the_ranges(world: World, people: int, told: str) -> None:
    assert world.rows("select private.range_of(%s)", people) == [(told,)]


def test_the_factory_reads_sums_and_only_when_they_are_told(world: World) -> None:
    case = world.case_in("found")
    second = join(world, case)
    world.move(case, "remedy_agreed")
    founder = world.seat(case, "worker")
    for party, amount in ((founder, "100.00"), (second.party, "250.50")):
        world.write("lin", "record_remedy", reference=case.reference, stage="agreed", what="wages", currency="CNY",
            amount=amount, beneficiary=party)  # fmt: skip
    assert world.page("chen", case)["remedy"] == []
    world.write("lin", "show_group", reference=case.reference, size_shown="hidden")
    assert world.page("chen", case)["remedy"] == []
    world.write("lin", "tell_totals", reference=case.reference)
    (line,) = world.page("chen", case)["remedy"]
    assert (line["agreed"], line["beneficiary"], line["total"]) == ("350.50", None, True)
    assert world.page("weber", case)["remedy"] == []
    assert [one["agreed"] for one in mine(world, second)["remedy"]] == ["250.50"]
    assert [one["agreed"] for one in mine(world, case)["remedy"]] == ["100.00"]
    entry = mine(world, second)["remedy"][0]["id"]
    assert world.refused("chen", "record_remedy", reference=case.reference, stage="paid", entry=entry, amount="1").key == "absent"


def test_no_sum_tells_that_it_is_a_group_before_handshake_says_so(world: World) -> None:
    case = world.case_in("found")
    second = join(world, case)
    world.move(case, "remedy_agreed")
    world.write("lin", "record_remedy", reference=case.reference, stage="agreed", what="wages", currency="CNY", amount="250.50",
        beneficiary=second.party)  # fmt: skip
    before = world.page("chen", case)
    assert world.refused("lin", "tell_totals", reference=case.reference).key == "guard_group_untold"
    after = world.page("chen", case)
    assert (after["remedy"], after["group"], after["timeline"]) == ([], None, before["timeline"])
    assert after["tip"] == before["tip"]


# None of them reads another -------------------------------------------------------------------------------------------------


def test_one_of_a_group_reads_nothing_of_another(world: World) -> None:
    case = world.case_in("notified")
    second = join(world, case, "Canary words of the second.", factory=True)
    third = join(world, case, "Canary words of the third.")
    tell(world, case, second, "Canary aside of the second.")
    world.write(second, "keep_identity", sealed="Canary-name", plan="Canary-plan")
    world.write(second, "give_consent", item="name", recipient=world.organizations["brand_a"])
    world.write("lin", "record_remedy", reference=case.reference, stage="claimed", what="wages", currency="CNY", amount="77.77",
        beneficiary=second.party)  # fmt: skip
    world.write("lin", "ask_identity", reference=case.reference, reason="contact", words="To call her.", party=second.party)
    for who in (case, third):
        text = str(mine(world, who))
        for secret in ("of the second", "Canary-name", "Canary-plan", "77.77", "brand_a", str(second.party), "identity_asked"):
            assert secret not in text, secret
    own = str(mine(world, second))
    assert all(secret in own for secret in ("Canary words of the second", "77.77", "Canary-plan", "identity_asked"))


def test_channel_and_hour_of_the_first_call_stay_with_her_who_called(world: World) -> None:
    case = world.case_in("triage")
    second = join(world, case)
    assert mine(world, case)["case"]["channel"] == "phone"
    theirs = mine(world, second)
    assert theirs["case"]["channel"] == "handshake"
    assert {"triage", "feedback", "arbitration"} <= {one["kind"] for one in mine(world, case)["clocks"]}
    assert theirs["clocks"] == []
    assert theirs["case"]["received_at"] > mine(world, case)["case"]["received_at"]


def test_a_file_of_the_voice_is_not_the_groups(world: World) -> None:
    case = world.case_in("notified")
    second = join(world, case)
    made = world.write(case, "reserve_file", name="slip.pdf", bytes=10, media_type="application/pdf", sha256="a" * 64,
        cleaned_sha256="b" * 64, cleaned_bytes=9)  # fmt: skip
    after = world.write(case, "post_message", reference=None, body="See the slip.", files=[made["id"]],
        audience=[world.seat(case, "lianfeng")])  # fmt: skip
    world.decide(case, next(one["id"] for one in after["messages"] if one["body"] == "See the slip."))
    said = next(one for one in mine(world, second)["messages"] if one["body"] == "See the slip.")
    assert (said["files"], said["author"], said["mine"]) == ([], "worker", False)
    assert world.page("lin", case)["messages"][-1]["files"] != []


# Who speaks, who hears ------------------------------------------------------------------------------------------------------


def test_only_the_voice_speaks_beyond_handshake(world: World) -> None:
    case = world.case_in("responded")
    second = join(world, case, factory=True)
    lianfeng = world.seat(case, "lianfeng")
    assert world.refused(second, "post_message", reference=None, body="Hear me.", audience=[lianfeng]).key == "audience_invalid"
    tell(world, case, second, "Hear me.", "handshake")
    tell(world, case, case, "I speak.", "lianfeng")
    founder = world.seat(case, "worker")
    assert world.refused(second, "post_message", reference=None, body="Sister.", audience=[founder]).key == "audience_invalid"


def test_what_is_said_to_the_worker_is_said_to_all_and_handshake_speaks_to_one(world: World) -> None:
    case = world.case_in("responded")
    second = join(world, case)
    answer = world.post(case, "chen", "We pay on Monday.", "worker")
    world.decide(case, answer)
    world.decide(case, tell(world, case, case, "We wait for Monday.", "lianfeng"))
    world.write("lin", "post_message", reference=case.reference, body="A word for you alone.", audience=[second.party])
    world.write("lin", "post_message", reference=case.reference, body="For the first.", audience=[world.seat(case, "worker")])
    assert words_of(mine(world, second))[-3:] == ["We pay on Monday.", "We wait for Monday.", "A word for you alone."]
    assert words_of(mine(world, case))[-3:] == ["We pay on Monday.", "We wait for Monday.", "For the first."]
    # What was said before she came was said to another.
    assert "It is true. We pay on Friday." not in words_of(mine(world, second))
    assert {one["unread"] for one in _seats(world, case)} == {0}


def _seats(world: World, case: Case) -> list[dict[str, Any]]:
    return [
        row[0] for row in world.rows("select to_jsonb(p) from portal.party p where case_id = %s and side = 'worker'", case.id)
    ]


def test_more_than_half_elect_a_voice_and_a_number_that_nobody_has_is_taken_like_any_other(world: World) -> None:
    case = world.case_in("triage")
    second, third, fourth = (join(world, case) for _ in range(3))
    world.write(second, "choose_voice", number=2)
    world.write(third, "choose_voice", number=2)
    assert mine(world, third)["group"]["voice"] == 1
    answer = world.write(fourth, "choose_voice", number=99)["group"]
    assert (answer["choice"], answer["voice"]) == (99, 1)
    world.write("lin", "choose_voice", reference=case.reference, number=2, party=fourth.party, how="phone")
    assert [mine(world, who)["group"]["voice"] for who in (case, second, third)] == [2, 2, 2]
    assert (mine(world, second)["group"]["speaks"], mine(world, case)["group"]["speaks"]) == (True, False)
    # Taking it back unseats nobody; who leaves does not speak any more.
    world.write(third, "choose_voice", number=None)
    assert mine(world, third)["group"] | {"voice": 2, "choice": None} == mine(world, third)["group"]
    world.write(second, "leave_group")
    assert mine(world, third)["group"]["voice"] == 1


def test_a_worker_chooses_for_herself_alone(world: World) -> None:
    case = world.case_in("triage")
    second = join(world, case)
    world.write(second, "choose_voice", number=2, party=world.seat(case, "worker"))
    assert [one["choice"] for one in complainants(world, case)] == [None, 2]
    assert world.refused(second, "leave_group", party=world.seat(case, "worker")).key == "value_invalid"
    for who in ("chen", "weber"):
        assert world.refused(who, "choose_voice", reference=case.reference, number=1).key in ("not_allowed", "absent")


# Each decides what is hers --------------------------------------------------------------------------------------------------


def test_permission_is_asked_of_her_whose_words_they_are(world: World) -> None:
    case = world.case_in("notified")
    second = join(world, case, "Words of the second.", factory=True)
    third = join(world, case, "Words of the third.")
    held = {one["body"]: one for one in world.page("lin", case)["messages"]}
    assert held["Words of the second."]["state"] == "held"
    assert held["Words of the third."]["state"] == "private"
    world.decide(case, held["Words of the second."]["id"])
    assert "Words of the second." in words_of(world.page("chen", case))
    assert [one["kind"] for one in world.page("chen", case)["messages"]].count("statement") == 1
    assert mine(world, third)["consents"] == []
    assert [one["item"] for one in mine(world, second)["exposures"]] == ["statement"]
    given = mine(world, second)["consents"][0]["id"]
    assert world.refused(third, "withdraw_consent", consent=given).key == "absent"
    world.write(second, "withdraw_consent", consent=given)
    left = words_of(world.page("chen", case))
    assert "Words of the second." not in left
    assert "They did not pay us in March." in left


def test_an_identity_is_unlocked_one_by_one(world: World) -> None:
    case = world.case_in("triage")
    second = join(world, case)
    world.write("lin", "ask_identity", reference=case.reference, reason="danger", words="She is followed.", party=second.party)
    asked = world.rows("select id from portal.unlock where case_id = %s", case.id)[0][0]
    world.write("mei", "answer_identity", unlock=asked, agree=True)
    assert world.write("lin", "open_identity", reference=case.reference, party=second.party)["sealed"] == "sealed-more"
    refused = world.write("lin", "open_identity", reference=case.reference)
    assert (refused["opened"], refused["why"]) == (False, "identity_not_asked")
    assert [one["item"] for one in mine(world, second)["exposures"]] == ["identity"]
    assert mine(world, case)["exposures"] == []


def planned(world: World) -> tuple[Case, Persona, Persona]:
    case = world.case_in("remedy_agreed")
    group = join(world, case), join(world, case)
    world.write(
        "lin", "set_action", reference=case.reference, version=0, deed="Pay", owner=world.seat(case, "lianfeng"),
        due_on=world.now.date().replace(year=world.now.year + 1), evidence_wanted="Slips",
    )  # fmt: skip
    world.write("chen", "accept_plan", reference=case.reference, version=1)
    return case, *group


def test_the_voice_accepts_and_each_says_yes_or_no(world: World) -> None:
    case, second, third = planned(world)

    def missing() -> str | None:
        steps = world.page("lin", case)["steps"]
        why: str | None = next(one["why_not"] for one in steps if one["to_state"] == "remediating")
        return why

    world.write(case, "accept_plan", version=1)
    world.write(second, "accept_plan", version=1)
    assert missing() == "guard_plan_not_accepted"
    assert [one["side"] for one in world.page("chen", case)["plan"]["accepted"]] == ["factory"]
    world.write("lin", "decline_plan", reference=case.reference, version=1, party=third.party, how="phone")
    assert missing() is None
    assert {one["side"] for one in world.page("chen", case)["plan"]["accepted"]} == {"worker", "factory"}
    assert [one["accepted"] for one in complainants(world, case)] == [True, True, False]
    world.write(case, "decline_plan", version=1)
    assert missing() == "guard_plan_not_accepted"
    world.write(case, "accept_plan", version=1)
    assert missing() is None
    # Who declined can be heard in a case of her own.
    world.write("lin", "leave_group", reference=case.reference, party=third.party)
    assert missing() is None
    assert mine(world, third)["case"]["reference"] != case.reference


def test_outside_a_group_nobody_declines_for_herself(world: World) -> None:
    case = world.case_in("remedy_agreed")
    world.write("lin", "set_action", reference=case.reference, version=0, deed="Pay")
    assert world.refused(case, "decline_plan", version=1).key == "guard_stage"


def test_each_of_a_group_is_heard(world: World) -> None:
    case, second, third = planned(world)
    for one in (case, second, third):
        world.write(one, "accept_plan", version=1)
    world.move(case, "remediating")
    action = world.page("chen", case)["plan"]["actions"][0]["id"]
    world.write("chen", "claim_done", action=action, words="Paid.")
    world.move(case, "verifying")
    world.write("lin", "verify_action", action=action, verified=True)
    world.move(case, "evaluating")
    world.write(case, "evaluate", said="confirmed")
    world.write(second, "evaluate", said="disputed")
    assert world.head(case)["worker_says"] is None
    with pytest.raises(Exception, match="guard_worker_not_heard"):
        world.move(case, "closed", reason="remedied")
    for _ in range(3):
        world.travel(days=1)
        world.write("lin", "record_attempt", reference=case.reference, channel="phone", outcome="no_answer", on_plan=True,
            party=third.party)  # fmt: skip
    world.write("lin", "evaluate", reference=case.reference, said="unreachable", party=third.party)
    assert world.head(case)["worker_says"] == "disputed"
    world.move(case, "closed", reason="partly")


# Coming and going -----------------------------------------------------------------------------------------------------------


def test_one_alone_does_not_take_back_what_belongs_to_all(world: World) -> None:
    case = world.case_in("triage")
    second = join(world, case)
    for who, why in ((case, "guard_group_together"), (second, "not_allowed")):
        revision = mine(world, who)["case"]["revision"]
        assert world.refused(who, "withdraw_case", revision=revision).key == why
    ends = [step for step in mine(world, case)["steps"] if step["kind"] == "end"]
    assert [(step["allowed"], step["why_not"]) for step in ends] == [(False, "guard_group_together")], "not offered"


def test_whoever_leaves_takes_with_her_what_is_hers(world: World) -> None:
    case = world.case_in("notified")
    second = join(world, case, "Words of the second.", factory=True)
    world.decide(case, next(one["id"] for one in world.page("lin", case)["messages"] if one["body"] == "Words of the second."))
    page = world.write(second, "leave_group")
    assert page["case"]["reference"] != case.reference
    assert (page["case"]["state"], page["group"]) == ("received", None)
    assert words_of(page) == ["Words of the second."]
    assert [one["recipient"]["name"] for one in page["consents"]] == ["lianfeng"]
    assert page["identity"]["kept"]
    assert mine(world, second)["case"]["reference"] == page["case"]["reference"]
    assert "Words of the second." not in words_of(world.page("chen", case))
    assert [one["own_case"] for one in complainants(world, case)] == [None, page["case"]["reference"]]
    # Sent once more, it is the same case of her own.
    assert world.write(second, "leave_group")["case"]["reference"] == page["case"]["reference"]
    assert (
        world.refused("lin", "leave_group", reference=case.reference, party=world.seat(case, "worker")).key == "guard_group_last"
    )


def test_a_case_that_nobody_outside_knows_can_become_part(world: World) -> None:
    case, other = world.case_in("notified"), world.case_in("triage")
    world.write("lin", "merge_case", reference=case.reference, other=other.reference, how="phone")
    head = world.head(other)
    assert (head["state"], head["closed_reason"], str(head["same_as"])) == ("closed", "merged", str(case.id))
    page = mine(world, other)
    assert page["case"]["reference"] == case.reference
    assert page["group"]["label"] == 2
    assert page["identity"]["kept"]
    assert words_of(page) == ["They did not pay us in March."]
    again = world.refused("lin", "merge_case", reference=case.reference, other=other.reference, how="phone")
    assert again.key == "guard_other_missing"


def test_what_she_said_and_sent_after_her_statement_comes_with_her(world: World) -> None:
    case, other = world.case_in("notified"), world.case_in("triage")
    slip = world.write(other, "reserve_file", name="slip.pdf", bytes=10, media_type="application/pdf", sha256="c" * 64,
        cleaned_sha256="d" * 64, cleaned_bytes=9)  # fmt: skip
    world.post(other, other, "My shift book is in locker 9.", "handshake")
    world.write(other, "post_message", reference=None, body="See the slip.", files=[slip["id"]],
        audience=[world.seat(other, "handshake")])  # fmt: skip
    world.post(other, "lin", "Colleagues, a note.", kind="note")
    before = tips(world, case)
    world.write("lin", "merge_case", reference=case.reference, other=other.reference, how="phone")
    assert tips(world, case) == before
    page = mine(world, other)
    assert words_of(page) == ["They did not pay us in March.", "My shift book is in locker 9.", "See the slip."], "in their order"
    assert [one["state"] for one in page["messages"]] == ["held", "private", "private"], "her yes to the factory: the statement"
    (file,) = page["messages"][-1]["files"]
    assert file["name"] == "slip.pdf"
    # Where the bytes lie that she sent then
    for original, key in ((False, "cleaned_key"), (True, "key")):
        assert world.call(other, "file_content", attachment=file["id"], original=original)["key"] == slip[key]
    desk = world.page("lin", case)
    assert {"My shift book is in locker 9.", "See the slip."} <= set(words_of(desk))
    assert [one["name"] for each in desk["messages"] for one in each["files"]] == ["slip.pdf"]
    for who in ("chen", "weber", case):
        assert "locker 9" not in str(world.page(who, case)), who


def test_what_she_said_and_sent_in_the_group_goes_on_with_her(world: World) -> None:
    case = world.case_in("triage")
    second = join(world, case)
    slip = world.write(second, "reserve_file", name="slip.pdf", bytes=10, media_type="application/pdf", sha256="c" * 64,
        cleaned_sha256="d" * 64, cleaned_bytes=9)  # fmt: skip
    world.write(second, "post_message", reference=None, body="See the slip.", files=[slip["id"]],
        audience=[world.seat(case, "handshake")])  # fmt: skip
    before = words_of(mine(world, second))
    world.write(second, "leave_group")
    page = mine(world, second)
    assert words_of(page) == before
    (file,) = page["messages"][-1]["files"]
    assert world.call(second, "file_content", attachment=file["id"])["key"] == slip["cleaned_key"]


def test_a_case_that_somebody_outside_knows_does_not_disappear_into_another(world: World) -> None:
    case, known = world.case_in("notified"), world.case_in("notified")
    refused = world.refused("lin", "merge_case", reference=case.reference, other=known.reference, how="phone")
    assert refused.key == "guard_group_known"


def silenced(world: World, case: Case, *, lowered: bool) -> None:
    """A suspicion, which a supervisor may have taken down since: the silence towards the factory stays either way."""
    ref = {"reference": case.reference}
    world.write(
        "lin",
        "raise_zero_tolerance",
        **ref,
        revision=world.head(case)["revision"],
        ground="violence",
        words="Somebody was beaten.",
    )
    if lowered:
        world.write("ada", "lower_zero_tolerance", **ref, revision=world.head(case)["revision"], words="Not that grave.")
    assert (world.head(case)["no_tip_off"], world.head(case)["zero_tolerance"]) == (True, not lowered)


@pytest.mark.parametrize("lowered", [False, True])
def test_a_silence_does_not_end_because_the_case_becomes_part_of_another(world: World, *, lowered: bool) -> None:
    case, silent = world.case_in("notified"), world.case_in("admitted")
    silenced(world, silent, lowered=lowered)
    refused = world.refused("lin", "merge_case", reference=case.reference, other=silent.reference, how="phone")
    assert refused.key == "guard_other_missing"
    assert world.head(silent)["state"] == "admitted"


@pytest.mark.parametrize("lowered", [False, True])
def test_a_silence_does_not_end_because_one_goes_on_alone(world: World, *, lowered: bool) -> None:
    case = world.case_in("admitted")
    second = join(world, case, "They beat us.", factory=True)
    silenced(world, case, lowered=lowered)
    own = world.write(second, "leave_group")["case"]["reference"]
    ((one, silent, raised),) = world.rows("select id, no_tip_off, zero_tolerance from portal.case_ where reference = %s", own)
    assert (silent, raised) == (True, not lowered)
    protocols = world.rows("select ground, words, ended_at from portal.protocol where case_id = %s", one)
    assert protocols == ([] if lowered else [("violence", "Somebody was beaten.", None)])
    alone = Case(one, own, "lianfeng", (), second, "")
    world.move(alone, "triage")
    walk.check(world, alone)
    world.move(alone, "admitted")
    refused = world.refused("lin", "admit", reference=own, organization=world.organizations["lianfeng"])
    assert refused.key == "guard_no_tip_off"


@pytest.mark.parametrize("who", ["chen", "weber", "mei"])
@pytest.mark.parametrize("deed", ["add_complainant", "merge_case", "show_group", "tell_totals", "leave_group"])
def test_only_the_desk_makes_a_group(world: World, who: str, deed: str) -> None:
    case = world.case_in("notified")
    second = join(world, case)
    more: dict[str, Any] = {
        "add_complainant": {"receipt_hash": "d" * 64, "channel": "phone", "language": "en", "statement": "x"},
        "merge_case": {"other": case.reference, "how": "phone"}, "show_group": {"size_shown": "hidden"}, "tell_totals": {},
        "leave_group": {"party": second.party},
    }[deed]  # fmt: skip
    assert world.refused(who, deed, reference=case.reference, **more).key in ("not_allowed", "absent")
    assert len(complainants(world, case)) == 2
