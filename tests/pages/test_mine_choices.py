"""A worker ends her case, opens it again and asks for another look, on the demonstration: one call each, at both doors."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from html import unescape
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from auth.light import RECEIPT_COOKIE, LightKeeper
from components.i18n import words
from db.receipts import hash_code
from db.sessions import digest
from pages.public.light import light_routes
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor
from tests.public.old_phone import HIDDEN

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
SAY = words("en").t


class FullDoor:
    """The portal's own page."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.visitor: Visitor = portal.visitor("worker").open("mine")

    def do(self, name: str, *, reason: str = "", words: str = "", meanwhile: Callable[[], None] = lambda: None) -> list[str]:
        """Open a choice, fill it in, press its button; what was called for it."""
        tab, app = self.visitor, self.visitor.app
        scope = f"{name}-{_round(app)}"
        app.session_state[f"choice-{scope}"] = True
        tab.run()
        if reason:
            next(each for each in app.radio if each.key == f"why-{scope}").set_value(reason)
        if words:
            next(each for each in app.text_area if each.key == f"words-{scope}").input(words)
        meanwhile()
        tab.forget()
        tab.click("", key=f"do-{scope}")
        assert tab.broken() is None
        return [name for name in tab.calls if name != "case_page"]

    def says(self) -> str:
        return self.visitor.says() + "\n".join(str(area.value) for area in self.visitor.app.text_area)

    def offers(self, name: str) -> bool:
        title = SAY(f"mine-{name}-title")
        return any(each.label == title for each in self.visitor.app.expander)


def _round(app: AppTest) -> int:
    """How many deeds were done in this tab; AppTest's session state has no `get`."""
    return int(app.session_state["mine-round"]) if "mine-round" in app.session_state else 0


class LightDoor:
    """The page without script."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        session, code = secrets.token_urlsafe(16), secrets.token_hex(8)
        with portal.database.connect() as admin:
            admin.execute(
                "insert into portal.receipt (case_id, party_id, code_hash) select c.id, p.id, private.digest(%s)"
                " from portal.case_ c join portal.party p on p.case_id = c.id and p.side = 'worker'"
                " where c.reference = %s on conflict (party_id) do update set code_hash = excluded.code_hash",
                [hash_code(code), portal.a_case()],
            )
        portal.backend.gateway().call("open_receipt", receipt_hash=hash_code(code), session_hash=digest(session))
        keeper = LightKeeper(portal.backend.gateway, b"k" * 40)
        self.client = TestClient(Starlette(routes=light_routes(lambda: keeper)), follow_redirects=False)
        self.client.cookies.set(RECEIPT_COOKIE, session)
        self.html = self.client.get("/light/mine").text

    def do(self, name: str, *, reason: str = "", words: str = "", meanwhile: Callable[[], None] = lambda: None) -> list[str]:
        """Send the form of a choice as it stands on the page; what was called for it."""
        form = next(
            each
            for each in re.findall(r'<form method="post" action="/light/answer">.*?</form>', self.html, re.DOTALL)
            if f'name="answer" value="{name}"' in each
        )
        fields = {key: unescape(value) for key, value in HIDDEN.findall(form)}
        meanwhile()
        self.portal.noted.clear()
        answer = self.client.post("/light/answer", data={**fields, "reason": reason, "words": words})
        called = [name for name, _ in self.portal.noted if name != "case_page"]
        if answer.status_code == 303:
            answer = self.client.get(str(answer.headers["location"]))
        self.html = answer.text
        return called

    def says(self) -> str:
        return unescape(self.html)

    def offers(self, name: str) -> bool:
        return f"<summary>{SAY(f'mine-{name}-title')}</summary>" in self.says()


Door = FullDoor | LightDoor
both = pytest.mark.parametrize("door", [FullDoor, LightDoor])


@both
def test_she_ends_her_case_and_opens_it_again(portal: Portal, door: type[Door]) -> None:
    her = door(portal)
    assert her.offers("withdraw")
    assert not her.offers("reopen")
    assert her.do("withdraw") == ["withdraw_case"]
    assert SAY("mine-done-withdraw") in her.says()
    assert not her.offers("withdraw")
    assert her.do("reopen", reason="mistake") == ["reopen"]
    assert SAY("mine-done-reopen") in her.says()
    assert her.offers("withdraw")


@both
def test_she_asks_for_another_look_once(portal: Portal, door: type[Door]) -> None:
    her = door(portal)
    assert not her.offers("appeal")
    her.do("withdraw")
    assert her.do("appeal", words="I was told to take it back.") == ["appeal"]
    assert SAY("mine-done-appeal") in her.says()
    assert "I was told to take it back." in her.says()
    assert not her.offers("appeal")


@both
def test_when_the_desk_was_faster_her_words_are_still_there(portal: Portal, door: type[Door]) -> None:
    her = door(portal)
    her.do("withdraw")
    her.do("appeal", words="Nobody asked me.", meanwhile=lambda: open_again(portal))
    assert "Nobody asked me." in her.says()
    assert SAY("mine-unsent-kept") in her.says()
    assert SAY("mine-done-appeal") not in her.says()


@both
@pytest.mark.parametrize("reason", ["non_payment", "retaliation"])
def test_after_the_window_pressure_and_missing_money_still_open_it(portal: Portal, door: type[Door], reason: str) -> None:
    her = door(portal)
    her.do("withdraw", meanwhile=lambda: None)
    long_ago(portal)
    assert her.do("reopen", reason=reason) == ["reopen"]
    assert SAY("mine-done-reopen") in her.says()


@both
def test_when_the_window_closed_while_she_looked_it_stays_closed(portal: Portal, door: type[Door]) -> None:
    her = door(portal)
    her.do("withdraw")
    her.do("reopen", reason="mistake", meanwhile=lambda: long_ago(portal))
    assert SAY("mine-done-reopen") not in her.says()
    assert SAY("error-guard_window_closed") in her.says()


def open_again(portal: Portal) -> None:
    """A coordinator opens the case that was taken back last."""
    desk = portal.gateway("coordinator")
    with portal.database.connect() as admin:
        found = admin.execute(
            "select reference from portal.case_ where closed_reason = 'withdrawn' order by closed_at desc limit 1"
        ).fetchone()
    assert found
    revision = desk.call("case_page", reference=found[0])["case"]["revision"]
    desk.call("reopen", request_id=uuid4(), reference=found[0], reason="mistake", revision=revision)


def long_ago(portal: Portal) -> None:
    """As if the case had been taken back forty days ago."""
    with portal.database.connect() as admin:
        admin.execute(
            "update portal.case_ set closed_at = closed_at - interval '40 days' "
            "where closed_reason = 'withdrawn' and closed_at > now() - interval '1 hour'"
        )
