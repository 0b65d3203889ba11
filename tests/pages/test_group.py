"""A group on the case page, run on the demonstration: a caller joins in one call, reads her code once, and others see a badge."""

from __future__ import annotations

import pytest

from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import JOINING, Portal, Visitor


def joined(portal: Portal) -> tuple[Visitor, str]:
    """A coordinator who has just added a caller to a case of Lianfeng's."""
    reference = portal.a_case(*JOINING)
    desk = portal.visitor("coordinator").open("case", ref=reference)
    desk.forget()
    desk.click("", key="group-add")
    assert desk.calls == [], "opening the dialog asks for nothing"
    area = next(each for each in desk.app.text_area if each.key == "group-words")
    area.input("I have not been paid either.")
    desk.run(desk.fragment_of(area.proto.id))
    desk.click("", key="do-group-add")
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
