"""The tour's gallery: every screen and dialog of the procedure, for each role that has it.

A screen is taken in four looks (each width meets each mode and language), a dialog in two that share nothing.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from selenium.webdriver.remote.webelement import WebElement

from tests.browser.gallery_cases import BEFORE, Gallery, Walk
from tests.browser.scenes import Camera
from tests.browser.screens import Light, Mine, Screen
from tests.browser.walker import Walker

Enter = Callable[[str, str], Walker]
LIN, ADA, MEI = "lin.yue@handshake.example", "ada.okafor@handshake.example", "mei.tan@handshake.example"
CHEN, WEBER = "chen@lianfeng.example", "k.weber@brandk.example"
# Width and dark, by language: the first of each is also the look in which dialogs are taken.
LOOKS = {"en": ((1280, False), (360, True)), "zh-Hans": ((360, True), (1280, False))}
WORKER = ((360, False, "zh-Hans"), (360, True, "en"))


@dataclass(frozen=True)
class Room:
    """One screen: its name, its address, and what opens over it (the beginnings of buttons' keys)."""

    name: str
    address: str
    opens: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hung:
    """The cases of the gallery, by what they are for."""

    by_state: dict[str, Walk]
    group: Walk
    resting: Walk
    late: Walk
    appealed: Walk
    retaliation: Walk
    pressed: str
    strike: str
    unlocked: str
    silent: str

    @classmethod
    def make(cls, gallery: Gallery) -> Hung:
        by_state = {state: gallery.walked(state) for state in ("received", *BEFORE) if state != "evaluating"}
        by_state["evaluating"] = gallery.evaluating()
        retaliation = gallery.retaliation()
        return cls(
            by_state, gallery.group(), gallery.resting(), gallery.late(), gallery.appealed(), retaliation,
            gallery.pressed(retaliation), str(gallery.strike()), gallery.unlocked(), gallery.silent(),
        )  # fmt: skip

    def at(self, state: str) -> str:
        return f"/case?ref={self.by_state[state].case.reference}"


def _of(walk: Walk) -> str:
    return f"/case?ref={walk.case.reference}"


def desk(hung: Hung) -> list[Room]:
    """A coordinator's."""
    return [
        Room("case-triage", hung.at("triage"), ("next-triage", "steer-move")),
        Room("case-notified", hung.at("notified"), ("next-phone",)),
        Room(
            "case-group", _of(hung.group),
            ("find", "take", "show-", "next-declare", "steer-hold", "group-add", "group-merge", "group-one", "group-size",
             "open-retaliation", "protocol-raise"),
        ),
        Room("case-found", hung.at("found")),
        Room("case-agreed", hung.at("remedy_agreed"), ("plan-add", "plan-note", "open-", "entry-add", "entry-open-")),
        Room("case-verifying", hung.at("verifying"), ("open-", "entry-open-")),
        Room("case-evaluating", hung.at("evaluating"), ("evaluate", "try")),
        Room("case-closed", hung.at("closed"), ("steer-move",)),
        Room("case-resting", _of(hung.resting), ("steer-resume",)),
        Room("case-late", _of(hung.late)),
        Room("case-appealed", _of(hung.appealed)),
        Room("case-parent", _of(hung.retaliation)),
        Room("case-retaliation", f"/case?ref={hung.pressed}", ("check-in-", "waive-check-ins")),
        Room("case-unlocked", f"/case?ref={hung.unlocked}", ("identity-look",)),
        Room("strikes", "/strikes"),
        Room(
            "strike", f"/strikes?strike={hung.strike}",
            ("strike-level", "strike-tried", "strike-describe", "strike-end", "strike-demand-add", "bulletin-write"),
        ),
        Room(
            "zero-tolerance", f"/zero-tolerance?ref={hung.silent}",
            ("protocol-write-2", "protocol-note-age", "protocol-settle-age", "protocol-write-4"),
        ),
        Room("notices", "/notices"),
        Room("notices-settings", "/settings"),
        Room("moderation", "/moderation"),
    ]  # fmt: skip


def supervisor(hung: Hung) -> list[Room]:
    return [
        Room("case-appealed", _of(hung.appealed), ("next-decide",)),
        Room("strike", f"/strikes?strike={hung.strike}"),
        Room(
            "zero-tolerance", f"/zero-tolerance?ref={hung.silent}",
            ("protocol-decide", "protocol-basis-", "protocol-tell-", "protocol-lower"),
        ),
        Room("case-silent", f"/case?ref={hung.silent}", ("steer-end-silence",)),
        Room("identities", "/identities"),
    ]  # fmt: skip


def custodian(hung: Hung) -> list[Room]:
    return [
        Room("identities", "/identities"),
        Room("case-unlocked", f"/case?ref={hung.unlocked}"),
        Room("zero-tolerance", f"/zero-tolerance?ref={hung.silent}"),
        Room("notices", "/notices"),
    ]


def factory(hung: Hung) -> list[Room]:
    return [
        Room("case-notified", hung.at("notified")),
        Room("case-found", hung.at("found")),
        Room("case-agreed", hung.at("remedy_agreed")),
        Room("case-remediating", hung.at("remediating"), ("claim-", "entry-open-")),
        Room("case-evaluating", hung.at("evaluating")),
        Room("case-closed", hung.at("closed"), ("next-appeal",)),
        Room("case-resting", _of(hung.resting)),
        Room("case-late", _of(hung.late)),
        Room("case-group", _of(hung.group)),
        Room("notices", "/notices"),
    ]


def brand(hung: Hung) -> list[Room]:
    return [
        Room("bulletins", "/bulletins"),
        Room("case-late", _of(hung.late)),
        Room("case-remediating", hung.at("remediating")),
        Room("case-closed", hung.at("closed")),
        Room("case-story", f"/case?ref={hung.unlocked}"),
        Room("notices", "/notices"),
    ]


ROLES = ((LIN, "coordinator", desk), (ADA, "supervisor", supervisor), (MEI, "custodian", custodian),
         (CHEN, "factory", factory), (WEBER, "brand", brand))  # fmt: skip


@dataclass(frozen=True)
class Hanging:
    """Takes the pictures: where they go, how one enters, and the cases."""

    folder: Path
    wide: list[str]
    enter: Enter
    arrive: Callable[..., Walker]
    hung: Hung

    def all(self) -> None:
        """Two browsers at a time; a coordinator's screens are as many as everybody else's."""
        with ThreadPoolExecutor(2) as two:
            done = [two.submit(self.role, *each) for each in ROLES]
            done += [two.submit(self.worker, *each) for each in WORKER]
            for one in done:
                one.result()

    def role(self, email: str, name: str, rooms: Callable[[Hung], list[Room]]) -> None:
        """One person's screens, and what opens over them."""
        walker = self.enter(email, "en")
        try:
            for language, looks in LOOKS.items():
                if language != "en":
                    speak(walker, language)
                for place, (width, dark) in enumerate(looks):
                    dress(walker, width, dark)
                    for room in rooms(self.hung):
                        _room(walker, room, self._camera(name, width, dark, language), with_dialogs=place == 0)
                dress(walker, 1280, dark=False)
        finally:
            walker.driver.quit()

    def worker(self, width: int, dark: bool, language: str) -> None:
        """A worker's page in every state, through both doors."""
        camera = self._camera("worker", width, dark, language)
        walker = self.arrive(width=width, dark=dark, language=language)
        try:
            for state, walk in worker_states(self.hung):
                Mine(walker).come_back(walk.case.code)
                camera.take(walker, f"mine-{state}")
                Light(walker).come_back(walk.case.code)
                camera.take(walker, f"light-{state}")
        finally:
            walker.driver.quit()

    def _camera(self, who: str, width: int, dark: bool, language: str) -> Camera:
        return Camera(self.folder, f"{who}-{look(width, dark, language)}", self.wide)


def _room(walker: Walker, room: Room, camera: Camera, *, with_dialogs: bool) -> None:
    walker.open(room.address)
    walker.settle()
    walker.until(lambda: not Screen(walker).all('[data-testid="stSkeleton"]'), "the true shape")
    camera.take(walker, room.name)
    for key in room.opens if with_dialogs else ():
        _dialog(walker, key, f"dialog-{room.name}-{key.strip('-')}", camera)


def _dialog(walker: Walker, key: str, name: str, camera: Camera) -> None:
    """Open it, photograph it whole, and leave it as a person does."""
    screen = Screen(walker)
    buttons = _offered(screen, key)
    rare = '.st-key-card-steer [data-testid="stExpander"]'
    if not buttons and screen.all(rare) and not screen.all(f"{rare} details[open]"):
        screen.click(f"{rare} summary")
        with contextlib.suppress(AssertionError):  # it unfolds slowly; what is not there is told below
            buttons = walker.until(lambda: _offered(screen, key), "what is rarely done", 3)
    if not buttons:
        camera.wide.append(f"{name}-{camera.who} was not offered")
        return
    walker.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", buttons[0])
    buttons[0].click()
    walker.find('[role="dialog"] [data-testid="stVerticalBlock"]')
    walker.settle()
    camera.take_dialog(walker, name)
    screen.click('[role="dialog"] button[aria-label="Close"]')
    walker.until(lambda: not screen.all('[role="dialog"]'), "the end of the dialog")


def _offered(screen: Screen, key: str) -> list[WebElement]:
    return [one for one in screen.all(f'[class*="st-key-{key}"] button') if one.is_displayed()]


def worker_states(hung: Hung) -> Iterator[tuple[str, Walk]]:
    yield from hung.by_state.items()
    yield from (("group", hung.group), ("resting", hung.resting), ("late", hung.late), ("appealed", hung.appealed),
                ("parent", hung.retaliation))  # fmt: skip


def look(width: int, dark: bool, language: str) -> str:
    return f"{width}-{'dark' if dark else 'light'}-{language}"


def speak(walker: Walker, language: str) -> None:
    """Change one's language where people change it."""
    wanted = {"en": "English", "zh-Hans": "中文"}[language]
    walker.open("/settings")
    screen = Screen(walker)
    screen.click(".st-key-settings-language button", wanted)
    walker.until(lambda: {"en": "Settings", "zh-Hans": "设置"}[language] in walker.find("h1").text, f"{wanted} words")
    walker.settle()


def dress(walker: Walker, width: int, dark: bool) -> None:
    walker.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
    walker.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": scheme})
