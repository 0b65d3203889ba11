"""The portal's own functions answer the same through both gateways, for every persona of the demonstration."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

import pytest

from db.connect import Backend
from db.demo.load import load_demo
from db.embedded import EmbeddedServer
from db.errors import Absent, BadRequest, Conflict, PortalError, SignInNeeded
from db.identity_embedded import EmbeddedIdentity
from tests.contract.doors import Door
from tests.real_database import Database

PEOPLE = {
    "coordinator": "lin.yue@handshake.example",
    "supervisor": "ada.okafor@handshake.example",
    "custodian": "mei.tan@handshake.example",
    "factory": "chen@lianfeng.example",
    "other factory": "wu@tianhe.example",
    "brand": "k.weber@brandk.example",
    "other brand": "sara@branda.example",
}
ABSENT = "HS-0000-0000"


@pytest.fixture(scope="module")
def contract_database(server: EmbeddedServer, template: str) -> Iterator[Database]:
    made = Database.create(server, template)
    # What the loader needs of a backend: the accounts, the owner's connection, and a key for what callers leave.
    backend = SimpleNamespace(
        identity=EmbeddedIdentity(made.pool),
        owner_conninfo=made.conninfo("postgres"),
        settings=SimpleNamespace(app_key=lambda: b"k" * 40),
        files=SimpleNamespace(put=lambda *_: None),
    )
    assert load_demo(cast("Backend", backend))
    yield made
    made.close()


@pytest.fixture(scope="module")
def users(contract_database: Database) -> dict[str, str]:
    with contract_database.connect() as admin:
        found: dict[str, str] = dict(admin.execute("select email, id::text from auth.users").fetchall())
    return {persona: found[email] for persona, email in PEOPLE.items()}


@pytest.fixture(scope="module")
def references(contract_database: Database) -> list[str]:
    with contract_database.connect() as admin:
        rows = admin.execute("select reference from portal.case_ order by reference limit 12").fetchall()
    return [row[0] for row in rows]


def _said(door: Door, user: str | None, function: str, arguments: dict[str, Any], **more: Any) -> str:
    try:
        answer = door.gateway(user_id=user, **more).call(function, **arguments)
    except PortalError as error:
        return f"{type(error).__name__} {error.key} {json.dumps(error.facts, sort_keys=True)} {error.hint}"
    return json.dumps(answer, ensure_ascii=False)


NO_THING = "00000000-0000-4000-8000-000000000000"
INBOX = {"words": None, "severities": None, "flags": None, "workplace": None, "brand": None, "month": None}
READS: list[tuple[str, dict[str, Any]]] = [
    ("whoami", {}),
    ("inbox", {"box": "mine", **INBOX, "after_key": None, "before_key": None}),
    ("inbox", {"box": "waiting", **INBOX, "words": "工资 %_\\", "after_key": None, "before_key": None}),
    ("people", {}),
    ("covered_brands", {}),
    ("find_workplaces", {"words": "Lian"}),
    ("find_workplaces", {"words": "%' _ \\ $$ 联丰"}),
    ("contacts_today", {}),
    ("moderation", {"message": NO_THING}),
    ("figures", {"from_month": "2026-01", "to_month": "2026-10", "workplace": None}),
    ("figures", {"from_month": "2026-13", "to_month": "x", "workplace": None}),
    ("file_content", {"attachment": NO_THING, "original": True}),
    ("case_page", {"reference": ABSENT}),
    ("case_page", {"reference": "'; drop schema portal; --"}),
    ("preview", {"reference": ABSENT, "party": NO_THING}),
    ("open_receipt", {"receipt_hash": "0" * 64, "session_hash": "1" * 64}),
]


@pytest.mark.parametrize("persona", [*PEOPLE, "nobody"])
@pytest.mark.parametrize(("function", "arguments"), READS, ids=lambda value: str(value)[:30].encode("ascii", "replace").decode())
def test_reading_is_the_same_to_the_letter(
    doors: dict[str, Door], users: dict[str, str], persona: str, function: str, arguments: dict[str, Any]
) -> None:
    user = users.get(persona)
    by_postgres = _said(doors["postgres"], user, function, arguments)
    assert _said(doors["supabase"], user, function, arguments) == by_postgres


@pytest.mark.parametrize("persona", [*PEOPLE, "nobody"])
def test_every_case_is_the_same_to_the_letter_or_absent_for_both(
    doors: dict[str, Door], users: dict[str, str], references: list[str], persona: str
) -> None:
    user = users.get(persona)
    seen = 0
    for reference in references:
        _said(doors["postgres"], user, "case_page", {"reference": reference})  # the first look marks it as read
        pages = [_said(doors[way], user, "case_page", {"reference": reference}) for way in ("postgres", "supabase")]
        assert pages[0] == pages[1]
        seen += pages[0].startswith("{")
    if persona in ("coordinator", "supervisor"):
        assert seen == len(references)
    if persona == "nobody":
        assert seen == 0


@pytest.fixture
def filed(both_gateways: Door) -> tuple[str, str]:
    """A case just filed through this gateway, and the hash of its opened receipt session."""
    nobody = both_gateways.gateway(network="n" * 64)
    receipt = hashlib.sha256(uuid4().bytes).hexdigest()
    session = hashlib.sha256(uuid4().bytes).hexdigest()
    with both_gateways.database.connect() as admin:
        row = admin.execute(
            "select (select id::text from portal.organization where name = 'Lianfeng Footwear'), "
            "(select code from portal.issue_code where code = 'F1')"
        ).fetchone()
    assert row is not None
    made = nobody.call(
        "file_case",
        request_id=uuid4(),
        receipt_hash=receipt,
        language="zh-Hans",
        workplace=row[0],
        statement="三月没有发工资。",
        issues=[row[1]],
        consent_factory=True,
        consent_brands=[],
    )
    assert both_gateways.gateway().call("open_receipt", receipt_hash=receipt, session_hash=session)
    return made["reference"], session


def test_a_worker_comes_back_by_a_header_and_sees_her_case_alone(both_gateways: Door, filed: tuple[str, str]) -> None:
    reference, session = filed
    worker = both_gateways.gateway(receipt=session)
    assert reference in json.dumps(worker.call("case_page"))
    with pytest.raises((Absent, SignInNeeded)):
        both_gateways.gateway(receipt="f" * 64).call("case_page")
    worker.call("close_receipt")
    with pytest.raises((Absent, SignInNeeded)):
        worker.call("case_page")


def test_sending_twice_stores_once_and_other_words_are_refused(both_gateways: Door, filed: tuple[str, str]) -> None:
    worker = both_gateways.gateway(receipt=filed[1])
    request = uuid4()
    sent: dict[str, Any] = {
        "request_id": request,
        "reference": None,
        "body": "还有：夜班没有补贴。 👩‍👩‍👧",
        "audience": [],
        "kind": "message",
        "files": [],
    }
    first = json.dumps(worker.call("post_message", **sent), ensure_ascii=False)
    again = json.dumps(worker.call("post_message", **sent), ensure_ascii=False)
    assert first.count("夜班没有补贴。 👩‍👩‍👧") == again.count("夜班没有补贴。 👩‍👩‍👧") == 1
    with pytest.raises(Conflict) as refusal:
        worker.call("post_message", **{**sent, "body": "other words"})
    assert refusal.value.key == "request_reused"


@pytest.mark.parametrize("body", ["", "   \n\t", "\u200b\u202e\ufeff"])
def test_an_empty_message_is_refused_with_its_key(both_gateways: Door, filed: tuple[str, str], body: str) -> None:
    with pytest.raises(BadRequest) as refusal:
        both_gateways.gateway(receipt=filed[1]).call(
            "post_message",
            request_id=uuid4(),
            reference=None,
            body=body,
            audience=[],
            kind="message",
            files=[],
        )
    assert refusal.value.key == "body_empty"


def test_a_suspended_person_with_a_live_token_sees_nothing_at_once(both_gateways: Door, users: dict[str, str]) -> None:
    user = users["other brand"]
    gateway = both_gateways.gateway(user_id=user)
    assert gateway.call("whoami") is not None
    with both_gateways.database.connect() as admin:
        admin.execute("update portal.person set suspended_at = now() where user_id = %s", [user])
        try:
            assert gateway.call("whoami") is None
        finally:
            admin.execute("update portal.person set suspended_at = null where user_id = %s", [user])


def test_a_token_of_before_everything_was_revoked_is_nobody(both_gateways: Door, users: dict[str, str]) -> None:
    user = users["other factory"]
    old = both_gateways.gateway(user_id=user, issued_at=1_700_000_000)
    assert old.call("whoami") is not None
    with both_gateways.database.connect() as admin:
        admin.execute("update portal.person set valid_from = now() - interval '1 day' where user_id = %s", [user])
    assert old.call("whoami") is None
    assert both_gateways.gateway(user_id=user).call("whoami") is not None
    with both_gateways.database.connect() as admin:
        admin.execute("update portal.person set valid_from = '-infinity' where user_id = %s", [user])


def test_a_session_header_of_a_closed_session_is_nobody(both_gateways: Door, users: dict[str, str]) -> None:
    assert both_gateways.gateway(user_id=users["factory"], session="0" * 64).call("whoami") is None


def test_nothing_in_api_can_be_inlined_past_its_grants(contract_database: Database) -> None:
    """PostgreSQL asks EXECUTE of an inlined SQL function when it plans, not when another role runs the kept plan."""
    with contract_database.connect() as admin:
        rows = admin.execute(
            "select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace "
            "join pg_language l on l.oid = p.prolang where n.nspname = 'api' and l.lanname = 'sql' "
            "and not p.prosecdef and p.proconfig is null and not has_function_privilege('anon', p.oid, 'execute')"
        ).fetchall()
    assert not rows, "give these functions `set search_path = pg_catalog, pg_temp`"
