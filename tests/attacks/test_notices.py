"""Attacks on notices and mails (ATTACKS 1, 2, 4, 5) through both doors: those of others, the outbox, what a mail's head says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from components.i18n import LANGUAGES, words
from db.errors import PortalError
from db.mailing import drain
from tests.attacks.conftest import rows
from tests.notices.letterbox import Letterbox, mail_server, settings
from tests.policies.scene import Scene
from tests.real_parts import free_port

Call = Callable[..., Any]
STAFF = ["lin", "ada", "mei", "chen", "wu", "weber", "sara", "ben"]
NOBODY = ["public", "stranger", "zhao", "old", "worker_open", "worker_left"]


def own(stage: Scene, who: str) -> set[str]:
    """Ids of all notices of somebody, read past every rule."""
    found = rows(stage, "select id::text from portal.notice where person_id = %s", stage.personas[who].person)
    return {str(one[0]) for one in found}


# Those of others ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", STAFF)
def test_nobody_is_given_a_notice_of_somebody_else(call: Call, stage: Scene, raw: Call, who: str) -> None:
    listed = {one["id"] for one in call(who, "notices")["notices"]}
    assert listed <= own(stage, who)
    with raw(who) as connection:
        seen = {str(one[0]) for one in connection.execute("select id from portal.notice").fetchall()}
        told = {one[0] for one in connection.execute("select distinct person_id from portal.notice").fetchall()}
    assert seen <= own(stage, who)
    assert told <= {stage.personas[who].person}


def test_the_control_there_are_notices_of_several_and_each_reads_some(call: Call, stage: Scene) -> None:
    readers = [who for who in STAFF if call(who, "notices")["notices"]]
    assert len(readers) >= 4
    assert len({one for who in readers for one in own(stage, who)}) > len(readers)


@pytest.mark.parametrize("who", NOBODY)
def test_who_has_no_account_has_no_notices(said: Call, who: str) -> None:
    for function, more in (("notices", {}), ("read_notices", {"seen": datetime.now(UTC)}), ("notice_choice", {})):
        answer = said(who, function, **more)
        assert answer[0] in ("SignInNeeded", "Refused", "Absent"), (who, function)


@pytest.mark.parametrize("seen", ["infinity", "9999-12-31T23:59:59+00:00", "2031-01-01T00:00:00+00:00"])
def test_marking_until_the_end_of_time_marks_ones_own_alone(call: Call, said: Call, stage: Scene, seen: str) -> None:
    before = rows(stage, "select id, read_at from portal.notice where person_id <> %s order by id", stage.personas["ben"].person)
    said("ben", "read_notices", seen=seen)
    after = rows(stage, "select id, read_at from portal.notice where person_id <> %s order by id", stage.personas["ben"].person)
    assert before == after
    assert before, "the control: others have some"


@pytest.mark.parametrize("seen", [None, "", "' or true --", {"at": 1}, 10**20])
def test_an_odd_hour_is_refused_and_marks_nothing(call: Call, stage: Scene, seen: object) -> None:
    before = rows(stage, "select id, read_at from portal.notice order by id")
    with pytest.raises(PortalError) as refused:
        call("chen", "read_notices", seen=seen)
    assert refused.value.key != "broken"
    assert rows(stage, "select id, read_at from portal.notice order by id") == before


@pytest.mark.parametrize("forged", ["person", "person_id", "who", "email", "organization"])
def test_there_is_no_argument_for_whose_notices(call: Call, stage: Scene, forged: str) -> None:
    lin = stage.personas["lin"].person
    before = rows(stage, "select c::text from portal.notice_choice c order by person_id")
    for function, more in (
        ("notices", {}), ("read_notices", {"seen": datetime.now(UTC)}), ("notice_choice", {}),
        ("choose_notices", {"request_id": uuid4(), "mail": "none", "digest_at": "09:00"}),
    ):  # fmt: skip
        with pytest.raises(PortalError):
            call("chen", function, **more, **{forged: str(lin)})
    assert rows(stage, "select c::text from portal.notice_choice c order by person_id") == before


def test_choosing_changes_ones_own_choice_alone(call: Call, stage: Scene) -> None:
    others = "select c::text from portal.notice_choice c where person_id <> %s order by person_id"
    before = rows(stage, others, stage.personas["weber"].person)
    call("weber", "choose_notices", request_id=uuid4(), mail="none", digest_at="09:00")
    assert rows(stage, others, stage.personas["weber"].person) == before
    assert call("weber", "notice_choice")["mail"] == "none", "the control: it was written"


def test_a_hidden_case_leaves_the_list_of_its_factory_and_who_was_dismissed_has_none(
    call: Call, said: Call, stage: Scene
) -> None:
    with stage.database.connect() as admin:
        for who in ("chen", "weber", "lin"):
            admin.execute(
                "insert into portal.notice (person_id, kind, case_id, thing, at) values (%s, 'message', %s, 'planted', now()) "
                "on conflict do nothing",
                [stage.personas[who].person, stage.cases["hidden"].id],
            )
    reference = stage.cases["hidden"].reference
    for who in ("chen", "weber"):
        answer = json.dumps(call(who, "notices"))
        assert reference not in answer
        assert call(who, "notices")["unread"] == call(who, "inbox", box="needs")["notices"]
    assert reference in json.dumps(call("lin", "notices")), "the control: it is there for Handshake"
    assert said("zhao", "notices")[0] in ("SignInNeeded", "Refused")


# Past the functions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [*STAFF, "worker_open", "public", "stranger"])
@pytest.mark.parametrize("query", [
    "select * from portal.outbox", "select id from portal.outbox", "select count(*) from portal.outbox",
    "insert into portal.outbox default values", "delete from portal.outbox", "update portal.outbox set sent_at = now()",
    "insert into portal.notice default values", "delete from portal.notice", "update portal.notice set read_at = null",
    "select thing from portal.notice", "update portal.notice_choice set mail = 'none'", "delete from portal.notice_choice",
    "insert into portal.notice_choice default values", "select * from portal.notice_rule",
    "update portal.notice_rule set roles = null", "select private.take_mail()", "select private.queue_mails(now())",
    "select private.mail_sent(gen_random_uuid())", "select private.mail_failed(gen_random_uuid(), 'x', true)",
    "select private.notice_clocks(now())", "select private.tick_notices(now())",
])  # fmt: skip
def test_nobody_reads_or_writes_what_carries_the_mails(raw: Call, who: str, query: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(query)
    assert refused.value.sqlstate == "42501", query


# What leaves the house ------------------------------------------------------------------------------------------------------


def told_too_much(stage: Scene, mail: EmailMessage) -> list[str]:
    """What of the scene stands in a mail, head and body; its own address apart."""
    text = mail.as_string()
    secrets = [one.reference for one in stage.cases.values()] + [str(one.id) for one in stage.cases.values()]
    secrets += ["Canary", "lianfeng", "tianhe", "brand_k", "strike", "zero", "Huizhou"]
    return [each for each in secrets if each.lower() in text.lower()]


def test_the_head_of_a_mail_is_one_of_our_own_sentences_and_tells_nothing(stage: Scene) -> None:
    box, port = Letterbox(), free_port()
    with mail_server(box, port), psycopg.connect(stage.database.conninfo("postgres")) as owner:
        owner.execute("select set_config('portal.now', (now() + interval '40 hours')::text, false)")
        owner.commit()
        drain(owner, settings(port))
    # A newsletter goes to those who asked for one, and has a head of its own.
    people = {f"{name}@example.org" for name in STAFF}
    mails = [one for one in box.mails if str(one["To"]) in people]
    assert mails
    subjects = {words(language).t("mail-subject") for language in LANGUAGES}
    for mail in mails:
        assert str(mail["Subject"]) in subjects
        assert told_too_much(stage, mail) == []
        assert not {"Bcc", "Cc", "X-Case", "Reply-To", "References"} & set(mail.keys())


def test_the_control_a_mail_that_names_a_case_is_noticed(stage: Scene) -> None:
    planted = EmailMessage()
    planted["Subject"] = f"{stage.cases['open'].reference}: new message"
    planted.set_content("Something waits.")
    assert told_too_much(stage, planted) == [stage.cases["open"].reference]


@pytest.mark.parametrize("email", [
    "a@example.org\nBcc: x@evil.example", "a@example.org\r\nSubject: hello", "a@example.org, x@evil.example", "a b@example.org",
    "a@example.org\u0000", "<a@example.org>", "a,x@evil.example", "Lin:x@evil.example;",
])  # fmt: skip
def test_no_address_smuggles_a_second_line_into_a_mail(call: Call, stage: Scene, email: str) -> None:
    before = rows(stage, "select count(*) from portal.invitation")
    with pytest.raises(PortalError) as refused:
        call(
            "ada", "invite", email=email, organization=stage.organizations["brand_k"], role="brand", code_hash="a" * 64,
            request_id=uuid4(),
        )  # fmt: skip
    assert refused.value.key != "broken"
    assert rows(stage, "select count(*) from portal.invitation") == before
