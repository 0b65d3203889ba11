"""Attacks on the newsletter through both doors: in another's name, around the double yes, at who reads it, after the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from db.errors import PortalError
from tests.attacks.conftest import rows
from tests.policies.scene import Scene

Call = Callable[..., Any]
# Everybody but a supervisor: staff, a worker with a receipt, somebody suspended, nobody.
OTHERS = ["lin", "mei", "chen", "weber", "ben", "zhao", "worker_open", "public", "stranger"]
DESK = {
    "newsletter_desk": {}, "export_subscribers": {}, "erase_subscriber": {"email": "victim@mill.example"},
    "save_newsletter": {"issue": None, "revision": 1, "subject_en": "x", "body_en": "x", "subject_zh": "x", "body_zh": "x"},
    "send_newsletter": {}, "test_newsletter": {}, "drop_newsletter": {},
}  # fmt: skip
READS = {"newsletter_desk", "export_subscribers"}
ABOUT_A_DRAFT = {"send_newsletter", "test_newsletter", "drop_newsletter"}


def addresses(stage: Scene) -> dict[str, bool]:
    """Who is kept, and whether confirmed; read past every rule."""
    return dict(rows(stage, "select email, confirmed_at is not null from portal.subscriber"))


def kept(stage: Scene) -> tuple[dict[str, bool], list[Any]]:
    """Addresses, and the issues and how many letters there are."""
    issues = "select id, revision, sent_at, (select count(*) from portal.outbox) from portal.newsletter_issue order by id"
    return addresses(stage), rows(stage, issues)


@pytest.fixture
def victim(stage: Scene) -> str:
    """Somebody who reads the newsletter: asked and confirmed past every limit of asking."""
    address = f"victim-{uuid4().hex[:8]}@mill.example"
    rows(
        stage,
        "insert into portal.subscriber (email, language, asked_at, confirmed_at, confirm_key)"
        " values (%s, 'en', now(), now(), null) returning id",
        address,
    )
    return address


@pytest.fixture
def draft(call: Call) -> dict[str, Any]:
    """An issue that a supervisor could send, try or drop now."""
    one = call("ada", "save_newsletter", request_id=uuid4(), **DESK["save_newsletter"])["issues"][0]
    return {"issue": one["id"], "revision": one["revision"]}


def limits_lifted(stage: Scene) -> None:
    rows(stage, "with gone as (delete from portal.limit_ returning 1) select count(*) from gone")


# Around the double yes --------------------------------------------------------------------------------------------------------


def test_asking_in_a_strangers_name_makes_no_reader_of_him(call: Call, stage: Scene) -> None:
    limits_lifted(stage)
    address = f"never-asked-{uuid4().hex[:8]}@mill.example"
    assert call("public", "subscribe", email=address, language="en") == {"asked": True}
    assert addresses(stage)[address] is False
    draft = call("ada", "save_newsletter", request_id=uuid4(), **DESK["save_newsletter"])["issues"][0]
    call("ada", "send_newsletter", request_id=uuid4(), issue=draft["id"], revision=draft["revision"])
    letters = rows(
        stage, "select b.kind from portal.outbox b join portal.subscriber s on s.id = b.subscriber_id where s.email = %s", address
    )
    assert {kind for (kind,) in letters} == {"news_confirm"}, "a question alone, and never an issue"


@pytest.mark.parametrize(
    "key",
    ["", "null", "true", "00000000-0000-0000-0000-000000000000", "' or confirm_key is not null --", "%", "_" * 36, "\u202e"],
)
def test_no_guessed_key_confirms_and_none_ends(said: Call, stage: Scene, victim: str, key: str) -> None:
    before = addresses(stage)
    assert said("public", "confirm_subscription", key=key)[:2] == ("Absent", "news_link_old")
    assert said("public", "end_subscription", key=key) == {"ended": True}, "the same as for a link that works"
    assert addresses(stage) == before
    assert victim in before


def test_the_key_that_ends_does_not_confirm_and_the_other_way_round(said: Call, stage: Scene) -> None:
    limits_lifted(stage)
    address = f"asks-{uuid4().hex[:8]}@mill.example"
    said("public", "subscribe", email=address, language="en")
    ((confirm, leave),) = rows(
        stage, "select confirm_key::text, leave_key::text from portal.subscriber where email = %s", address
    )
    assert said("public", "confirm_subscription", key=leave)[1] == "news_link_old"
    said("public", "end_subscription", key=confirm)
    assert addresses(stage) == addresses(stage) | {address: False}
    assert said("public", "confirm_subscription", key=confirm) == {"confirmed": True}, "the control: the right one does"
    assert addresses(stage)[address] is True


# Who reads it -----------------------------------------------------------------------------------------------------------------


def test_no_answer_tells_whether_an_address_is_known(said: Call, stage: Scene, victim: str) -> None:
    limits_lifted(stage)
    new = said("public", "subscribe", email=f"new-{uuid4().hex[:8]}@mill.example", language="en")
    known = [said("public", "subscribe", email=address, language="en") for address in (victim, victim.upper(), f" {victim} ")]
    assert known == [new] * 3
    assert addresses(stage)[victim] is True, "and asking anew takes nothing away"


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.parametrize("function", sorted(DESK))
def test_nobody_else_reads_writes_sends_erases_or_exports(  # noqa: PLR0917  (fixtures, and a row of the table)
    said: Call, stage: Scene, victim: str, draft: dict[str, Any], who: str, function: str
) -> None:
    before = kept(stage)
    more = {} if function in READS else {"request_id": uuid4()}
    more |= draft if function in ABOUT_A_DRAFT else {}
    arguments = DESK[function] | ({"email": victim} if function == "erase_subscriber" else {})
    answer = said(who, function, **more, **arguments)
    assert answer[0] in ("Refused", "SignInNeeded"), answer
    assert "@" not in str(answer)
    assert before == kept(stage)


@pytest.mark.parametrize("function", sorted(ABOUT_A_DRAFT))
def test_the_control_a_supervisor_sends_tries_and_drops_that_draft(
    call: Call, stage: Scene, victim: str, draft: dict[str, Any], function: str
) -> None:
    before = kept(stage)
    call("ada", function, request_id=uuid4(), **draft)
    assert kept(stage) != before


@pytest.mark.parametrize("who", [*OTHERS, "ada"])
@pytest.mark.parametrize("table", ["subscriber", "newsletter_issue", "newsletter_log", "outbox"])
def test_the_raw_tables_are_closed_to_everybody(raw: Call, who: str, table: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"select 1 from portal.{table}".encode())


def test_a_supervisors_page_holds_no_address_but_the_export_does(call: Call, victim: str) -> None:
    assert victim not in str(call("ada", "newsletter_desk"))
    assert victim in str(call("ada", "export_subscribers")), "the control"


# What becomes a header --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "a@b.example\nBcc: all@mill.example", "a@b.example\r\nSubject: x", "a@b.example, c@d.example", "<a@b.example>",
        '"a"@b.example', "a@b.example\x00", "a@b.example\u2028", "ａ@b.example", "a@[127.0.0.1]", "a@localhost", "a@b..example",
        "@b.example", "a@", "a b@c.example", "a@b.example;c@d.example", "x" * 65 + "@b.example", "a@" + "b" * 250 + ".example",
    ],
)  # fmt: skip
def test_an_address_that_could_become_a_second_one_or_a_header_is_kept_nowhere(call: Call, stage: Scene, address: str) -> None:
    limits_lifted(stage)
    before = addresses(stage)
    with pytest.raises(PortalError) as refused:
        call("public", "subscribe", email=address, language="en")
    assert refused.value.key in ("email_invalid", "body_unreadable")
    assert addresses(stage) == before


@pytest.mark.parametrize("subject", ["Hello\nBcc: all@mill.example", "Hello\r\nX-Evil: 1", "Hello\tthere"])
def test_a_subject_never_grows_a_second_line(said: Call, stage: Scene, subject: str) -> None:
    written = DESK["save_newsletter"] | {"subject_en": subject}
    assert said("ada", "save_newsletter", request_id=uuid4(), **written)[1] == "news_subject_lines"
    assert not rows(stage, "select 1 from portal.newsletter_issue where subject_en ~ '[[:cntrl:]]'")


# After the end ----------------------------------------------------------------------------------------------------------------


def test_an_end_erases_the_address_everywhere_and_a_second_end_ends_nobody_else(said: Call, stage: Scene, victim: str) -> None:
    ((key,),) = rows(stage, "select leave_key::text from portal.subscriber where email = %s", victim)
    others = {one for one in addresses(stage) if one != victim}
    assert said("public", "end_subscription", key=key) == {"ended": True}
    assert set(addresses(stage)) == others
    assert said("public", "end_subscription", key=key) == {"ended": True}
    assert set(addresses(stage)) == others
    everywhere = rows(
        stage,
        "select count(*) from portal.outbox b where to_jsonb(b)::text like '%%' || %s || '%%' union all "
        "select count(*) from portal.newsletter_log l where to_jsonb(l)::text like '%%' || %s || '%%' union all "
        "select count(*) from portal.request r where to_jsonb(r)::text like '%%' || %s || '%%'",
        victim, victim, victim,
    )  # fmt: skip
    assert {n for (n,) in everywhere} == {0}


def test_an_erased_address_is_gone_with_its_letters_and_the_log_names_nobody(call: Call, stage: Scene, victim: str) -> None:
    limits_lifted(stage)
    call("public", "subscribe", email=victim, language="en")
    before = rows(stage, "select count(*) from portal.outbox where subscriber_id is not null")[0][0]
    desk = call("ada", "erase_subscriber", request_id=uuid4(), email=victim.upper())
    assert desk["erased"] == 1
    assert victim not in addresses(stage)
    assert rows(stage, "select count(*) from portal.outbox where subscriber_id is not null")[0][0] < before
    assert victim not in str(desk)
    assert call("ada", "erase_subscriber", request_id=uuid4(), email=victim)["erased"] == 0
