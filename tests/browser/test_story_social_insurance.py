"""Social insurance that was never paid in, from the first signs over the strike desk to the back-payment in her hand.

With PORTAL_PICTURES=1 it leaves its pictures beside those of the first story.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest

from db.demo.stage import CaseOnStage
from db.embedded import EmbeddedServer
from tests.browser.aside import Aside
from tests.browser.conftest import COORDINATOR, PASSWORD, SUPERVISOR
from tests.browser.screens import Case, Moderation
from tests.browser.screens_remedy import Answers, Procedure
from tests.browser.screens_strikes import Bulletins, StrikeDesk
from tests.browser.test_story import BRAND, Album, enter
from tests.browser.walker import Walker

SITE, CODE, CAUSE = "Tianhe Knitwear", "G1", "Social insurance not paid"
MANAGER = "wu@tianhe.example"
CALLERS = (
    "They take social insurance from our wage each month, and the office says that nothing was paid in since 2021.",
    "I asked the bureau: no contribution for me in three years. On my pay slip it is deducted.",
    "My mother is ill and the bureau says that I am not insured. The team leader says to wait. How long?",
)
FACTS = "Several people of one workshop say that social insurance is deducted and not paid in. Two shifts talk of stopping work."
UNKNOWN = "How many people it concerns, and since when exactly."
ASK = "Please do not move orders. Ask the factory for its contribution records."
ANSWER = "It is true for 96 people. We ask for three months to pay it all."
COMMENT = "Three months is long, but I agree if it is written down."
PROOF = "Print-out of the bureau: no contribution for 96 people since January 2021."
REASON = "The bureau's print-out shows no contribution since 2021."
DEED = "Pay the arrears of 96 people to the bureau"
NOTICE = "Paid to the bureau today. The receipt hangs on the board."
AMOUNT = "8640.00"


@pytest.fixture
def aside(database_server: EmbeddedServer) -> Iterator[Aside]:
    people = Aside(database_server)
    yield people
    people.close()


def test_from_first_signs_to_the_payment_in_her_hand(browser: Callable[..., Walker], aside: Aside) -> None:
    tell(browser, aside, Album(os.environ.get("PORTAL_PICTURES") == "1"))


def tell(visit: Callable[..., Walker], aside: Aside, album: Album) -> None:
    # Given three callers of one site with one cause, and a brand that will be told
    for words in CALLERS[:2]:
        a_call(aside, words)
    case = a_call(aside, CALLERS[2])
    lin = visit()
    lin.open("/inbox")
    lin.sign_in(COORDINATOR, PASSWORD)

    # When the coordinator opens a strike on these first signs, tries the lowest level first, and it grows all the same
    the_strike(StrikeDesk(lin), visit, album)

    # And the factory, which was told, answers; the worker comments on what was released to her
    worker = Answers(visit(width=360, height=780))
    factory, desk = the_answer(lin, visit, worker, case)

    # Then the finding stands on evidence, and the plan on the yes of both
    the_finding(desk, album)
    the_plan(desk, factory, worker, album)

    # And what was paid is verified, and confirmed by her, before anybody says that it is closed
    the_payment(desk, factory, worker, album)


def a_call(aside: Aside, words: str) -> CaseOnStage:
    """Taken down, screened, admitted and shown to the factory and the brand: the first story clicks through this."""
    with aside.case() as case:
        now = datetime.now(UTC)
        case.call_comes_in(now, workplace=SITE, issues=[CODE], severity=3, words=words, brands=("Brand K",))
        case.screens(now)
        case.move(now, "admitted")
        case.admit(now, SITE, "Brand K")
        case.decides(now, None, "release")
    return case


def the_strike(desk: StrikeDesk, visit: Callable[..., Walker], album: Album) -> None:
    desk.open()
    album.add(desk, "story-13-first-signs")
    strike = desk.open_strike(SITE, CAUSE)
    desk.tried("Team leader", "promised")
    desk.raise_to("L1", "it grew")
    dialog = desk.draft(FACTS, UNKNOWN, ASK)
    album.add(desk, "story-14-a-bulletin-before-release", tall=False)
    dialog.send("do-bulletin-draft")
    assert not desk.all('[class*="st-key-release-"] button'), "whoever wrote a bulletin does not release it"
    above = StrikeDesk(visit())
    above.walker.open(strike)
    above.walker.sign_in(SUPERVISOR, PASSWORD)
    above.walker.find('[class*="st-key-held-bulletin-"]')
    album.add(above, "story-15-the-strike")
    above.release()
    brand = Bulletins(visit())
    brand.walker.open("/bulletins")
    brand.walker.sign_in(BRAND, PASSWORD)
    brand.open()
    assert FACTS in brand.walker.text()
    brand.confirm()
    album.add(brand, "story-16-the-brand-was-told")


def the_answer(lin: Walker, visit: Callable[..., Walker], worker: Answers, case: CaseOnStage) -> tuple[Procedure, Procedure]:
    factory = Procedure(enter(visit(), MANAGER, case.reference).walker)
    factory.say(ANSWER)
    desk, moderation = Procedure(lin), Moderation(lin)
    desk.open(case.reference)
    moderation.review(Case(lin))
    moderation.release("the worker")
    worker.come_back(case.code)
    worker.walker.see(ANSWER)
    worker.write(COMMENT)
    desk.open(case.reference)
    return factory, desk


def the_finding(desk: Procedure, album: Album) -> None:
    desk.move("Under investigation")
    desk.declare_no_conflict()
    desk.take_in("Record", PROOF)
    desk.judge("grounded", REASON)
    album.add(desk, "story-17-a-finding-on-evidence")
    desk.move("Finding made")


def the_plan(desk: Procedure, factory: Procedure, worker: Answers, album: Album) -> None:
    desk.move("Remedy agreed")
    desk.plan(DEED, "Factory", (datetime.now(UTC) + timedelta(days=30)).date(), "The bureau's receipt")
    desk.owe("Social insurance", AMOUNT, "January 2021 to today")
    factory.walker.driver.refresh()
    factory.accept()
    worker.read()
    album.add(worker, "story-18-she-reads-the-plan")
    worker.say("plan")
    desk.open(desk_reference(desk))
    desk.move("Remedy under way")
    album.add(desk, "story-19-a-plan-both-accepted")


def the_payment(desk: Procedure, factory: Procedure, worker: Answers, album: Album) -> None:
    factory.open(desk_reference(desk))
    factory.claim(NOTICE)
    factory.paid(AMOUNT)
    album.add(factory, "story-20-the-factory-says-it-paid")
    the_check(desk)
    worker.read()
    worker.say("end")
    worker.say("money")
    worker.walker.see("You said on")
    album.add(worker, "story-21-she-has-the-money")
    desk.open(desk_reference(desk))
    desk.close("remedied")
    for truth in ("st-key-card-next", "st-key-card-remedy", "st-key-card-hearing"):
        assert desk.all(f".{truth}"), truth
    assert "the worker has what was agreed" in desk.walker.text()
    album.add(desk, "story-22-closed-after-she-confirmed")


def the_check(desk: Procedure) -> None:
    desk.open(desk_reference(desk))
    desk.move("Being checked")
    desk.verify("The bureau's receipt, read by us.")
    desk.move("Worker is asked")


def desk_reference(desk: Procedure) -> str:
    return desk.walker.address.partition("ref=")[2]
