"""No tip-off on the case page: a supervisor ends it with a reason, in one call; nobody else is offered to."""

from __future__ import annotations

import secrets
from uuid import uuid4

import pytest

from db.receipts import hash_code
from tests.pages.visitor import Portal, Visitor

REASON = "The person is safe, and the authority agrees."


@pytest.fixture
def silent(portal: Portal) -> str:
    """The reference of a case of harassment just taken by phone: under no tip-off by its code."""
    with portal.database.connect() as admin:
        place = admin.execute("select id from portal.organization where name = 'Lianfeng Footwear'").fetchone()
    assert place is not None
    taken = portal.gateway("coordinator").call(
        "take_call", request_id=uuid4(), receipt_hash=hash_code(secrets.token_hex(8)), channel="phone", language="zh-Hans",
        statement="组长骚扰我。", issues=["C3"], severity=3, workplace=place[0], consent_factory=True, consent_brands=[],
        text_version="2026-11",
    )  # fmt: skip
    return str(taken["reference"])


def opened(portal: Portal, role: str, reference: str) -> Visitor:
    visitor = portal.visitor(role).open("case", ref=reference)
    visitor.forget()
    return visitor


def end(visitor: Visitor, reason: str) -> None:
    """Open the dialog, write the reason, press the button."""
    visitor.click("", key="steer-end-silence")
    assert visitor.calls == [], "opening the dialog asks for nothing"
    next(each for each in visitor.app.text_area if each.key == "silence-reason").input(reason)
    visitor.click("", key="do-end-silence")


def offers(visitor: Visitor) -> bool:
    return any(each.key == "steer-end-silence" for each in visitor.app.button)


def test_a_supervisor_ends_no_tip_off_in_one_call(portal: Portal, silent: str) -> None:
    visitor = opened(portal, "supervisor", silent)
    end(visitor, REASON)
    assert visitor.calls == ["end_no_tip_off"]
    assert visitor.broken() is None
    assert not offers(visitor)
    assert not visitor.tells("case-silence")
    assert REASON in visitor.says(), "the reason stands in the case as a note"


def test_a_coordinator_reads_why_the_factory_is_not_told_and_is_offered_nothing(portal: Portal, silent: str) -> None:
    visitor = opened(portal, "coordinator", silent)
    assert visitor.tells("case-silence-who")
    assert not offers(visitor)


def test_a_custodian_is_offered_nothing(portal: Portal, silent: str) -> None:
    assert not offers(opened(portal, "custodian", silent))


def test_no_tip_off_does_not_end_without_a_reason(portal: Portal, silent: str) -> None:
    visitor = opened(portal, "supervisor", silent)
    end(visitor, "   ")
    assert visitor.tells("case-silence-missing")
    assert visitor.calls == []


def test_the_reason_is_still_there_when_somebody_else_was_faster(portal: Portal, silent: str) -> None:
    visitor = opened(portal, "supervisor", silent)
    desk = portal.gateway("coordinator")
    revision = desk.call("case_page", reference=silent)["case"]["revision"]
    desk.call("move", request_id=uuid4(), reference=silent, to_state="triage", revision=revision, reason=None)
    end(visitor, REASON)
    assert visitor.calls == ["end_no_tip_off", "case_page"]
    assert visitor.tells("error-revision_stale-more")
    visitor.click("", key="steer-end-silence")
    assert next(each.value for each in visitor.app.text_area if each.key == "silence-reason") == REASON
    visitor.click("", key="do-end-silence")
    assert not offers(visitor)
