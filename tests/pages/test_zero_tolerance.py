"""The room of zero tolerance: a view is one call, a dialog none, a deed one; and what each role is offered."""

from __future__ import annotations

import secrets
from uuid import UUID, uuid4

import pytest

from components.i18n import words
from db.receipts import hash_code
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor

PAGES_OF_A_FACTORY = ("inbox", "figures", "settings")


def hidden(portal: Portal) -> str:
    """The suspicion of today at Tianhe, whose protocol has just begun."""
    with portal.database.connect() as admin:
        found = admin.execute(
            "select c.reference from portal.case_ c join portal.protocol p on p.case_id = c.id"
            " where p.ended_at is null and p.raised_at > now() - interval '2 days' order by p.raised_at limit 1"
        ).fetchone()
    assert found is not None
    return str(found[0])


def room(portal: Portal, who: str = "coordinator") -> Visitor:
    visitor = portal.visitor(who).open("zero_tolerance", ref=hidden(portal))
    assert visitor.broken() is None
    visitor.forget()
    return visitor


def pick(visitor: Visitor, kind: str, key: str, value: object) -> None:
    """Choose something in the dialog that is open."""
    found = next(each for each in getattr(visitor.app, kind) if each.key == key)
    found.set_value(value)
    visitor.run(visitor.fragment_of(found.proto.id))


def keys(visitor: Visitor) -> set[str]:
    return {str(each.key) for each in visitor.app.button}


def test_the_room_opens_on_the_protocol_that_is_due_first(portal: Portal) -> None:
    visitor = portal.visitor("coordinator").open("zero_tolerance")
    assert visitor.calls == ["zero_tolerance"]
    assert any(words("en").t("protocol-step-12") in each.label for each in visitor.app.expander), "what comes later is one line"


def test_a_step_is_written_down_in_one_call_and_its_dialog_costs_none(portal: Portal) -> None:
    visitor = room(portal)
    visitor.click("", key="protocol-write-2")
    assert visitor.calls == []
    pick(visitor, "checkbox", "protocol-item-safe", True)
    next(each for each in visitor.app.text_area if each.key == "protocol-words-write-2").input("Met outside the site.")
    visitor.click("", key="protocol-do-write")
    assert visitor.calls == ["do_protocol"]
    assert visitor.broken() is None
    assert "Met outside the site." in visitor.says()


def test_nothing_is_sent_without_evidence(portal: Portal) -> None:
    visitor = room(portal)
    visitor.click("", key="protocol-note-age-3")
    pick(visitor, "selectbox", "protocol-kind", "register")
    pick(visitor, "radio", "protocol-choose-says", "child")
    visitor.click("", key="protocol-do-note-age")
    assert visitor.calls == []
    assert visitor.tells("protocol-missing")


def test_who_spoke_already_is_not_asked_again(portal: Portal) -> None:
    assert "protocol-decide-5" not in keys(room(portal))
    visitor = room(portal, "supervisor")
    visitor.click("", key="protocol-decide-5")
    pick(visitor, "radio", "protocol-choose-refer", "refer")
    next(each for each in visitor.app.text_area if each.key == "protocol-words-decide").input("Yes.")
    visitor.click("", key="protocol-do-decide")
    assert visitor.calls == ["decide_referral"]
    assert visitor.tells("protocol-decided-refer")


def test_only_a_supervisor_is_offered_to_tell_a_brand_or_to_lower_it(portal: Portal) -> None:
    above = {"protocol-tell-8", "protocol-basis-8", "protocol-lower"}
    assert above <= keys(room(portal, "supervisor"))
    assert not above & keys(room(portal))


def test_a_custodian_reads_and_is_offered_nothing(portal: Portal) -> None:
    visitor = room(portal, "custodian")
    assert visitor.tells("protocol-item-safe")
    assert not {key for key in keys(visitor) if key.startswith("protocol-") and not key.startswith("protocol-HS")}


def test_the_case_page_leads_to_the_protocol(portal: Portal) -> None:
    visitor = portal.visitor("coordinator").open("case", ref=hidden(portal))
    assert visitor.calls == ["case_page"]
    assert visitor.tells("protocol-card")


def test_a_suspicion_is_raised_in_one_call(portal: Portal) -> None:
    visitor = portal.visitor("coordinator").open("case", ref=portal.a_case())
    visitor.forget()
    visitor.click("", key="protocol-raise")
    assert visitor.calls == []
    pick(visitor, "radio", "protocol-choose-ground", "violence")
    next(each for each in visitor.app.text_area if each.key == "protocol-words-raise").input("He was beaten at the gate.")
    visitor.click("", key="protocol-do-raise")
    assert visitor.calls == ["raise_zero_tolerance"]
    assert visitor.broken() is None
    assert visitor.tells("protocol-card")


@pytest.mark.parametrize("who", ["factory", "brand"])
def test_outside_nobody_is_offered_to_raise_anything(portal: Portal, who: str) -> None:
    visitor = portal.visitor(who).open("case", ref=portal.a_case())
    assert not {key for key in keys(visitor) if key.startswith("protocol-")}


def test_a_brand_that_was_told_confirms_the_request_in_one_call(portal: Portal) -> None:
    reference, above = hidden(portal), portal.gateway("supervisor")
    brands = above.call("zero_tolerance", reference=reference)["chosen"]["brands"]
    asked = {"reference": reference, "recipient": next(UUID(one["id"]) for one in brands if one["name"] == "Brand K")}
    above.call("record_basis", request_id=uuid4(), **asked, basis="child", words="A child is in danger.")
    above.call("tell_brand", request_id=uuid4(), reference=reference, brand=asked["recipient"], words="Please stay.")
    visitor = portal.visitor("brand").open("case", ref=reference)
    assert visitor.broken() is None
    assert "Please stay." in visitor.says()
    visitor.forget()
    visitor.click("", key="protocol-acknowledge")
    assert visitor.calls == ["acknowledge_protocol"]
    assert "protocol-acknowledge" not in keys(visitor)


def test_a_manager_at_the_same_site_finds_no_trace_on_any_screen(portal: Portal) -> None:
    with portal.database.connect() as admin:
        place = admin.execute("select id from portal.organization where name = 'Lianfeng Footwear'").fetchone()
    assert place is not None
    before = [portal.visitor("factory").open(page).says() for page in PAGES_OF_A_FACTORY]
    reference = portal.gateway("coordinator").call(
        "take_call", request_id=uuid4(), receipt_hash=hash_code(secrets.token_hex(8)), channel="phone", language="zh-Hans",
        statement="缝纫车间有个孩子。", issues=["A1"], severity=3, workplace=place[0], consent_factory=True, consent_brands=[],
        text_version="2026-11",
    )["reference"]  # fmt: skip
    visitor = portal.visitor("factory").open("case", ref=reference)
    absent = portal.visitor("factory").open("case", ref="HS-0000-0000")
    assert visitor.says() == absent.says()
    assert [portal.visitor("factory").open(page).says() for page in PAGES_OF_A_FACTORY] == before
    assert portal.visitor("factory").open("zero_tolerance", ref=reference).tells("error-absent")
