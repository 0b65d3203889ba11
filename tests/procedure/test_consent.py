"""What she allows, in which words, for whom and by whom; and the ledger of what was really disclosed."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from db.errors import BadRequest, PortalError, Refused
from db.receipts import TEXT_VERSION
from tests.procedure.world import Case, World


def allow(world: World, case: Case, item: str, recipient: str, who: Any = None, **more: Any) -> dict[str, Any]:
    who = case if who is None else who
    page: dict[str, Any] = world.write(
        who, "give_consent", reference=None if who is case else case.reference, item=item,
        recipient=world.organizations[recipient], **more,
    )  # fmt: skip
    return page


def ledger(world: World, case: Case) -> list[tuple[str, str, str]]:
    """Her ledger: what, to whom, on what ground."""
    return [
        (one["item"], one["recipient_name"] or one["recipient_side"], one["basis"]) for one in world.page(case, case)["exposures"]
    ]


def authority(world: World) -> str:
    """A labour inspectorate, made by a supervisor."""
    if "bureau" not in world.organizations:
        world.write("ada", "save_organization", kind="authority", name="Labour bureau")
        world.organizations["bureau"] = world.rows("select id from portal.organization where kind = 'authority'")[0][0]
    return "bureau"


def file_of(world: World, case: Case, media_type: str) -> UUID:
    """A file of the worker's, reserved and not yet posted."""
    made = world.write(
        case,
        "reserve_file",
        name="a.bin",
        bytes=10,
        media_type=media_type,
        sha256="a" * 64,
        cleaned_sha256="b" * 64,
        cleaned_bytes=9,
    )
    return UUID(made["id"])


# The words ------------------------------------------------------------------------------------------------------------------


def test_every_permission_names_words_that_were_really_shown(world: World) -> None:
    case = world.case_in("triage")
    allow(world, case, "file", "brand_k", language="zh-Hans", text_version=TEXT_VERSION)
    kept = world.rows("select text_version, language from portal.consent where case_id = %s", case.id)
    assert set(kept) == {(TEXT_VERSION, "zh-Hans")}
    lost = world.rows(
        "select 1 from portal.consent c where not exists (select from portal.consent_text t "
        "where t.version = c.text_version and t.language = c.language and t.item = c.item)"
    )
    assert lost == []


@pytest.mark.parametrize("version", ["consent-1", "2027-01", "", " "])
def test_words_that_never_were_shown_are_refused(world: World, version: str) -> None:
    case = world.case_in()
    with pytest.raises(BadRequest):
        allow(world, case, "name", "brand_k", text_version=version)
    with pytest.raises(psycopg.errors.ForeignKeyViolation):
        world.arranged("update portal.consent set text_version = '2027-01' where case_id = %s", case.id)


def test_a_caller_in_another_language_is_asked_in_one_of_ours(world: World) -> None:
    made = world.write(
        "lin", "take_call", receipt_hash="c" * 64, channel="phone", language="bn", statement="Not paid.", issues=["F1"],
        severity=3, workplace=world.organizations["lianfeng"], consent_factory=True,
    )  # fmt: skip
    kept = world.rows(
        "select n.language, d.language from portal.case_ c join portal.consent n on n.case_id = c.id "
        "join portal.case_desk d on d.case_id = c.id where c.reference = %s", made["reference"],
    )  # fmt: skip
    assert kept == [("en", "bn")]


# Who gives it ---------------------------------------------------------------------------------------------------------------


def test_a_guardian_speaks_for_a_child_who_was_asked_too(world: World) -> None:
    case = world.case_in()
    page = allow(world, case, "name", "brand_k", "lin", given_how="guardian", guardian="mother", child_agreed=True)
    (one,) = [each for each in page["consents"] if each["item"] == "name"]
    assert (one["given_how"], one["guardian"]) == ("guardian", "mother")


@pytest.mark.parametrize("agreed", [None, False])
def test_a_childs_permission_is_not_given_over_her_head(world: World, agreed: bool | None) -> None:
    case = world.case_in()
    with pytest.raises(Refused, match="guard_child_not_asked"):
        allow(world, case, "name", "brand_k", "lin", given_how="guardian", guardian="mother", child_agreed=agreed)


@pytest.mark.parametrize("guardian", [None, "", "neighbour"])
def test_a_guardian_says_who_he_is_to_the_child(world: World, guardian: str | None) -> None:
    case = world.case_in()
    with pytest.raises(BadRequest):
        allow(world, case, "name", "brand_k", "lin", given_how="guardian", guardian=guardian, child_agreed=True)


def test_a_worker_speaks_for_herself_whatever_she_sends(world: World) -> None:
    case = world.case_in()
    page = allow(world, case, "name", "brand_k", given_how="guardian", guardian="mother", child_agreed=True)
    assert [each["given_how"] for each in page["consents"] if each["item"] == "name"] == ["web"]


def test_a_permission_for_an_authority_is_one_to_refer(world: World) -> None:
    case = world.case_in()
    page = allow(world, case, "statement", authority(world), "lin", given_how="phone")
    assert [each["purpose"] for each in page["consents"] if each["recipient"]["kind"] == "authority"] == ["refer"]
    assert {each["purpose"] for each in page["consents"] if each["recipient"]["kind"] != "authority"} == {"resolve"}


# The ledger -----------------------------------------------------------------------------------------------------------------


def test_each_kind_of_disclosure_enters_the_ledger_with_its_ground(world: World) -> None:
    case = world.case_in("notified", brands=("brand_k",))
    expected = [("statement", "lianfeng", "consent"), ("statement", "brand_k", "consent")]
    assert sorted(ledger(world, case)) == sorted(expected)

    word = world.post(case, case, "It goes on.", "lianfeng", "handshake")
    world.decide(case, word)
    expected.append(("message", "lianfeng", "consent"))
    assert ledger(world, case)[-1] == expected[-1]

    for item, media_type in (("photo", "image/jpeg"), ("file", "application/pdf")):
        allow(world, case, item, "lianfeng")
        file = file_of(world, case, media_type)
        posted = world.write(
            case, "post_message", reference=None, body=f"See the {item}.", audience=[world.seat(case, "lianfeng")], files=[file]
        )
        world.decide(case, UUID(next(one["id"] for one in posted["messages"] if one["body"] == f"See the {item}.")))
        expected += [("message", "lianfeng", "consent"), (item, "lianfeng", "consent")]
        assert sorted(ledger(world, case)) == sorted(expected)

    world.write("lin", "ask_identity", reference=case.reference, reason="danger", words="The gate is locked.")
    request = world.rows("select id from portal.unlock where case_id = %s", case.id)[0][0]
    world.write("mei", "answer_identity", unlock=request, agree=True)
    world.write("lin", "open_identity", reference=case.reference)
    expected.append(("identity", "handshake", "two_keys"))
    for item in ("name", "contact"):
        allow(world, case, item, "brand_k")
        world.write("lin", "pass_on_identity", reference=case.reference, item=item, recipient=world.organizations["brand_k"])
        expected.append((item, "brand_k", "consent"))
    # The referral desk writes its own through the same one way in.
    bureau = authority(world)
    world.rows("select private.disclose(%s, 'referral', %s)", case.id, world.organizations[bureau])
    expected.append(("referral", "Labour bureau", "legal"))
    assert sorted(ledger(world, case)) == sorted(expected)
    assert world.page("lin", case)["exposures"] == world.page(case, case)["exposures"]


def test_what_discloses_nothing_adds_no_line(world: World) -> None:
    case = world.case_in("admitted")
    world.write("lin", "admit", reference=case.reference, organization=world.organizations["lianfeng"])
    world.post(case, case, "Only for you.", "handshake")
    world.post(case, "lin", "For colleagues.", kind="note")
    world.post(case, "lin", "A question.", "worker", "lianfeng")
    held = world.post(case, case, "Held.", "lianfeng", "handshake")
    world.decide(case, held, "withhold")
    theirs = world.post(case, "chen", "Who called?", "worker")
    world.decide(case, theirs)
    allow(world, case, "name", "brand_k")
    world.write(case, "keep_identity", plan="sealed-plan")
    world.write("lin", "open_identity", reference=case.reference)
    world.write("lin", "ask_identity", reference=case.reference, reason="contact", words="To call back.")
    assert ledger(world, case) == []


@pytest.mark.parametrize("who", ["lin", "ada", "mei", "chen", "weber", "worker", "nobody"])
def test_nobody_writes_a_line_by_hand(world: World, who: str) -> None:
    case = world.case_in("notified")
    before = ledger(world, case)
    persona = case.worker if who == "worker" else world.people.get(who, world.people["public"])
    for statement in (
        (
            "insert into portal.event (case_id, seq, at, kind, previous, hash) "
            "select id, 900, now(), 'disclosed', '', '' from portal.case_ limit 1"
        ),
        "select private.disclose((select id from portal.case_ limit 1), 'name', gen_random_uuid())",
        "select private.record((select id from portal.case_ limit 1), 'disclosed')",
        "select private.tell_of_identity((select id from portal.case_ limit 1), null, 'identity_opened', '{}')",
        "update portal.event set facts = '{}'",
        "delete from portal.event",
    ):
        with (
            world.database.acting(persona.user, headers=persona.credentials.headers(), keep=True) as raw,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            raw.execute(statement.encode())
    assert ledger(world, case) == before


@pytest.mark.parametrize("item", ["name", "contact"])
def test_her_name_goes_nowhere_without_that_very_permission_and_both_keys(world: World, item: str) -> None:
    case = world.case_in("notified")
    brand = world.organizations["brand_k"]
    assert (
        world.refused("lin", "pass_on_identity", reference=case.reference, item=item, recipient=brand).key
        == "guard_consent_missing"
    )
    allow(world, case, item, "brand_k")
    assert (
        world.refused("lin", "pass_on_identity", reference=case.reference, item=item, recipient=brand).key
        == "guard_identity_sealed"
    )
    world.write("lin", "ask_identity", reference=case.reference, reason="contact", words="She wants to speak to the brand.")
    request = world.rows("select id from portal.unlock where case_id = %s", case.id)[0][0]
    world.write("mei", "answer_identity", unlock=request, agree=True)
    other = world.organizations["brand_a"]
    assert (
        world.refused("lin", "pass_on_identity", reference=case.reference, item=item, recipient=other).key == "audience_invalid"
    )
    for who in ("mei", "chen", "weber"):
        with pytest.raises(PortalError):
            world.write(who, "pass_on_identity", reference=case.reference, item=item, recipient=brand)
    one = next(each for each in world.page(case, case)["consents"] if each["item"] == item)
    world.write(case, "withdraw_consent", consent=one["id"])
    assert (
        world.refused("lin", "pass_on_identity", reference=case.reference, item=item, recipient=brand).key
        == "guard_consent_missing"
    )
    assert item not in [line[0] for line in ledger(world, case)]


def test_a_line_keeps_the_permission_under_which_it_happened(world: World) -> None:
    case = world.case_in("notified")
    given = {each["recipient"]["name"]: each for each in world.page(case, case)["consents"]}
    world.write(case, "withdraw_consent", consent=given["lianfeng"]["id"])
    world.travel(days=2)
    allow(world, case, "statement", "lianfeng", "lin", given_how="phone")
    (line,) = [one for one in world.page(case, case)["exposures"] if one["recipient_name"] == "lianfeng"]
    assert line["consent_at"] == given["lianfeng"]["given_at"]


def test_a_permission_withdrawn_stops_what_comes_after_and_not_the_record(world: World) -> None:
    case = world.case_in("notified")
    given = next(each for each in world.page(case, case)["consents"] if each["recipient"]["name"] == "lianfeng")
    world.write(case, "withdraw_consent", consent=given["id"])
    assert ("statement", "lianfeng", "consent") in ledger(world, case)
    assert [one for one in world.page("chen", case)["messages"] if one["author"] == "worker"] == []
    word = world.post(case, case, "More.", "lianfeng", "handshake")
    with pytest.raises(Refused, match="guard_consent_missing"):
        world.decide(case, word)


def test_the_record_holds_no_words_of_hers_and_no_sealed_text(world: World) -> None:
    case = world.case_in("notified")
    world.write(case, "keep_identity", sealed="sealed-name", plan="sealed-plan")
    world.write("lin", "ask_identity", reference=case.reference, reason="contact", words="Call her under 138 0752 4419.")
    text = str(world.rows("select facts::text from portal.event where case_id = %s", case.id))
    assert "138" not in text
    assert "sealed" not in text
    assert "March" not in text


def test_an_identical_request_is_one_permission(world: World) -> None:
    case = world.case_in()
    request = uuid4()
    for _ in range(2):
        world.call(case, "give_consent", request_id=request, item="photo", recipient=world.organizations["brand_k"])
    assert world.rows("select count(*) from portal.consent where case_id = %s and item = 'photo'", case.id) == [(1,)]


def test_who_learnt_nothing_yet_leaves_when_the_permission_is_taken_back(world: World) -> None:
    case = world.case_in("admitted", brands=("brand_k",))
    for one in ("lianfeng", "brand_k"):
        world.write("lin", "admit", reference=case.reference, organization=world.organizations[one])
    page = world.call("lin", "case_page", reference=case.reference)
    to_brand = next(one["id"] for one in page["consents"] if one["recipient"]["id"] == str(world.organizations["brand_k"]))
    after = world.write("lin", "withdraw_consent", consent=to_brand)
    assert [party["side"] for party in after["parties"]] == ["worker", "factory", "handshake"]
    world.decide(case)
    assert world.head(case)["state"] == "notified", "the seat that was left does not hold up the case"
