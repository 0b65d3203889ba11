"""Whatever is said through one gateway is said through the other, to the letter."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from db.embedded import EmbeddedServer
from db.errors import (
    Absent,
    BadRequest,
    Broken,
    Conflict,
    PortalError,
    Refused,
    SignInNeeded,
    TooLarge,
    TooMany,
    Unavailable,
)
from tests.contract.doors import Door
from tests.real_database import Database

CHEN = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def contract_database(server: EmbeddedServer, empty_template: str) -> Iterator[Database]:
    made = Database.create(server, empty_template)
    with made.connect("postgres") as owner:
        owner.execute((Path(__file__).parent / "echo.sql").read_bytes())
    yield made
    made.close()


class Mood(StrEnum):
    CALM = "calm"


def _said(door: Door, function: str, **arguments: object) -> str:
    """The answer or the refusal, as letters that can be compared."""
    try:
        answer: Any = door.gateway(user_id=CHEN, session="s", network="n", issued_at=1795000000).call(function, **arguments)
    except Broken as error:
        return "Broken" if error.incident in str(error.facts) else "Broken without its number"
    except PortalError as error:
        return f"{type(error).__name__} {error.key} {json.dumps(error.facts, sort_keys=True)} {error.hint}"
    return json.dumps(answer, ensure_ascii=False)


SAYINGS: list[tuple[str, dict[str, object]]] = [
    ("echo", {}),
    ("echo", {"words": "", "numbers": [], "tags": []}),
    ("echo", {"words": None, "numbers": [1, None, -3], "tags": ["a,b", 'c"d', "{e}", "\\", "null", ""]}),
    ("echo", {"words": "工资 ကောင်း ភាសា 👩‍👩‍👧 é é \u202e\ufeff", "tags": ("x", "y")}),
    ("echo", {"words": "%_\\ $$ $1 %s ' \" ; -- {0}", "id": UUID(int=7), "yes": False}),
    ("echo", {"words": Mood.CALM, "tags": [Mood.CALM], "big": 2**53 + 1, "day": "2026-02-28"}),
    ("echo", {"words": "x" * 40_000}),
    ("who", {}),
    ("nothing", {}),
    ("silence", {}),
    ("scalar", {}),
    ("shapes", {}),
    (
        "refuse",
        {
            "status": "409",
            "key": "revision_stale",
            "detail": '{"revision": 4, "名": ["x"]}',
            "hint": "Look again.",
        },
    ),
    ("refuse", {"status": "404", "key": "absent"}),
    ("refuse", {"status": "429", "key": "rate_limited", "detail": '{"retry_seconds": 30}'}),
    ("refuse", {"status": "400", "key": "value_invalid", "detail": "not json"}),
    ("refuse", {"status": "500", "key": "odd"}),
    ("fail", {"state": "P0001"}),
    ("fail", {"state": "XX000"}),
    ("fail", {"state": "23505"}),
    ("fail", {"state": "22023"}),
    ("fail", {"state": "42501"}),
    ("fail", {"state": "53200"}),
    ("fail", {"state": "57014"}),
    ("divide", {}),
    ("forbidden", {}),
    ("staff_only", {}),
    ("unheard_of", {}),
    ("echo", {"unknown": 1}),
    ("refuse", {"status": "409"}),
    ("echo", {"id": "not a uuid"}),
    ("echo", {"numbers": ["a"]}),
    ("echo", {"day": "2026-02-31"}),
    ("echo", {"big": 2**70}),
    ("echo", {"words": "nul \x00"}),
    ("echo", {"words": "half \ud800"}),
    ("echo", {"tags": ["\ud800"]}),
    ("echo; drop", {}),
    ("Echo", {}),
    ("slow", {"seconds": 0.01}),
]


@pytest.mark.parametrize(
    ("function", "arguments"), SAYINGS, ids=lambda value: str(value)[:40].encode("ascii", "replace").decode()
)
def test_both_gateways_say_the_same_to_the_letter(doors: dict[str, Door], function: str, arguments: dict[str, object]) -> None:
    assert _said(doors["supabase"], function, **arguments) == _said(doors["postgres"], function, **arguments)


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        (400, BadRequest),
        (401, SignInNeeded),
        (403, Refused),
        (404, Absent),
        (409, Conflict),
        (413, TooLarge),
        (429, TooMany),
    ],
)
def test_a_refusal_keeps_its_key_its_facts_and_its_sentence(both_gateways: Door, status: int, meaning: type[PortalError]) -> None:
    gateway = both_gateways.gateway(user_id=CHEN)
    with pytest.raises(meaning) as refusal:
        gateway.call("refuse", status=str(status), key="some_key", detail='{"n": 1}', hint="Do this.")
    assert (refusal.value.key, refusal.value.facts, refusal.value.hint) == ("some_key", {"n": 1}, "Do this.")


def test_words_come_back_to_the_byte(both_gateways: Door) -> None:
    words = "工资 ကောင်း ភាសា বাংলা العربية 👩‍👩‍👧‍👦 e\u0301 é \u200d"
    answer = both_gateways.gateway().call("echo", words=words)
    assert answer["words"] == words
    assert answer["bytes"] == len(words.encode())


def test_the_database_learns_who_asks_and_by_which_headers(both_gateways: Door) -> None:
    gateway = both_gateways.gateway(user_id=CHEN, session="sh", receipt="rh", network="nh", issued_at=1795000000)
    assert gateway.call("who") == {
        "role": "authenticated", "sub": CHEN, "jwt_role": "authenticated", "iat": "1795000000",
        "session": "sh", "receipt": "rh", "network": "nh",
    }  # fmt: skip


def test_without_a_person_the_database_sees_anon_and_nothing_of_the_last_caller(both_gateways: Door) -> None:
    both_gateways.gateway(user_id=CHEN, session="sh").call("who")
    answer = both_gateways.gateway().call("who")
    assert (answer["role"], answer["sub"], answer["session"], answer["receipt"]) == ("anon", None, None, None)


def test_a_function_that_is_not_granted_is_a_sign_in_for_nobody_and_a_refusal_for_a_person(
    both_gateways: Door,
) -> None:
    with pytest.raises(SignInNeeded):
        both_gateways.gateway().call("staff_only")
    with pytest.raises(Refused):
        both_gateways.gateway(user_id=CHEN).call("forbidden")


def test_a_refused_write_leaves_nothing_behind(both_gateways: Door) -> None:
    gateway = both_gateways.gateway(user_id=CHEN)
    before = gateway.call("kept")
    number = 1 if both_gateways.way == "postgres" else 2
    with pytest.raises(Conflict) as refusal:
        gateway.call("keep_then_refuse", id=number)
    assert refusal.value.facts == {"revision": 3}
    assert gateway.call("kept") == before
    assert gateway.call("keep", id=number) == number
    assert gateway.call("kept") == before + 1


def test_an_unknown_fault_tells_an_incident_and_none_of_the_words(both_gateways: Door, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Broken) as fault:
        both_gateways.gateway(user_id=CHEN).call("fail", state="P0001")
    assert fault.value.incident.startswith("E-")
    assert fault.value.incident in caplog.text
    assert "secret words" not in caplog.text + str(fault.value) + repr(fault.value.facts)


def test_a_statement_that_takes_too_long_is_unavailable_and_surely_not_done(doors: dict[str, Door]) -> None:
    door = doors["supabase"]
    with door.database.connect() as admin:
        admin.execute("alter role authenticated set statement_timeout = '300ms'")
        admin.execute("notify pgrst, 'reload config'")
        try:
            time.sleep(0.5)
            with pytest.raises(Unavailable) as fault:
                door.gateway(user_id=CHEN).call("slow", seconds=2)
            assert not fault.value.maybe_done
        finally:
            admin.execute("alter role authenticated reset statement_timeout")
            admin.execute("notify pgrst, 'reload config'")
            time.sleep(0.5)
