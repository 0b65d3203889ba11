"""In a group each allows and is named for herself: the dialogs ask of whom, and the custodian writes down by phone."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from db import sealing
from db.receipts import hash_code
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import JOINING, Portal, Visitor

NAME, NUMBER = "A-Mei", "139 0000 7716"


@pytest.fixture(autouse=True)
def _own_key(portal: Portal) -> Iterator[None]:
    """The key of the house under test, whatever an earlier test has read."""
    for key in (sealing._identities, sealing._plans):
        key.cache_clear()
    yield
    for key in (sealing._identities, sealing._plans):
        key.cache_clear()


@pytest.fixture
def group(portal: Portal) -> str:
    """The reference of a case that a second caller has joined; both names are kept."""
    reference, desk = portal.a_case(*JOINING), portal.gateway("coordinator")
    desk.call(
        "add_complainant", request_id=uuid4(), reference=reference, receipt_hash=hash_code(secrets.token_hex(8)), channel="phone",
        language="zh-Hans", statement="我也是。", consent_factory=False, consent_brands=[], sealed_identity="sealed-2",
        text_version="2026-11",
    )  # fmt: skip
    first = people(portal, reference)[0]["party"]
    portal.gateway("custodian").call("keep_identity", request_id=uuid4(), reference=reference, sealed="sealed-1", party=first)
    return reference


def people(portal: Portal, reference: str) -> list[dict[str, Any]]:
    page = portal.gateway("coordinator").call("case_page", reference=reference)
    found: list[dict[str, Any]] = page["group"]["complainants"]
    return found


def page_of(portal: Portal, reference: str) -> dict[str, Any]:
    page: dict[str, Any] = portal.gateway("coordinator").call("case_page", reference=reference)
    return page


def choose(visitor: Visitor, key: str, value: object) -> None:
    found = next(each for each in [*visitor.app.radio, *visitor.app.button_group] if each.key == key or key in str(each.proto.id))
    found.set_value(value)
    visitor.run(visitor.fragment_of(found.proto.id))


def fill(visitor: Visitor, key: str, words: str) -> None:
    field = next(each for each in [*visitor.app.text_input, *visitor.app.text_area] if each.key == key)
    field.set_value(words)
    visitor.run(visitor.fragment_of(field.proto.id))


def pressable(visitor: Visitor, key: str) -> bool:
    return not next(each for each in visitor.app.button if each.key == key).disabled


def test_a_permission_of_a_group_waits_until_it_is_clear_whose_it_is(portal: Portal, group: str) -> None:
    second = people(portal, group)[1]["party"]
    desk = portal.visitor("coordinator").open("case", ref=group)
    desk.forget()
    desk.click("", key="steer-consent")
    recipient = next(each for each in desk.app.radio if each.key != "consent-whose")
    recipient.set_value(recipient.options[0])
    desk.run(desk.fragment_of(recipient.proto.id))
    assert not pressable(desk, "do-consent")
    choose(desk, "consent-whose", next(each for each in desk.app.radio if each.key == "consent-whose").options[1])
    assert desk.calls == []
    desk.click("", key="do-consent")
    assert desk.calls == ["give_consent"]
    given = [one for one in page_of(portal, group)["consents"] if one["party"] == second]
    assert [one["label"] for one in given] == [2]


def test_a_name_is_asked_for_and_opened_of_one_of_a_group(portal: Portal, group: str) -> None:
    desk = portal.visitor("coordinator").open("case", ref=group)
    desk.forget()
    desk.click("", key="identity-ask")
    choose(desk, "identity-ask-whose", next(each for each in desk.app.radio if each.key == "identity-ask-whose").options[1])
    reason = next(each for each in desk.app.radio if each.key != "identity-ask-whose")
    reason.set_value("contact")
    desk.run(desk.fragment_of(reason.proto.id))
    fill(desk, "identity-words", "She asked to be called.")
    assert desk.calls == []
    desk.click("", key="do-identity-ask")
    assert desk.calls == ["ask_identity"]
    (asked,) = [one for one in page_of(portal, group)["identity"]["requests"] if one["mine"]]
    assert (asked["label"], asked["party"]) == (2, people(portal, group)[1]["party"])
    assert any(each.key == "identity-ask" for each in desk.app.button), "of the other she may still ask"
    portal.gateway("custodian").call("answer_identity", request_id=uuid4(), unlock=asked["id"], agree=True)
    desk.open("case", ref=group)
    desk.forget()
    desk.click("", key="identity-look-2")
    assert desk.calls == ["open_identity"]


def test_where_there_is_one_worker_nobody_is_asked_whose(portal: Portal) -> None:
    desk = portal.visitor("coordinator").open("case", ref=portal.a_case(*JOINING))
    desk.click("", key="steer-consent")
    assert not any(each.key == "consent-whose" for each in desk.app.radio)


def test_the_custodian_writes_down_what_was_said_by_phone_and_it_is_sealed(portal: Portal, group: str) -> None:
    keeper = portal.visitor("custodian").open("case", ref=group)
    keeper.forget()
    keeper.click("", key="identity-keep")
    fill(keeper, "identity-keep-name", NAME)
    fill(keeper, "identity-keep-phone", NUMBER)
    fill(keeper, "identity-keep-hours", "After seven")
    assert not pressable(keeper, "do-identity-keep"), "not before it is clear whose"
    choose(keeper, "identity-keep-whose", next(each for each in keeper.app.radio if each.key == "identity-keep-whose").options[1])
    assert keeper.calls == []
    keeper.click("", key="do-identity-keep")
    assert keeper.calls == ["keep_identity"]
    assert keeper.broken() is None
    with portal.database.connect() as admin:
        row = admin.execute(
            "select i.sealed, i.plan from portal.identity i join portal.complainant k on k.party_id = i.party_id"
            " join portal.case_ c on c.id = i.case_id where c.reference = %s and k.label = 2", [group],
        ).fetchone()  # fmt: skip
    assert row
    assert NAME not in row[0]
    assert sealing.unseal(row[0]) == f'{{"name": "{NAME}", "phone": "{NUMBER}"}}'
    assert "After seven" in sealing.unseal_plan(row[1])
    remembered = str(keeper.app.session_state._state.filtered_state)
    assert group in remembered, "this reads nothing"
    assert NAME not in remembered
    assert NUMBER not in remembered


def test_what_is_left_empty_stays_as_it_is_kept(portal: Portal, group: str) -> None:
    keeper = portal.visitor("custodian").open("case", ref=group)
    keeper.click("", key="identity-keep")
    fill(keeper, "identity-keep-careful", "Do not say who you are")
    choose(keeper, "identity-keep-whose", next(each for each in keeper.app.radio if each.key == "identity-keep-whose").options[0])
    keeper.click("", key="do-identity-keep")
    with portal.database.connect() as admin:
        row = admin.execute(
            "select i.sealed, i.plan is not null from portal.identity i join portal.complainant k on k.party_id = i.party_id"
            " join portal.case_ c on c.id = i.case_id where c.reference = %s and k.label = 1", [group],
        ).fetchone()  # fmt: skip
    assert row == ("sealed-1", True)


@pytest.mark.parametrize("role", ["coordinator", "supervisor"])
def test_nobody_but_a_custodian_is_offered_to_write_a_name_down(portal: Portal, group: str, role: str) -> None:
    desk = portal.visitor(role).open("case", ref=group)
    assert not any(each.key == "identity-keep" for each in desk.app.button)
