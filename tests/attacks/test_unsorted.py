"""Not sorted yet: what a worker files without a category is counted as that, and as no category of grievance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from components.report.draft import Draft
from db.errors import BadRequest
from tests.policies.scene import Scene

Call = Callable[..., Any]


def counted(call: Call) -> dict[str, int]:
    return {one["bucket"]: one["n"] for one in call("lin", "figures")["categories"]}


def test_what_was_filed_without_a_category_waits_for_a_coordinator_to_sort_it(call: Call, stage: Scene) -> None:
    before = counted(call)
    case = stage.file(f"unsorted{uuid4().hex[:6]}", "lianfeng", list(Draft(uuid4(), "code").issues))
    head = call("lin", "case_page", reference=case.reference)["case"]
    assert head["issues"] == ["X0"]
    assert "zero_tolerance" not in head["badges"]
    waiting = counted(call)
    assert waiting["X0"] == before.get("X0", 0) + 1
    assert list(waiting)[-1] == "X0", "it stands behind the categories"
    assert "X" not in waiting, "it is no information that somebody asked for"

    asked = {"reference": case.reference, "revision": head["revision"], "severity": 3}
    with pytest.raises(BadRequest):
        call("lin", "classify", request_id=uuid4(), issues=["X0"], **asked)
    with pytest.raises(BadRequest):
        call("lin", "classify", request_id=uuid4(), issues=["F1", "X0"], **asked)
    call("lin", "classify", request_id=uuid4(), issues=["F1"], **asked)
    after = counted(call)
    assert after.get("X0", 0) == before.get("X0", 0)
    assert after["F"] == before["F"] + 1


def test_a_book_cannot_leave_its_rows_unsorted(call: Call) -> None:
    codes = call("ada", "import_desk", head_key="0" * 64)["codes"]
    assert "X1" in codes
    assert "X0" not in codes
