"""Tries are counted alike for people we know and people we do not; sessions of two kinds live side by side. ATTACKS 15, 18."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

from selenium.webdriver.common.by import By

from db.receipts import hash_code, new_code
from tests.browser.conftest import PASSWORD
from tests.browser.screens import Light
from tests.browser.walker import Walker

Visit = Callable[..., Walker]
Kept = Callable[..., list[tuple[object, ...]]]
KNOWN = "he@luojie.example"
ELSEWHERE = "wu@tianhe.example"


def test_the_sixth_try_waits_and_nothing_tells_who_has_an_account(browser: Visit) -> None:
    told: dict[str, list[str]] = {}
    for email in (KNOWN, "nobody@luojie.example"):
        walker = browser()
        walker.open("/sign-in")
        told[email] = []
        for number in range(6):
            walker.write("E-mail", email)
            walker.write("Password", f"wrong-{number}")
            before = refusal(walker)
            walker.press("Sign in")
            walker.until(lambda before=before, walker=walker: refusal(walker) not in ("", before), "an answer")
            walker.settle()
            told[email].append(refusal(walker))
    first, second = told.values()
    assert first == second
    assert "our tries are left" in first[0]
    assert "One try is left" in first[3]
    assert "Too many tries" in first[5]


def refusal(walker: Walker) -> str:
    for one in walker.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stMarkdown"]'):
        if "error" in one.text:
            return str(one.text)
    return ""


def test_signing_out_everywhere_ends_the_session_in_another_browser(browser: Visit) -> None:
    here, elsewhere = browser(), browser()
    for walker in (here, elsewhere):
        walker.open("/inbox")
        walker.sign_in(ELSEWHERE, PASSWORD)
    here.open("/settings")
    here.find(".st-key-card-everywhere button").click()
    here.see("Workers need no account")

    # The other is drawn from memory no longer than until its next call.
    elsewhere.find('[data-testid="stTopNavLink"][href$="/figures"]').click()
    elsewhere.see("Workers need no account")
    assert "HS-" not in elsewhere.text()


def test_a_receipt_and_a_member_of_staff_share_a_browser_without_meeting(browser: Visit, kept: Kept) -> None:
    # Given a worker's receipt
    code, statement = new_code(), f"Nobody pays the night shift, {uuid4().hex[:8]}."
    filed = kept(
        "select api.file_case(request_id => gen_random_uuid(), receipt_hash => %s, language => 'en', statement => %s,"
        " issues => '{F1}', workplace_words => 'A mill in Jiaxing')->>'reference'",
        hash_code(code),
        statement,
    )
    reference = str(filed[0][0])

    # When it is opened where a factory's manager is signed in
    walker = browser()
    walker.open("/inbox")
    walker.sign_in(ELSEWHERE, PASSWORD)
    Light(walker).come_back(code)
    assert statement in walker.text()
    walker.open("/mine")
    walker.see(statement)

    # Then neither learns of the other: the manager's pages do not have her case, hers have nothing of his
    walker.settle()
    assert "Tianhe" not in walker.text()
    walker.open(f"/case?ref={reference}")
    walker.settle()
    walker.until(lambda: walker.driver.find_elements(By.CSS_SELECTOR, '[class*="st-key-card-state-absent"]'), "a refusal")
    assert statement not in walker.text()

    # And leaving closes hers alone
    walker.open("/leave")
    assert walker.cookie("portal_receipt") is None
    assert walker.cookie("portal_session") is not None
    walker.open("/mine")
    walker.settle()
    assert statement not in walker.text()
