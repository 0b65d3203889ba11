"""Through the proxy everything works as without it; when one portal dies its people go on at the other; and no log knows a word.

The tests tell one story, in this order: the last ones read what the others left in the logs.
"""

from __future__ import annotations

import json
import re
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import httpx
import pikepdf
import psycopg
from selenium.webdriver.common.by import By

from bench.arrangement import Arrangement, Portal
from tests.browser.conftest import COORDINATOR, PASSWORD
from tests.browser.screens import Case
from tests.browser.walker import Walker
from tests.public.old_phone import Phone

Visitor = Callable[[], Walker]
MARK = f"wort{uuid4().hex}"
SECRETS: list[str] = []  # what browsers were given on the way: cookies, a receipt
_OFFLINE = '[data-testid="stConnectionStatus"], [data-testid="stStatusWidgetDisconnected"]'


def asked(arranged: Arrangement, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(arranged.server.conninfo("supabase_admin"), autocommit=True) as admin:
        cursor = admin.execute(query.encode())
        return cursor.fetchall() if cursor.description else []


def served(arranged: Arrangement) -> list[dict[str, str]]:
    """What the proxy wrote down, oldest first."""
    return [json.loads(line) for line in arranged.proxy_log.read_text().splitlines()]


def place(arranged: Arrangement, browser: str, path: str = "/left") -> str:
    """Which portal answers somebody with that cookie."""
    before = len(served(arranged))
    wish = urllib.request.Request(arranged.address + path, headers={"Cookie": f"portal_browser={browser}"})
    with urllib.request.urlopen(wish, timeout=10) as answer:
        assert answer.status == 200
    end = time.monotonic() + 5
    while len(served(arranged)) == before and time.monotonic() < end:
        time.sleep(0.02)
    return served(arranged)[-1]["to"].rsplit(",", 1)[-1].strip()


def whose(arranged: Arrangement, address: str) -> Portal:
    return next(one for one in arranged.portals if address.endswith(f":{one.port}"))


class RealPhone(Phone):
    """An old phone at the proxy's address."""

    def __init__(self, address: str) -> None:
        self.client = httpx.Client(base_url=address, follow_redirects=False, timeout=20)  # type: ignore[assignment]
        self.html, self.status, self.page = "", 0, ""


def test_each_browser_stays_with_one_portal_and_browsers_are_spread_over_both(arranged: Arrangement) -> None:
    places = {browser: {place(arranged, browser) for _ in range(3)} for browser in (f"browser-{n}" for n in range(12))}
    assert all(len(one) == 1 for one in places.values())
    assert len(set.union(*places.values())) == 2


def test_a_visitor_cannot_choose_the_address_that_is_counted_by(arranged: Arrangement) -> None:
    written = (arranged.proxy_log.parent / "portal.conf").read_text()
    assert "X-Forwarded-For $remote_addr;" in written
    assert "$proxy_add_x_forwarded_for" not in written


def test_somebody_signs_in_writes_and_goes_on_at_the_other_portal_when_hers_dies(
    arranged: Arrangement, visitor: Visitor, tmp_path: Path
) -> None:
    ((reference,),) = asked(
        arranged,
        "select c.reference from portal.case_ c join portal.party p on p.case_id = c.id and p.side = 'factory'"
        " where p.until is null and c.state = 'investigating' and not c.no_tip_off order by c.reference limit 1",
    )
    walker = visitor()
    walker.open(f"/case?ref={reference}&said={MARK}")
    for email, password in ((f"{MARK}@example.org", "a wrong one"), (COORDINATOR, MARK)):
        walker.write("E-mail", email)
        walker.write("Password", password)
        walker.press("Sign in")
        walker.settle()
    walker.open(f"/case?ref={reference}")
    walker.sign_in(COORDINATOR, PASSWORD)
    case = Case(walker)
    case.open(str(reference))
    note = tmp_path / f"payslip-{MARK}.pdf"
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.save(note)
    walker.find('[data-testid="stChatInput"] input[type="file"]').send_keys(str(note))
    walker.until(
        lambda: walker.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stChatInput"] [data-testid*="File"]'), "the file"
    )
    case.type(f"First words, {MARK}")
    case.send()
    walker.until(lambda: f"First words, {MARK}" in case.thread, "the first message")
    assert asked(arranged, f"select count(*) from portal.attachment where name = '{note.name}' and message_id is not null") == [
        (1,)
    ]

    session = walker.cookie("portal_session")
    assert session is not None
    SECRETS.append(session["value"])
    cookie = walker.cookie("portal_browser")
    assert cookie is not None
    hers = whose(arranged, place(arranged, cookie["value"]))
    case.type(f"Second words, {MARK}")
    hers.kill()
    try:
        assert not place(arranged, cookie["value"]).endswith(f":{hers.port}")
        # The socket comes back by itself, at the other portal, as the same person.
        walker.until(
            lambda: f"First words, {MARK}" in case.thread and not walker.driver.find_elements(By.CSS_SELECTOR, _OFFLINE),
            "her case",
        )
        walker.settle()
        # What she had typed and not sent is still in the field.
        case.send()
        walker.until(lambda: f"Second words, {MARK}" in case.thread, "the second message")
    finally:
        hers.start()
        hers.until_open()
    assert asked(arranged, f"select count(*) from portal.message where body like '%words, {MARK}'") == [(2,)]
    end = time.monotonic() + 20
    while not place(arranged, cookie["value"]).endswith(f":{hers.port}"):
        assert time.monotonic() < end, "her portal runs again, and nobody is sent there"
        time.sleep(0.5)


def test_a_worker_files_at_the_light_door_and_a_refused_row_gives_her_a_number(arranged: Arrangement) -> None:
    ((factory, brand),) = asked(
        arranged,
        "select w.id, b.id from portal.organization w, portal.organization b"
        " where w.name = 'Lianfeng Footwear' and b.name = 'Brand K'",
    )

    def files() -> RealPhone:
        phone = RealPhone(arranged.address)
        phone.get("/light/report")
        phone.post("/light/report", go="next", story=f"No wages since August, {MARK}.", kind=["pay"])
        phone.post("/light/report", go="search", where=MARK)
        phone.post("/light/report", go="next", where="Lianfeng", place=f"{factory}|Lianfeng Footwear")
        phone.post("/light/report", go="next", brand=[f"{brand}|DE|Brand K"])
        phone.post("/light/report", go="next", **{"may-factory": "no", f"may-{brand}": "no"})
        phone.post("/light/report", go="next", name=MARK, phone="13812345678", hours=MARK)
        phone.page = phone.post("/light/report", go="send")
        return phone

    asked(arranged, f"alter table portal.message add constraint unwanted check (body not like '%{MARK}%') not valid")
    assert "E-" in files().page
    asked(arranged, "alter table portal.message drop constraint unwanted")
    worker = files()
    assert asked(arranged, f"select count(*) from portal.message where body like 'No wages%{MARK}.'") == [(1,)]
    code = re.search(r'class="code">([^<]+)<', worker.page)
    assert code
    worker.post("/light/open")
    receipt = worker.client.cookies.get("portal_receipt")
    assert receipt is not None
    SECRETS.extend((receipt, code[1], code[1].replace(" ", "")))
    guess = RealPhone(arranged.address)
    guess.get("/light")
    guess.post("/light/open", code=MARK)
    place(arranged, "somebody", f"/case?ref={MARK}")
    place(arranged, "somebody", f"/{MARK}/x?{MARK}")


def test_no_log_of_proxy_portals_or_database_holds_a_word_that_was_written(arranged: Arrangement) -> None:
    proxied = arranged.proxy_log.read_text() + (arranged.proxy_log.parent / "error.log").read_text()
    portals = "".join(one.log.read_text() for one in arranged.portals)
    database = arranged.server.log.read_text()
    assert len(SECRETS) == 4
    for word in (MARK, "13812345678", *SECRETS):
        assert word not in proxied + portals + database
    # It was all there to be written down: the refused row, the wrong passwords, the requests.
    lines = [json.loads(line) for line in portals.splitlines() if line.startswith("{")]
    assert any("23514" in str(line.get("said")) for line in lines)
    assert {line.get("outcome") for line in lines if line["event"] == "sign_in"} >= {"ok", "credentials_wrong"}
    assert {"call", "request", "rerun", "opened"} <= {line["event"] for line in lines}


def test_a_database_that_logs_as_it_does_out_of_the_box_would_have_told(arranged: Arrangement) -> None:
    for setting in ("log_min_messages = warning", "log_min_error_statement = error", "log_error_verbosity = default"):
        asked(arranged, f"alter system set {setting}")
    asked(arranged, "select pg_reload_conf()")
    try:
        end = time.monotonic() + 10
        while MARK not in arranged.server.log.read_text() and time.monotonic() < end:
            phone = RealPhone(arranged.address)
            phone.client.get("/light")
            try:
                asked(arranged, f"select '{MARK}'::uuid")
            except psycopg.Error:
                time.sleep(0.1)
        assert MARK in arranged.server.log.read_text()
    finally:
        asked(arranged, "alter system reset all")
        asked(arranged, "select pg_reload_conf()")
