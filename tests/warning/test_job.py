"""The daily job on a real database: what it raises, that it raises it once, when it comes back, and who reads it."""

from __future__ import annotations

import threading
from typing import Any
from uuid import UUID

import psycopg
import pytest

from db.errors import PortalError
from db.warning.job import look
from tests.procedure.world import World
from tests.warning.conftest import Came

OLD = [60 + 61 * number for number in range(11)]  # one case in two months


def run(world: World, *, due: bool = False) -> dict[str, Any]:
    with psycopg.connect(world.database.conninfo("postgres")) as owner:
        return look(owner, only_when_due=due)


def later(world: World, days: int) -> dict[str, Any]:
    """The job, so many days from now."""
    with psycopg.connect(world.database.conninfo("postgres")) as owner:
        owner.execute("select set_config('portal.now', (now() + %s * interval '1 day')::text, true)", [days])
        return look(owner)


def listed(world: World, who: str = "lin") -> list[dict[str, Any]]:
    said: list[dict[str, Any]] = world.call(who, "early_warning")["warnings"]
    return said


def rows(world: World) -> list[tuple[Any, ...]]:
    with world.database.connect() as admin:
        found = admin.execute("select kind, cause, observed, cleared_at is null from portal.warning order by 1, 2")
        return found.fetchall()


@pytest.fixture
def tense(world: World, came: Came) -> list[str]:
    """Lianfeng: a quiet past, then six cases about social insurance in three weeks, two of them high."""
    came("lianfeng", "F1", *OLD)
    came("tianhe", "F1", *OLD)
    return came("lianfeng", "G1", 1, 4, 9, 15) + came("lianfeng", "G1", 2, 19, severity=2)


def test_a_cluster_is_raised_with_its_reasons_and_its_cases(world: World, tense: list[str]) -> None:
    assert run(world)["raised"] == 1
    (one,) = listed(world)
    assert (one["kind"], one["cause"], one["code"], one["observed"]) == ("cluster", "G", "G1", 6)
    assert one["workplace"]["name"] == "lianfeng"
    assert {case["reference"] for case in one["cases"]} == set(tense)
    assert (one["behind"], one["to_link"]) == (6, 6)
    told = {reason["key"]: reason for reason in one["reasons"]}
    assert (told["cluster"]["n"], told["cluster"]["weeks"], told["high"]["n"]) == (6, 4, 2)
    assert sum(one["weeks"]) == 6


def test_a_list_that_is_cut_says_how_many_there_are(world: World, tense: list[str]) -> None:
    run(world)
    with world.database.connect() as admin:
        admin.execute(
            "insert into portal.warning (kind, subject, workplace_id, since, observed, expected, chance, score, reasons, weeks,"
            " base, first_seen, last_seen) select 'silent', 'site:' || n, w.workplace_id, w.since, 0, w.expected, w.chance,"
            " w.score, '[]', w.weeks, w.base, w.first_seen, w.last_seen from portal.warning w, generate_series(1, 62) n"
        )
    view = world.call("lin", "early_warning")
    assert (view["found"], len(view["silent"])) == ({"warnings": 1, "silent": 62, "dismissed": 0}, 60)


def test_the_same_run_twice_raises_nothing_new(world: World, tense: list[str]) -> None:
    run(world)
    before = rows(world)
    assert run(world)["raised"] == 0
    assert rows(world) == before
    assert run(world, due=True) == {"due": False}
    assert "sites" in later(world, 1)


def test_several_runs_at_once_raise_it_once(world: World, tense: list[str]) -> None:
    done: list[dict[str, Any]] = []
    many = [threading.Thread(target=lambda: done.append(run(world))) for _ in range(4)]
    for one in many:
        one.start()
    for one in many:
        one.join()
    assert sorted(one["raised"] for one in done) == [0, 0, 0, 1]
    assert len(rows(world)) == 1


def test_several_daily_runs_at_once_look_once(world: World, tense: list[str]) -> None:
    done: list[dict[str, Any]] = []
    many = [threading.Thread(target=lambda: done.append(run(world, due=True))) for _ in range(4)]
    for one in many:
        one.start()
    for one in many:
        one.join()
    assert sorted("sites" in one for one in done) == [False, False, False, True]


def test_a_usual_number_is_no_warning(world: World, came: Came) -> None:
    came("lianfeng", "G1", *[4 * number for number in range(160)])
    came("tianhe", "G1", *[4 * number for number in range(160)])
    assert run(world)["raised"] == 0


def test_a_rise_everywhere_is_nobodys_own(world: World, came: Came) -> None:
    with world.database.connect() as admin:
        for number in range(12):
            name = f"site {number}"
            row = admin.execute(
                "insert into portal.organization (kind, name, city, headcount, created_at) "
                "values ('workplace', %s, %s, 1000, now() - interval '3 years') returning id",
                [name, name],
            ).fetchone()
            assert row
            world.organizations[name] = row[0]
    for number in range(12):
        came(f"site {number}", "J6", *OLD)
        came(f"site {number}", "J6", 2, 6, 11, 17)
    run(world)
    assert listed(world) == []
    came("site 3", "J6", 1, 3, 5, 7, 8, 9, 10, 12, 13, 14)
    run(world)
    assert [one["workplace"]["name"] for one in listed(world)] == ["site 3"]


def test_a_dismissed_one_returns_only_when_it_got_worse(world: World, tense: list[str], came: Came) -> None:
    run(world)
    world.write("lin", "dismiss_warning", warning=listed(world)[0]["id"], why="known")
    assert listed(world) == []
    run(world)
    assert listed(world) == []
    came("lianfeng", "G1", 0.1)
    run(world)
    assert listed(world) == [], "one more is not much worse"
    came("lianfeng", "G1", 0.2, 0.3, 0.4)
    assert run(world)["raised"] == 1
    assert listed(world)[0]["returned"]


def test_a_warning_is_over_two_weeks_after_its_cause(world: World, tense: list[str]) -> None:
    run(world)
    for days in (80, 96):
        later(world, days)
    assert [row[-1] for row in rows(world)] == [False]
    assert listed(world) == []


def test_one_press_opens_l0_with_the_cases(world: World, tense: list[str]) -> None:
    run(world)
    warning = listed(world)[0]["id"]
    shown = world.write("lin", "open_warning", warning=warning)
    assert shown["warnings"] == []
    strike = world.call("lin", "strike_desk", strike=UUID(shown["opened"]))["chosen"]
    assert (strike["level"], [one["code"] for one in strike["demands"]]) == (0, ["G1"])
    assert {one["reference"] for one in strike["linked"] if one["linked"]} == set(tense)
    again = world.refused("lin", "open_warning", warning=warning)
    assert again.key == "case_state_changed"
    run(world)
    assert listed(world) == [], "what the strike desk has is not proposed again"


def test_the_same_request_opens_it_once(world: World, tense: list[str]) -> None:
    run(world)
    request, warning = UUID(int=7), listed(world)[0]["id"]
    first = world.call("lin", "open_warning", request_id=request, warning=warning)
    assert world.call("lin", "open_warning", request_id=request, warning=warning) == first


def test_a_hidden_case_counts(world: World, came: Came) -> None:
    came("lianfeng", "F1", *OLD)
    came("lianfeng", "C1", 1, 3, 5, 8, 9, severity=1, hidden=True)
    run(world)
    assert [(one["cause"], one["observed"]) for one in listed(world)] == [("C", 5)]


@pytest.mark.parametrize("who", ["chen", "weber", "sara", "mei", "public"])
def test_nobody_outside_the_desk_reads_or_does_anything(world: World, tense: list[str], who: str) -> None:
    run(world)
    warning = UUID(listed(world)[0]["id"])
    with pytest.raises(PortalError):
        world.call(who, "early_warning")
    world.refused(who, "open_warning", warning=warning)
    world.refused(who, "dismiss_warning", warning=warning, why="known")


def test_a_silent_workplace_is_listed_and_leaves_the_list_when_it_speaks(world: World, came: Came) -> None:
    with world.database.connect() as admin:
        admin.execute("update portal.organization set headcount = 6000 where name = 'tianhe'")
    came("lianfeng", "F1", *OLD)
    run(world)
    (one,) = world.call("lin", "early_warning")["silent"]
    assert (one["workplace"]["name"], one["reasons"][0]["weeks"], one["reasons"][1]["key"]) == ("tianhe", 104, "never")
    assert world.refused("lin", "open_warning", warning=one["id"]).key == "value_invalid"
    came("tianhe", "X1", -0.5)
    later(world, 1)
    assert world.call("lin", "early_warning")["silent"] == []
