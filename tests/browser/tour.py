"""Photograph every page as everybody: `python -m tests.browser.tour DIR [ADDRESS]`, to be run by hand and looked at.

Without an address a portal with the demonstration is started for the tour. Each page is taken four times, so that
every width meets every mode and language once; then comes what stands only on the way through a case (scenes.py), and,
where the portal is the tour's own, every screen and dialog of the procedure (gallery.py). What is wider than its
window, or was not offered where it should be, is named at the end.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from auth.roles import PAGES, may_open
from db.embedded import EmbeddedServer
from db.models import Role
from tests.browser import scenes
from tests.browser.aside import Aside
from tests.browser.conftest import PASSWORD, Portal, running_portal
from tests.browser.gallery import Hanging, Hung, dress, look, speak
from tests.browser.gallery_cases import Gallery
from tests.browser.scenes import Camera
from tests.browser.screens import Screen
from tests.browser.walker import Walker, chromium

PEOPLE = {
    Role.COORDINATOR: "lin.yue@handshake.example",
    Role.SUPERVISOR: "ada.okafor@handshake.example",
    Role.CUSTODIAN: "mei.tan@handshake.example",
    Role.FACTORY: "chen@lianfeng.example",
    Role.BRAND: "k.weber@brandk.example",
}
# Width, dark, language: every pair of two of them occurs.
LOOKS = ((1280, False, "en"), (360, True, "en"), (360, False, "zh-Hans"), (1280, True, "zh-Hans"))
PUBLIC = ("/", "/report", "/sign-in", "/light", "/light/report")
# A worker's own page is seen on a phone, in each of the four.
PHONES = tuple((360, dark, language) for language in ("zh-Hans", "en") for dark in (False, True))


def tour(folder: Path, address: str) -> list[str]:
    """Take all pictures; the names of those that are too wide."""
    wide: list[str] = []
    for width, dark, language in LOOKS:
        walker = arrive(address, width=width, dark=dark, language=language)
        take(walker, PUBLIC, folder, f"stranger-{look(width, dark, language)}", wide)
    for role, email in PEOPLE.items():
        walker = arrive(address, width=1280, dark=False, language="en")
        walker.open("/inbox")
        walker.sign_in(email, PASSWORD)
        for language in ("en", "zh-Hans"):
            speak(walker, language)
            addresses = [*staff_pages(walker, role)]
            for width, dark, _ in (one for one in LOOKS if one[2] == language):
                dress(walker, width, dark)
                take(walker, addresses, folder, f"{role}-{look(width, dark, language)}", wide, leave=False)
            dress(walker, 1280, dark=False)
        walker.driver.quit()
    story(folder, address, wide)
    return wide


def story(folder: Path, address: str, wide: list[str]) -> None:
    """What stands only on the way through a case, and what is refused, empty or open over a page."""

    def camera(who: str, width: int, dark: bool, language: str) -> Camera:
        return Camera(folder, f"{who}-{look(width, dark, language)}", wide)

    lin = enter(address, PEOPLE[Role.COORDINATOR], "en")
    desk = camera("coordinator", 1280, False, "en")
    code, reference = scenes.call(lin, desk)
    scenes.admission(lin, reference, desk)
    chen = enter(address, PEOPLE[Role.FACTORY], "zh-Hans")
    dress(chen, 360, dark=False)
    scenes.answer(chen, reference, camera("factory", 360, False, "zh-Hans"))
    chen.driver.quit()
    for language, looks in (("en", ((1280, False),)), ("zh-Hans", ((360, True), (1280, True)))):
        speak(lin, language)
        for width, dark in looks:
            dress(lin, width, dark)
            desk = camera("coordinator", width, dark, language)
            scenes.dialogs(lin, reference, desk)
            scenes.nobody(lin, reference, desk)
            scenes.nothing(lin, desk)
        dress(lin, 1280, dark=False)
    lin.driver.quit()
    for width, dark, language in PHONES:
        worker = arrive(address, width=width, dark=dark, language=language)
        scenes.returns(worker, code, camera("worker", width, dark, language))
        worker.driver.quit()
    stranger = arrive(address, width=360, dark=False, language="zh-Hans")
    scenes.wrong(stranger, camera("stranger", 360, False, "zh-Hans"))
    stranger.driver.quit()
    ada = enter(address, PEOPLE[Role.SUPERVISOR], "zh-Hans")
    for width, dark in ((1280, False), (360, True)):
        dress(ada, width, dark)
        scenes.tabs(ada, camera("supervisor", width, dark, "zh-Hans"))
        scenes.book(ada, folder, camera("supervisor", width, dark, "zh-Hans"))
    ada.driver.quit()


def hang(folder: Path, portal: Portal, wide: list[str]) -> None:
    """The gallery needs cases that nobody brings about in a short walk: they are made beside the browsers."""
    server = EmbeddedServer(portal.data_dir).open()
    aside = Aside(server)
    try:
        Hanging(
            folder, wide, lambda email, language: enter(portal.address, email, language),
            lambda **dressed: arrive(portal.address, **dressed), Hung.make(Gallery(aside)),
        ).all()  # fmt: skip
    finally:
        aside.close()
        server.close()


def enter(address: str, email: str, language: str) -> Walker:
    walker = arrive(address, width=1280, dark=False, language="en")
    walker.open("/inbox")
    walker.sign_in(email, PASSWORD)
    speak(walker, language)
    return walker


def arrive(address: str, *, width: int, dark: bool, language: str) -> Walker:
    profile = Path(tempfile.mkdtemp(prefix="tour-"))
    spoken = "zh-CN" if language == "zh-Hans" else language
    return Walker(chromium(profile, width=width, dark=dark, language=spoken), address)


def staff_pages(walker: Walker, role: Role) -> Iterator[str]:
    """Everything in the menu, and the first case of the list."""
    for page in PAGES:
        if page.menu is not None and may_open(page, role):
            yield f"/{page.address}"
    for box in ("needs", "waiting"):
        walker.open(f"/inbox?box={box}")
        walker.settle()
        if "HS-" in walker.text():
            text = walker.text()
            yield f"/case?ref={text[text.index('HS-') :][:12]}"
            return


def take(
    walker: Walker, addresses: tuple[str, ...] | list[str], folder: Path, who: str, wide: list[str], *, leave: bool = True
) -> None:
    screen = Screen(walker)
    for address in addresses:
        walker.open(address)
        if not address.startswith("/light"):
            walker.settle()
            walker.until(lambda: not screen.all('[data-testid="stSkeleton"]'), "the true shape")
        name = f"{address.strip('/').split('?')[0].replace('/', '-') or 'front'}-{who}"
        if screen.overflow() > 0:
            wide.append(f"{name} by {screen.overflow()} px")
        screen.picture(folder / f"{name}.png")
    if leave:
        walker.driver.quit()


def main(folder: str, address: str | None = None) -> None:
    """Print what was too wide."""
    if address:
        wide = tour(Path(folder), address)
    else:
        with running_portal(Path(tempfile.mkdtemp(prefix="tour-portal-"))) as portal:
            wide = tour(Path(folder), portal.address)
            hang(Path(folder), portal, wide)
    print("\n".join(wide) or "Nothing is wider than its window.")


if __name__ == "__main__":
    main(*sys.argv[1:])
