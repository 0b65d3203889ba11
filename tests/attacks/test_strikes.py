"""Attacks on the strike desk, bulletins and linked cases: both gateways, and raw SQL as that person. ATTACKS 1 to 5."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from db.errors import PortalError
from tests.policies.scene import Scene

Call = Callable[..., Any]
KEPT = ("strike", "strike_level_change", "strike_attempt", "strike_demand", "strike_case", "retaliation", "check_in")
OUTSIDE = ["chen", "wu", "weber", "sara", "ben", "una", "worker_open", "worker_pressed", "public", "stranger"]


def bulletins(stage: Scene, site: str) -> dict[str, str]:
    """Ids of the bulletins at a site, by `released` and `draft`."""
    with stage.database.connect() as admin:
        rows = admin.execute(
            "select case when released_at is null then 'draft' else 'released' end, id::text from portal.bulletin "
            "where workplace_id = %s", [stage.organizations[site]],
        ).fetchall()  # fmt: skip
    return {str(state): str(one) for state, one in rows}


@pytest.mark.parametrize("table", KEPT)
@pytest.mark.parametrize("who", [*OUTSIDE, "mei", "lin"])
def test_no_raw_query_reads_what_the_desk_keeps(stage: Scene, raw: Call, who: str, table: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(f"select * from portal.{table}".encode())


@pytest.mark.parametrize("who", OUTSIDE)
def test_nobody_outside_finds_a_word_of_a_strike(call: Call, stage: Scene, who: str) -> None:
    said = []
    for function, values in (
        ("inbox", {"box": "needs"}), ("inbox", {"box": "waiting"}), ("inbox", {"words": "Canary-cause"}), ("figures", {}),
        ("strike_desk", {}), ("case_page", {"reference": stage.cases["open"].reference}),
    ):  # fmt: skip
        try:
            said.append(json.dumps(call(who, function, **values)))
        except PortalError as refused:
            said.append(json.dumps([refused.key, refused.facts], default=str))
    text = " ".join(said)
    for trace in ("Canary-cause", "Canary-unit", '"strike"', "strike_level", "retaliation", "watch", "check_in"):
        # The counts of an inbox have a place for strikes, which is always nought outside.
        assert trace not in text.replace('"strike": 0', ""), trace


@pytest.mark.parametrize("who", ["weber", "ben"])
def test_a_brand_reads_bulletins_of_its_own_sites_and_no_draft(call: Call, stage: Scene, raw: Call, who: str) -> None:
    own, other = ("lianfeng", "tianhe") if who == "weber" else ("tianhe", "lianfeng")
    mine, theirs = bulletins(stage, own), bulletins(stage, other)
    assert [one["id"] for one in call(who, "bulletins")["bulletins"]] == [mine["released"]]
    with raw(who) as connection:
        seen = {str(row[0]) for row in connection.execute("select id from portal.bulletin").fetchall()}
        readers = connection.execute("select brand_id from portal.bulletin_reader").fetchall()
    assert seen == {mine["released"]}
    assert {row[0] for row in readers} == {stage.organizations["brand_k" if who == "weber" else "brand_b"]}
    for one in (theirs["released"], theirs["draft"], mine["draft"], str(uuid4())):
        with pytest.raises(PortalError) as refused:
            call(who, "acknowledge_bulletin", request_id=uuid4(), bulletin=one)
        assert (type(refused.value).__name__, refused.value.key, refused.value.facts) == ("Absent", "absent", {})


def test_the_control_a_careless_policy_shows_the_bulletins_of_others(stage: Scene) -> None:
    with stage.database.connect() as admin, admin.transaction(force_rollback=True):
        admin.execute("create policy careless on portal.bulletin for select to authenticated using (true)")
        admin.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), "
            "set_config('request.headers', %s, true)", stage.personas["weber"].settings(),
        )  # fmt: skip
        seen = {str(row[0]) for row in admin.execute("select id from portal.bulletin").fetchall()}
    assert bulletins(stage, "tianhe")["released"] in seen


def test_a_brand_reads_bulletins_of_sites_it_is_still_linked_to_alone(call: Call, raw: Call, stage: Scene) -> None:
    still = bulletins(stage, "tianhe")["released"]
    assert [one["id"] for one in call("una", "bulletins")["bulletins"]] == [still], "her link to the other site has ended"
    with raw("una") as connection:
        assert [str(row[0]) for row in connection.execute("select id from portal.bulletin")] == [still]


@pytest.mark.parametrize("who", ["chen", "wu", "mei", "lin", "worker_open"])
def test_whoever_is_no_brand_reads_no_bulletin(said: Call, raw: Call, who: str) -> None:
    assert said(who, "bulletins")[0] in {"Refused", "SignInNeeded"}
    with raw(who) as connection:
        if who == "worker_open":
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("select id from portal.bulletin")
        else:
            assert connection.execute("select id from portal.bulletin").fetchall() == []


def test_two_brands_of_a_site_cannot_tell_whether_the_other_was_told(call: Call, stage: Scene) -> None:
    bulletin = bulletins(stage, "lianfeng")["released"]
    before = call("sara", "bulletins")
    call("weber", "acknowledge_bulletin", request_id=uuid4(), bulletin=bulletin)
    assert call("sara", "bulletins") == before
    assert "brand_k" not in json.dumps(before)


@pytest.mark.parametrize("who", ["chen", "weber"])
def test_a_link_and_pressure_leave_no_trace_in_the_parent(call: Call, stage: Scene, who: str) -> None:
    parent = stage.cases["pressed"]

    def shown() -> str:
        boxes = [call(who, "inbox", box=box) for box in ("needs", "waiting", "closed")]
        return json.dumps([call(who, "case_page", reference=parent.reference), boxes, call(who, "published")])

    shown()
    before = shown()
    call("worker_pressed", "open_retaliation", request_id=uuid4(), statement="Canary-attack told.", violent=True)
    assert shown() == before


@pytest.mark.parametrize("who", ["chen", "weber", "worker_open", "worker_child"])
def test_the_case_about_pressure_is_absent_for_everybody_else(said: Call, stage: Scene, who: str) -> None:
    reference = stage.cases["pressure"].reference
    for function in ("case_page", "switch_case"):
        assert said(who, function, reference=reference) == said(who, function, reference="HS-0000-0000")


def test_a_receipt_session_is_not_turned_by_hand(stage: Scene, raw: Call) -> None:
    with raw("worker_open") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("update portal.receipt_session set case_id = %s", [stage.cases["child"].id])
