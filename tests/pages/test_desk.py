"""The desk as Streamlit runs it, on a real database: what one view and one deed cost, and what a deed does."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import auth
from components.i18n import speak
from db.gateway import Credentials
from db.hotline import Call, take_call
from db.models import Role
from db.moderation import Decision, decide, moderation
from db.receipts import new_code
from tests.pages.visitor import screen
from tests.real_database import Connection, Database

PAGES = Path(__file__).parents[2] / "pages"
STORY = "我叫李小红，在二车间，电话 13807524419。我们没有社保。"
Enter = Callable[..., AppTest]


class Counting:
    """A gateway that notes what was called."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.calls: list[str] = []

    def call(self, function: str, /, **arguments: object) -> Any:
        self.calls.append(function)
        return self.inner.call(function, **arguments)


@pytest.fixture
def staff(database: Database, admin: Connection) -> dict[str, UUID]:
    """Handshake, a workplace and a brand that buys there, with a person of each role; users by role."""

    def one(statement: str, *values: object) -> UUID:
        found = admin.execute(statement, values).fetchone()  # type: ignore[call-overload]
        return UUID(str(found[0]))

    organization = "insert into portal.organization (kind, name, country) values (%s, %s, %s) returning id"
    known = admin.execute("select id from portal.organization where kind = 'handshake'").fetchone()
    home = known[0] if known else one(organization, "handshake", "Handshake", "CN")
    site = one(organization, "workplace", "Lianfeng ![x](https://evil.example/x.png)", "CN")
    brand = one(organization, "brand", "Brand K", "DE")
    admin.execute("insert into portal.supply_link (brand_id, workplace_id) values (%s, %s)", [brand, site])
    people = {"site": site, "brand_home": brand}
    for role, where in (("coordinator", home), ("supervisor", home), ("factory", site), ("brand", brand)):
        people[role] = uuid4()
        admin.execute(
            "insert into portal.person (user_id, organization_id, role, name, email, valid_from) "
            "values (%s, %s, %s, %s, %s, '2020-01-01')",
            [people[role], where, role, f"A {role}", f"{role}@example.org"],
        )
    return people


@pytest.fixture
def enter(database: Database, staff: dict[str, UUID], monkeypatch: pytest.MonkeyPatch) -> Iterator[Enter]:
    """`enter("desk/moderation", "coordinator")`: the page as that person, with `.gateway` that counts."""
    monkeypatch.setenv("PORTAL_SECRET_KEY", "k" * 40)

    def go(page: str, role: str, language: str = "en") -> AppTest:
        counting = Counting(database.gateway(Credentials(user_id=str(staff[role]))))
        guard = ModuleType("auth.guard")

        def require(key: str) -> SimpleNamespace:
            speak(language)
            return SimpleNamespace(person=None, gateway=counting, language=language, side=None, role=Role(role))

        guard.__dict__["require"] = require
        # Nobody takes a table away here.
        guard.__dict__["take_away"] = pytest.fail
        monkeypatch.setattr(auth, "guard", guard, raising=False)
        monkeypatch.setitem(sys.modules, "auth.guard", guard)
        app = AppTest.from_file(str(PAGES / f"{page}.py"), default_timeout=20)
        app.gateway = counting  # type: ignore[attr-defined]
        app.run()
        assert not app.exception, app.exception
        return app

    yield go
    st.cache_data.clear()


def calls(app: AppTest) -> list[str]:
    noted: list[str] = app.gateway.calls  # type: ignore[attr-defined]
    return noted


def press(app: AppTest, words: str) -> AppTest:
    next(button for button in app.button if words in button.label).click().run()
    assert not app.exception, app.exception
    return app


def texts(app: AppTest) -> str:
    parts: list[Any] = [*app.markdown, *app.text, *app.title, *app.subheader, *app.caption]
    return "\n".join(str(part.value) for part in parts)


@pytest.fixture
def held(database: Database, staff: dict[str, UUID]) -> str:
    """A case taken by phone, the factory admitted with the caller's consent, her story held; its reference."""
    gateway = database.gateway(Credentials(user_id=str(staff["coordinator"])))
    call = Call(
        uuid4(), new_code(), "phone", "zh-Hans", staff["site"], None, STORY, ("G1",), 3, True, (), None, True
    )  # fmt: skip
    reference = take_call(gateway, call).reference
    for state in ("triage", "admitted"):
        if state == "admitted":
            screen(gateway, reference)
        revision = gateway.call("case_page", reference=reference)["case"]["revision"]
        if gateway.call("case_page", reference=reference)["case"]["state"] != state:
            gateway.call("move", request_id=uuid4(), reference=reference, to_state=state, revision=revision, reason=None)
    gateway.call("admit", request_id=uuid4(), reference=reference, organization=staff["site"])
    page = gateway.call("case_page", reference=reference)
    factory = next(party["id"] for party in page["parties"] if party["side"] == "factory")
    writer = database.gateway(Credentials(user_id=str(staff["factory"])))
    worker = next(party["id"] for party in page["parties"] if party["side"] == "worker")
    writer.call("post_message", request_id=uuid4(), reference=reference, body=STORY, audience=[worker], kind="message", files=[])
    assert factory
    return reference


PAGES_OF = [
    ("desk/moderation", "coordinator", "moderation"),
    ("desk/hotline", "coordinator", "covered_brands"),
    ("metrics/figures", "coordinator", "figures"),
    ("metrics/figures", "factory", "figures"),
    ("metrics/figures", "brand", "published"),
    ("admin/people", "supervisor", "people"),
]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize(("page", "role", "function"), PAGES_OF)
def test_one_view_costs_one_call(  # noqa: PLR0917 - parameters of the table above
    enter: Enter, held: str, page: str, role: str, function: str, language: str
) -> None:
    assert calls(enter(page, role, language)) == [function]


def test_what_a_name_says_is_never_markdown(enter: Enter, held: str) -> None:
    for page, role, _ in PAGES_OF:
        app = enter(page, role)
        loud: list[Any] = [*app.markdown, *app.title, *app.subheader, *app.caption, *app.button, *app.metric]
        for each in loud:
            assert "](https://evil" not in str(getattr(each, "value", "")) + str(getattr(each, "label", ""))


def test_a_release_is_one_call_and_carries_the_cuts(enter: Enter, held: str, admin: Connection) -> None:
    app = enter("desk/moderation", "coordinator")
    assert "[姓名已删去]" in texts(app)
    press(app, "Release to the factory")
    assert calls(app).count("decide") == 1
    body, removed = admin.execute("select body, removed from portal.release").fetchone() or ("", 0)
    assert "13807524419" not in body
    assert "李小红" not in body
    assert removed == 2


def test_whoever_is_slower_learns_who_was_faster(enter: Enter, held: str, database: Database, staff: dict[str, UUID]) -> None:
    app = enter("desk/moderation", "coordinator")
    other = database.gateway(Credentials(user_id=str(staff["supervisor"])))
    message = moderation(other).chosen
    assert message
    decide(other, uuid4(), Decision(message.id, "send_back", "", 0, "unreadable", "", (), message.revision))
    press(app, "Withhold")
    assert "A supervisor sent this back at" in texts(app)


def test_counting_a_contact_is_one_call(enter: Enter) -> None:
    app = enter("desk/hotline", "coordinator")
    app.session_state["hotline-view"] = "contacts"
    app.run()
    assert calls(app)[-1] == "contacts_today"
    next(each for each in app.button_group if "X1" in str(each.options) or "Information" in str(each.options)).set_value("X1")
    press(app, "Count it")
    assert calls(app).count("log_contact") == 1
    assert any(metric.value == "1" for metric in app.metric)


def test_a_person_is_suspended_with_a_reason_in_one_call(enter: Enter, admin: Connection) -> None:
    app = enter("admin/people", "supervisor")
    chosen = next(box for box in app.selectbox if box.key == "people-chosen")
    chosen.select_index(next(i for i, name in enumerate(chosen.options) if "A factory" in name)).run()
    next(field for field in app.text_input if "Reason" in field.label).input("left the company")
    press(app, "Suspend")
    assert calls(app).count("suspend") == 1
    found = admin.execute("select suspended_why from portal.person where role = 'factory'").fetchone()
    assert found == ("left the company",)
