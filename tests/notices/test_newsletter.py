"""The newsletter from asking to ending, against a real mail server: not before the yes, not twice, not after the end."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.errors import Absent, BadRequest, Conflict, PortalError, Refused, TooMany
from db.mailing import Drained, issue
from tests.notices.letterbox import Letterbox, Minutes, kinds
from tests.procedure.world import World

ANYBODY = "public"
READER = "reader@mill.example"


def linked(mail: EmailMessage, way: str) -> str:
    """The key in the one link of a letter that leads that way."""
    links = [word for word in mail.get_content().split() if "://" in word]
    assert len(links) == 1
    assert links[0].startswith(f"https://portal.example/light/newsletter/{way}?key=")
    return links[0].rpartition("=")[2]


def subscribed(world: World, minutes: Minutes, box: Letterbox, *addresses: str, language: str = "en") -> list[str]:
    """Confirmed subscribers; the letterbox is empty again."""
    for address in addresses:
        world.call(ANYBODY, "subscribe", email=address, language=language)
    minutes.drain()
    for mail in box.mails:
        world.call(ANYBODY, "confirm_subscription", key=linked(mail, "confirm"))
    box.arrived.clear()
    return list(addresses)


def drafted(world: World, subject: str = "What we learnt", body: str = "Three things.") -> dict[str, Any]:
    desk = world.write(
        "ada", "save_newsletter", issue=None, revision=1, subject_en=subject, body_en=body, subject_zh="我们学到的",
        body_zh="三件事。",
    )  # fmt: skip
    draft: dict[str, Any] = next(one for one in desk["issues"] if one["sent_at"] is None)
    return draft


def sent(world: World, **written: str) -> dict[str, Any]:
    draft = drafted(world, **written)
    desk = world.write("ada", "send_newsletter", issue=draft["id"], revision=draft["revision"])
    found: dict[str, Any] = next(one for one in desk["issues"] if one["id"] == draft["id"])
    return found


def known(world: World) -> list[str]:
    return [row[0] for row in world.rows("select email from portal.subscriber order by email")]


def test_the_newsletter_comes_only_after_the_link_was_followed(world: World, minutes: Minutes, box: Letterbox) -> None:
    world.call(ANYBODY, "subscribe", email=f" {READER.upper()} ", language="en")
    assert minutes.drain() == Drained(sent=1)
    assert box.readers == [READER]
    assert world.refused("ada", "send_newsletter", issue=drafted(world)["id"], revision=1).key == "news_nobody"
    key = linked(box.mails[0], "confirm")
    world.call(ANYBODY, "confirm_subscription", key=key)
    box.arrived.clear()
    told = sent(world)
    assert (told["letters"], told["waiting"]) == (1, 1)
    assert minutes.drain() == Drained(sent=1)
    mail = box.mails[0]
    assert (box.readers, mail["Subject"]) == ([READER], "What we learnt")
    assert "Three things." in mail.get_content()
    assert next(one for one in world.call("ada", "newsletter_desk")["issues"] if one["id"] == told["id"])["arrived"] == 1


def test_letters_of_a_newsletter_that_wait_are_no_alarm(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER)
    assert sent(world)["waiting"] == 1
    world.travel(hours=2)
    minutes.pass_()
    assert "mail_waits" not in kinds(world, "ada")
    assert world.call("ada", "notices")["mail"]["waiting"] == 0
    world.call(ANYBODY, "subscribe", email="other@mill.example", language="en")
    world.travel(hours=2)
    minutes.pass_()
    assert "mail_waits" in kinds(world, "ada"), "a letter that somebody asked for waits"


def test_a_confirmation_link_works_once_and_for_a_week(world: World, minutes: Minutes, box: Letterbox) -> None:
    world.call(ANYBODY, "subscribe", email=READER, language="en")
    world.call(ANYBODY, "subscribe", email="late@mill.example", language="en")
    minutes.drain()
    first, late = (linked(next(m for m in box.mails if m["To"] == one), "confirm") for one in (READER, "late@mill.example"))
    world.call(ANYBODY, "confirm_subscription", key=first)
    for wrong in (first, "", "x", str(UUID(int=0))):
        with pytest.raises(Absent):
            world.call(ANYBODY, "confirm_subscription", key=wrong)
    world.travel(days=7, minutes=1)
    with pytest.raises(Absent):
        world.call(ANYBODY, "confirm_subscription", key=late)
    minutes.pass_()
    assert known(world) == [READER], "unconfirmed addresses are erased after a week, confirmed ones stay"


def test_asking_answers_the_same_for_a_new_a_waiting_and_a_known_address(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER)
    answers = [world.call(ANYBODY, "subscribe", email=one, language="en") for one in (READER, "new@mill.example") * 2]
    assert answers == [{"asked": True}] * 4
    minutes.drain()
    told = {mail["To"]: mail["Subject"] for mail in box.mails}
    assert told[READER] != told["new@mill.example"], "the difference is told in the mailbox alone"
    assert linked(next(m for m in box.mails if m["To"] == READER), "leave")


def test_nobody_fills_a_strangers_mailbox(world: World, minutes: Minutes, box: Letterbox) -> None:
    for _ in range(9):
        assert world.call(ANYBODY, "subscribe", email=READER, language="en") == {"asked": True}
    assert minutes.drain().sent == 3
    world.travel(days=6)
    world.call(ANYBODY, "subscribe", email=READER, language="en")
    assert minutes.drain().sent == 0
    world.travel(days=2)
    world.call(ANYBODY, "subscribe", email=READER, language="en")
    assert minutes.drain().sent == 1


def test_one_network_asks_thirty_times_an_hour_at_most(world: World) -> None:
    for number in range(30):
        world.call(ANYBODY, "subscribe", email=f"r{number}@mill.example", language="en")
    with pytest.raises(TooMany) as refused:
        world.call(ANYBODY, "subscribe", email="one.more@mill.example", language="en")
    assert refused.value.key == "rate_limited"
    assert "one.more@mill.example" not in known(world)


@pytest.mark.parametrize(
    "address",
    ["", "nobody", "a@b", "a@b.c", "two@mill.example, other@mill.example", "a b@mill.example", "x\n@mill.example",
     "x@mill.example\r\nBcc: y@mill.example", "<x@mill.example>", '"x"@mill.example', "x@[127.0.0.1]", "工@mill.example",
     "x@mill..example", ".x@mill.example", "x@-mill.example", "x" * 65 + "@mill.example", "x@" + "m" * 250 + ".example"],
)  # fmt: skip
def test_what_is_no_single_address_is_refused_and_nothing_is_kept(world: World, address: str) -> None:
    with pytest.raises(BadRequest) as refused:
        world.call(ANYBODY, "subscribe", email=address, language="en")
    assert refused.value.key == "email_invalid"
    assert known(world) == []


def test_the_control_unusual_addresses_are_taken(world: World) -> None:
    usual = ["a.b+c@mill.example", "o'neill@sub.mill-2.example", "x_1@mill.co.uk"]
    for address in usual:
        world.call(ANYBODY, "subscribe", email=address, language="zh-Hans")
    assert known(world) == sorted(usual)


@pytest.mark.parametrize("subject", ["One\nBcc: spy@mill.example", "One\r\nBcc: spy@mill.example", "Tab\there"])
def test_a_subject_of_two_lines_becomes_no_header(world: World, subject: str) -> None:
    refused = world.refused(
        "ada", "save_newsletter", issue=None, revision=1, subject_en=subject, body_en="x", subject_zh="题", body_zh="x"
    )
    assert refused.key == "news_subject_lines"


def test_a_text_that_looks_like_headers_stays_text(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER)
    sent(world, body="Bcc: spy@mill.example\r\n\r\n.\r\nRCPT TO:<spy@mill.example>\r\n")
    assert minutes.drain() == Drained(sent=1)
    assert box.readers == [READER]
    assert box.mails[0]["Bcc"] is None
    assert "RCPT TO:<spy@mill.example>" in box.mails[0].get_content()


def test_an_issue_is_in_the_readers_language_and_reads_as_the_preview(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER)
    subscribed(world, minutes, box, "li@mill.example", language="zh-Hans")
    draft = sent(world)
    minutes.drain()
    for mail, tag in zip(sorted(box.mails, key=lambda one: str(one["To"])), ("zh", "en"), strict=True):
        link = next(word for word in mail.get_content().split() if "://" in word)
        preview = issue("zh-Hans" if tag == "zh" else "en", draft[f"subject_{tag}"], draft[f"body_{tag}"], link)
        assert mail["Subject"] == preview.subject
        assert mail.get_content().replace("\r\n", "\n") == preview.body


def test_a_mail_program_ends_it_by_the_header_and_an_end_is_an_end(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER, "other@mill.example")
    sent(world)
    minutes.drain()
    mail = next(one for one in box.mails if one["To"] == READER)
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Unsubscribe"] == f"<https://portal.example/light/newsletter/leave?key={linked(mail, 'leave')}>"
    key = linked(mail, "leave")
    for _ in range(2):
        assert world.call(ANYBODY, "end_subscription", key=key) == {"ended": True}
    assert known(world) == ["other@mill.example"]
    assert world.call(ANYBODY, "end_subscription", key="x' or true --") == {"ended": True}
    assert known(world) == ["other@mill.example"]
    box.arrived.clear()
    sent(world)
    minutes.drain()
    assert box.readers == ["other@mill.example"]


def test_two_senders_at_once_send_an_issue_to_each_once(world: World, minutes: Minutes, box: Letterbox) -> None:
    readers = subscribed(world, minutes, box, *(f"r{number:02}@mill.example" for number in range(25)))
    draft = drafted(world)
    box.while_taking = lambda: threading.Event().wait(0.02) and None
    together = threading.Barrier(3, timeout=60)

    def press(_: int) -> str:
        try:
            ada = world.database.gateway(world.people["ada"].credentials)
            together.wait()
            ada.call("send_newsletter", request_id=uuid4(), issue=draft["id"], revision=draft["revision"])
        except Conflict as late:
            return late.key
        return "sent"

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(press, range(3))) == ["news_sent", "news_sent", "sent"]

    def send(_: int) -> Drained:
        together.wait()
        return minutes.drain()

    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(send, range(3)))
    assert sum(one.sent for one in done) == 25
    assert box.readers == readers


def test_a_sender_that_dies_leaves_the_rest_to_the_next_one(world: World, minutes: Minutes, box: Letterbox) -> None:
    readers = subscribed(world, minutes, box, *(f"r{number}@mill.example" for number in range(6)))
    sent(world)
    assert minutes.drain(most=2) == Drained(sent=2)
    desk = world.call("ada", "newsletter_desk")["issues"][0]
    assert (desk["arrived"], desk["waiting"], desk["refused"]) == (2, 4, 0)
    assert minutes.drain() == Drained(sent=4)
    assert box.readers == readers
    minutes.pass_()
    world.arranged("delete from portal.outbox")
    desk = world.call("ada", "newsletter_desk")["issues"][0]
    assert (desk["arrived"], desk["waiting"], desk["refused"]) == (6, 0, 0), "how it went outlives the outbox"


def test_an_erased_address_gets_nothing_also_of_what_waits(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER, "other@mill.example")
    sent(world)
    desk = world.write("ada", "erase_subscriber", email=READER.upper())
    assert desk["erased"] == 1
    assert world.rows("select count(*) from portal.outbox b where b.kind = 'news'") == [(1,)]
    minutes.drain()
    assert box.readers == ["other@mill.example"]
    assert world.write("ada", "erase_subscriber", email=READER)["erased"] == 0
    for table in ("subscriber", "newsletter_issue", "newsletter_log", "outbox"):
        with world.database.connect() as admin:
            kept = admin.execute(f"select to_jsonb(t)::text from portal.{table} t").fetchall()
        assert READER not in str(kept)


def test_a_test_letter_goes_to_the_writer_alone(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER)
    draft = drafted(world)
    world.write("ada", "test_newsletter", issue=draft["id"], revision=1)
    assert minutes.drain() == Drained(sent=2)
    assert set(box.readers) == {"ada@example.org"}
    assert {mail["List-Unsubscribe"] for mail in box.mails} == {None}


def test_what_waits_for_somebody_goes_before_news(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER)
    sent(world)
    draft = drafted(world)
    world.travel(minutes=5)
    world.write("ada", "test_newsletter", issue=draft["id"], revision=1)
    minutes.drain()
    assert [readers[0] for readers, _ in box.arrived] == ["ada@example.org", "ada@example.org", READER]


def test_addresses_leave_by_the_export_alone_and_each_time_is_noted(world: World, minutes: Minutes, box: Letterbox) -> None:
    subscribed(world, minutes, box, READER)
    world.call(ANYBODY, "subscribe", email="unconfirmed@mill.example", language="en")
    assert READER not in str(world.call("ada", "newsletter_desk"))
    assert [row["email"] for row in world.call("ada", "export_subscribers")] == [READER]
    log = world.call("ada", "newsletter_desk")["log"]
    assert [(one["deed"], one["n"]) for one in log] == [("exported", 1)]


@pytest.mark.parametrize("who", ["lin", "mei", "chen", "weber"])
def test_nobody_but_a_supervisor_writes_or_sees_it(world: World, who: str) -> None:
    draft = drafted(world)
    named = {"issue": draft["id"], "revision": 1}
    tries: list[tuple[str, dict[str, Any]]] = [
        ("newsletter_desk", {}), ("export_subscribers", {}),
        *((f"{deed}_newsletter", {"request_id": UUID(int=7), **named}) for deed in ("send", "test", "drop")),
        ("erase_subscriber", {"request_id": UUID(int=8), "email": READER}),
    ]  # fmt: skip
    for function, arguments in tries:
        with pytest.raises(PortalError) as refused:
            world.call(who, function, **arguments)
        assert isinstance(refused.value, Refused), function


def test_a_draft_that_somebody_changed_is_neither_sent_nor_overwritten(world: World) -> None:
    draft = drafted(world)
    change = {"subject_en": "New", "body_en": "x", "subject_zh": "新", "body_zh": "x"}
    world.write("ada", "save_newsletter", issue=draft["id"], revision=1, **change)
    assert world.refused("ada", "send_newsletter", issue=draft["id"], revision=1).key == "revision_stale"
    assert world.refused("ada", "save_newsletter", issue=draft["id"], revision=1, **change).key == "revision_stale"
