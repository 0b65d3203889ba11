"""A child at work, carried through the twelve steps, while a manager of the factory sits beside it and finds no trace.

With PORTAL_PICTURES=1 it leaves its pictures beside those of the other stories.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from db.demo.stage import CaseOnStage
from db.embedded import EmbeddedServer
from tests.browser.aside import Aside
from tests.browser.conftest import COORDINATOR, FACTORY, PASSWORD, SUPERVISOR
from tests.browser.screens import Case
from tests.browser.screens_protocol import Room
from tests.browser.test_story import BRAND, Album, enter
from tests.browser.walker import Walker

SITE, AUTHORITY = "Lianfeng Footwear", "Labour Inspectorate of Jiaxing"
WORDS = "A girl in the glue workshop looks fourteen. She came with a cousin's card and works nights."
LETTER = "A girl of about fifteen works nights in the glue workshop of the site in the annex. Please start within 48 hours."
COMES_OF_AGE = """update portal.protocol set follow_until = current_date
where case_id = (select id from portal.case_ where reference = %s)"""
OPEN = ("/inbox", "/figures", "/notices", "/case?ref={reference}", "/zero-tolerance?ref={reference}")


@pytest.fixture
def aside(database_server: EmbeddedServer) -> Iterator[Aside]:
    people = Aside(database_server)
    yield people
    people.close()


def test_a_child_is_brought_to_safety_and_the_factory_finds_no_trace(browser: Callable[..., Walker], aside: Aside) -> None:
    tell(browser, aside, Album(os.environ.get("PORTAL_PICTURES") == "1"))


@dataclass
class Manager:
    """Somebody of the factory, at the screen and at the portal's own calls, who looks for a trace."""

    walker: Walker
    aside: Aside
    answers: dict[str, Any] = field(default_factory=dict)
    screens: dict[str, str] = field(default_factory=dict)

    def remember(self) -> None:
        """What can be seen before there is anything to hide."""
        # What repeats is counted when figures are folded, once a minute: not in between two looks.
        self.aside.fold()
        self.answers = self._ask("HS-0000-0000")
        for address in OPEN:
            # Twice the same: a browser's first visit fetches what draws charts, and could be looked at too early.
            self.walker.until(lambda address=address: self._look(address) == self._look(address), f"{address} to be whole")
            self.screens[address] = self._look(address)
        assert SITE in self.screens["/figures"], "figures are there, and could move"

    def finds_nothing(self, reference: str) -> None:
        """The same answers as before to every question that a factory may ask."""
        for question, answer in self._ask(reference).items():
            assert answer == self.answers[question], question

    def sees_nothing(self, reference: str) -> None:
        """And the same screens."""
        for address in OPEN:
            assert self._look(address, reference).splitlines() == self.screens[address].splitlines(), address

    def _ask(self, reference: str) -> dict[str, Any]:
        asks, refused = self.aside.asks, self.aside.refused
        boxes = {box: asks(FACTORY, "inbox", box=box) for box in ("needs", "waiting", "closed")}
        return boxes | {
            "search": asks(FACTORY, "inbox", box="waiting", words=reference),
            "words": asks(FACTORY, "inbox", box="waiting", words="glue"),
            "figures": asks(FACTORY, "figures"),
            "notices": {name: each for name, each in asks(FACTORY, "notices").items() if name != "now"},
            "page": refused(FACTORY, "case_page", reference=reference),
            "tip": refused(FACTORY, "case_tip", reference=reference),
            "room": refused(FACTORY, "zero_tolerance", reference=reference),
            "bulletins": refused(FACTORY, "bulletins"),
        }

    def _look(self, address: str, reference: str = "HS-0000-0000") -> str:
        """Every word of a screen, once it is drawn to the last chart."""
        self.walker.open(address.format(reference=reference))
        self.walker.until(lambda: bool(self.walker.find(".stMain").text), "something to read")
        self.walker.settle()
        # Charts come last and cost most; on a busy machine they may take a while.
        self.walker.until(self._drawn, "every chart to be drawn", 90)
        return self.walker.find(".stMain").text

    def _drawn(self) -> bool:
        def all_of(selector: str) -> list[WebElement]:
            return self.walker.driver.find_elements(By.CSS_SELECTOR, selector)

        # What is folded away is not drawn before somebody opens it.
        folded = set(all_of('details:not([open]) [data-testid="stVegaLiteChart"]'))
        charts = [one for one in all_of('[data-testid="stVegaLiteChart"]') if one not in folded]
        return not all_of('[data-testid="stSkeleton"]') and all(one.find_elements(By.CSS_SELECTOR, "svg text") for one in charts)


def tell(visit: Callable[..., Walker], aside: Aside, album: Album) -> None:
    # Given a manager of the factory who is signed in and knows what there is to see
    chen = visit()
    chen.open("/inbox")
    chen.sign_in(FACTORY, PASSWORD)
    manager = Manager(chen, aside)
    manager.remember()

    # When a caller tells of a girl, the case is under zero tolerance from its first moment
    with aside.case() as case:
        now = datetime.now(UTC)
        case.call_comes_in(now, workplace=SITE, issues=["A1"], severity=1, words=WORDS, brands=("Brand K",))
    reference = case.reference
    manager.finds_nothing(reference)
    lin, ada = Room(visit()), Room(visit())
    for room, email in ((lin, COORDINATOR), (ada, SUPERVISOR)):
        room.walker.open("/inbox")
        room.walker.sign_in(email, PASSWORD)
        room.open(reference)
    album.add(lin, "story-23-twelve-steps-begin")

    manager.sees_nothing(reference)

    # Then each step is settled by whoever owes it, and after none of them is there anything to find
    for settle in (the_person, the_referral, the_brand):
        settle(visit, lin, ada, manager, reference, album)
    the_future(lin, manager, reference, album)
    manager.sees_nothing(reference)
    the_end(lin, ada, case, manager, album)
    manager.sees_nothing(reference)


def the_person(_visit: Callable[..., Walker], lin: Room, _ada: Room, manager: Manager, reference: str, album: Album) -> None:
    """Steps 2 to 4: safe, her age, heard."""
    lin.write(2, "With her aunt since this morning; the wage goes on by the hour book.")
    manager.finds_nothing(reference)
    lin.note_age("Household register", "under the minimum age", "Seen by video with her mother.")
    lin.settle_age("Under the minimum age", 5, "The register counts, the card is a cousin's.")
    manager.finds_nothing(reference)
    lin.write(4, "At the aunt's, in the dialect of her village.")
    manager.finds_nothing(reference)
    album.add(lin, "story-24-her-age-and-her-words")


def the_referral(_visit: Callable[..., Walker], lin: Room, ada: Room, manager: Manager, reference: str, _album: Album) -> None:
    """Steps 5 to 7: two people decide, the record, the authority at work."""
    lin.decide("Refer to an authority", "There may be more of them.")
    ada.open(reference)
    ada.decide("Refer to an authority", "Agreed. Her name stays with us.")
    manager.finds_nothing(reference)
    ada.basis(6, AUTHORITY, "Protection of a child", "A child at work at night.")
    lin.open(reference)
    lin.refer(AUTHORITY, "Head of the juvenile section", "in person", LETTER)
    manager.finds_nothing(reference)
    lin.write(7, "Two inspectors were at the site at seven.")
    manager.finds_nothing(reference)


def the_brand(visit: Callable[..., Walker], _lin: Room, ada: Room, manager: Manager, reference: str, album: Album) -> None:
    """Step 8: told by the supervisor alone, and asked to stay."""
    ada.open(reference)
    ada.tell("Brand K")
    manager.finds_nothing(reference)
    brand: Case = enter(visit(), BRAND, reference)
    brand.click(".st-key-protocol-acknowledge button")
    brand.walker.see("You confirmed the request")
    album.add(brand, "story-25-the-brand-is-asked-to-stay")
    manager.finds_nothing(reference)


def the_future(lin: Room, manager: Manager, reference: str, album: Album) -> None:
    """Steps 9 and 11; step 10 asks every month from now on, and before she comes of age nobody can say that all is done."""
    lin.open(reference)
    lin.write(9, "Stipend, school and the way home are agreed with her mother.")
    lin.write(11, "A cousin's card; the gate checks faces and registers from Monday.")
    manager.finds_nothing(reference)
    assert lin.all(".st-key-protocol-month-10"), "the months until she comes of age are still to be asked"
    assert not lin.all(".st-key-protocol-exit-12"), "nobody ends it before"
    album.add(lin, "story-26-what-goes-on-every-month")


def the_end(lin: Room, ada: Room, case: CaseOnStage, manager: Manager, album: Album) -> None:
    """Step 10 to its last month, and step 12: two people say that all is done."""
    case.arrange(COMES_OF_AGE)
    lin.note_month("school", "well", "In the class above hers since autumn; her aunt writes every week.")
    manager.finds_nothing(case.reference)
    lin.leave("All eleven steps with their evidence; her last letter.")
    ada.open(case.reference)
    ada.leave("The same, and the bank's papers of the stipend.")
    ada.walker.see("Ended, all steps done")
    manager.finds_nothing(case.reference)
    album.add(ada, "story-27-ended-by-two")
