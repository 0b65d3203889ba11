"""Two supervisors at the same thing: the slower one is shown the new state, keeps her words, and can go on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from components.i18n import words
from db.embedded import EmbeddedServer
from db.moderation import Decision, decide, moderation
from tests.conftest import _copy
from tests.pages.visitor import Portal, Visitor
from tests.real_database import Database

DRAFT = {"subject_en": "First", "body_en": "One.", "subject_zh": "第一", "body_zh": "一。"}
COUNTER = {
    "counter": "cities", "how": "entered", "n": 1, "more": False, "as_of": "2026-06-30", "source_en": "A page",
    "source_zh": "网页",
}  # fmt: skip


@pytest.fixture
def demo_database(server: EmbeddedServer, demo_template: str) -> Iterator[Database]:
    """A copy for each test: deeds change what the next would find."""
    yield from _copy(server, demo_template)


def field(visitor: Visitor, begin: str, end: str) -> Any:
    fields = (*visitor.app.text_input, *visitor.app.number_input)
    return next(each for each in fields if str(each.key).startswith(begin) and str(each.key).endswith(end))


def told(visitor: Visitor) -> None:
    assert visitor.tells("error-revision_stale-more")
    assert not visitor.app.exception
    assert visitor.broken() is None
    visitor.forget()


def save_draft(visitor: Visitor, issue: str) -> None:
    save = words("en").t("newsletter-desk-save")
    visitor.click("", key=next(str(each.key) for each in visitor.app.button if each.label == save and issue in str(each.key)))


def draft(portal: Portal) -> tuple[str, Visitor]:
    """A draft in front of Ada that changed since she opened the page."""
    other = portal.gateway("supervisor")
    made = other.call("save_newsletter", request_id=uuid4(), issue=None, revision=1, **DRAFT)["issues"]
    issue = next(one for one in made if one["subject_en"] == "First")
    ada = portal.visitor("supervisor").open("newsletter_desk")
    theirs = DRAFT | {"subject_en": "Theirs"}
    other.call("save_newsletter", request_id=uuid4(), issue=issue["id"], revision=issue["revision"], **theirs)
    ada.forget()
    return str(issue["id"]), ada


def subjects(portal: Portal) -> dict[str, str]:
    return {one["id"]: one["subject_en"] for one in portal.gateway("supervisor").call("newsletter_desk")["issues"]}


def test_a_draft_that_somebody_else_changed_keeps_the_words_typed_and_is_saved_again(portal: Portal) -> None:
    issue, ada = draft(portal)
    field(ada, f"newsletter-{issue}", "-subject-en").input("Mine")
    save_draft(ada, issue)
    assert ada.calls == ["save_newsletter", "newsletter_desk"]
    told(ada)
    assert "Theirs" in ada.says(), "she sees theirs"
    assert field(ada, f"newsletter-{issue}", "-subject-en").value == "Mine", "and what she typed stays"
    save_draft(ada, issue)
    assert ada.calls == ["save_newsletter"]
    assert subjects(portal)[issue] == "Mine"


def test_a_draft_that_somebody_else_changed_is_dropped_only_when_it_was_seen(portal: Portal) -> None:
    issue, ada = draft(portal)
    ada.click("", key=f"newsletter-drop-{issue}")
    told(ada)
    assert field(ada, f"newsletter-{issue}", "-subject-en").value == "Theirs", "she typed nothing: she sees the new one"
    assert subjects(portal)[issue] == "Theirs"
    ada.click("", key=f"newsletter-drop-{issue}")
    assert ada.calls == ["drop_newsletter"]
    assert issue not in subjects(portal)


def test_a_number_of_the_front_page_that_somebody_else_changed_is_said_again(portal: Portal) -> None:
    ada = portal.visitor("supervisor").open("impact")
    which = next(each for each in ada.app.button_group if each.key == "impact-which")
    which.set_value("cities")
    ada.run(ada.fragment_of(which.proto.id))
    n = field(ada, "impact-", "-n")
    n.set_value(57)
    ada.run(ada.fragment_of(n.proto.id))
    other = portal.gateway("supervisor")
    revision = int(other.call("impact_desk")["revisions"].get("cities", 0))
    other.call("enter_impact", request_id=uuid4(), revision=revision, **COUNTER)
    ada.forget()
    save = next(str(each.key) for each in ada.app.button if str(each.key).endswith("-save"))
    ada.click("", key=save)
    assert ada.calls == ["enter_impact", "impact_desk"]
    told(ada)
    assert field(ada, "impact-", "-n").value == 57, "what she typed stays"
    ada.click("", key=save)
    assert ada.calls == ["enter_impact"]
    assert next(one["n"] for one in other.call("impact_desk")["shown"] if one["counter"] == "cities") == 57


def waits(visitor: Visitor, words: str) -> bool:
    """Whether these words stand there to be copied."""
    return words in [each.value for each in visitor.app.code]


def typed(visitor: Visitor, key: str, text: str) -> None:
    area = next(each for each in visitor.app.text_area if str(each.key).startswith(key))
    area.input(text)
    visitor.run(visitor.fragment_of(area.proto.id))


def test_an_answer_that_was_decided_while_it_was_being_changed_waits_to_be_copied(portal: Portal) -> None:
    reference, factory, desk = portal.a_case(), portal.gateway("factory"), portal.gateway("coordinator")
    worker = next(one["id"] for one in factory.call("case_page", reference=reference)["parties"] if one["side"] == "worker")
    page = factory.call(
        "post_message", request_id=uuid4(), reference=reference, body="We pay.", audience=[worker], kind="message", files=[]
    )
    held = next(one for one in reversed(page["messages"]) if one["state"] == "held" and one["mine"])
    manager = portal.visitor("factory").open("case", ref=reference)
    manager.click("", key=f"change-{held['id']}")
    typed(manager, f"new-{held['id']}", "We pay on Friday, all forty of them.")
    decide(desk, uuid4(), Decision(
        message=UUID(held["id"]), outcome="release", body="We pay.", removed=0, reason="nothing", note="",
        audience=moderation(desk, held["id"]).chosen.readers, revision=held["revision"], ask_worker=False,
    ))  # fmt: skip
    manager.click("", key=f"save-{held['id']}")
    assert manager.tells("error-case_state_changed-more")
    assert waits(manager, "We pay on Friday, all forty of them.")
    manager.run()
    assert waits(manager, "We pay on Friday, all forty of them."), "until she says that she has it"
    manager.click("", key=f"unsent-done-post:{reference}")
    assert not manager.app.code
    assert not manager.app.exception


def test_a_finding_that_a_colleague_made_first_keeps_the_words_of_the_slower_one(portal: Portal) -> None:
    with portal.database.connect() as admin:
        (reference,) = admin.execute(
            "select reference from portal.case_ where state = 'investigating' and not no_tip_off and hold_until is null"
            " order by id limit 1"
        ).fetchone()  # type: ignore[misc]
    lin = portal.visitor("coordinator").open("case", ref=reference)
    lin.click("", key="find")
    choice = next(each for each in lin.app.radio if str(each.key).startswith("outcome-"))
    choice.set_value(choice.options[0])
    lin.run(lin.fragment_of(choice.proto.id))
    code = str(choice.key).removeprefix("outcome-")
    typed(lin, f"reason-for-{code}", "The payroll of March has no such line.")
    colleague = portal.gateway("coordinator")
    found = colleague.call("case_page", reference=reference)["findings"]
    was = next(({"was_outcome": one["outcome"], "was_reason": one["reason"]} for one in found if one["code"] == code), {})
    colleague.call(
        "make_finding", request_id=uuid4(), reference=reference, code=code, outcome="partly", reason="Half of it.", **was
    )
    lin.click("", key="do-find")
    told(lin)
    assert waits(lin, "The payroll of March has no such line.")
    assert "Half of it." in lin.says(), "and she sees what her colleague found"
    assert [each.value for each in lin.app.code] == ["The payroll of March has no such line."], "her words, no codes"
