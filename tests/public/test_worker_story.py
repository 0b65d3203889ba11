"""A worker's story against the real database, through the light door: file, come back, write, take back."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from auth.light import LightKeeper
from pages.public.light import light_routes
from tests.real_database import Connection, Database

HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


class Phone:
    """One old phone; `press` sends the form with that action as a browser would."""

    def __init__(self, database: Database) -> None:
        keeper = LightKeeper(database.gateway, b"k" * 40)
        self.client = TestClient(Starlette(routes=light_routes(lambda: keeper)))
        self.html = ""

    def open(self, path: str) -> str:
        self.html = self.client.get(path).text
        return self.html

    def press(self, action: str, number: int = 0, **fields: str | list[str]) -> str:
        forms = re.findall(rf'<form[^>]*action="{action}"[^>]*>(.*?)</form>', self.html, re.DOTALL)
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(forms[number])}
        self.html = self.client.post(action, data={**hidden, **fields}).text
        return self.html


@pytest.fixture
def factory(admin: Connection) -> str:
    """Lianfeng Footwear, and two brands of which one buys there."""
    made = admin.execute(
        "insert into portal.organization (kind, name, city, country) values ('workplace', 'Lianfeng Footwear', 'Huizhou', 'CN'), "
        "('brand', 'Brand K', null, 'DE'), ('brand', 'Brand A', null, 'GB') returning id"
    ).fetchall()
    admin.execute("insert into portal.organization (kind, name) values ('handshake', 'Handshake') on conflict do nothing")
    admin.execute("insert into portal.supply_link (brand_id, workplace_id) values (%s, %s)", [made[1][0], made[0][0]])
    return str(made[0][0])


@pytest.fixture
def phone(database: Database, factory: str) -> Phone:
    return Phone(database)


def file(phone: Phone, factory: str) -> str:
    """File a report with a yes for the factory; returns the code."""
    report = "/light/report"
    phone.open(report)
    phone.press(report, go="next", story="412 of us have no social insurance.", kind=["insurance"])
    assert "Lianfeng Footwear, Huizhou" in phone.press(report, go="search", where="lianf")
    phone.press(report, go="next", where="lianf", place=f"{factory}|Lianfeng Footwear")
    phone.press(report, go="next", unknown="1")
    phone.press(report, go="next", **{"may-factory": "yes"})
    phone.press(report, go="next", name="Li Hua", phone="138 1234 5678", hours="")
    page = phone.press(report, go="send")
    return re.search(r'class="code">([^<]+)<', page).group(1)  # type: ignore[union-attr]


def test_a_worker_files_comes_back_writes_and_takes_a_permission_back(phone: Phone, factory: str) -> None:
    code = file(phone, factory)
    phone.open("/light")
    page = phone.press("/light/open", code=code.lower().replace(" ", "-"))
    assert "Your report has reached us." in page
    assert "412 of us have no social insurance." in page
    assert "Lianfeng Footwear may read what you told us." in page
    assert "Nobody has opened them." in page

    page = phone.press("/light/message", body="Two more people joined us.", who="only")
    assert "Sent. Handshake reads it, nobody else." in page
    assert page.count("Two more people joined us.") == 1

    page = phone.press("/light/consent")
    assert "Taken back." in page
    assert "Nobody outside Handshake may read your words." in page


def test_sending_the_last_step_twice_makes_one_case(phone: Phone, factory: str, admin: Connection) -> None:
    def cases() -> int:
        return int(admin.execute("select count(*) from portal.case_").fetchone()[0])  # type: ignore[index]

    phone.open("/light/report")
    phone.press("/light/report", go="next", story="No wages.")
    phone.press("/light/report", go="next", where="Somewhere in Huizhou")
    phone.press("/light/report", go="next", unknown="1")
    phone.press("/light/report", go="next")
    phone.press("/light/report", go="next")
    review = phone.html
    first = phone.press("/light/report", go="send")
    phone.html = review
    second = phone.press("/light/report", go="send")
    assert cases() == 1
    assert re.search(r"HS-[0-9A-Z]{4}-[0-9A-Z]{4}", first).group() in second  # type: ignore[union-attr]


def test_the_database_holds_neither_code_nor_name_nor_number(phone: Phone, factory: str, admin: Connection) -> None:
    code = file(phone, factory)
    rows = admin.execute("select to_jsonb(r)::text from portal.receipt r").fetchall()
    rows += admin.execute("select to_jsonb(i)::text from portal.identity i").fetchall()
    kept = " ".join(str(row[0]) for row in rows)
    for secret in (code, code.replace(" ", ""), "Li Hua", "138 1234 5678"):
        assert secret not in kept


def test_ten_guesses_open_nothing_and_lock_nobody_out(phone: Phone, factory: str) -> None:
    code = file(phone, factory)
    phone.open("/light")
    for number in range(10):
        assert "No case opens with this code." in phone.press("/light/open", code=f"{number:016d}")
    assert "Your report has reached us." in phone.press("/light/open", code=code)


def choose(phone: Phone, name: str, **fields: str) -> str:
    """Press the button of a form whose hidden answer has this name."""
    forms = re.findall(r'<form[^>]*action="/light/answer"[^>]*>(.*?)</form>', phone.html, re.DOTALL)
    number = next(at for at, form in enumerate(forms) if f'name="answer" value="{name}"' in form)
    return phone.press("/light/answer", number, **fields)


def come_back(phone: Phone, code: str) -> str:
    phone.open("/light")
    return phone.press("/light/open", code=code)


def test_she_takes_her_case_back_changes_her_mind_and_asks_for_another_look(phone: Phone, factory: str) -> None:
    come_back(phone, file(phone, factory))
    page = choose(phone, "withdraw")
    assert "Taken back. We have stopped." in page
    assert "Your case was taken back, as you wished." in page
    page = choose(phone, "appeal", words="<b>I was afraid.</b>")
    assert "We have it. Somebody who had no part in your case reads it." in page
    assert "Somebody who had no part in your case reads it and answers you." in page
    assert "&lt;b&gt;I was afraid.&lt;/b&gt;" in page
    page = choose(phone, "reopen", reason="mistake")
    assert "Your case is open again." in page
    assert "Take my case back" in page


def test_an_old_page_changes_nothing_that_was_changed_since(phone: Phone, factory: str) -> None:
    come_back(phone, file(phone, factory))
    old = phone.html
    phone.open("/light/mine")
    choose(phone, "withdraw")
    choose(phone, "reopen", reason="mistake")
    phone.html = old
    assert "Somebody changed this in the meantime." in choose(phone, "withdraw")
    assert "Take my case back" in phone.open("/light/mine")


def test_pressure_becomes_a_case_of_its_own_and_one_code_opens_both(phone: Phone, factory: str) -> None:
    first = come_back(phone, file(phone, factory))
    reference = re.search(r"HS-[0-9A-Z]{4}-[0-9A-Z]{4}", first).group()  # type: ignore[union-attr]
    page = choose(phone, "pressure", words="He said he knows it was me.")
    assert "Nobody else was told." in page
    page = choose(phone, "switch")
    assert "This case is about the pressure on you." in page
    assert page.count("asks you how you are") == 3
    assert "Nobody outside Handshake may read your words." in page
    assert f'class="ref">{reference}' in choose(phone, "switch")
