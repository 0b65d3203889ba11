"""What the desk does without telling anybody leaves no trace with the others: no number that jumps. ATTACKS 5."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.policies.scene import Scene

Call = Callable[..., Any]


@pytest.mark.parametrize("who", ["chen", "weber", "worker_open"])
def test_desk_work_that_changes_nothing_for_a_party_shows_nowhere(call: Call, stage: Scene, who: str) -> None:
    case = stage.cases["open"]

    def shown() -> str:
        page = call(who, "case_page", reference=case.reference)
        # The worker alone is shown the head of the chain, which every step moves: that is what it is for.
        assert (page.pop("chain_head") is None) == (who != "worker_open")
        return json.dumps([page, call(who, "case_tip", reference=case.reference)])

    shown()  # what was new is read from now on
    before, head = shown(), call("lin", "case_page", reference=case.reference)["case"]
    call(
        "lin", "classify", request_id=uuid4(), reference=case.reference, revision=head["revision"], issues=head["issues"],
        severity=head["severity"],
    )  # fmt: skip
    stage.post("open", "lin", f"quiet{uuid4().hex[:6]}", kind="note")
    assert shown() == before
    assert call("lin", "case_page", reference=case.reference)["case"]["revision"] > head["revision"], "the desk sees its work"


@pytest.mark.parametrize("who", ["chen", "weber", "worker_open", "lin"])
def test_no_raw_query_reads_how_often_a_case_was_worked_on(stage: Scene, raw: Call, who: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("select revision from portal.case_ where id = %s", [stage.cases["open"].id])
