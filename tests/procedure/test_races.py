"""Many people at one case at once: one wins each revision, nothing of the history is lost, nobody waits in a circle."""

from __future__ import annotations

import itertools
import time
from concurrent.futures import ThreadPoolExecutor, wait
from threading import Barrier
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from db.errors import Conflict, PortalError, Refused, refusal
from tests.procedure.world import Case, World, digest

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
        world.move(case, "triage", reason="mistake")


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


# What is shown, and taken back at that moment ----------------------------------------------------------------------------------

Deed = tuple[str | Case, str, dict[str, object]]


def meet(world: World, first: Deed, second: Deed) -> str | None:
    """The first deed is done but not committed when the second arrives; the key with which the second was refused."""

    def do(connection: psycopg.Connection[Any], deed: Deed) -> str | None:
        who, function, told = deed
        told = {"request_id": uuid4()} | told
        connection.execute(
            "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true), "
            "set_config('request.headers', %s, true)",
            world.persona(who).settings(),
        )
        call = sql.SQL("select api.{}({})").format(
            sql.Identifier(function),
            sql.SQL(", ").join(sql.SQL("{} => %s").format(sql.Identifier(name)) for name in told),
        )
        try:
            connection.execute(call, list(told.values()))
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("PT"):
                raise
            return error.diag.message_primary
        return None

    def arrive() -> str | None:
        with psycopg.connect(world.database.conninfo()) as late:
            refused = do(late, second)
            late.execute("rollback" if refused else "commit")
            return refused

    with ThreadPoolExecutor(1) as pool, psycopg.connect(world.database.conninfo()) as early:
        assert do(early, first) is None
        late = pool.submit(arrive)
        until = time.monotonic() + 20
        while not late.done() and time.monotonic() < until:
            if world.rows("select from pg_stat_activity where %s = any (pg_blocking_pids(pid))", early.info.backend_pid):
                break
            wait([late], 0.05)
        early.commit()
        return late.result(60)


def withdrawal(world: World, case: Case, recipient: str = "lianfeng") -> Deed:
    """She takes back that this recipient may read her."""
    ((consent,),) = world.rows(
        "select id from portal.consent where case_id = %s and recipient_id = %s and item = 'statement'",
        case.id, world.organizations[recipient],
    )  # fmt: skip
    return case, "withdraw_consent", {"consent": consent}


def release(world: World, case: Case, words: str) -> Deed:
    said = world.post(case, case, words, "lianfeng")
    ((revision,),) = world.rows("select revision from portal.message where id = %s", said)
    return "lin", "decide", {"message": said, "outcome": "release", "revision": revision, "body": words}


@pytest.mark.parametrize("hers_first", [False, True])
def test_what_is_released_while_she_takes_her_permission_back_is_read_by_nobody(world: World, *, hers_first: bool) -> None:
    case = world.case_in("responded")
    hers, theirs = withdrawal(world, case), release(world, case, "Words that she takes back.")
    refused = meet(world, hers, theirs) if hers_first else meet(world, theirs, hers)
    assert refused == ("guard_consent_missing" if hers_first else None)
    assert "Words that she takes back." not in [one["body"] for one in world.page("chen", case)["messages"]]


@pytest.mark.parametrize("hers_first", [False, True])
def test_who_is_admitted_while_she_takes_her_permission_back_does_not_sit_there(world: World, *, hers_first: bool) -> None:
    case = world.case_in("admitted")
    hers = withdrawal(world, case)
    theirs: Deed = ("lin", "admit", {"reference": case.reference, "organization": world.organizations["lianfeng"]})
    refused = meet(world, hers, theirs) if hers_first else meet(world, theirs, hers)
    assert refused == ("guard_consent_missing" if hers_first else None)
    assert "factory" not in [one["side"] for one in world.page("lin", case)["parties"]]


@pytest.mark.parametrize("hers_first", [False, True])
def test_evidence_shown_while_she_takes_her_permission_back_is_seen_by_nobody(world: World, *, hers_first: bool) -> None:
    case = world.case_in("investigating")
    file = world.write(
        case, "reserve_file", name="slip.jpg", bytes=10, sha256=digest(f"o{case.id}"), media_type="image/jpeg",
        cleaned_sha256=digest(f"c{case.id}"), cleaned_bytes=9,
    )["id"]  # fmt: skip
    world.write(case, "give_consent", item="photo", recipient=world.organizations["lianfeng"])
    ((photo,),) = world.rows("select id from portal.consent where case_id = %s and item = 'photo'", case.id)
    page = world.write("lin", "add_evidence", reference=case.reference, kind="file", words=None, attachment=file)
    hers: Deed = (case, "withdraw_consent", {"consent": photo})
    theirs: Deed = (
        "lin", "show_evidence", {"evidence": UUID(page["evidence"][-1]["id"]), "readers": [world.seat(case, "lianfeng")]},
    )  # fmt: skip
    refused = meet(world, hers, theirs) if hers_first else meet(world, theirs, hers)
    assert refused == ("guard_consent_missing" if hers_first else None)
    assert world.page("chen", case)["evidence"] == []


@pytest.mark.parametrize("it_leaves_first", [False, True])
def test_a_brand_admitted_while_it_stops_buying_there_does_not_sit_there(world: World, *, it_leaves_first: bool) -> None:
    case = world.case_in("notified", workplace="tianhe", brands=("brand_a",))
    brand, workplace = world.organizations["brand_a"], world.organizations["tianhe"]
    world.arranged("update portal.party set until = now() where case_id = %s and side = 'brand'", case.id)
    ((link,),) = world.rows(
        "select id from portal.supply_link where brand_id = %s and workplace_id = %s and until is null", brand, workplace
    )
    leaves: Deed = ("ada", "end_supply", {"link": link})
    admitted: Deed = ("lin", "admit", {"reference": case.reference, "organization": brand})
    try:
        refused = meet(world, leaves, admitted) if it_leaves_first else meet(world, admitted, leaves)
        assert refused == ("guard_not_linked" if it_leaves_first else None)
        assert "brand" not in [one["side"] for one in world.page("lin", case)["parties"]]
    finally:
        world.write("ada", "link_supply", brand=brand, workplace=workplace)
