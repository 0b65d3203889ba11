"""ATTACKS 9 through both doors: no identity opens without a reason and a second person, and every try is written down."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from db.embedded import EmbeddedServer
from db.errors import PortalError
from tests.contract.doors import Door, token
from tests.procedure.world import Case, World
from tests.real_database import Database

SEALED = "sealed"


@pytest.fixture(scope="module")
def world(contract_database: Database) -> Iterator[World]:
    made = World(contract_database)
    made.arrange()
    yield made
    made.close()


@pytest.fixture(scope="module")
def contract_database(server: EmbeddedServer, template: str) -> Iterator[Database]:
    made = Database.create(server, template)
    yield made
    made.close()


@pytest.fixture
def case(world: World) -> Case:
    return world.case_in("notified")


def call(door: Door, world: World, who: str, function: str, **arguments: object) -> Any:
    user = str(world.people[who].user)
    return door.gateway(user_id=user).call(function, request_id=uuid4(), **arguments)


def tries(world: World, case: Case) -> list[str]:
    """Which rules stopped somebody, as the case recorded it."""
    rows = world.rows(
        "select facts ->> 'why' from portal.event where case_id = %s and kind = 'identity_denied' order by seq", case.id
    )
    return [row[0] for row in rows]


def ask(door: Door, world: World, case: Case, who: str, words: str = "She asked to be called.") -> Any:
    said = call(door, world, who, "ask_identity", reference=case.reference, reason="contact", words=words)
    if not said["done"]:
        return None
    return world.rows("select id from portal.unlock where case_id = %s order by asked_at desc limit 1", case.id)[0][0]


def test_no_reason_no_second_person_no_custodian_no_opening(both_gateways: Door, world: World, case: Case) -> None:
    def look(who: str) -> Any:
        return call(both_gateways, world, who, "open_identity", reference=case.reference)

    assert look("lin") == {"opened": False, "why": "identity_not_asked"}
    assert ask(both_gateways, world, case, "lin", words=" ") is None
    unlock = ask(both_gateways, world, case, "lin")
    assert look("lin") == {"opened": False, "why": "identity_waiting"}
    for who, why in (
        ("lin", "identity_same_person"),
        ("luo", "identity_custodian_missing"),
        ("ada", "identity_custodian_missing"),
    ):
        assert call(both_gateways, world, who, "answer_identity", unlock=unlock, agree=True)["why"] == why
    assert look("mei") == {"opened": False, "why": "identity_not_asked"}
    assert look("chen") == {"opened": False, "why": "identity_not_yours"}
    assert tries(world, case) == [
        "identity_not_asked", "identity_reason_missing", "identity_waiting", "identity_same_person",
        "identity_custodian_missing", "identity_custodian_missing", "identity_not_asked", "identity_not_yours",
    ]  # fmt: skip
    assert call(both_gateways, world, "mei", "answer_identity", unlock=unlock, agree=True)["done"]
    assert look("lin")["sealed"] == SEALED
    assert look("luo")["opened"] is False
    world.arranged("update portal.unlock set expires_at = now() - interval '1 second' where id = %s", unlock)
    assert look("lin") == {"opened": False, "why": "identity_expired"}


@pytest.mark.parametrize(
    "function",
    ["opened_identity", "unlocks", "ask_unlock", "identity", "unlock", "tell_of_identity", "disclose", "tick_identity"],
)
def test_what_stands_behind_the_functions_is_not_there_at_the_api(doors: dict[str, Door], world: World, function: str) -> None:
    door = doors["supabase"]
    for who in ("lin", "mei", "chen"):
        headers = {"Authorization": f"Bearer {token(str(world.people[who].user))}"}
        answer = door.post(function, {}, headers)
        assert answer.status_code == httpx.codes.NOT_FOUND, answer.text
        table = httpx.get(f"{door.address}/{function}", headers={**headers, "Accept-Profile": "portal"}, trust_env=False)
        assert table.status_code == httpx.codes.NOT_ACCEPTABLE


def test_arguments_that_do_not_exist_buy_nothing(doors: dict[str, Door], world: World, case: Case) -> None:
    door = doors["supabase"]
    headers = {"Authorization": f"Bearer {token(str(world.people['lin'].user))}"}
    for more in ({"asked_by": str(world.people["mei"].person)}, {"agreed": True}, {"force": True}):
        body = {"request_id": str(uuid4()), "reference": case.reference, **more}
        answer = door.post("open_identity", body, headers)
        assert answer.status_code == httpx.codes.NOT_FOUND
        assert SEALED not in answer.text


def test_nobody_without_an_account_reaches_a_key(both_gateways: Door, world: World, case: Case) -> None:
    for credentials in ({}, {"receipt": case.worker.receipt}):
        gateway = both_gateways.gateway(**credentials)
        for function, more in (
            ("open_identity", {"reference": case.reference}),
            ("ask_identity", {"reference": case.reference, "reason": "contact", "words": "x"}),
            ("answer_identity", {"unlock": uuid4(), "agree": True}),
        ):
            with pytest.raises(PortalError):
                gateway.call(function, request_id=uuid4(), **more)
    assert tries(world, case) == []
