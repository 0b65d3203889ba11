"""What waits is told once, to those who may see it now, and never to whoever did it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import psycopg
import pytest

from db.errors import BadRequest, PortalError
from tests.notices.letterbox import ZONE, Minutes, kinds
from tests.procedure.world import Case, World


@pytest.fixture
def shared(world: World, minutes: Minutes) -> Case:
    """A case that the factory and Brand K have been told of; they have looked at it."""
    case = world.case_in("notified")
    for who in ("chen", "weber"):
        world.page(who, case)
    assert kinds(world, "chen") == ["(admitted)", "(message)"]
    return case


def test_a_message_is_told_to_its_readers_and_to_nobody_else(world: World, shared: Case) -> None:
    world.post(shared, "lin", "Please answer by Friday.", "lianfeng")
    assert kinds(world, "chen")[-1] == "message"
    assert kinds(world, "weber") == ["(admitted)", "(message)"]
    assert kinds(world, "wu") == kinds(world, "sara") == []
    assert "message" not in kinds(world, "lin")


def test_what_was_seen_in_the_case_is_new_no_longer(world: World, shared: Case) -> None:
    world.post(shared, "lin", "Please answer by Friday.", "lianfeng")
    assert world.call("chen", "inbox", box="needs")["notices"] == 1
    world.page("chen", shared)
    assert kinds(world, "chen")[-1] == "(message)"
    assert world.call("chen", "inbox", box="needs")["notices"] == 0


def test_an_author_is_not_told_of_his_own_words_but_of_their_return(world: World, shared: Case) -> None:
    answer = world.post(shared, "chen", "It is true. We pay on Friday.", "worker", "brand_k")
    world.decide(shared, answer)
    assert kinds(world, "chen") == ["(admitted)", "(message)"]
    assert kinds(world, "weber")[-1] == "message"
    again = world.post(shared, "chen", "Who complained?", "worker")
    world.decide(shared, again, "withhold")
    assert kinds(world, "chen")[-1] == "not_passed"


def test_the_desk_is_told_once_a_day_that_messages_wait_and_whoever_works_there_not_of_his_own(
    world: World, minutes: Minutes, shared: Case
) -> None:
    world.page("lin", shared)
    for words in ("First.", "Second."):
        world.post(shared, "chen", words, "worker")
    for who in ("lin", "luo", "ada"):
        assert kinds(world, who).count("moderate") == 1, who
    assert "moderate" not in kinds(world, "mei"), "the custodian does not read the talk"
    assert kinds(world, "luo").count("new_case") == 1
    assert "new_case" not in kinds(world, "lin"), "she took the call"
    minutes.at("09:00", day=1)
    world.post(shared, "chen", "Third.", "worker")
    assert kinds(world, "luo").count("moderate") == 1, "the list shows the latest alone"
    today = datetime.fromisoformat(
        next(one["at"] for one in world.call("luo", "notices")["notices"] if one["kind"] == "moderate")
    )
    assert today.astimezone(ZONE).strftime("%a") == "Tue"


def test_a_brand_is_not_told_what_another_brand_says_or_that_it_is_there(world: World, minutes: Minutes) -> None:
    case = world.case_in("notified", brands=("brand_k", "brand_a"))
    world.page("sara", case)
    before = kinds(world, "sara")
    asked = world.post(case, "weber", "What have you done so far?", "lianfeng")
    world.decide(case, asked)
    assert kinds(world, "chen")[-1] == "message"
    assert kinds(world, "sara") == before


def test_a_case_that_is_hidden_takes_its_notices_along_and_nothing_of_that_time_is_told_later(
    world: World, minutes: Minutes, shared: Case
) -> None:
    world.post(shared, "lin", "Please answer by Friday.", "lianfeng", "brand_k")
    known = kinds(world, "chen")
    world.arranged("update portal.case_ set no_tip_off = true where id = %s", shared.id)
    for who in ("chen", "weber"):
        assert kinds(world, who) == []
        assert world.call(who, "inbox", box="needs")["notices"] == 0
    # What happens meanwhile, words to all included, is written for Handshake and the worker alone.
    world.post(shared, "lin", "We are with you.", "worker")
    world.arranged("select private.record(%s, 'escalated', '{}', (select array_agg(id) from portal.party))", shared.id)
    minutes.at("10:00", day=8)
    minutes.pass_()
    world.arranged("update portal.case_ set no_tip_off = false where id = %s", shared.id)
    assert kinds(world, "chen") == known
    minutes.pass_()
    assert {one for one in kinds(world, "chen") if one not in known} <= {"escalated"}, "its clock runs again, from now on"


def test_suspended_people_and_those_of_an_organisation_that_left_are_told_nothing(world: World, shared: Case) -> None:
    world.call("ada", "suspend", person=world.people["chen"].person, reason="left")
    world.arranged("update portal.organization set ended_at = now() where id = %s", world.organizations["brand_k"])
    before = world.rows(
        "select count(*) from portal.notice where person_id = any (%s)", [world.people[w].person for w in ("chen", "weber")]
    )
    world.post(shared, "lin", "Please answer.", "lianfeng", "brand_k")
    after = world.rows(
        "select count(*) from portal.notice where person_id = any (%s)", [world.people[w].person for w in ("chen", "weber")]
    )
    assert before == after
    for who in ("chen", "weber"):
        with pytest.raises(PortalError):
            world.call(who, "notices")


def test_a_deadline_is_told_a_day_before_and_its_passing_once_however_often_time_passes(
    world: World, minutes: Minutes, shared: Case
) -> None:
    minutes.at("09:00", day=5)  # the first answer is due on the seventh day at ten
    minutes.pass_()
    assert "due_soon" not in kinds(world, "chen")
    minutes.at("11:00", day=6)
    for _ in range(3):
        minutes.pass_()
    assert kinds(world, "chen").count("due_soon") == 1
    minutes.at("11:00", day=7)
    for _ in range(3):
        minutes.pass_()
    assert kinds(world, "chen").count("escalated") == 1
    assert "overdue" not in kinds(world, "chen"), "the letter says it already"
    assert kinds(world, "luo").count("escalations") == 1
    assert "due_soon" not in kinds(world, "wu")


def test_a_brands_own_deadline_is_told_to_that_brand_alone(world: World, minutes: Minutes) -> None:
    world.case_in("notified", brands=("brand_k",))
    minutes.at("09:59", day=45)
    minutes.pass_()
    assert "due_soon" in kinds(world, "weber")
    minutes.at("11:00", day=46)
    minutes.pass_()
    assert "overdue" in kinds(world, "weber")
    assert {"due_soon", "overdue"} & set(kinds(world, "sara")) == set()


def test_a_plan_and_its_actions_are_told_to_whoever_owes_them(world: World, minutes: Minutes) -> None:
    world.case_in("remediating")
    assert "(plan)" in kinds(world, "chen")
    assert "action" in kinds(world, "chen")
    assert "action" not in kinds(world, "weber"), "the plan asks nothing of the brand"


def test_two_keys_are_told_to_those_who_could_turn_the_second_and_the_answer_to_whoever_asked(
    world: World, minutes: Minutes
) -> None:
    case = world.case_in("triage")
    world.write("lin", "ask_identity", reference=case.reference, reason="contact", words="She asked to be called.")
    assert "unlock" in kinds(world, "mei")
    assert "unlock" in kinds(world, "luo")
    assert "unlock" not in kinds(world, "lin")
    request: UUID = world.rows("select id from portal.unlock where case_id = %s", case.id)[0][0]
    world.write("mei", "answer_identity", unlock=request, agree=True)
    assert "unlock_answered" in kinds(world, "lin")
    assert "unlock_answered" not in kinds(world, "luo")


def test_a_strike_bulletin_is_told_to_the_brands_of_the_site_as_long_as_they_buy_there(world: World, minutes: Minutes) -> None:
    made = world.write("lin", "open_strike", workplace=world.organizations["tianhe"], code="F1")["chosen"]
    words = {"facts": "Two workshops stopped.", "unknown": "How long.", "ask": "Do not cancel orders."}
    draft = world.write("lin", "draft_bulletin", strike=made["id"], **words)["chosen"]["bulletins"][0]
    assert kinds(world, "sara") == []
    world.write("luo", "release_bulletin", bulletin=draft["id"], revision=draft["revision"])
    assert kinds(world, "sara") == ["bulletin"], "Brand A buys at Tianhe"
    assert kinds(world, "weber") == [], "Brand K does not"
    links = world.call("ada", "people")["links"]
    link = next(one for one in links if one["workplace"] == str(world.organizations["tianhe"]))
    world.write("ada", "end_supply", link=UUID(link["id"]))
    assert kinds(world, "sara") == []


def test_marking_all_as_seen_leaves_what_came_after_the_screen_was_drawn(world: World, minutes: Minutes, shared: Case) -> None:
    world.post(shared, "lin", "One.", "lianfeng")
    page = world.call("chen", "notices")
    assert page["unread"] == 1
    minutes.at("10:05")
    world.post(shared, "lin", "Two.", "lianfeng")
    after = world.call("chen", "read_notices", seen=page["now"])
    assert after["unread"] == 1
    assert kinds(world, "chen")[-2:] == ["(message)", "message"]
    with pytest.raises(BadRequest):
        world.call("chen", "read_notices", seen=None)


def test_nobody_marks_or_reads_the_notices_of_others(world: World, minutes: Minutes, shared: Case) -> None:
    world.post(shared, "lin", "One.", "lianfeng")
    world.call("weber", "read_notices", seen="2099-01-01")
    assert kinds(world, "chen")[-1] == "message"
    with world.database.acting(world.people["weber"].user) as connection:
        rows = connection.execute("select count(*), count(*) filter (where person_id = %s) from portal.notice",
                                  [world.people["weber"].person]).fetchone()  # fmt: skip
    assert rows is not None
    assert rows[0] == rows[1] > 0


def test_a_worker_has_no_notices_and_no_mail(world: World, minutes: Minutes, shared: Case) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        world.call(shared, "notices")
    people = {row[0] for row in world.rows("select person_id from portal.notice")}
    assert people <= {one.person for one in world.people.values() if one.person}


def test_what_nobody_looked_at_for_a_fortnight_is_news_no_more(world: World, minutes: Minutes, shared: Case) -> None:
    world.post(shared, "lin", "Please answer by Friday.", "lianfeng")
    minutes.at("09:00", day=14)
    minutes.pass_()
    assert "message" in kinds(world, "chen")
    minutes.at("11:00", day=14)
    minutes.pass_()
    assert "message" not in kinds(world, "chen")
    assert "(message)" in kinds(world, "chen"), "it stays in the list"
