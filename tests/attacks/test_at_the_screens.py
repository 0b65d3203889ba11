"""The same attacks through the pages that people see: guessed references, ended rights, borrowed names, handlers that fail."""

from __future__ import annotations

import logging
import re
from typing import Any
from uuid import uuid4

import pytest

from auth.roles import PAGES, Page, may_open
from db.models import Role
from tests.pages.test_every_page import ONE_CALL
from tests.pages.visitor import PEOPLE, Counting, Portal, Visitor

SECRET = "select worker_name from portal.case_ /srv/portal/secret.py 13800138000"
SESSIONS = ("find_session", "renew_session", "redeem_session", "open_session", "sign_in_succeeded")


def foreign(portal: Portal) -> str:
    """A case of another workplace, with none of Brand K's."""
    with portal.database.connect() as admin:
        found = admin.execute(
            "select c.reference from portal.case_ c join portal.organization o on o.id = c.workplace_id"
            " where o.name <> 'Lianfeng Footwear' and not exists (select from portal.party p"
            " join portal.organization b on b.id = p.organization_id and b.name = 'Brand K' where p.case_id = c.id)"
            " order by c.reference limit 1"
        ).fetchone()
    assert found
    return str(found[0])


@pytest.mark.parametrize("who", ["factory", "brand", "worker"])
def test_a_foreign_reference_shows_what_an_invented_one_shows(portal: Portal, who: str) -> None:
    absent = portal.visitor(who).open("case", ref="HS-0000-0000")
    there = portal.visitor(who).open("case", ref=foreign(portal))
    assert there.says() == absent.says()
    assert there.calls == absent.calls


@pytest.mark.parametrize("ref", ["", "%", "' or true --", "HS-0000-0000\x00", "<b>x</b>", "../inbox", "x" * 5_000])
def test_a_reference_that_is_none_is_an_absent_case(portal: Portal, ref: str) -> None:
    visitor = portal.visitor("factory").open("case", ref=ref)
    assert not visitor.app.exception
    assert visitor.broken() is None
    assert set(re.findall(r"HS-[0-9A-Z]{4}-[0-9A-Z]{4}", visitor.says())) <= {"HS-0000-0000"}, "no case in its place"
    assert "<b>x</b>" not in "".join(str(each.value) for each in visitor.app.markdown)


def test_the_control_ones_own_reference_shows_the_case(portal: Portal) -> None:
    reference = portal.a_case()
    visitor = portal.visitor("factory").open("case", ref=reference)
    assert not visitor.tells("error-absent")
    assert reference in visitor.says()


def test_a_suspended_person_sees_the_sign_in_on_the_next_view(portal: Portal) -> None:
    visitor = portal.visitor("factory").open("inbox")
    assert not visitor.tells("signin-lead")
    _person(portal, "factory", "suspended_at = now()")
    try:
        for page in ("inbox", "case", "figures"):
            assert "Lianfeng" not in visitor.open(page, ref=portal.a_case()).says()
            assert visitor.tells("signin-lead")
    finally:
        _person(portal, "factory", "suspended_at = null")


def test_a_brand_that_was_unlinked_a_moment_ago_sees_no_case_on_the_next_view(portal: Portal) -> None:
    reference = portal.a_case()
    visitor = portal.visitor("brand").open("case", ref=reference)
    assert reference in visitor.says()
    with portal.database.connect() as admin:
        link = admin.execute(
            "select l.id from portal.supply_link l join portal.organization b on b.id = l.brand_id and b.name = 'Brand K'"
            " join portal.organization w on w.id = l.workplace_id and w.name = 'Lianfeng Footwear' where l.until is null"
        ).fetchone()
    assert link
    portal.gateway("supervisor").call("end_supply", request_id=uuid4(), link=link[0])
    assert visitor.open("case", ref=reference).tells("error-absent")


def test_a_held_message_stands_on_no_screen_of_its_reader(portal: Portal) -> None:
    reference, words = portal.a_case(), f"Held {uuid4().hex}"
    before = portal.visitor("factory").open("case", ref=reference).says()
    page = portal.gateway("coordinator").call("case_page", reference=reference)
    reader = next(one["id"] for one in page["parties"] if one["side"] == "worker")
    portal.gateway("factory").call("post_message", request_id=uuid4(), reference=reference, body=words, audience=[reader])
    assert words in portal.visitor("factory").open("case", ref=reference).says(), "the control: its author reads it"
    assert words in portal.visitor("coordinator").open("case", ref=reference).says(), "and so does Handshake"
    assert words not in before
    assert words not in portal.visitor("brand").open("case", ref=reference).says()


def test_a_borrowed_name_is_no_role_on_any_screen(portal: Portal) -> None:
    """Labels come from the side: what an account calls itself does not stand at its messages."""
    reference = portal.a_case()
    with portal.database.connect() as admin:
        admin.execute("update portal.person set name = 'Handshake Ombudsman' where email = %s", [PEOPLE["factory"]])
    portal.gateway("factory").call("post_message", request_id=uuid4(), reference=reference, body="Who wrote this?")
    for who in ("coordinator", "factory"):
        said = portal.visitor(who).open("case", ref=reference).says()
        assert "Who wrote this?" in said
        assert "Ombudsman" not in re.sub(r"(?m)^.*settings.*$", "", said)


@pytest.mark.parametrize("page", PAGES, ids=[page.key for page in PAGES])
def test_a_page_whose_backend_fails_shows_a_number_and_nothing_else(
    portal: Portal,
    page: Page,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    who = next((each for each in PEOPLE if may_open(page, Role(each))), "worker")
    query = {"ref": portal.a_case()} if page.key == "case" else {"code": "0123456789abcdef"} if page.key == "invitation" else {}
    visitor = portal.visitor(who)
    failed = _fail(monkeypatch)
    with caplog.at_level(logging.DEBUG):
        visitor.open(page.key, **query)
    shown = visitor.says() + "".join(str(each.value) for each in visitor.app.error)
    assert not visitor.app.exception
    for trace in (SECRET, "13800138000", "Traceback", "RuntimeError", ".py", "portal.case_"):
        assert trace not in shown
    assert SECRET not in caplog.text
    assert "13800138000" not in caplog.text
    assert bool(failed) == (page.key in ONE_CALL)
    if failed:
        assert visitor.broken() is not None
        assert _numbered(visitor)


def test_the_control_such_a_page_does_ask_the_backend(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = portal.visitor("coordinator")
    failed = _fail(monkeypatch)
    visitor.open("inbox")
    assert failed == ["inbox"]


def _fail(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """From now on every function but those of sessions fails with words that must not be seen; which were asked."""
    real, failed = Counting.call, []

    def call(self: Counting, function: str, /, **arguments: object) -> Any:
        if function in SESSIONS:
            return real(self, function, **arguments)
        failed.append(function)
        raise RuntimeError(SECRET)

    monkeypatch.setattr(Counting, "call", call)
    return failed


def _numbered(visitor: Visitor) -> bool:
    """Whether an incident stands there, whatever keeps it from being read as Markdown."""
    return re.search(r"E-[2-9A-HJKMNP-Z]{5}", re.sub(r"[\\\u2060]", "", visitor.says())) is not None


def _person(portal: Portal, who: str, change: str) -> None:
    with portal.database.connect() as admin:
        admin.execute(f"update portal.person set {change} where email = %s", [PEOPLE[who]])
