"""Many people at one case at once: one wins each revision, nothing of the history is lost, nobody waits in a circle."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any, LiteralString
from uuid import uuid4

import psycopg

from db.errors import Conflict, PortalError, Refused, refusal
from tests.procedure.world import Case, World

WRITERS = 32


def race(world: World, case: Case, revision: int, moves: list[tuple[str, str, str | None]]) -> list[Any]:
    """Everybody has a connection and is ready before the first begins; each answers with what came of it."""
    ready = Barrier(len(moves))

    def one(who: str, to_state: str, reason: str | None) -> Any:
        persona = world.persona(case if who == "worker" else who)
        with psycopg.connect(world.database.conninfo()) as connection:
            connection.execute(
                "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), "
                "set_config('request.headers', %s, true)",
                persona.settings(),
            )
            ready.wait(60)
            try:
                row = connection.execute(
                    "select api.move(%s, %s, %s, %s, %s)",
                    [uuid4(), None if who == "worker" else case.reference, to_state, revision, reason],
                ).fetchone()
            except psycopg.Error as error:
                said = error.diag
                if not (error.sqlstate or "").startswith("PT"):
                    raise
                return refusal(int(str(error.sqlstate)[2:]), said.message_primary, said.message_detail, said.message_hint)
            return row[0] if row else None

    with ThreadPoolExecutor(len(moves)) as pool:
        return [each.result() for each in [pool.submit(one, *move) for move in moves]]


def test_of_thirty_two_movers_one_wins_and_the_others_learn_what_changed(world: World) -> None:
    case = world.case_in("received")
    world.move(case, "triage")
    for _ in range(2):
        revision = world.head(case)["revision"]
        before = world.rows("select count(*) from portal.event where case_id = %s and kind = 'case_moved'", case.id)[0][0]
        results = race(world, case, revision, [("lin" if n % 2 else "ada", "closed", "withdrawn") for n in range(WRITERS)])
        lost = [one for one in results if isinstance(one, PortalError)]
        assert len(lost) == WRITERS - 1
        assert world.head(case)["revision"] == revision + 1
        for one in lost:
            assert isinstance(one, Conflict)
            assert one.key == "revision_stale"
            assert (one.facts["state"], one.facts["revision"]) == ("closed", revision + 1)
            assert one.facts["changed"]["to"] == "closed"
            assert one.facts["changed"]["by"] in ("Lin", "Ada")
        after = world.rows("select count(*) from portal.event where case_id = %s and kind = 'case_moved'", case.id)[0][0]
        assert after == before + 1
        assert world.rows("select private.check_chain(%s)", case.id) == [(None,)]
        world.move(case, "investigating", reason="mistake")


def test_different_moves_by_different_sides_leave_one_history(world: World) -> None:
    case = world.case_in("remediating")
    for action in world.page("lin", case)["plan"]["actions"]:
        world.write("chen", "claim_done", action=action["id"], words="Paid.")
    desk = world.head(case)["revision"]
    moves = [
        ("lin", "verifying", None),
        ("ada", "closed", "withdrawn"),
        ("luo", "closed", "duplicate"),
        ("mei", "closed", None),
    ] * 8
    results = race(world, case, desk, moves)
    won = [one for one in results if not isinstance(one, PortalError)]
    assert len(won) == 1
    assert world.head(case)["state"] == won[0]["case"]["state"]
    kinds = {type(one) for one in results if isinstance(one, PortalError)}
    assert kinds <= {Conflict, Refused}
    events = world.rows(
        "select facts ->> 'from', facts ->> 'to' from portal.event where case_id = %s and kind = 'case_moved' order by seq",
        case.id,
    )
    assert all(left[1] == right[0] for left, right in itertools.pairwise(events)), "a move that no other follows"
    assert world.rows("select private.check_chain(%s)", case.id) == [(None,)]


def test_a_worker_who_withdraws_while_the_desk_moves_is_told_and_may_again(world: World) -> None:
    case = world.case_in("triage")
    hers = world.page(case, case)["case"]["revision"]
    world.move(case, "closed", reason="withdrawn", who="lin")
    late = world.refused(case, "withdraw_case", revision=hers)
    assert isinstance(late, Conflict)
    assert late.facts["state"] == "closed"
    assert "by" not in late.facts["changed"], "a party learns no colleague's name"
    assert late.facts["changed"]["side"] == "handshake"


WRITES, LOOKS = 20, 30


def test_who_writes_and_who_reads_a_case_at_once_wait_for_one_another_and_never_in_a_circle(world: World) -> None:
    assert circles(world) == 0


def test_the_control_without_taking_the_case_first_they_do_wait_in_circles(world: World) -> None:
    ((told,),) = world.rows("select pg_get_functiondef('private.take_case'::regproc)")
    world.arranged("create or replace function private.take_case(one_case uuid) returns void language sql as 'select'")
    try:
        assert any(circles(world) for _ in range(5))
    finally:
        world.arranged(told)


def circles(world: World) -> int:
    """How often PostgreSQL had to break a circle while all sides post in one case, and open it."""
    case = world.case_in("responded", brands=("brand_a",))
    seats = {side: seat for seat, side in world.rows("select id, side from portal.party where case_id = %s", case.id)}
    readers = {"lin": ["worker", "factory", "brand"], "ada": ["brand", "factory"], "chen": ["worker", "handshake"],
               "sara": ["factory", "handshake"]}  # fmt: skip

    def work(who: str, change: LiteralString, times: int) -> int:
        broken = 0
        with world.database.connect() as connection:
            connection.execute("set deadlock_timeout = '20ms'")
            for _ in range(times):
                try:
                    with connection.transaction():
                        connection.execute(
                            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
                            " set_config('request.headers', %s, true)",
                            world.people[who].settings(),
                        )
                        told = {"id": uuid4(), "case": case.reference, "to": [seats[side] for side in readers[who]]}
                        connection.execute(change, told)
                except psycopg.errors.DeadlockDetected:
                    broken += 1
        return broken

    with ThreadPoolExecutor(2 * len(readers)) as pool:
        writing = [
            pool.submit(work, who, "select api.post_message(%(id)s, %(case)s, 'Words.', %(to)s)", WRITES) for who in readers
        ]
        reading = [pool.submit(work, who, "select api.case_page(%(case)s)", LOOKS) for who in readers]
        return sum(each.result() for each in writing + reading)
