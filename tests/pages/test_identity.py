"""The two keys on the screens: asked, agreed, looked at, and forgotten by every screen; one call a deed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from components.i18n import words
from db import sealing
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor, one
from tests.real_database import Database

NAME, NUMBER, WHY = "A-Lan", "139 0000 4471", "The line leader asks around."


@pytest.fixture(autouse=True)
def _own_key(portal: Portal) -> Iterator[None]:
    """The key of the house under test, whatever an earlier test has read."""
    for kept in (sealing._identities, sealing._plans):
        kept.cache_clear()
    yield
    for kept in (sealing._identities, sealing._plans):
        kept.cache_clear()


@pytest.fixture
def reference(demo_database: Database) -> str:  # noqa: F811  (a fixture)
    """The case in which an identity was opened in the story."""
    with demo_database.connect() as admin:
        row = admin.execute(
            "select c.reference from portal.unlock u join portal.case_ c on c.id = u.case_id where u.ended_how = 'revoked'"
        ).fetchone()
    assert row
    return str(row[0])


def asked(portal: Portal, reference: str) -> Visitor:
    """A coordinator who has asked, on the case page."""
    visitor = portal.visitor("coordinator").open("case", ref=reference)
    visitor.forget()
    visitor.click("", key="identity-ask")
    assert visitor.calls == []
    choice = visitor.app.radio[0]
    choice.set_value("contact")
    visitor.run(visitor.fragment_of(choice.proto.id))
    why = next(each for each in visitor.app.text_area if each.key == "identity-words")
    why.set_value(WHY)
    visitor.run(visitor.fragment_of(why.proto.id))
    visitor.click("", key="do-identity-ask")
    return visitor


def decided(portal: Portal, verb: str) -> Visitor:
    """A custodian who has answered the request of the test."""
    visitor = portal.visitor("custodian").open("identities")
    one(visitor, "identities")
    assert WHY in visitor.says()
    key = [str(each.key) for each in visitor.app.button if str(each.key).startswith(f"{verb}-")][-1]
    visitor.forget()
    visitor.click("", key=key)
    return visitor


def kept(visitor: Visitor) -> str:
    """Everything that this tab's session remembers."""
    state = repr(visitor.app.session_state)
    assert "dialog-open" in state, "this reads nothing"
    return state


def test_two_keys_open_it_for_one_look_and_no_session_keeps_it(portal: Portal, reference: str) -> None:
    one(asked(portal, reference), "ask_identity")
    one(decided(portal, "agree"), "answer_identity")
    visitor = portal.visitor("coordinator").open("case", ref=reference)
    assert NAME not in visitor.says()
    visitor.forget()
    visitor.click("", key="identity-look")
    one(visitor, "open_identity")
    assert NAME in visitor.says()
    assert NUMBER in visitor.says()
    assert "after 19:30" in visitor.says()
    assert NAME not in kept(visitor)
    assert NUMBER not in kept(visitor)
    visitor.run()
    assert NAME not in visitor.says()
    assert NUMBER not in visitor.says()
    assert visitor.calls.count("open_identity") == 1


def test_declined_shows_nothing_and_says_so(portal: Portal, reference: str) -> None:
    asked(portal, reference)
    one(decided(portal, "decline"), "answer_identity")
    visitor = portal.visitor("coordinator").open("case", ref=reference)
    assert not any(each.key == "identity-look" for each in visitor.app.button)


def test_taking_back_is_one_call_and_shuts_the_door(portal: Portal, reference: str) -> None:
    visitor = asked(portal, reference)
    key = next(str(each.key) for each in visitor.app.button if str(each.key).startswith("identity-revoke-"))
    visitor.forget()
    visitor.click("", key=key)
    one(visitor, "revoke_identity")
    assert any(each.key == "identity-ask" for each in visitor.app.button)


def test_a_supervisor_sees_what_waits_and_that_the_key_is_a_custodians(portal: Portal) -> None:
    visitor = portal.visitor("supervisor").open("identities")
    one(visitor, "identities")
    assert visitor.tells("identities-custodian")
    assert not any(str(each.key).startswith("agree-") for each in visitor.app.button)


def test_a_case_page_tells_that_it_was_opened_once(portal: Portal, reference: str) -> None:
    visitor = portal.visitor("coordinator").open("case", ref=reference)
    assert "Opened once" in visitor.says()
    factory = portal.visitor("factory").open("case", ref=reference)
    assert words("en").t("identity-title") not in factory.says()
    assert words("zh-Hans").t("identity-title") not in factory.says()


def test_the_worker_reads_who_opened_it_and_changes_her_plan_in_one_call(portal: Portal) -> None:
    visitor = portal.visitor("worker").open("mine")
    visitor.app.session_state["plan-more-0"] = True
    visitor.run()
    visitor.forget()
    hours = next(each for each in visitor.app.text_input if each.key == "plan-hours-0")
    hours.set_value("after 21:00")
    visitor.run(visitor.fragment_of(hours.proto.id))
    assert visitor.calls == []
    visitor.click("", key="plan-save-0")
    one(visitor, "keep_identity")
    assert visitor.tells("mine-reach-saved")
