"""A group on the case page, run on the demonstration: a caller joins in one call, reads her code once, and others see a badge."""

from __future__ import annotations

import secrets
from typing import Any
from uuid import uuid4

import pytest

from db import groups
from db.errors import BadRequest, PortalError, Unavailable
from db.models import CasePage
from db.receipts import hash_code
from db.sessions import digest
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import JOINING, Portal, Visitor


def joined(portal: Portal) -> tuple[Visitor, str]:
    """A coordinator who has just added a caller to a case of Lianfeng's."""
    reference = portal.a_case(*JOINING)
    desk = portal.visitor("coordinator").open("case", ref=reference)
    desk.forget()
    desk.click("", key="group-add")
    assert desk.calls == [], "opening the dialog asks for nothing"
    written(desk, "I have not been paid either.")
    return desk, reference


def test_a_caller_joins_in_one_call_and_her_code_is_read_aloud_once(portal: Portal) -> None:
    desk, _ = joined(portal)
    assert desk.calls == ["add_complainant"]
    assert desk.broken() is None
    assert not desk.app.exception
    assert desk.tells("group-told-nobody")
    assert desk.tells("hotline-receipt-title")
    desk.forget()
    desk.click("", key="group-known")
    assert not desk.tells("hotline-receipt-title")
    assert "add_complainant" not in desk.calls


def test_others_see_a_badge_when_handshake_says_so_and_never_a_number(portal: Portal) -> None:
    desk, reference = joined(portal)
    assert not portal.visitor("factory").open("case", ref=reference).tells("group-badge")
    desk.forget()
    desk.click("", key="group-size")
    desk.click("", key="do-group-size")
    assert desk.calls == ["show_group"]
    factory = portal.visitor("factory").open("case", ref=reference)
    assert factory.broken() is None
    assert any("Group" in str(each.value) or "集体" in str(each.value) for each in factory.app.markdown)
    assert "Worker 2" not in factory.says()
    assert "2 号" not in factory.says()


@pytest.mark.parametrize("key", ["group-one", "group-merge"])
def test_opening_what_else_can_be_done_asks_for_nothing(portal: Portal, key: str) -> None:
    desk, _ = joined(portal)
    desk.forget()
    desk.click("", key=key)
    assert desk.calls == []
    assert not desk.app.exception


def another(portal: Portal, reference: str) -> str:
    """Another case of the same kind, which is a group too; its reference."""
    with portal.database.connect() as admin:
        found = admin.execute(
            "select c.reference from portal.case_ c join portal.organization o on o.id = c.workplace_id where c.reference <> %s"
            " and o.name = 'Lianfeng Footwear' and c.state = any (%s) and not c.no_tip_off order by c.id limit 1",
            [reference, list(JOINING)],
        ).fetchone()
    assert found
    somebody_joins(portal, str(found[0]))
    somebody_joins(portal, str(found[0]))
    return str(found[0])


def somebody_joins(portal: Portal, reference: str) -> None:
    """A colleague at another telephone adds a caller of her own."""
    portal.gateway("coordinator").call(
        "add_complainant", request_id=uuid4(), reference=reference, receipt_hash=hash_code(secrets.token_hex(8)), channel="phone",
        language="zh-Hans", statement="Me too.", consent_factory=False, text_version="2026-11",
    )  # fmt: skip


def failing(monkeypatch: pytest.MonkeyPatch, error: PortalError, *, stored: bool) -> None:
    """The next caller's adding ends with this error; `stored` says whether the database has her all the same."""
    real = groups.add_complainant

    def fails(*arguments: Any) -> CasePage:
        monkeypatch.setattr(groups, "add_complainant", real)
        if stored:
            real(*arguments)
        raise error

    monkeypatch.setattr(groups, "add_complainant", fails)


def written(desk: Visitor, words: str) -> None:
    area = next(each for each in desk.app.text_area if each.key == "group-words")
    area.input(words)
    desk.run(desk.fragment_of(area.proto.id))
    desk.click("", key="do-group-add")


def test_the_code_of_one_case_is_never_shown_on_another(portal: Portal) -> None:
    desk, reference = joined(portal)
    desk.open("case", ref=another(portal, reference))
    assert not desk.tells("hotline-receipt-title")
    assert desk.open("case", ref=reference).tells("hotline-receipt-title"), "it still waits where it belongs"


def test_the_code_of_a_refused_caller_is_not_shown_when_somebody_else_joins(
    portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    failing(monkeypatch, BadRequest(), stored=False)
    desk, reference = joined(portal)
    assert desk.tells("error-value_invalid")
    somebody_joins(portal, reference)
    desk.open("case", ref=reference)
    assert not desk.tells("hotline-receipt-title"), "this code opens nothing"


@pytest.mark.parametrize("again", ["", "I have not been paid either, since May."])
def test_a_caller_whose_answer_was_lost_gets_her_code_also_after_another_word(
    portal: Portal, monkeypatch: pytest.MonkeyPatch, again: str
) -> None:
    failing(monkeypatch, Unavailable(maybe_done=True), stored=True)
    desk, reference = joined(portal)
    assert desk.tells("error-not_known")
    if again:
        written(desk, again)
    else:
        desk.open("case", ref=reference)
    assert desk.tells("hotline-receipt-title")
    code = "".join(str(each.value) for each in desk.app.metric)
    opened = portal.backend.gateway().call("open_receipt", receipt_hash=hash_code(code), session_hash=digest(code))
    assert opened == {"reference": reference}
