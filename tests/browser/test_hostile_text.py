"""What people type is shown to the letter and fetches nothing, whoever reads it. ATTACKS 20.

A remote picture in a message would tell its owner who is reading. The content security policy would stop it;
these walks are made without the policy as well, so that it is never the only guard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from selenium.webdriver.common.by import By

from auth.roles import PAGES, may_open
from db.models import Role
from db.receipts import hash_code, new_code
from tests.browser.conftest import PASSWORD
from tests.browser.screens import Case, Light, Mine, Screen
from tests.browser.walker import Walker

Visit = Callable[..., Walker]
Kept = Callable[..., list[tuple[object, ...]]]

TRACKER = "tracker.invalid"
NAME = f"![a](https://{TRACKER}/n.png) :material/home: :red[x] $x^2$ <b>b</b> www.{TRACKER}"
BODY = (
    f"![a](https://{TRACKER}/1.png) ![b][p] <img src=https://{TRACKER}/2.png> <svg onload=alert(1)></svg> "
    f"https://{TRACKER}/3 <script>alert(1)</script> $x^2$ :material/home: :red[red] :small[small] **bold** "
    f"<iframe src=//{TRACKER}/4></iframe>\n\n[p]: https://{TRACKER}/5.png\n\n# Head\n- one"
)
ORGANIZATIONS = "'Lianfeng Footwear', 'Brand A', 'Brand K'"
FILE = "name, media_type, original_sha256, original_bytes, cleaned_sha256, cleaned_bytes"
PEOPLE = {
    Role.COORDINATOR: "lin.yue@handshake.example",
    Role.SUPERVISOR: "ada.okafor@handshake.example",
    Role.FACTORY: "chen@lianfeng.example",
    Role.BRAND: "k.weber@brandk.example",
}


@pytest.fixture(scope="module")
def code() -> str:
    return new_code()


@pytest.fixture
def poisoned(kept: Kept, code: str) -> Iterator[str]:
    """A case in which everything that a person may type is hostile; names are put back afterwards."""
    (reference,) = kept(
        "select c.reference from portal.case_ c where c.state in ('responded', 'investigating', 'remediating')"
        " and not c.no_tip_off and exists (select from portal.message m where m.case_id = c.id and m.state = 'released')"
        " and exists (select from portal.party p join portal.organization o on o.id = p.organization_id where p.case_id = c.id"
        " and p.until is null and o.name = 'Lianfeng Footwear')"
        " and exists (select from portal.party p join portal.organization o on o.id = p.organization_id where p.case_id = c.id"
        " and p.until is null and o.name = 'Brand K') order by c.reference limit 1"
    )[0]
    names = kept("select id, name from portal.organization where name in (" + ORGANIZATIONS + ")")
    person = kept("select user_id, name from portal.person where name = 'Lin Yue'")
    case = f"(select id from portal.case_ where reference = '{reference}')"
    deeds = [
        f"update portal.organization set name = left(name || ' {NAME}', 200) where name in ({ORGANIZATIONS})",
        f"update portal.person set name = '{NAME}' where name = 'Lin Yue'",
        f"update portal.message set body = $body${BODY}$body$ where case_id = {case} or state = 'held'",
        f"update portal.release set body = $body${BODY}$body$ where case_id = {case}",
        (
            f"insert into portal.attachment (case_id, party_id, message_id, {FILE}) select m.case_id, m.author_party, m.id,"
            f" $name${NAME[:90]}.png$name$, 'image/png', repeat('a', 64), 10, repeat('b', 64), 10"
            f" from portal.message m where m.case_id = {case}"
        ),
        (
            "insert into portal.receipt (case_id, party_id, code_hash) select p.case_id, p.id,"
            f" private.digest('{hash_code(code)}') from portal.party p where p.case_id = {case} and p.side = 'worker'"
            " on conflict (party_id) do update set code_hash = excluded.code_hash"
        ),
    ]
    for deed in deeds:
        kept("set session_replication_role = replica; " + deed)
    yield str(reference)
    for ident, name in names:
        kept("update portal.organization set name = %s where id = %s", name, ident)
    for ident, name in person:
        kept("update portal.person set name = %s where user_id = %s", name, ident)


def without_policy(walker: Walker) -> None:
    walker.driver.execute_cdp_cmd("Page.enable", {})
    walker.driver.execute_cdp_cmd("Page.setBypassCSP", {"enabled": True})


def is_harmless(walker: Walker, where: str) -> None:
    """Nothing was asked of a stranger, and nothing that was typed became part of the page."""
    walker.settle() if not where.startswith("/light") else walker.listen()
    assert walker.foreign == [], f"{where} asked {walker.foreign[:3]}"
    made = walker.driver.execute_script(
        "return [...document.querySelectorAll('[src],[href],[srcset]')]"
        ".map(e => e.getAttribute('src') || e.getAttribute('href') || e.getAttribute('srcset'))"
    )
    assert not [one for one in made if TRACKER in str(one) and urlsplit(str(one)).netloc != ""], where
    assert not [one for one in made if str(one).startswith(("javascript:", "http://tracker", "https://tracker"))], where


@pytest.mark.parametrize("role", PEOPLE)
def test_hostile_names_and_messages_fetch_nothing_even_without_the_policy(browser: Visit, poisoned: str, role: Role) -> None:
    walker = browser()
    without_policy(walker)
    walker.open(f"/case?ref={poisoned}")
    walker.sign_in(PEOPLE[role], PASSWORD)
    case = Case(walker)
    case.open(poisoned)
    assert f"![a](https://{TRACKER}/1.png)" in case.thread
    assert "<script>alert(1)</script>" in case.thread
    assert ":material/home: :red[red]" in case.thread
    assert "# Head" in case.thread
    is_harmless(walker, "the case")
    if role is Role.COORDINATOR:
        walker.press("Preview as")
        walker.find('[role="dialog"] [data-testid="stChatMessage"]')
        is_harmless(walker, "the preview")
    for page in PAGES:
        if page.menu is not None and may_open(page, role):
            walker.open(f"/{page.address}")
            is_harmless(walker, f"/{page.address}")


@pytest.mark.parametrize("policy", [True, False])
def test_a_worker_reads_hostile_messages_as_text(browser: Visit, poisoned: str, code: str, policy: bool) -> None:
    for screen in (Mine(browser(width=360)), Light(browser(width=360))):
        if not policy:
            without_policy(screen.walker)
        screen.come_back(code)
        assert f"<img src=https://{TRACKER}/2.png>" in screen.walker.text()
        is_harmless(screen.walker, screen.walker.address)


def test_hostile_words_posted_on_the_screen_come_back_to_the_letter(browser: Visit, poisoned: str) -> None:
    walker = browser()
    walker.open(f"/case?ref={poisoned}")
    walker.sign_in(PEOPLE[Role.COORDINATOR], PASSWORD)
    case = Case(walker)
    case.open(poisoned)
    said = BODY.split("\n", maxsplit=1)[0]
    case.say(said)
    shown = [one.text for one in walker.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stText"]')]
    assert said in shown
    is_harmless(walker, "the case")


def test_the_recorder_would_notice_a_picture_from_elsewhere(browser: Visit) -> None:
    # The control: without it, a deaf recorder would let everything above pass
    walker = browser()
    without_policy(walker)
    walker.open("/light")
    walker.driver.execute_script("new Image().src = arguments[0]", f"http://{TRACKER}/x.png")
    walker.until(lambda: (walker.listen(), walker.foreign)[1], "the foreign request in the record")
    walker.requested.clear()
    assert Screen(walker).overflow() <= 0
