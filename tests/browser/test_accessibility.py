"""axe-core finds nothing serious or critical on any page in LOOKED_AT, in light and dark, in both languages."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from auth.roles import PAGES
from db.demo.cast import PLAYERS
from tests.browser.axe.looking import wrong
from tests.browser.conftest import PASSWORD
from tests.browser.gallery import speak
from tests.browser.walker import Walker

Visit = Callable[..., Walker]
# Who looks, and at which addresses; a new page is added to whoever has it.
PUBLIC = (
    "/", "/report", "/transparency", "/newsletter", "/sign-in", "/light", "/light/report", "/light/newsletter",
    "/light/transparency",
)  # fmt: skip
LOOKED_AT: dict[str | None, tuple[str, ...]] = {
    None: PUBLIC,
    "ada.okafor@handshake.example": (
        "/newsletter-desk", "/front-page", "/people", "/figures", "/strikes", "/settings", "/imports", "/rules", "/scorecard",
    ),
    "lin.yue@handshake.example": ("/inbox", "/case", "/moderation", "/hotline", "/early-warning", "/notices"),
    "mei.tan@handshake.example": ("/identities", "/zero-tolerance", "/case"),
    "k.weber@brandk.example": ("/bulletins", "/evidence", "/figures", "/case", "/policies"),
    "chen@lianfeng.example": ("/inbox", "/figures", "/reports", "/guidance", "/exports", "/case"),
}  # fmt: skip
# What Streamlit itself draws and we cannot mend, by rule, each with its reason.
NOT_OURS: frozenset[str] = frozenset()
LOOKS = ((False, "en"), (True, "zh-Hans"))
# What they speak at home: others of these tests meet them in the same portal.
AT_HOME = {player.email: player.language for player in PLAYERS}


def test_every_page_is_looked_at_by_somebody() -> None:
    seen = {address for addresses in LOOKED_AT.values() for address in addresses}
    # A worker's own page needs her receipt, an invitation its link: tests of the light door and of the tour open them.
    assert {f"/{page.address}" for page in PAGES} - seen == {"/mine", "/invitation"}


@pytest.mark.parametrize(("dark", "language"), LOOKS, ids=["light-en", "dark-zh"])
@pytest.mark.parametrize("who", LOOKED_AT, ids=lambda who: (who or "anybody").partition("@")[0])
def test_nothing_serious_keeps_anybody_out(browser: Visit, who: str | None, dark: bool, language: str) -> None:
    walker = browser(dark=dark, language="zh-CN" if who is None and language == "zh-Hans" else "en")
    if who:
        walker.open("/inbox")
        walker.sign_in(who, PASSWORD)
        speak(walker, language)
    found = []
    for address in LOOKED_AT[who]:
        open_page(walker, address)
        found += [f"{address}: {each}" for each in wrong(walker, NOT_OURS)]
    if who:
        speak(walker, AT_HOME[who])
    assert not found, "\n".join(found)


def test_the_control_a_page_without_names_and_contrast_is_found(browser: Visit) -> None:
    walker = browser()
    open_page(walker, "/light/newsletter")
    assert wrong(walker) == []
    walker.driver.execute_script(
        "document.querySelector('label[for=email]').remove();"
        "document.querySelector('main p').style.color = '#eee'; document.documentElement.removeAttribute('lang')"
    )
    assert {each.split()[1].rstrip(":") for each in wrong(walker)} >= {"label", "color-contrast", "html-has-lang"}


def open_page(walker: Walker, address: str) -> None:
    walker.open(address if address != "/case" else f"/case?ref={a_case(walker)}")
    if not address.startswith("/light"):
        walker.settle()


def a_case(walker: Walker) -> str:
    """The first reference of the inbox, in whichever box there is one."""
    for box in ("needs", "waiting", "closed"):
        walker.open(f"/inbox?box={box}")
        walker.settle()
        if found := re.search(r"HS-[0-9A-Z-]+", walker.text()):
            return found[0]
    raise AssertionError("nobody's inbox is that empty in the demonstration")
