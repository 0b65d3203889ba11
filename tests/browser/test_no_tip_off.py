"""No tip-off in browsers: the factory sees nothing of a case of harassment until a supervisor ends the silence."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.conftest import COORDINATOR, FACTORY, PASSWORD, SUPERVISOR
from tests.browser.screens import Case, Hotline, Moderation
from tests.browser.walker import Walker

STATEMENT = "The supervisor of line four touches the girls on the night shift. Two of us have told him to stop."
REASON = "Both are with their families, and the one on line four was moved away from them."


def test_a_factory_hears_of_harassment_only_after_a_supervisor_ended_the_silence(browser: Callable[..., Walker]) -> None:
    # Given a call about sexual harassment, which is under no tip-off by its code
    lin = browser(width=1280)
    lin.open("/inbox")
    lin.sign_in(COORDINATOR, PASSWORD)
    reference = the_call(Hotline(lin))
    desk = Case(lin)
    desk.open(reference)
    desk.move("Screening")
    desk.take()

    # Then the coordinator reads why the factory is not told, and can neither end that nor admit it
    lin.see("Only a supervisor can end this.")
    assert not desk.all(".st-key-steer-end-silence")
    assert not desk.all(".st-key-steer-admit")
    factory = browser(width=1280)
    factory.open("/inbox")
    factory.sign_in(FACTORY, PASSWORD)
    factory.see("Lianfeng")
    assert reference not in factory.text()
    factory.open(f"/case?ref={reference}")
    factory.see("这里没有您可以看的案件。")  # Chen reads Chinese

    # When a supervisor ends it, with a reason
    ada = browser(width=1280)
    ada.open(f"/case?ref={reference}")
    ada.sign_in(SUPERVISOR, PASSWORD)
    above = Case(ada)
    above.open(reference)
    above.click(".st-key-steer-end-silence button")
    ada.see("once it is admitted and a statement is released")
    ada.write("Why the factory may be told now", REASON)
    above.click('[role="dialog"] .st-key-do-end-silence button')
    ada.until(lambda: not above.all('[role="dialog"]'), "the end of the dialog")
    ada.settle()
    assert not above.all(".st-key-steer-end-silence")
    assert REASON in above.thread

    # And the coordinator admits the factory and releases the statement
    desk.open(reference)
    desk.admit("Lianfeng")
    moderation = Moderation(lin)
    moderation.review(desk)
    moderation.release("the factory")

    # Then it reads the statement, and not why it was not told before
    factory.open("/inbox")
    factory.see(reference)
    manager = Case(factory)
    manager.open(reference)
    assert STATEMENT in manager.thread
    assert REASON not in factory.text()


def the_call(hotline: Hotline) -> str:
    hotline.open()
    hotline.story(STATEMENT)
    hotline.workplace("Lianfeng")
    hotline.issue("Sexual harassment")
    hotline.everybody_may_read()
    return hotline.file()[1]
