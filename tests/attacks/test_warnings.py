"""Attacks on early warning: both gateways, and raw SQL as that person. Nobody outside the desk learns that a warning exists."""

from __future__ import annotations

import json
import re
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from db.errors import PortalError
from db.warning.job import look
from tests.policies.scene import Scene

Call = Callable[..., Any]
OUTSIDE = ["chen", "wu", "weber", "sara", "ben", "mei", "worker_open", "worker_child", "public", "stranger"]


def waiting(stage: Scene) -> UUID:
    with stage.database.connect() as admin:
        row = admin.execute(
            "select id from portal.warning where cleared_at is null and dismissed_at is null and strike_id is null limit 1"
        ).fetchone()
    assert row
    return UUID(str(row[0]))


@pytest.mark.parametrize("table", ["warning", "warning_run"])
@pytest.mark.parametrize("who", [*OUTSIDE, "lin", "ada"])
def test_no_raw_query_reads_or_writes_warnings(stage: Scene, raw: Call, who: str, table: str) -> None:
    for words in (f"select * from portal.{table}", f"delete from portal.{table}"):
        with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(words.encode())


@pytest.mark.parametrize(
    "words",
    [
        "select private.warning_history(now())",
        "select private.keep_warnings('[]', 0, now())",
        "select private.warning_due(now())",
        "select private.warning_seasons(now())",
    ],
)
@pytest.mark.parametrize("who", [*OUTSIDE, "lin", "ada"])
def test_nobody_runs_the_job_through_the_api(stage: Scene, raw: Call, who: str, words: str) -> None:
    with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(words.encode())


@pytest.mark.parametrize("who", OUTSIDE)
def test_a_warning_that_is_there_answers_like_one_that_is_not(said: Call, stage: Scene, who: str) -> None:
    there = waiting(stage)
    assert said(who, "early_warning")[1] in ("not_allowed", "sign_in_needed", "unavailable")
    for function, more in (("open_warning", {}), ("dismiss_warning", {"why": "known"})):
        real = said(who, function, request_id=uuid4(), warning=there, **more)
        absent = said(who, function, request_id=uuid4(), warning=uuid4(), **more)
        assert real == absent
        assert real[1] in ("not_allowed", "sign_in_needed", "unavailable")


@pytest.mark.parametrize("who", ["chen", "weber", "worker_open"])
def test_no_screen_changes_when_warnings_are_raised(call: Call, stage: Scene, who: str) -> None:
    """Everything that somebody outside can ask, before and after the daily job."""

    def everything() -> str:
        told = []
        for function, values in (
            ("inbox", {"box": "needs"}), ("inbox", {"box": "waiting"}), ("figures", {}), ("notices", {}),
            ("case_page", {"reference": stage.cases["open"].reference}),
        ):  # fmt: skip
            try:
                told.append(call(who, function, **values))
            except PortalError as refused:
                told.append([refused.key, refused.facts])
        # The hour of this very call stands in some answers.
        return re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+", lambda one: "now" if one[0] > begun else one[0], json.dumps(told, default=str))

    begun = datetime.now(UTC).isoformat()

    everything()  # what is read for the first time is marked as read
    before = everything()
    with psycopg.connect(stage.database.conninfo("postgres")) as owner:
        look(owner)
    assert everything() == before


def test_the_time_of_a_refusal_says_nothing(call: Call, stage: Scene) -> None:
    """A factory is refused before anything is looked for: with a warning at its site as fast as without."""
    there, absent = waiting(stage), uuid4()
    took: dict[UUID, list[float]] = {there: [], absent: []}
    for _ in range(40):
        for one, times in took.items():
            begun = time.perf_counter()
            with pytest.raises(PortalError):
                call("chen", "dismiss_warning", request_id=uuid4(), warning=one, why="known")
            times.append(time.perf_counter() - begun)
    fast, slow = sorted(statistics.median(times) for times in took.values())
    assert slow < fast * 1.5 + 0.002


def test_a_dismissal_needs_one_of_the_reasons(said: Call, stage: Scene) -> None:
    there = waiting(stage)
    for why in ("", "because", "x" * 5000, None):
        assert said("lin", "dismiss_warning", request_id=uuid4(), warning=there, why=why)[1] == "value_invalid"


def test_the_control_a_careless_grant_is_found(stage: Scene) -> None:
    with stage.database.connect() as admin, admin.transaction(force_rollback=True):
        admin.execute("create policy careless on portal.warning for select to authenticated using (true)")
        admin.execute("grant select on portal.warning to authenticated")
        admin.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), "
            "set_config('request.headers', %s, true)", stage.personas["chen"].settings(),
        )  # fmt: skip
        assert admin.execute("select count(*) from portal.warning").fetchone() != (0,)
