"""Acknowledged means stored, once; and what was not stored is still on the screen. ATTACKS 31, 32, 39, 40, 43."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import uuid4

import psutil
import psycopg
import pytest

from db.embedded import EmbeddedServer
from tests.browser.conftest import COORDINATOR, FACTORY, PASSWORD
from tests.browser.screens import Case
from tests.browser.walker import Walker

Visit = Callable[..., Walker]
Kept = Callable[..., list[tuple[object, ...]]]


@pytest.fixture
def reference(kept: Kept) -> str:
    """A case that is open at the factory."""
    found = kept(
        "select c.reference from portal.case_ c join portal.party p on p.case_id = c.id"
        " join portal.organization o on o.id = p.organization_id"
        " where o.name = 'Lianfeng Footwear' and p.side = 'factory' and p.until is null"
        " and c.state in ('notified', 'responded', 'investigating', 'remediating') and not c.no_tip_off"
        " order by c.reference limit 1"
    )
    return str(found[0][0])


@pytest.fixture
def desk(browser: Visit, reference: str) -> Case:
    """The coordinator, with that case open."""
    walker = browser()
    walker.open(f"/case?ref={reference}")
    walker.sign_in(COORDINATOR, PASSWORD)
    case = Case(walker)
    case.open(reference)
    return case


@pytest.fixture
def words() -> str:
    """Words that stand nowhere else."""
    return f"The inspector comes on Thursday, {uuid4().hex[:8]}."


@pytest.fixture
def stored(kept: Kept, words: str) -> Callable[[], int]:
    """How often the database has these words."""
    return lambda: len(kept("select 1 from portal.message where body = %s", words))


@contextmanager
def frozen(server: EmbeddedServer) -> Iterator[None]:
    """A database that neither answers nor hangs up."""
    pid = server.pid()
    assert pid is not None
    postmaster = psutil.Process(pid)
    all_of_them = [postmaster, *postmaster.children(recursive=True)]
    for one in all_of_them:
        one.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        for one in all_of_them:
            one.send_signal(signal.SIGCONT)


def test_a_double_click_sends_one_message(desk: Case, words: str, stored: Callable[[], int]) -> None:
    desk.type(words)
    button = desk.walker.find('[data-testid="stChatInputSubmitButton"]:not([disabled])')
    desk.walker.driver.execute_script("arguments[0].click(); arguments[0].click()", button)
    desk.walker.until(lambda: words in desk.thread, "the message")
    desk.walker.settle()
    assert desk.times(words) == 1
    assert stored() == 1


def test_enter_and_a_click_at_the_same_moment_send_one_message(desk: Case, words: str, stored: Callable[[], int]) -> None:
    desk.type(words)
    button = desk.walker.find('[data-testid="stChatInputSubmitButton"]:not([disabled])')
    field = desk.walker.find('[data-testid="stChatInputTextArea"]')
    enter = "new KeyboardEvent('keydown', {key: 'Enter', keyCode: 13, bubbles: true, cancelable: true})"
    taken = desk.walker.driver.execute_script(
        f"const taken = !arguments[0].dispatchEvent({enter}); arguments[1].click(); return taken", field, button
    )
    assert taken, "the field takes this Enter as one of the keyboard"
    desk.walker.until(lambda: words in desk.thread, "the message")
    desk.walker.settle()
    assert desk.times(words) == 1
    assert stored() == 1


def test_the_way_back_and_forth_again_sends_nothing_twice(
    desk: Case, reference: str, words: str, stored: Callable[[], int]
) -> None:
    desk.say(words)
    desk.walker.driver.back()
    desk.walker.driver.forward()
    desk.walker.see(reference)
    desk.walker.until(lambda: words in desk.thread, "the message")
    desk.walker.settle()
    assert desk.times(words) == 1
    assert stored() == 1


def test_a_page_loaded_again_while_a_message_is_on_its_way_sends_it_once(
    desk: Case, database_server: EmbeddedServer, reference: str, words: str, stored: Callable[[], int]
) -> None:
    # Given a database that cannot take the message yet
    with psycopg.connect(database_server.conninfo("supabase_admin")) as busy:
        busy.execute("lock table portal.message in access exclusive mode")
        desk.type(words)
        desk.send()
        waiting = "select 1 from pg_stat_activity where wait_event_type = 'Lock' and query like '%post_message%'"
        with psycopg.connect(database_server.conninfo("supabase_admin"), autocommit=True) as looking:
            desk.walker.until(lambda: looking.execute(waiting).fetchall(), "the message at the database's door")

        # When she loads the page again before the answer comes
        desk.walker.driver.refresh()
        busy.rollback()

    # Then it is there, once
    desk.walker.until(stored, "the message in the database")
    desk.open(reference)
    assert desk.times(words) == 1
    assert stored() == 1


def test_what_is_sent_while_the_database_is_stopped_stays_and_goes_out_once(
    desk: Case, database_server: EmbeddedServer, words: str, stored: Callable[[], int]
) -> None:
    database_server.stop()
    try:
        desk.type(words)
        desk.send()
        desk.walker.see("Send again")
        assert words in desk.walker.text()
        assert "Your text is still here" in desk.walker.text()
        assert words not in desk.thread
    finally:
        database_server.open()
    assert stored() == 0
    desk.walker.press("Send again")
    desk.walker.until(lambda: words in desk.thread, "the message")
    desk.walker.settle()
    assert desk.times(words) == 1
    assert stored() == 1


def test_what_is_sent_to_a_silent_database_arrives_once_or_is_kept(
    desk: Case, database_server: EmbeddedServer, words: str, stored: Callable[[], int]
) -> None:
    with frozen(database_server):
        desk.type(words)
        desk.send()
        desk.walker.see("Send again")
        assert words in desk.walker.text()
    desk.walker.press("Send again")
    desk.walker.until(lambda: words in desk.thread, "the message")
    desk.walker.settle()
    assert desk.times(words) == 1
    assert stored() == 1


def test_a_session_that_ends_while_writing_gives_the_draft_back_after_sign_in(
    desk: Case, kept: Kept, reference: str, words: str, stored: Callable[[], int]
) -> None:
    # Given a session that the database has ended, unnoticed by the browser
    desk.type(words)
    kept("update portal.session set closed_at = now() where closed_at is null")

    # When she sends, and signs in again
    desk.send()
    desk.walker.see("Workers need no account")
    assert stored() == 0
    desk.walker.sign_in(COORDINATOR, PASSWORD)

    # Then she is where she was, with the same words, and they go out once
    assert desk.walker.address == f"/case?ref={reference}"
    desk.walker.see(words)
    desk.walker.press("Send again")
    desk.walker.until(lambda: words in desk.thread, "the message")
    desk.walker.settle()
    assert stored() == 1


def test_a_new_message_appears_without_loading_the_page(desk: Case, browser: Visit, reference: str, words: str) -> None:
    # Given the factory, reading the same case
    factory = Case(browser())
    factory.walker.open(f"/case?ref={reference}")
    factory.walker.sign_in(FACTORY, PASSWORD)
    factory.walker.see(reference)
    factory.walker.settle()
    factory.walker.driver.execute_script("window.neverLoadedAgain = true")

    # When the coordinator writes to it
    desk.readers("Factory")
    desk.say(words)

    # Then it stands there by itself
    factory.walker.until(lambda: words in factory.thread, "the new message")
    assert factory.walker.driver.execute_script("return window.neverLoadedAgain")
