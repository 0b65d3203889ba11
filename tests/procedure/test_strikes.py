"""The strike desk: a ladder climbed from below, no names, bulletins by two people, and a watch after the end. DOMAIN 8."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.errors import Absent, Conflict, Refused, SignInNeeded
from tests.procedure.world import Case, World

FACTS = "Two workshops stopped on Monday. Between 80 and 120 people."
UNKNOWN = "Whether the night shift joins."
ASK = "Speak with the management about dates of payment. Do not cancel or reduce orders."


def desk(world: World, strike: str | UUID, who: str = "lin") -> dict[str, Any]:
    chosen: dict[str, Any] = world.call(who, "strike_desk", strike=strike)["chosen"]
    return chosen


def opened(world: World, workplace: str = "lianfeng", code: str | None = "G3") -> str:
    """A strike at L0; one that a test before left open is ended first."""
    for one in world.call("lin", "strike_desk")["strikes"]:
        if one["ended_at"] is None:
            world.write("lin", "end_strike", strike=one["id"], revision=desk(world, one["id"])["revision"])
    made = world.write("lin", "open_strike", workplace=world.organizations[workplace], code=code)
    return str(made["chosen"]["id"])


def raised(world: World, strike: str, level: int, reason: str = "grew", who: str = "lin") -> dict[str, Any]:
    answer: dict[str, Any] = world.write(
        who, "set_strike_level", strike=strike, revision=desk(world, strike)["revision"], level=level, reason=reason
    )
    return answer


def tried(world: World, strike: str, with_whom: str = "team_leader", outcome: str = "refused") -> None:
    world.write("lin", "record_strike_attempt", strike=strike, with_whom=with_whom, outcome=outcome)


def drafted(world: World, strike: str, who: str = "lin", **words: str) -> tuple[str, int]:
    said = {"facts": FACTS, "unknown": UNKNOWN, "ask": ASK} | words
    bulletin = world.write(who, "draft_bulletin", strike=strike, **said)["chosen"]["bulletins"][0]
    return str(bulletin["id"]), int(bulletin["revision"])


def released(world: World, strike: str, **words: str) -> str:
    bulletin, revision = drafted(world, strike, **words)
    world.write("luo", "release_bulletin", bulletin=bulletin, revision=revision)
    return bulletin


def read(world: World, who: str) -> list[str]:
    return [str(one["id"]) for one in world.call(who, "bulletins")["bulletins"]]


def badges(world: World, case: Case) -> list[str]:
    found: list[str] = world.rows(
        "select badges from portal.party where case_id = %s and side = 'handshake'", case.id
    )[0][0]  # fmt: skip
    return found


# The ladder ---------------------------------------------------------------------------------------------------------------


def test_cases_of_one_cause_are_the_reason_to_open_a_strike_and_are_linked_with_it(world: World) -> None:
    for one in world.call("lin", "strike_desk")["strikes"]:
        world.write("lin", "end_strike", strike=one["id"], revision=desk(world, one["id"])["revision"])
    cases = [world.case_in("triage", workplace="tianhe", brands=("brand_a",), issues=("G1",)) for _ in range(3)]
    tension = next(one for one in world.call("lin", "strike_desk")["tensions"] if one["workplace"]["name"] == "tianhe")
    assert (tension["code"], tension["cases"]) == ("G1", 3)

    strike = opened(world, "tianhe", tension["code"])

    assert {one["reference"] for one in desk(world, strike)["linked"] if one["linked"]} == {one.reference for one in cases}
    assert desk(world, strike)["level"] == 0
    assert all("strike" in badges(world, one) for one in cases)
    assert not any(one["workplace"]["name"] == "tianhe" for one in world.call("lin", "strike_desk")["tensions"])


def test_a_level_is_raised_only_after_the_lowest_level_was_tried(world: World) -> None:
    strike = opened(world)
    revision = desk(world, strike)["revision"]
    refused = world.refused("lin", "set_strike_level", strike=strike, revision=revision, level=1, reason="grew")
    assert (type(refused), refused.key) == (Refused, "guard_lowest_level_first")
    assert refused.facts == {"from": 0, "to": 1, "missing": ["team_leader"]}
    tried(world, strike, "hr")
    assert world.refused("lin", "set_strike_level", strike=strike, revision=revision, level=1, reason="grew").key == refused.key

    tried(world, strike, "team_leader")
    raised(world, strike, 1)

    shown = desk(world, strike)
    assert [(one["from_level"], one["to_level"]) for one in shown["ladder"]] == [(None, 0), (0, 1)]
    assert [(one["with_whom"], one["level"]) for one in shown["attempts"]] == [("hr", 0), ("team_leader", 0)]


@pytest.mark.parametrize("reason", ["violence", "lockout"])
def test_violence_and_lockout_wait_for_no_talk(world: World, reason: str) -> None:
    strike = opened(world)
    assert raised(world, strike, 3, reason)["chosen"]["level"] == 3


@pytest.mark.parametrize(
    ("level", "reason"), [(5, "grew"), (-1, "calmed"), (0, "grew"), (2, "calmed"), (2, "because"), (2, None), (None, "grew")]
)
def test_a_level_outside_the_ladder_or_without_its_reason_is_refused(world: World, level: int | None, reason: str | None) -> None:
    strike = opened(world)
    tried(world, strike)
    revision = desk(world, strike)["revision"]
    refused = world.refused("lin", "set_strike_level", strike=strike, revision=revision, level=level, reason=reason)
    assert refused.key == "value_invalid"


def test_of_two_who_change_the_level_at_once_one_sees_what_the_other_did(world: World) -> None:
    strike = opened(world)
    tried(world, strike)
    revision = desk(world, strike)["revision"]
    raised(world, strike, 1)
    refused = world.refused("luo", "set_strike_level", strike=strike, revision=revision, level=2, reason="grew")
    assert (type(refused), refused.key, refused.facts) == (Conflict, "revision_stale", {"revision": revision + 1})


def test_the_level_of_a_strike_stands_on_its_cases_for_handshake_alone(world: World) -> None:
    case = world.case_in("notified", issues=("G3",))
    known = {who: world.page(who, case) for who in ("chen", "weber", case.worker)}
    for who in known:
        known[who] = world.page(who, case)  # read by now
    lists = {who: world.call(who, "inbox", box=box) for who in ("chen", "weber") for box in ("needs", "waiting")}

    strike = opened(world)
    tried(world, strike)
    raised(world, strike, 2)
    world.write("lin", "draft_bulletin", strike=strike, facts=FACTS, unknown=UNKNOWN, ask=ASK)
    world.write("lin", "end_strike", strike=strike, revision=desk(world, strike)["revision"])

    assert world.head(case)["strike_level"] == 2
    assert world.page("lin", case)["linked"]["strike"] == {"id": strike, "level": 2, "ended": True}
    for who, before in known.items():
        after = world.page(who, case)
        assert {**after, "chain_head": None} == {**before, "chain_head": None}
    assert lists == {who: world.call(who, "inbox", box=box) for who in ("chen", "weber") for box in ("needs", "waiting")}


def test_severity_two_is_proposed_from_level_two_and_never_set_by_the_link(world: World) -> None:
    case = world.case_in("triage", issues=("G3",), severity=3)
    strike = opened(world)
    tried(world, strike)
    raised(world, strike, 2)
    mine = next(one for one in desk(world, strike)["linked"] if one["reference"] == case.reference)
    assert mine["severity_due"]
    assert world.head(case)["severity"] == 3


def test_a_case_of_another_workplace_is_not_linked(world: World) -> None:
    strike = opened(world, "lianfeng", None)
    other = world.case_in("triage", workplace="tianhe", brands=())
    assert world.refused("lin", "link_strike_case", strike=strike, reference=other.reference).key == "guard_other_workplace"


def test_a_case_linked_by_mistake_is_let_go(world: World) -> None:
    strike = opened(world, "lianfeng", None)
    case = world.case_in("triage")
    world.write("lin", "link_strike_case", strike=strike, reference=case.reference)
    assert "strike" in badges(world, case)
    world.write("lin", "link_strike_case", strike=strike, reference=case.reference, linked=False)
    assert "strike" not in badges(world, case)
    assert world.page("lin", case)["linked"] is None


def test_one_strike_at_a_time_is_open_at_a_site(world: World) -> None:
    opened(world, "lianfeng", None)
    refused = world.refused("luo", "open_strike", workplace=world.organizations["lianfeng"])
    assert (type(refused), refused.key) == (Conflict, "strike_open")


def test_each_demand_has_its_own_outcome(world: World) -> None:
    strike = opened(world)
    world.write("lin", "set_strike_demand", strike=strike, code="F1")
    world.write("lin", "set_strike_demand", strike=strike, code="G3", outcome="partly")
    assert {one["code"]: one["outcome"] for one in desk(world, strike)["demands"]} == {"F1": "open", "G3": "partly"}
    assert world.refused("lin", "set_strike_demand", strike=strike, code="X1").key == "value_invalid"


# Nobody is named ----------------------------------------------------------------------------------------------------------


def described(world: World, strike: str, **more: object) -> dict[str, object]:
    known: dict[str, object] = {
        "strike": strike, "revision": desk(world, strike)["revision"], "unit": "Sewing, lines 3 to 5", "size_low": 80,
        "size_high": 120, "spokes": "representatives", "cause": "Insurance was promised twice and not paid.",
    }  # fmt: skip
    return known | more


def test_a_strike_has_no_place_for_a_leader(world: World) -> None:
    columns = {row[0] for row in world.rows(
        "select column_name::text from information_schema.columns where table_schema = 'portal' and table_name like 'strike%%'"
    )}  # fmt: skip
    assert not [one for one in columns if "leader" in one or "name" in one]
    strike = opened(world)
    world.write("lin", "describe_strike", **described(world, strike))
    shown = desk(world, strike)
    assert (shown["size_low"], shown["size_high"], shown["spokes"]) == (80, 120, "representatives")


@pytest.mark.parametrize(
    "more",
    [{"size_low": 97, "size_high": 97}, {"size_low": 120, "size_high": 80}, {"size_low": 80, "size_high": None},
     {"spokes": "Zhang Mei"}, {"spokes": None}],
)  # fmt: skip
def test_a_size_is_a_range_and_whoever_speaks_a_role(world: World, more: dict[str, object]) -> None:
    strike = opened(world)
    assert world.refused("lin", "describe_strike", **described(world, strike, **more)).key == "value_invalid"


NAMING = [
    "The leader stands at gate 2.", "Organizers come from line 3.", "Ms. Zhang speaks for them.", "Call 138 0752 4419.",
    "张女士代表大家。", "带头的是三车间的人。", "See case HS-0000-0000.", "441300199001011234 was there.",
]  # fmt: skip


@pytest.mark.parametrize("words", NAMING)
def test_no_text_of_the_desk_hints_at_a_person(world: World, words: str) -> None:
    strike = opened(world)
    for field in ("cause", "unit"):
        refused = world.refused("lin", "describe_strike", **described(world, strike, **{field: words}))
        assert (refused.key, refused.facts) == ("guard_names_somebody", {"field": field})
    for field in ("facts", "unknown", "ask"):
        said = {"facts": FACTS, "unknown": UNKNOWN, "ask": ASK, field: words}
        assert world.refused("lin", "draft_bulletin", strike=strike, **said).facts == {"field": field}


@pytest.mark.parametrize("words", ["The team leader was asked first, on 2026-11-20.", "11月20日先与班组长谈过。"])
def test_the_control_a_role_and_a_date_are_no_person(world: World, words: str) -> None:
    strike = opened(world)
    drafted(world, strike, facts=words)


# Bulletins ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    ["Please withdraw your orders.", "Cancel the next order at once.", "We ask you to move all open orders to another site.",
     "Orders should be suspended until they pay.", "请暂停订单，直到付款。", "建议撤单。"],
)  # fmt: skip
def test_a_bulletin_never_asks_for_orders_to_be_withdrawn(world: World, words: str) -> None:
    strike = opened(world)
    refused = world.refused("lin", "draft_bulletin", strike=strike, facts=FACTS, unknown=UNKNOWN, ask=words)
    assert (type(refused), refused.key) == (Refused, "guard_order_withdrawal")


@pytest.mark.parametrize(
    "words",
    ["Do not withdraw orders.", "Keep your orders and ask for dates.", "Please never cancel any open order because of this.",
     "请不要取消订单。", "请勿撤单，并询问付款日期。"],
)  # fmt: skip
def test_the_control_asking_not_to_withdraw_is_welcome(world: World, words: str) -> None:
    drafted(world, opened(world), ask=words)


def test_what_was_written_by_one_is_released_by_another(world: World) -> None:
    strike = opened(world)
    bulletin, revision = drafted(world, strike, "lin")
    assert read(world, "weber") == []
    refused = world.refused("lin", "release_bulletin", bulletin=bulletin, revision=revision)
    assert (type(refused), refused.key) == (Refused, "guard_second_person")
    after = world.write("ada", "release_bulletin", bulletin=bulletin, revision=revision)
    assert after["chosen"]["bulletins"][0]["released_at"], "whoever released it sees that it is released"
    assert read(world, "weber") == [bulletin]


def test_a_draft_that_changed_is_not_released_unseen_and_a_released_one_never_changes(world: World) -> None:
    strike = opened(world)
    bulletin, revision = drafted(world, strike)
    new = {"facts": FACTS + " More.", "unknown": UNKNOWN, "ask": ASK}
    world.write("lin", "draft_bulletin", strike=strike, bulletin=bulletin, revision=revision, **new)
    assert world.refused("luo", "release_bulletin", bulletin=bulletin, revision=revision).key == "revision_stale"
    world.write("luo", "release_bulletin", bulletin=bulletin, revision=revision + 1)
    for late in (revision + 1, revision + 2):
        refused = world.refused("lin", "draft_bulletin", strike=strike, bulletin=bulletin, revision=late, **new)
        assert isinstance(refused, Conflict)


def test_a_bulletin_speaks_of_the_level_of_its_hour(world: World) -> None:
    strike = opened(world)
    tried(world, strike)
    bulletin, revision = drafted(world, strike)
    raised(world, strike, 1)
    assert world.refused("luo", "release_bulletin", bulletin=bulletin, revision=revision).key == "guard_level_changed"


def test_every_brand_of_the_site_is_told_and_confirms_for_itself(world: World) -> None:
    strike = opened(world)
    bulletin = released(world, strike)
    shown = next(one for one in world.call("weber", "bulletins")["bulletins"] if one["id"] == bulletin)
    assert shown["facts"] == FACTS
    assert shown["acknowledged_at"] is None

    world.write("weber", "acknowledge_bulletin", bulletin=bulletin)

    readers = {one["name"]: one["acknowledged_at"] for one in desk(world, strike)["bulletins"][0]["readers"]}
    assert readers["brand_k"] is not None
    assert readers["brand_a"] is None
    theirs = next(one for one in world.call("sara", "bulletins")["bulletins"] if one["id"] == bulletin)
    assert theirs["acknowledged_at"] is None


def test_no_brand_learns_which_others_were_told(world: World) -> None:
    bulletin = released(world, opened(world))
    world.write("weber", "acknowledge_bulletin", bulletin=bulletin)
    said = str(world.call("sara", "bulletins"))
    assert "brand_k" not in said
    assert str(world.organizations["brand_k"]) not in said


def test_a_brand_of_another_site_reads_nothing_and_confirms_nothing(world: World) -> None:
    bulletin = released(world, opened(world, "tianhe"))
    assert bulletin in read(world, "sara")
    assert bulletin not in read(world, "weber")
    absent = world.refused("weber", "acknowledge_bulletin", bulletin=uuid4())
    theirs = world.refused("weber", "acknowledge_bulletin", bulletin=bulletin)
    assert (type(theirs), theirs.key, theirs.facts) == (Absent, absent.key, absent.facts)


def test_a_link_that_ended_shuts_the_door_and_a_new_one_brings_nothing_of_before(world: World) -> None:
    strike = opened(world)
    before = released(world, strike)
    link = world.rows(
        "select id from portal.supply_link where brand_id = %s and workplace_id = %s and until is null",
        world.organizations["brand_a"], world.organizations["lianfeng"],
    )[0][0]  # fmt: skip
    world.write("ada", "end_supply", link=link)
    between = released(world, strike)
    assert before not in read(world, "sara")
    assert between not in read(world, "sara")
    assert isinstance(world.refused("sara", "acknowledge_bulletin", bulletin=before), Absent)
    world.write("ada", "link_supply", brand=world.organizations["brand_a"], workplace=world.organizations["lianfeng"])
    assert between not in read(world, "sara")
    assert between in read(world, "weber")


@pytest.mark.parametrize("who", ["chen", "weber", "mei", "public"])
def test_nobody_but_the_desk_opens_the_strike_desk(world: World, who: str) -> None:
    strike = opened(world)
    bulletin, revision = drafted(world, strike)
    tries: list[tuple[str, dict[str, object]]] = [
        ("open_strike", {"workplace": world.organizations["tianhe"]}), ("describe_strike", described(world, strike)),
        ("set_strike_level", {"strike": strike, "revision": 1, "level": 3, "reason": "violence"}),
        ("record_strike_attempt", {"strike": strike, "with_whom": "hr", "outcome": "refused"}),
        ("set_strike_demand", {"strike": strike, "code": "F1"}), ("end_strike", {"strike": strike, "revision": 1}),
        ("draft_bulletin", {"strike": strike, "facts": "x", "unknown": "y", "ask": "z"}),
        ("release_bulletin", {"bulletin": bulletin, "revision": revision}),
        ("link_strike_case", {"strike": strike, "reference": "HS-0000-0000"}),
    ]  # fmt: skip
    for function, values in tries:
        assert world.refused(who, function, **values).key in {"not_allowed", "sign_in_needed"}, function
    for one in (strike, uuid4()):
        with pytest.raises((Refused, SignInNeeded)):
            world.call(who, "strike_desk", strike=one)


# The watch ----------------------------------------------------------------------------------------------------------------


def test_after_the_end_every_linked_case_is_asked_and_only_then_the_watch_is_over(world: World) -> None:
    case = world.case_in("triage", issues=("H7",))
    strike = opened(world, "lianfeng", "H7")
    world.write("lin", "end_strike", strike=strike, revision=desk(world, strike)["revision"])
    check = world.page("lin", case)["linked"]["check_ins"][0]
    assert check["why"] == "watch"
    due = world.rows(
        "select k.due_at, s.ended_at from portal.clock k, portal.strike s "
        "where k.kind = 'watch' and k.case_id = %s and s.id = %s",
        case.id, strike,
    )[0]  # fmt: skip
    assert due[0] - due[1] == timedelta(days=30)

    world.travel(days=31)
    for _ in range(2):
        tick(world)
    assert desk(world, strike)["watch_over_at"] is None, "somebody was not asked yet"
    listed = world.rows("select box, waits_for from portal.party where case_id = %s and side = 'handshake'", case.id)[0]
    assert listed[0] == "needs"

    world.write("lin", "record_check_in", reference=case.reference, check_in=check["id"], how="phone", answer="fine")
    tick(world)
    over = desk(world, strike)["watch_over_at"]
    assert over is not None
    tick(world)
    assert desk(world, strike)["watch_over_at"] == over


def test_a_case_that_is_opened_again_is_watched_again_and_she_learns_nothing_of_the_strike(world: World) -> None:
    case = world.case_in("triage", workplace="tianhe", brands=("brand_a",), issues=("H7",))
    strike = opened(world, "tianhe", "H7")
    world.write("lin", "end_strike", strike=strike, revision=desk(world, strike)["revision"])
    (before,) = world.page("lin", case)["linked"]["check_ins"]
    world.write(case, "withdraw_case", revision=world.page(case, case)["case"]["revision"])
    assert "check_ins" not in world.page("lin", case)["linked"]
    world.write(case, "reopen", revision=world.page(case, case)["case"]["revision"], reason="not_solved")
    (after,) = world.page("lin", case)["linked"]["check_ins"]
    assert (after["why"], after["due_at"]) == ("watch", before["due_at"])
    assert "check_ins_again" not in {one["kind"] for one in world.page(case, case)["timeline"]}
    world.travel(days=31)
    tick(world)
    assert desk(world, strike)["watch_over_at"] is None, "she was not asked yet"


def tick(world: World) -> None:
    with world.database.connect("postgres") as owner:
        owner.execute("select private.tick(%s)", [world.now])
