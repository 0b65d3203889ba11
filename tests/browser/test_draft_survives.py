"""A session that ends under a factory manager's hands takes no word of hers away. ATTACKS 43."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from selenium.webdriver.common.by import By

from tests.browser.conftest import FACTORY, PASSWORD
from tests.browser.screens import Case
from tests.browser.walker import Walker

Visit = Callable[..., Walker]
Kept = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def reference(kept: Kept) -> str:
    """A case in which the factory has the word."""
    found = kept(
        "select c.reference from portal.case_ c join portal.party p on p.case_id = c.id"
        " join portal.organization o on o.id = p.organization_id"
        " where o.name = 'Lianfeng Footwear' and p.side = 'factory' and p.until is null"
        " and c.state in ('notified', 'responded', 'investigating', 'remediating') and not c.no_tip_off"
        " order by c.reference desc limit 1"
    )
    return str(found[0][0])


def test_the_draft_of_a_factory_manager_survives_the_end_of_her_session(browser: Visit, kept: Kept, reference: str) -> None:
    words = f"The wages of June are paid, {uuid4().hex[:8]}."

    def stored() -> int:
        return len(kept("select 1 from portal.message where body = %s", words))

    # Given a draft, and a session that ends while it is being written
    walker = browser(language="zh-CN")
    walker.open(f"/case?ref={reference}")
    walker.write("电子邮箱", FACTORY)
    walker.write("密码", PASSWORD)
    walker.press("登录")
    walker.see(reference)
    walker.settle()
    case = Case(walker)
    case.type(words)
    kept("update portal.session set closed_at = now() where closed_at is null")

    # When the page looks for news by itself, then the words are still under her hands
    walker.see("登录已结束")
    field = walker.driver.find_element(By.CSS_SELECTOR, '[data-testid="stChatInputTextArea"]')
    assert field.get_attribute("value") == words

    # When she sends them, and signs in again
    case.send()
    walker.find('input[aria-label="密码"], input[aria-label="Password"]')
    assert stored() == 0
    walker.write("电子邮箱", FACTORY)
    walker.write("密码", PASSWORD)
    walker.press("登录")

    # Then they are on the same case, and go out once
    walker.see(words)
    assert walker.address == f"/case?ref={reference}"
    walker.press("再发一次")
    walker.until(stored, "the message in the database")
    walker.settle()
    assert stored() == 1
