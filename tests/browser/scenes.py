"""What the tour meets only on its way through a case: receipts, dialogs, the drawer, refusals, empty lists.

Each scene takes its pictures in the look it is given, so that a careful reader sees both languages, modes and widths.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.browser.screens import Case, Hotline, Light, Mine, Moderation, Screen
from tests.browser.screens_dialog import Dialog
from tests.browser.walker import Walker

STORY = (
    "They take 600 yuan a month from our pay for the dormitory since June. There are forty of us. You can call me on 13800138000."
)
ANSWER = "The fee was decided in June. Please ask Zhang Hong, telephone 13900139000. We pay the difference back in December."
BOOK = "来电日期,工厂,内容,问题类别\n2026-11-01,Lianfeng Footwear,十月份的工资还没有发。,F1\n昨天,Lianfeng Footwear,,\n"
_CUT = """const d = document.querySelector('[role=dialog]');
return d.scrollWidth > d.clientWidth || d.getBoundingClientRect().right > window.innerWidth"""


@dataclass(frozen=True)
class Camera:
    """Where pictures go, and under whose name."""

    folder: Path
    who: str
    wide: list[str]

    def take(self, walker: Walker, name: str, *, tall: bool = True) -> None:
        screen = Screen(walker)
        if not walker.address.startswith("/light"):
            walker.settle()
        if screen.overflow() > 0:
            self.wide.append(f"{name}-{self.who} by {screen.overflow()} px")
        # A drawer slides in.
        walker.until(lambda: walker.driver.execute_script("return document.getAnimations().length === 0"), "stillness")
        screen.picture(self.folder / f"{name}-{self.who}.png", tall=tall)

    def take_dialog(self, walker: Walker, name: str) -> None:
        """What is open over a page, in a window tall enough for it."""
        walker.until(lambda: walker.driver.execute_script("return document.getAnimations().length === 0"), "stillness")
        Dialog(walker).picture_whole(self.folder / f"{name}-{self.who}.png")
        if walker.driver.execute_script(_CUT):
            self.wide.append(f"{name}-{self.who} is wider than its dialog")


def call(walker: Walker, camera: Camera) -> tuple[str, str]:
    """A case by telephone; its code and reference."""
    hotline = Hotline(walker)
    hotline.open()
    hotline.story(STORY)
    hotline.workplace("Lianfeng")
    hotline.issue("Deductions from wages")
    hotline.brand("Brand K")
    hotline.everybody_may_read()
    hotline.contact("Xiao Mei", "139 0000 0000")
    walker.press("Review with the caller")
    walker.see("File this case")
    camera.take(walker, "hotline-review")
    walker.press("Change something")
    walker.see("Review with the caller")
    walker.settle()
    code, reference = hotline.file()
    camera.take(walker, "hotline-receipt")
    return code, reference


def admission(walker: Walker, reference: str, camera: Camera) -> None:
    """Screened, shown to the factory and the brand, and her words released to both."""
    case, moderation = Case(walker), Moderation(walker)
    case.open(reference)
    camera.take(walker, "case-received")
    case.move("Screening")
    case.take()
    case.click(".st-key-steer-admit button")
    walker.find('[role="dialog"] [data-testid="stRadio"]')
    camera.take(walker, "dialog-admit", tall=False)
    case.open(reference)
    case.admit("Lianfeng")
    case.admit("Brand K")
    camera.take(walker, "case-admitted")
    moderation.review(case)
    moderation.release("the factory and the brand")
    camera.take(walker, "moderation-released")
    case.open(reference)
    case.readers("Worker")
    case.say("The factory has your words now. When is it safe to call you?")


def answer(walker: Walker, reference: str, camera: Camera) -> None:
    """The factory answers, and may still change it."""
    case = Case(walker)
    case.open(reference)
    camera.take(walker, "case-unanswered")
    case.say(ANSWER)
    camera.take(walker, "case-answered")
    case.click('[class*="st-key-change-"] button')
    walker.find('[role="dialog"] textarea')
    camera.take(walker, "dialog-change", tall=False)


def dialogs(walker: Walker, reference: str, camera: Camera) -> None:
    """Everything that opens over a coordinator's case."""
    case = Case(walker)
    for name in ("move", "classify", "consent"):
        case.open(reference)
        case.click(f".st-key-steer-{name} button")
        walker.find('[role="dialog"] [data-testid="stVerticalBlock"]')
        camera.take(walker, f"dialog-{name}", tall=False)
    case.open(reference)
    case.click(".st-key-preview button")
    walker.find('[role="dialog"] [data-testid="stChatMessage"]')
    camera.take(walker, "preview", tall=False)


def nobody(walker: Walker, reference: str, camera: Camera) -> None:
    """A message for nobody is refused, and stays."""
    case = Case(walker)
    case.open(reference)
    case.readers()
    case.type("Who reads this?")
    case.send()
    walker.settle()
    camera.take(walker, "case-refused")


def returns(walker: Walker, code: str, camera: Camera) -> None:
    """She comes back with her receipt, through either door."""
    mine, light = Mine(walker), Light(walker)
    mine.come_back(code)
    camera.take(walker, "mine")
    light.come_back(code)
    camera.take(walker, "light-mine")


def nothing(walker: Walker, camera: Camera) -> None:
    """What stands where nothing is."""
    for name, address in (("inbox-nothing-found", "/inbox?q=zzzz"), ("case-absent", "/case?ref=HS-0000-0000")):
        walker.open(address)
        camera.take(walker, name)


def wrong(walker: Walker, camera: Camera) -> None:
    """Sign-in refused, and a receipt that opens nothing."""
    screen = Screen(walker)
    walker.open("/sign-in")
    walker.find("input[type=password]").send_keys("not the password")
    walker.find(".st-key-sign-in-form input[type=text]").send_keys("nobody@handshake.example")
    screen.click('[data-testid="stFormSubmitButton"] button')
    walker.find('.st-key-sign-in-form [aria-label="error icon"]')
    camera.take(walker, "sign-in-refused")
    walker.open("/")
    screen.fill(".st-key-front-code input", "0000 0000 0000 0000")
    screen.click('[data-testid="stFormSubmitButton"] button')
    walker.find('.st-key-card-return [aria-label="error icon"]')
    camera.take(walker, "front-refused")


def tabs(walker: Walker, camera: Camera) -> None:
    """The other lists of people and organisations."""
    walker.open("/people")
    walker.settle()
    for number in range(1, len(Screen(walker).all('[data-testid="stButtonGroup"] button'))):
        Screen(walker).all('[data-testid="stButtonGroup"] button')[number].click()
        walker.settle()
        camera.take(walker, f"people-{number}")


def book(walker: Walker, folder: Path, camera: Camera) -> None:
    """A hotline's book, its columns and its rehearsal."""
    file = folder / "book.csv"
    file.write_text(BOOK, encoding="utf-8")
    walker.open("/imports")
    walker.settle()
    walker.find('input[type="file"]').send_keys(str(file))
    walker.until(lambda: Screen(walker).all('[data-testid="stSelectbox"]'), "the columns")
    camera.take(walker, "imports-columns")
