"""Attacks on shared reports and evidence packs: both gateways, and raw SQL as that person. ATTACKS 1, 2, 3, 17."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from db.errors import PortalError
from tests.policies import reports as rules
from tests.policies.facts import Facts
from tests.policies.oracle import Oracle
from tests.policies.scene import Scene

Call = Callable[..., Any]
EVERYBODY = ["lin", "ada", "mei", "chen", "zhao", "wu", "old", "weber", "sara", "ben", "una", "worker_open", "public", "stranger"]


@pytest.fixture
def facts(stage: Scene) -> Facts:
    with stage.database.connect() as admin:
        return Facts.read(admin)


def gets(facts: Facts, oracle: Oracle, row: dict[str, Any]) -> bool:
    """Who may be given a copy, by DOMAIN 9 alone."""
    if oracle.role == "supervisor":
        return row["to_organization"] != oracle.organization or rules.readable(row)
    if oracle.role == "factory":
        return row["workplace_id"] == oracle.organization and row["notified_at"] is not None
    if oracle.role != "brand":
        return False
    if row["to_organization"] == oracle.organization:
        return rules.readable(row)
    return row["from_brand"] == oracle.organization and oracle.linked(row["workplace_id"])


@pytest.mark.parametrize("who", EVERYBODY)
def test_a_copy_is_given_to_those_who_may_have_it_and_to_nobody_else(call: Call, stage: Scene, facts: Facts, who: str) -> None:
    oracle = Oracle(facts, stage.personas[who])
    for row in facts.rows["grant_"]:
        try:
            call(who, "open_copy", request_id=uuid4(), grant_id=row["id"])
            given = True
        except PortalError:
            given = False
        assert given is gets(facts, oracle, row), (row["purpose"], who)


def test_every_answer_of_that_kind_occurs(stage: Scene, facts: Facts) -> None:
    """The control: each of the two answers stands in the table above for a brand, so neither can be the only one."""
    told = [
        gets(facts, Oracle(facts, stage.personas[who]), row) for who in ("weber", "sara", "ben") for row in facts.rows["grant_"]
    ]
    assert {True, False} == set(told)


def test_another_readers_grant_and_none_at_all_are_answered_alike(said: Call, facts: Facts) -> None:
    compared = set()
    for row in facts.rows["grant_"]:
        for who in ("sara", "ben"):
            mine = facts.one("person", f"{who}@example.org", "email")["organization_id"]
            if mine not in {row["from_brand"], row["to_organization"]}:
                compared.add(who)
                for function in ("open_copy", "acknowledge_grant", "revoke_grant"):
                    absent = said(who, function, request_id=uuid4(), grant_id=uuid4())
                    assert said(who, function, request_id=uuid4(), grant_id=row["id"]) == absent
    assert compared == {"sara", "ben"}


@pytest.mark.parametrize("who", ["sara", "ben", "una", "wu", "chen", "lin", "mei", "worker_open", "public", "stranger"])
def test_the_keys_of_sealed_files_are_read_by_nobody(raw: Call, who: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select key from portal.sealed_file")


@pytest.mark.parametrize("who", ["sara", "ben", "una", "wu", "chen", "lin", "mei", "worker_open", "public", "stranger"])
def test_the_store_gives_no_sealed_file_to_whoever_was_given_no_copy(raw: Call, stage: Scene, who: str) -> None:
    with stage.database.connect() as admin:
        keys = [row[0] for row in admin.execute(
            "select key from portal.sealed_file f where use_ in ('report', 'pack') and person_id is distinct from %s",
            [stage.personas[who].person],
        )]  # fmt: skip
    assert keys, "there are files of others to ask for"
    with raw(who) as connection:
        for key in keys:
            assert connection.execute("select private.may_read_file(%s)", [f"{key[:2]}/{key}"]).fetchone() == (False,)
            assert connection.execute("select private.may_store_file(%s)", [f"{key[:2]}/{key}"]).fetchone() == (False,)


def test_whoever_brought_a_file_may_put_it_until_it_is_used(raw: Call, stage: Scene) -> None:
    """The control of the test above: the same question has another answer for the right person."""
    file = rules.reserved(stage, "weber", "copy", "waits")
    with stage.database.connect() as admin:
        row = admin.execute("select key from portal.sealed_file where id = %s", [file]).fetchone()
    assert row
    with raw("weber") as connection:
        assert connection.execute("select private.may_store_file(%s)", [f"{row[0][:2]}/{row[0]}"]).fetchone() == (True,)


@pytest.mark.parametrize("statement", [
    "update portal.grant_ set expires_on = '2099-01-01'", "update portal.grant_ set acknowledged_at = now()",
    "delete from portal.report_download", "insert into portal.grant_answer (grant_id, words) select id, 'x' from portal.grant_",
    "update portal.report_download set left_at = null", "truncate portal.grant_ cascade",
])  # fmt: skip
@pytest.mark.parametrize("who", ["weber", "sara", "chen", "ada"])
def test_nobody_writes_grants_or_the_log_by_hand(raw: Call, who: str, statement: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement.encode())


@pytest.mark.parametrize("who", ["sara", "ben", "una"])
def test_no_brand_finds_another_reader_anywhere_on_its_page(call: Call, stage: Scene, facts: Facts, who: str) -> None:
    page = json.dumps(call(who, "reports")["shared"])
    mine = str(stage.personas[who].organization)
    others = [row for row in facts.rows["grant_"] if mine not in {row["to_organization"], row["from_brand"]}]
    assert others, "there are readers beside this one"
    for row in others:
        assert row["purpose"] not in page
        assert row["id"] not in page


def test_a_pack_is_opened_by_its_maker_alone(said: Call, facts: Facts, stage: Scene) -> None:
    opened = set()
    for row in facts.rows["evidence_pack"]:
        for who in ("weber", "ada", "sara", "ben"):
            answer = said(who, "open_evidence", pack=row["id"])
            maker = row["made_by"] == str(stage.personas[who].person)
            assert isinstance(answer, dict) is maker, who
            opened.add(maker)
    assert opened == {True, False}
