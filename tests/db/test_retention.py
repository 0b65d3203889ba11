"""What is kept long enough is forgotten, once; nothing of a case that is open, rests, or is still needed, however old."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
from typer.testing import CliRunner

from db.__main__ import app
from db.audit import flaws
from db.backup.contents import sums
from db.embedded import EmbeddedServer
from tests.procedure.world import Case, World
from tests.real_database import Database


@pytest.fixture
def world(server: EmbeddedServer, template: str) -> Iterator[World]:
    database = Database.create(server, template)
    made = World(database)
    made.arrange()
    yield made
    made.close()
    database.close()


def retention(world: World, *words: str) -> dict[str, Any]:
    done = CliRunner().invoke(app, ["retention", "--json", "--url", world.database.conninfo("postgres"), *words])
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.output)
    return found


def closed(world: World, *, years: int = 3) -> Case:
    """A case of which somebody left name and plan, closed so long ago that only its age speaks for forgetting it."""
    case = world.case_in("triage")
    world.arranged("update portal.identity set plan = 'sealed plan' where case_id = %s", case.id)
    world.move(case, "closed", case, reason="withdrawn")
    world.arranged(
        "update portal.clock set stopped_at = now(), outcome = 'void' where case_id = %s and stopped_at is null", case.id
    )
    world.arranged("update portal.case_ set closed_at = now() - make_interval(years => %s) where id = %s", years, case.id)
    return case


def left(world: World, case: Case) -> tuple[str | None, str | None]:
    found: tuple[str | None, str | None] = world.rows("select sealed, plan from portal.identity where case_id = %s", case.id)[0]
    return found


def test_name_and_plan_of_a_case_closed_long_ago_are_forgotten_and_she_reads_it(world: World) -> None:
    old, young = closed(world), closed(world, years=1)

    told = retention(world)["identity"]

    assert told == {"names": 1, "contact_plans": 1, "held_back": {}}
    assert left(world, old) == (None, None)
    assert left(world, young) == ("sealed", "sealed plan")
    history = world.page(old, old)["identity"]["history"]
    assert [one["kind"] for one in history][-1] == "identity_forgotten"
    with psycopg.connect(world.database.conninfo("postgres")) as owner:
        assert list(flaws(owner)) == []


def test_words_receipt_and_figures_of_that_case_stay(world: World) -> None:
    old = closed(world)
    before = world.page(old, old)
    retention(world)
    after = world.page(old, old)
    assert after["messages"] == before["messages"]
    assert after["messages"]


def test_twice_is_once(world: World) -> None:
    old = closed(world)
    retention(world)
    events = world.rows("select count(*) from portal.event where case_id = %s", old.id)
    assert retention(world)["identity"] == {"names": 0, "contact_plans": 0, "held_back": {}}
    assert world.rows("select count(*) from portal.event where case_id = %s", old.id) == events


def test_a_dry_run_tells_the_same_and_changes_nothing(world: World) -> None:
    closed(world)
    world.arranged("update portal.request set at = now() - interval '3 years'")
    with psycopg.connect(world.database.conninfo("postgres")) as owner:
        before = sums(owner)
        dry = retention(world, "--dry-run")
        assert sums(owner) == before
    done = retention(world)
    assert dry.pop("dry_run")
    assert not done.pop("dry_run")
    assert dry == done
    assert done["identity"]["names"] == 1
    assert done["traces"]["requests"] > 0


NEEDED: dict[str, tuple[LiteralString, ...]] = {
    "open": (
        "update portal.case_ set state = 'triage' where id = %(case)s",
        "update portal.case_ set closed_at = now() - interval '3 years' where id = %(case)s",
    ),
    "hold": (
        "insert into portal.hold (case_id, reason, held_at, until) values (%(case)s, 'authority', now(), current_date + 5)",
    ),
    "appeal": (
        (
            "insert into portal.appeal (case_id, party_id, grounds, raised_at) select %(case)s, id, 'Look again.', now()"
            " from portal.party where case_id = %(case)s and side = 'worker'"
        ),
    ),
    "check_in": ("insert into portal.check_in (case_id, why, due_at) values (%(case)s, 'asked_who', now())",),
    "unlock": (
        (
            "insert into portal.unlock (case_id, party_id, asked_by, reason, words, lapses_at) select %(case)s, p.id,"
            " w.id, 'payment', 'To pay her.', now() + interval '1 day' from portal.party p, portal.person w where"
            " p.case_id = %(case)s and p.side = 'worker' and w.role = 'custodian'"
        ),
    ),
    "remedy": (
        (
            "insert into portal.remedy_entry (case_id, what, currency, agreed, agreed_at) select %(case)s, what, 'CNY',"
            " 100, now() from portal.remedy_kind where money limit 1"
        ),
    ),
    "clock": (
        (
            "update portal.clock set stopped_at = null, outcome = null where id = (select id from portal.clock where"
            " case_id = %(case)s limit 1)"
        ),
    ),
    "linked": ("update portal.case_ set retaliation_of = %(case)s where id = %(other)s",),
    "protocol": (
        (
            "insert into portal.protocol (case_id, country, version, raised_how, raised_at, about_child) select %(case)s,"
            " country, version, 'code', now(), true from portal.protocol_rule limit 1"
        ),
    ),
    "strike": (
        (
            "insert into portal.strike (workplace_id, started_at, opened_at) select workplace_id, now(), now() from"
            " portal.case_ where id = %(case)s"
        ),
        "insert into portal.strike_case (strike_id, case_id, linked_at) select s.id, %(case)s, now() from portal.strike s",
    ),
}


@pytest.mark.parametrize("why", NEEDED)
def test_a_case_that_is_still_needed_keeps_its_name(world: World, why: str) -> None:
    case, other = closed(world), world.case_in("triage")
    with world.database.connect() as admin:
        admin.execute("set session_replication_role = replica")
        for statement in NEEDED[why]:
            admin.execute(statement, {"case": case.id, "other": other.id})

    told = retention(world)["identity"]

    assert told == {"names": 0, "contact_plans": 0, "held_back": {why: 1}}
    assert left(world, case) == ("sealed", "sealed plan")


def test_traces_of_visits_are_forgotten_and_what_is_live_stays(world: World) -> None:
    case = world.case_in()
    for statement in (
        (
            "insert into portal.session (user_id, sealed, issued_at, expires_at) values (gen_random_uuid(), '-', now() -"
            " interval '40 days', now() - interval '31 days'), (gen_random_uuid(), 'x', now(), now() + interval '1 day')"
        ),
        (
            "insert into portal.sign_in_try (email_hash, tries, last_at) values ('old', 3, now() - interval '31 days'),"
            " ('new', 3, now())"
        ),
        "insert into portal.limit_ (bucket, hour, used) values ('old', now() - interval '3 days', 3), ('new', now(), 3)",
        (
            "insert into portal.invitation (code_hash, email, organization_id, role, expires_at) select 'h' || n,"
            " 'a@example.org', id, 'brand', now() - make_interval(days => n) from portal.organization, (values (91), (1))"
            " v (n) where name = 'brand_k'"
        ),
    ):
        world.arranged(statement)  # type: ignore[arg-type]
    world.arranged(
        "insert into portal.request (id, actor, digest, at) values (%s, 'nobody', 'd', now() - interval '91 days')", uuid4()
    )

    told = retention(world)["traces"]

    assert told == {"requests": 1, "sessions": 1, "receipt_sessions": 0, "sign_in_tries": 1, "limits": 1, "invitations": 1}
    assert world.page(case, case)["case"]["reference"] == case.reference, "her receipt is open still"
    for table in ("session", "sign_in_try", "invitation"):
        assert world.rows(f"select count(*) from portal.{table}") == [(1,)]  # type: ignore[arg-type]


def test_time_alone_forgets_traces_and_no_name(world: World) -> None:
    old = closed(world)
    world.arranged("update portal.request set at = now() - interval '91 days'")
    with psycopg.connect(world.database.conninfo("postgres")) as owner:
        row = owner.execute("select private.tick()").fetchone()
    assert row
    assert row[0]["retention"]["requests"] > 0
    assert left(world, old) == ("sealed", "sealed plan")


def test_a_file_that_was_tried_and_never_imported_is_forgotten(world: World) -> None:
    file = uuid4()
    world.arranged(
        "insert into portal.import_file (id, name, sha256, bytes, encoding, mapping, by_person, begun_at, state)"
        " select %s, 'book.csv', %s, 1, 'utf-8', '{}', id, now() - interval '8 days', 'rehearsed' from portal.person"
        " where role = 'supervisor'",
        file, "0" * 64,
    )  # fmt: skip
    world.arranged(
        "insert into portal.import_row (import_id, line, number, identity, content, opened, channel, workplace,"
        " brands, codes, description,"
        " phone_in_text, sealed, anonymous, status) values (%s, 1, '1', %s, %s, '2026-01-01', 'phone', 'W', '{}',"
        " '{F1}', 'They did not pay.',"
        " false, 'sealed', true, 'open')",
        file, "0" * 64, "0" * 64,
    )  # fmt: skip
    assert retention(world, "--dry-run")["import"] == {"rows": 1}
    assert retention(world)["import"] == {"rows": 1}
    assert world.rows("select count(*) from portal.import_row") == [(0,)]


def test_nobody_can_start_it_through_the_api(world: World) -> None:
    for who in ("ada", "lin", "weber"):
        with world.database.acting(world.people[who].user) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("select private.retain()")


def test_the_page_of_the_command_says_how_long_and_why_not(world: World) -> None:
    case = closed(world)
    world.arranged("insert into portal.check_in (case_id, why, due_at) values (%s, 'asked_who', now())", case.id)
    told = CliRunner().invoke(app, ["retention", "--dry-run", "--url", world.database.conninfo("postgres")])
    assert "Would be forgotten:" in told.output
    assert "1 cases stay: check in" in told.output
    assert "identity 730 days" in told.output
