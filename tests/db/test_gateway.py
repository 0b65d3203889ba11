"""PostgresGateway: the promises of `db.gateway.Gateway`, against toy functions on a real PostgreSQL."""

from __future__ import annotations

import enum
import logging
from uuid import uuid4

import pytest

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
)
from db.gateway import Credentials
from db.postgres_gateway import PostgresGateway, open_pool
from tests.real_database import Database

ODD = "\\ % _ $$ 伤口 👩‍👧"


class Mood(enum.StrEnum):
    CALM = "calm-value"


def kept_words(database: Database) -> list[str]:
    with database.connect() as admin:
        return [row[0] for row in admin.execute("select word from public.kept order by 1")]


def test_arguments_arrive_as_they_were_given(toys: Database) -> None:
    one, two = uuid4(), uuid4()
    got = toys.gateway().call(
        "mirror", words=("a", "b'; --", "%s {}"), ids=[one, str(two)], numbers=[1, 40000, 3], word=ODD,
        flag=False, id=one, amount=2**40, facts={"deep": ["x"]},
    )  # fmt: skip
    assert got == {
        "words": ["a", "b'; --", "%s {}"], "ids": [str(one), str(two)], "numbers": [1, 40000, 3], "word": ODD,
        "flag": False, "id": str(one), "amount": 2**40, "facts": {"deep": ["x"]},
    }  # fmt: skip


def test_none_empty_lists_and_enums_arrive_as_values(toys: Database) -> None:
    got = toys.gateway().call("mirror", words=[], ids=[], numbers=[], word=Mood.CALM, id=None)
    assert (got["words"], got["ids"], got["numbers"], got["word"], got["id"]) == (
        [],
        [],
        [],
        "calm-value",
        None,
    )


def test_a_function_without_a_result_gives_none(toys: Database) -> None:
    assert toys.gateway().call("nothing") is None


def test_nobody_is_anon_and_a_person_is_authenticated_with_claims_and_headers(toys: Database) -> None:
    person = str(uuid4())
    nobody = toys.gateway().call("setting")
    somebody = toys.gateway(Credentials(user_id=person, session="s", receipt="r", network="n", issued_at=17)).call("setting")
    assert (nobody["user"], nobody["claims"], nobody["headers"], nobody["uid"]) == (
        "anon",
        {"role": "anon"},
        {},
        None,
    )
    assert somebody == {
        "user": "authenticated",
        "uid": person,
        "claims": {"sub": person, "role": "authenticated", "iat": 17},
        "headers": {"x-portal-session": "s", "x-receipt-session": "r", "x-portal-network": "n"},
        "timeout": "8s",
    }


def test_nothing_of_one_caller_stays_on_the_connection_for_the_next(toys: Database) -> None:
    pool = open_pool(toys.conninfo(), size=1)
    try:
        PostgresGateway(pool, Credentials(user_id=str(uuid4()), session="s")).call("setting")
        assert PostgresGateway(pool, Credentials()).call("setting")["headers"] == {}
        with pool.connection() as connection:
            row = connection.execute("select current_user, current_setting('request.jwt.claims', true)").fetchone()
        assert row == ("authenticator", "")
    finally:
        pool.close()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("PT400", BadRequest), ("PT401", SignInNeeded), ("PT403", Refused), ("PT404", Absent),
        ("PT409", Conflict),
        ("PT413", TooLarge), ("PT429", TooMany), ("PT422", BadRequest),
    ],
)  # fmt: skip
def test_a_refusal_of_the_database_keeps_its_key_facts_and_sentence(toys: Database, code: str, kind: type[PortalError]) -> None:
    with pytest.raises(kind) as caught:
        toys.gateway().call("refuse", code=code, detail='{"revision": 3}')
    assert (caught.value.key, caught.value.facts, caught.value.hint) == (
        "the_key",
        {"revision": 3},
        "A sentence.",
    )


@pytest.mark.parametrize("detail", ["not json", "[1]", "", None])
def test_facts_that_are_no_object_are_dropped(toys: Database, detail: str | None) -> None:
    with pytest.raises(Conflict) as caught:
        toys.gateway().call("refuse", code="PT409", detail=detail)
    assert caught.value.facts == {}


def test_an_unknown_fault_shows_an_incident_and_logs_nothing_that_a_person_typed(
    toys: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), pytest.raises(Broken) as caught:
        toys.gateway().call("keep", word="forbidden")
    assert caught.value.incident in caplog.text
    assert "23514" in caplog.text
    assert "forbidden" not in caplog.text
    assert "forbidden" not in str(caught.value) + str(caught.value.facts)
    assert caught.value.__cause__ is None


def test_a_free_text_exception_is_not_logged(toys: Database, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(Broken):
        toys.gateway().call("refuse", code="P0001", detail="the worker's phone")
    assert "the_key" not in caplog.text
    assert "phone" not in caplog.text


@pytest.mark.parametrize("text", ["a\x00b", "\ud800", "ok \udfff"])
def test_text_that_cannot_be_stored_is_refused_before_it_is_sent(toys: Database, text: str) -> None:
    for arguments in (
        {"word": text},
        {"words": ["fine", text]},
        {"facts": {"deep": [text]}},
        {"facts": {text: 1}},
    ):
        with pytest.raises(BadRequest) as caught:
            toys.gateway().call("mirror", **arguments)
        assert caught.value.key == "body_unreadable"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("mirror", {"id": "not-a-uuid"}),
        ("mirror", {"amount": "many"}),
        ("mirror", {"amount": 10**30}),
        ("mirror", {"extra": 1}),
        ("old", {}),
        ("old", {"a": 2**40}),
        ("no_such_function", {}),
        ('mirror"(); drop table kept; --', {}),
        ("mirror", {'word" => 1); --': "x"}),
        ("mirror", {"word": object()}),
    ],
)
def test_wrong_arguments_are_a_bad_request_with_a_stable_key(toys: Database, function: str, arguments: dict[str, object]) -> None:
    with pytest.raises(BadRequest) as caught:
        toys.gateway().call(function, **arguments)
    assert caught.value.key == "value_invalid"


def test_what_the_role_may_not_do_is_refused_and_anon_is_asked_to_sign_in(toys: Database) -> None:
    with pytest.raises(SignInNeeded):
        toys.gateway().call("peek")
    with pytest.raises(Refused):
        toys.gateway(Credentials(user_id=str(uuid4()))).call("peek")


def test_a_call_that_returns_is_stored_and_one_that_raises_is_not(toys: Database) -> None:
    assert toys.gateway().call("keep", word="here") == "here"
    with pytest.raises(Conflict):
        toys.gateway().call("keep", word="gone", refuse_after=True)
    assert kept_words(toys) == ["here"]


def test_the_gateway_counts_its_calls(toys: Database) -> None:
    gateway = toys.gateway()
    gateway.call("nothing")
    gateway.call("nothing")
    assert gateway.calls == 2


def test_secrets_of_a_caller_stay_out_of_its_text() -> None:
    shown = repr(Credentials(user_id="u", access_token="TOKEN", session="SESSION", receipt="RECEIPT", network="NETWORK"))
    assert not {"TOKEN", "SESSION", "RECEIPT", "NETWORK"} & set(shown.replace("'", " ").split())
