"""ATTACKS 1, 3, 8 and 35 on findings, plan and remedy: whose deed it is, and who reads which amount. Through both doors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from db.errors import PortalError
from tests.attacks.conftest import rows
from tests.policies.scene import Scene

Call = Callable[..., Any]
ABSENT = UUID(int=7)
DENIED = "42501"


def an(stage: Scene, thing: str, case: str) -> UUID:
    """The first action or agreed entry of a case."""
    query = {
        "action": "select id from portal.action where case_id = %s and owner_side = 'factory' and dropped_at is null",
        "entry": "select id from portal.remedy_entry where case_id = %s and agreed_at is null",
        "evidence": "select id from portal.evidence where case_id = %s and shown_to = '{}'",
    }[thing]
    found: UUID = rows(stage, query, stage.cases[case].id)[0][0]
    return found


def test_a_factory_does_not_close_its_case(call: Call, stage: Scene) -> None:
    for case, who in (("open", "chen"), ("settled", "wu")):
        reference = stage.cases[case].reference
        (revision, before) = rows(stage, "select revision, state from portal.case_ where reference = %s", reference)[0]
        for reason in ("remedied", "withdrawn", "not_grounded", None):
            with pytest.raises(PortalError):
                call(who, "move", request_id=uuid4(), reference=reference, to_state="closed", revision=revision, reason=reason)
        assert rows(stage, "select state from portal.case_ where reference = %s", reference) == [(before,)]


@pytest.mark.parametrize("who", ["chen", "weber", "worker_open", "mei"])
def test_nobody_outside_the_desk_verifies(call: Call, stage: Scene, who: str) -> None:
    action = an(stage, "action", "open")
    for verifier, name in (("coordinator", None), ("third_party", "Fair Audit")):
        with pytest.raises(PortalError):
            call(who, "verify_action", request_id=uuid4(), action=action, verified=True, verifier=verifier, verifier_name=name)
    assert rows(stage, "select verified_at from portal.action where id = %s", action) == [(None,)]


@pytest.mark.parametrize(
    ("who", "function", "thing", "more"),
    [
        ("worker_foreign", "dispute_action", "action", {"words": "x"}), ("wu", "claim_done", "action", {"words": "x"}),
        ("ben", "claim_done", "action", {"words": "x"}), ("worker_foreign", "confirm_remedy", "entry", {"confirmed": True}),
        ("chen", "confirm_remedy", "entry", {"confirmed": True}), ("weber", "confirm_remedy", "entry", {"confirmed": True}),
        ("una", "claim_done", "action", {"words": "x"}), ("zhao", "claim_done", "action", {"words": "x"}),
    ],
)  # fmt: skip
def test_what_is_not_theirs_answers_as_what_is_not_there(  # noqa: PLR0917  (one parameter a fixture or a column)
    said: Call, stage: Scene, who: str, function: str, thing: str, more: dict[str, Any]
) -> None:
    answers = [said(who, function, request_id=uuid4(), **{thing: one}, **more) for one in (an(stage, thing, "open"), ABSENT)]
    assert answers[0] == answers[1]
    assert answers[0][0] in ("Absent", "SignInNeeded")


def test_no_brand_reads_any_remedy_and_no_factory_what_is_not_agreed(call: Call, raw: Call, stage: Scene) -> None:
    for who in ("weber", "sara", "ben"):
        with raw(who) as connection:
            for table in ("remedy_entry", "remedy_claim"):
                assert connection.execute(f"select count(*) from portal.{table}").fetchone() == (0,), (who, table)
    with raw("chen") as connection:
        assert connection.execute("select count(*) from portal.remedy_claim").fetchone() == (0,)
        assert connection.execute("select count(*) from portal.remedy_entry where agreed_at is null").fetchone() == (0,)
        assert connection.execute("select count(*) from portal.remedy_entry").fetchone() == (1,)
    page = call("chen", "case_page", reference=stage.cases["open"].reference)
    assert [one["claimed"] for one in page["remedy"]] == [None]


@pytest.mark.parametrize("who", ["chen", "wu", "weber", "worker_open", "lin", "mei"])
@pytest.mark.parametrize("change", [
    "update portal.action set state = 'verified'", "update portal.remedy_entry set confirmed = agreed",
    "insert into portal.evaluation default values", "delete from portal.evidence",
    "update portal.finding set outcome = 'not_grounded'",
    "insert into portal.acceptance default values", "insert into portal.contact_attempt default values",
    "update portal.case_ set worker_says = 'confirmed'", "select private.set_truths(gen_random_uuid())",
    "select private.keep_evidence(null, 'file', 'x', null, null, null, null)", "select claimed from portal.remedy_entry",
    "select shown_to from portal.evidence", "select found_by from portal.finding", "select noted_by from portal.acceptance",
])  # fmt: skip
def test_nobody_writes_a_truth_past_its_deed(raw: Call, who: str, change: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.Error) as refused:
        connection.execute(change)
    assert refused.value.sqlstate in (DENIED, "42703"), change


def test_a_hidden_case_gives_its_factory_no_finding_plan_or_remedy(raw: Call, stage: Scene) -> None:
    hidden = stage.cases["hidden"].id
    with stage.database.connect() as admin:
        admin.execute("insert into portal.plan (case_id, changed_at) values (%s, now())", [hidden])
        admin.execute(
            "insert into portal.action (case_id, deed, owner_party, owner_side, made_at) values (%s, 'x', %s, 'factory', now())",
            [hidden, rows(stage, "select id from portal.party where case_id = %s and side = 'factory'", hidden)[0][0]],
        )
        admin.execute(
            "insert into portal.remedy_entry (case_id, what, currency, agreed, agreed_at) "
            "values (%s, 'wages', 'CNY', 1, now())",
            [hidden],
        )  # fmt: skip
    with raw("chen") as connection:
        for table in ("plan", "action", "remedy_entry"):
            found = connection.execute(f"select count(*) from portal.{table} where case_id = %s", [hidden]).fetchone()
            assert found == (0,), table


def test_a_case_does_not_skip_what_must_come_before_its_end(call: Call, stage: Scene) -> None:
    reference = stage.cases["judged"].reference
    for state in ("remedy_agreed", "remediating", "verifying", "evaluating", "closed"):
        revision = call("lin", "case_page", reference=reference)["case"]["revision"]
        with pytest.raises(PortalError):
            call("lin", "move", request_id=uuid4(), reference=reference, to_state=state, revision=revision, reason="remedied")
