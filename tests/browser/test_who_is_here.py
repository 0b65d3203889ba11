"""Who is here, seen from a browser: signing in, deep links, cookies, signing out. ATTACKS 11, 12, 13, 18, 20."""

from __future__ import annotations

import urllib.request
from collections.abc import Callable

import pytest
from selenium.webdriver.common.by import By

from auth.roles import PAGES
from tests.browser.conftest import BRAND, COORDINATOR, CUSTODIAN, PASSWORD, Portal
from tests.browser.walker import Walker

Visit = Callable[..., Walker]
STAFF_ADDRESSES = [page.address for page in PAGES if page.roles is not None]


def test_a_deep_link_survives_signing_in_with_its_query(browser: Visit) -> None:
    # Given a link from a mail, opened by somebody who is not signed in
    walker = browser()
    walker.open("/inbox?box=waiting")
    walker.see("Workers need no account")

    # When she signs in
    walker.sign_in(COORDINATOR, PASSWORD)

    # Then she is where the link led
    assert walker.address == "/inbox?box=waiting"
    walker.see("Moderation")


@pytest.mark.parametrize("address", STAFF_ADDRESSES)
def test_a_staff_page_shows_a_stranger_the_sign_in_and_nothing_else(browser: Visit, address: str) -> None:
    walker = browser()
    walker.open(f"/{address}")
    walker.see("Workers need no account")
    walker.settle()
    assert "HS-" not in walker.text()
    assert not walker.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stTopNavLink"]')


def test_no_script_can_read_the_session(browser: Visit) -> None:
    walker = browser()
    walker.open("/inbox")
    walker.sign_in(COORDINATOR, PASSWORD)

    kept = walker.cookie("portal_session")
    assert kept is not None
    assert kept["httpOnly"]
    assert kept["sameSite"] == "Lax"
    assert "portal_session" not in walker.driver.execute_script("return document.cookie")
    stored = walker.driver.execute_script("return JSON.stringify([{...localStorage}, {...sessionStorage}])")
    assert kept["value"] not in stored


def test_the_library_sets_no_cookie_of_its_own(browser: Visit) -> None:
    walker = browser()
    walker.open("/inbox")
    walker.sign_in(COORDINATOR, PASSWORD)
    names = {cookie["name"] for cookie in walker.driver.get_cookies()}
    assert names <= {"portal_session", "portal_browser", "portal_language", "_streamlit_xsrf", "_streamlit_session"}


def test_a_wrong_password_says_the_same_to_known_and_unknown_people(browser: Visit) -> None:
    told = []
    for email in ("k.weber@brandk.example", "nobody.at.all@brandk.example"):
        walker = browser()
        walker.open("/sign-in")
        walker.write("E-mail", email)
        walker.write("Password", "certainly-not-this")
        walker.press("Sign in")
        walker.see("E-mail or password is not right.")
        walker.settle()
        told.append(walker.text())
    assert told[0] == told[1]


def test_signing_out_in_one_tab_ends_the_other(browser: Visit) -> None:
    # Given two tabs of one browser
    walker = browser()
    walker.open("/inbox")
    walker.sign_in(BRAND, PASSWORD)
    first = walker.driver.current_window_handle
    old = walker.cookie("portal_session")
    assert old is not None
    walker.driver.switch_to.new_window("tab")
    walker.open("/inbox")
    walker.see("Figures")
    walker.settle()

    # When she signs out in the second
    walker.open("/sign-out")
    walker.see("Workers need no account")

    # Then the first shows nothing new, without being loaded again, and the old cookie opens nothing
    walker.driver.switch_to.window(first)
    walker.until(lambda: walker.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stTopNavLink"]'), "the menu")
    for link in walker.driver.find_elements(By.CSS_SELECTOR, '[data-testid="stTopNavLink"]'):
        if "Figures" in link.text:
            link.click()
            break
    walker.see("Workers need no account")
    walker.driver.add_cookie({"name": "portal_session", "value": old["value"], "path": "/"})
    walker.open("/inbox")
    walker.see("Workers need no account")


def test_two_people_in_two_browsers_never_meet(browser: Visit) -> None:
    coordinator, brand = browser(), browser()
    for walker, email in ((coordinator, COORDINATOR), (brand, BRAND)):
        walker.open("/inbox")
        walker.sign_in(email, PASSWORD)
    brand.see("Our cases")
    assert "Moderation" not in brand.text()
    brand.open("/moderation")
    brand.see("no case here for you")
    coordinator.open("/moderation")
    coordinator.settle()
    coordinator.see("Moderation")


@pytest.mark.parametrize("wish", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(portal: Portal, wish: str) -> None:
    from auth.routes import safe_path

    assert safe_path(wish) == "/"


def test_every_answer_carries_the_policy(portal: Portal) -> None:
    for path in ("/", "/inbox", "/healthz", "/leave", "/static/index.html", "/_stcore/health", "/light"):
        with urllib.request.urlopen(portal.address + path) as answer:
            policy = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy, path
            assert "'unsafe-inline'" not in policy.split("script-src")[-1].split(";")[0] or "script-src" not in policy, path
            assert answer.headers["x-content-type-options"] == "nosniff", path


def test_leaving_says_nothing_and_keeps_nothing(browser: Visit) -> None:
    walker = browser(width=360)
    walker.open("/leave")
    assert walker.address == "/left"
    assert walker.text().strip() == ""
    assert "andshake" not in walker.driver.page_source
    assert walker.cookie("portal_receipt") is None


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("width", [360, 1280])
def test_the_sign_in_page_fits_and_calls_nobody(browser: Visit, width: int, language: str, dark: bool) -> None:
    walker = browser(width=width, dark=dark, language=language)
    walker.open("/sign-in")
    walker.see("登录" if language.startswith("zh") else "Workers need no account")
    walker.settle()
    assert walker.driver.execute_script("return document.documentElement.scrollWidth") <= width


def test_a_new_password_ends_every_session_of_the_person(browser: Visit) -> None:
    # Given one person in two browsers
    here, elsewhere = browser(), browser()
    for walker in (here, elsewhere):
        walker.open("/inbox")
        walker.sign_in(CUSTODIAN, PASSWORD)

    # When she changes her password in one of them
    here.open("/settings")
    here.write("Current password", PASSWORD)
    here.write("New password", "handshake-demo-two")
    here.press("Change the password")
    here.see("Workers need no account")

    # Then the other is signed out too, and only the new password opens the door
    elsewhere.open("/inbox")
    elsewhere.see("Workers need no account")
    elsewhere.write("E-mail", CUSTODIAN)
    elsewhere.write("Password", PASSWORD)
    elsewhere.press("Sign in")
    elsewhere.see("E-mail or password is not right.")
    elsewhere.settle()
    elsewhere.sign_in(CUSTODIAN, "handshake-demo-two")
    assert elsewhere.address == "/inbox"
