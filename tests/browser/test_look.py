"""What the stylesheet promises, asked of the browser: an upgrade cannot undo it unseen. SCREENS 2 and 5."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import COORDINATOR, PASSWORD
from tests.browser.screens import Case
from tests.browser.walker import Walker

# Selector, property, light, dark.
STYLES = (
    ('[class*="st-key-held"]', "background-color", "rgb(253, 247, 236)", "rgb(38, 30, 19)"),
    ('[class*="st-key-due-strip"]', "background-color", "rgb(233, 242, 238)", "rgb(23, 40, 35)"),
    ('[class*="-said-"] [data-testid="stText"]', "font-size", "17px", "17px"),
    ('[data-testid="stBaseButton-primary"] p', "color", "rgb(255, 255, 255)", "rgb(14, 27, 23)"),
    ('[data-testid="stMainBlockContainer"]', "max-width", "1200px", "1200px"),
)


@pytest.mark.parametrize("dark", [False, True])
def test_the_case_page_wears_its_colours_and_sizes(
    browser: Callable[..., Walker], kept: Callable[..., list[tuple[object, ...]]], dark: bool
) -> None:
    held = kept(
        "select c.reference from portal.case_ c join portal.message m on m.case_id = c.id"
        " where m.state = 'held' order by m.posted_at limit 1"
    )
    walker = browser(dark=dark)
    walker.open("/inbox")
    walker.sign_in(COORDINATOR, PASSWORD)
    Case(walker).open(str(held[0][0]))
    for selector, name, light_value, dark_value in STYLES:
        walker.find(selector)
        worn = walker.driver.execute_script(
            "return getComputedStyle(document.querySelector(arguments[0]))[arguments[1]]", selector, name
        )
        assert worn == (dark_value if dark else light_value), f"{selector} {name}"
