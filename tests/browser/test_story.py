"""One story from the telephone to the figures, told by four people in four browsers.

With PORTAL_PICTURES=1 it leaves its pictures in docs/pictures; they are looked at, not compared.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.browser.conftest import COORDINATOR, FACTORY, PASSWORD, Portal
from tests.browser.screens import Case, Hotline, Light, Mine, Moderation, Screen
from tests.browser.walker import Walker

BRAND = "k.weber@brandk.example"
PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"

TALLEST, TALLEST_PHONE = 1900, 2700

STATEMENT = (
    "They take 600 yuan a month from our pay for the dormitory since June and nobody told us before. "
    "There are forty of us on the second floor. When we asked, the line leader said whoever asks again can go."
)
ANSWER = (
    "The dormitory fee was raised in June by decision of the administration. "
    "Please ask Zhang Hong, she can explain it, telephone 13800138000. "
    "We will pay the difference back with the wages of December."
)
REPLY = "The money has not come yet. They told us to sign that we agree with the fee."
QUESTION = "How many people pay this fee, and from which day will it be paid back?"


@dataclass
class Album:
    """Where the pictures go, if anywhere: a test run leaves the tree as it was."""

    wanted: bool

    def add(self, screen: Screen, name: str, *, tall: bool = True) -> None:
        assert screen.overflow() <= 0, f"{name} is wider than its window"
        if self.wanted:
            path = PICTURES / f"{name}.png"
            screen.picture(path, tall=tall)
            press(path)


def press(path: Path) -> None:
    """Keep what one reads first and not a case's whole rail, in a palette: a screen has few colours."""
    with Image.open(path) as taken:
        whole = taken.convert("RGB")
    tallest = TALLEST_PHONE if whole.width < 600 else TALLEST
    whole.crop((0, 0, whole.width, min(whole.height, tallest))).quantize(256, dither=Image.Dither.NONE).save(path, optimize=True)


def test_from_a_call_to_the_figures(portal: Portal, browser: Callable[..., Walker]) -> None:
    tell(browser, Album(os.environ.get("PORTAL_PICTURES") == "1"))


def tell(visit: Callable[..., Walker], album: Album) -> None:
    # Given a coordinator who looks at the figures before the telephone rings
    lin = visit(width=1280)
    lin.open("/inbox")
    lin.sign_in(COORDINATOR, PASSWORD)
    before = figures(lin)

    # When a caller's case is taken down, screened, and shown to those whom she allowed
    code, reference = the_call(Hotline(lin), album)
    desk, moderation = Case(lin), Moderation(lin)
    the_admission(desk, moderation, reference, album)

    # And the factory answers
    factory = enter(visit(width=1280), FACTORY, reference)
    assert STATEMENT in factory.thread
    factory.say(ANSWER)
    assert "Xiao Mei" not in factory.walker.text()
    album.add(factory, "story-05-the-factory-answers")

    # Then nobody reads it before the coordinator has taken out what does not belong there
    worker = Mine(visit(width=360, height=780))
    worker.come_back(code)
    assert "fee was raised" not in worker.walker.text()
    the_release(desk, moderation, reference, album)

    # And the worker reads the rest with her receipt, through either door, and replies
    light = Light(visit(width=360, height=780))
    the_reply(worker, light, code, album)

    # And the brand, which reads what was released and nothing else, asks
    brand = enter(visit(width=1280), BRAND, reference)
    assert STATEMENT in brand.thread
    assert REPLY not in brand.walker.text()
    brand.say(QUESTION)
    album.add(brand, "story-11-the-brand-asks")

    # And the figures have moved by this one case
    desk.open(reference)
    assert REPLY in desk.thread
    assert QUESTION in desk.thread
    album.add(desk, "case-coordinator")
    after = figures(lin)
    album.add(desk, "story-12-figures")
    assert after == (before[0] + 1, before[1] + 1)


def the_call(hotline: Hotline, album: Album) -> tuple[str, str]:
    """A case by telephone, with her yes for the factory and for the brand she names; its code and reference."""
    hotline.open()
    hotline.story(STATEMENT)
    hotline.workplace("Lianfeng")
    hotline.issue("Deductions from wages")
    hotline.brand("Brand K")
    hotline.everybody_may_read()
    hotline.contact("Xiao Mei", "139 0000 0000")
    album.add(hotline, "story-01-the-call")
    filed = hotline.file()
    album.add(hotline, "story-02-the-receipt")
    return filed


def the_admission(desk: Case, moderation: Moderation, reference: str, album: Album) -> None:
    desk.open(reference)
    desk.move("Screening")
    desk.take()
    desk.admit("Lianfeng")
    desk.admit("Brand K")
    album.add(desk, "story-03-factory-and-brand-admitted")
    moderation.review(desk)
    album.add(moderation, "story-04-her-words-before-release")
    moderation.release("the factory and the brand")


def the_release(desk: Case, moderation: Moderation, reference: str, album: Album) -> None:
    desk.open(reference)
    desk.walker.see("fee was raised")
    album.add(desk, "story-06-the-answer-is-held")
    moderation.review(desk)
    moderation.mark("Zhang Hong")
    album.add(moderation, "story-07-name-and-number-removed")
    moderation.release("the worker")


def the_reply(worker: Mine, light: Light, code: str, album: Album) -> None:
    worker.walker.open("/mine")
    worker.walker.see("with the wages of December")
    worker.walker.settle()
    assert "13800138000" not in worker.walker.text()
    assert "Zhang Hong" not in worker.walker.text()
    album.add(worker, "story-08-she-reads-it-on-her-phone")
    light.come_back(code)
    assert "with the wages of December" in light.walker.text()
    assert "Zhang Hong" not in light.walker.text()
    album.add(light, "story-09-the-same-without-javascript")
    worker.write(REPLY)
    worker.walker.see(REPLY)
    album.add(worker, "story-10-she-replies")


def enter(walker: Walker, email: str, reference: str) -> Case:
    """Sign in and open the case from one's own list, as somebody would who got no link."""
    walker.open("/inbox")
    walker.sign_in(email, PASSWORD)
    walker.see(reference)
    case = Case(walker)
    case.open(reference)
    return case


def figures(walker: Walker) -> tuple[int, int]:
    """Cases received and open, as the figures page says."""
    walker.open("/figures")
    screen = Screen(walker)
    counted = tuple(int(screen.metric(label).replace(",", "")) for label in ("Received", "Open now"))
    walker.settle()
    return counted[0], counted[1]
