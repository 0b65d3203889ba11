"""ATTACKS 1 to 8, 16, 17: whose case it is, and who may do what. Through both gateways and by raw SQL."""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from db.errors import Absent, BadRequest, PortalError, Refused, SignInNeeded
from tests.policies.scene import Scene

Call = Callable[..., Any]
ABSENT = "HS-0000-0000"
STRANGERS = [
    ("chen", "foreign"),
    ("wu", "open"),
    ("weber", "foreign"),
    ("ben", "open"),
    ("worker_open", "foreign"),
    ("worker_foreign", "open"),
]
HIDDEN = [
    ("chen", "hidden"),
    ("chen", "child"),
    ("weber", "hidden"),
    ("weber", "child"),
    ("chen", "fresh"),
    ("una", "open"),
    ("public", "open"),
]


@pytest.mark.parametrize(("who", "case"), STRANGERS + HIDDEN)
def test_a_case_of_others_answers_exactly_as_one_that_does_not_exist(said: Call, stage: Scene, who: str, case: str) -> None:
    there, absent = stage.cases[case].reference, ABSENT
    for function, more in (
        ("case_page", {}), ("case_tip", {}), ("post_message", {"request_id": uuid4(), "body": "x"}),
        ("give_consent", {"request_id": uuid4(), "item": "statement", "recipient": stage.organizations["lianfeng"]}),
        ("reserve_file", {"request_id": uuid4(), "name": "a.pdf", "bytes": 1, "sha256": "0" * 64,
        "media_type": "application/pdf"}),
        ("move", {"request_id": uuid4(), "to_state": "closed", "revision": 1, "reason": "withdrawn"}),
        ("admit", {"request_id": uuid4(), "organization": stage.organizations["brand_b"]}),
        ("preview", {"party": stage.seat(case, "worker")}),
    ):  # fmt: skip
        answers = [said(who, function, reference=one, **more) for one in (there, absent)]
        assert answers[0] == answers[1], function
        assert answers[0][0] in ("Absent", "SignInNeeded"), (function, answers[0])


def test_absent_and_foreign_take_the_same_time(call: Call, stage: Scene) -> None:
    def median(reference: str) -> float:
        taken = []
        for _ in range(25):
            began = time.perf_counter()
            with pytest.raises(Absent):
                call("chen", "case_page", reference=reference)
            taken.append(time.perf_counter() - began)
        return statistics.median(taken)

    foreign, absent = median(stage.cases["foreign"].reference), median(ABSENT)
    assert abs(foreign - absent) < 0.010, (foreign, absent)


def test_a_factory_never_learns_that_a_hidden_case_exists(call: Call, stage: Scene, raw: Call) -> None:
    hidden = [stage.cases["hidden"], stage.cases["child"]]
    told = json.dumps([call("chen", "inbox", box=box) for box in ("needs", "waiting", "closed")])
    told += json.dumps(call("chen", "inbox", box="waiting", words="Canary")) + json.dumps(call("chen", "figures"))
    assert not [case for case in hidden if case.reference in told or str(case.id) in told]
    for words in (hidden[0].reference, hidden[0].reference[3:7], "hidden", "child"):
        assert [call("chen", "inbox", box=box, words=words)["rows"] for box in ("needs", "waiting", "closed")] == [[], [], []]
    counts = call("chen", "inbox", box="needs")["counts"]
    assert counts["zero_tolerance"] == 0
    with stage.database.connect() as admin:
        theirs = admin.execute(
            "select count(*) from portal.party p join portal.case_ c on c.id = p.case_id "
            "where p.organization_id = %s and p.until is null and not c.no_tip_off",
            [stage.personas["chen"].organization],
        ).fetchone()
    assert theirs
    assert counts["needs"] + counts["waiting"] + counts["closed"] == theirs[0], "only what is not hidden counts"
    with raw("chen") as connection:
        for table in ("party", "event", "release", "message", "attachment", "case_issue"):
            found = connection.execute(
                f"select count(*) from portal.{table} where case_id = any(%s)", [[c.id for c in hidden]]
            ).fetchone()
            assert found == (0,), table
    assert call("chen", "figures", from_month="2020-01")["received"] == theirs[0]


def test_what_happens_in_a_hidden_case_moves_nothing_of_the_factory(call: Call, stage: Scene) -> None:
    def seen() -> str:
        boxes = [call("chen", "inbox", box=box) for box in ("needs", "waiting", "closed")]
        return json.dumps([boxes, call("chen", "case_tip", reference=stage.cases["open"].reference), call("chen", "figures")])

    before = seen()
    stage.post("hidden", "worker_hidden", f"more{uuid4().hex[:6]}")
    stage.post("child", "lin", f"watch{uuid4().hex[:6]}", ("worker",))
    assert seen() == before


def test_brands_of_one_case_never_learn_of_each_other(call: Call, stage: Scene, raw: Call) -> None:
    case = stage.cases["open"]
    for mine, others in (("weber", ("brand_a", "brand_u")), ("sara", ("brand_k", "brand_u"))):
        told = json.dumps(
            [
                call(mine, "case_page", reference=case.reference),
                call(mine, "inbox", box="needs"),
                call(mine, "inbox", box="waiting"),
            ]
        )
        told += json.dumps(call(mine, "published"))
        with raw(mine) as connection:
            for table in ("party", "event", "message", "release", "organization", "supply_link", "consent", "attachment"):
                columns = connection.execute(
                    "select string_agg(quote_ident(attname), ',') from pg_attribute where attrelid = ('portal.' || %s)::regclass "
                    "and attnum > 0 and has_column_privilege(attrelid, attnum, 'select')", [table],
                ).fetchone()  # fmt: skip
                assert columns
                told += str(connection.execute(f"select {columns[0]} from portal.{table}").fetchall())
            told += str(connection.execute("select private.party_names(%s), private.thread(%s)", [case.id, case.id]).fetchall())
            told += str(connection.execute("select * from private.readers_of(%s)", [case.id]).fetchall())
        for other in others:
            assert str(stage.organizations[other]) not in told
            assert f"Canary-organisation-{other}" not in told
        with stage.database.connect() as admin:
            seats = admin.execute(
                "select id::text from portal.party where side = 'brand' and organization_id <> %s",
                [stage.personas[mine].organization],
            ).fetchall()
        assert not [seat for (seat,) in seats if seat in told]


@pytest.mark.parametrize("who", ["weber", "chen"])
def test_a_filter_is_no_question_about_others(call: Call, stage: Scene, who: str) -> None:
    mine = call(who, "inbox", box="waiting")["rows"] + call(who, "inbox", box="needs")["rows"]
    assert mine
    for brand in ("brand_a", "brand_b"):
        rows = [
            call("weber", "inbox", box=box, brand=stage.organizations[brand])["rows"] for box in ("needs", "waiting", "closed")
        ]
        assert rows == [[], [], []]


def test_held_and_withheld_words_reach_nobody_and_move_no_count(call: Call, stage: Scene) -> None:
    reference = stage.cases["open"].reference

    def seen() -> list[str]:
        return [
            json.dumps([call(who, "inbox", box=box) for box in ("needs", "waiting")])
            + json.dumps(call(who, "case_tip", reference=reference))
            for who in ("weber", "sara")
        ] + [json.dumps(call("worker_open", "case_tip"))]

    for who in ("weber", "sara", "worker_open"):
        call(who, "case_page", reference=reference)
    before = seen()
    label = f"secret{uuid4().hex[:6]}"
    stage.post("open", "chen", label, ("worker", "brand_k", "brand_a"))
    assert seen() == before
    stage.decide("open", label, "withhold")
    assert seen() == before
    for who in ("weber", "sara", "worker_open"):
        assert label not in json.dumps(call(who, "case_page", reference=reference))


def test_the_control_a_released_message_moves_the_tip(call: Call, stage: Scene) -> None:
    before = call("worker_open", "case_tip")
    stage.post("open", "lin", f"news{uuid4().hex[:6]}", ("worker",))
    assert call("worker_open", "case_tip") != before


def test_a_brand_unlinked_a_moment_ago_is_out_on_its_next_call(call: Call, stage: Scene) -> None:
    reference, brand = stage.cases["foreign"].reference, stage.organizations["brand_b"]
    links = [one for one in stage.call("ada", "people")["links"] if one["brand"] == str(brand) and one["until"] is None]
    for link in links:  # through the second door it was ended already, when both ran in one process
        assert call("ben", "case_page", reference=reference)
        stage.write("ada", "end_supply", link=link["id"])
    with pytest.raises(Absent):
        call("ben", "case_page", reference=reference)
    assert call("ben", "inbox", box="waiting")["rows"] == []


@pytest.mark.parametrize("who", ["zhao", "old", "stranger"])
def test_a_suspended_person_with_a_live_token_is_nobody(call: Call, stage: Scene, who: str) -> None:
    assert call(who, "whoami") is None
    for reference in (stage.cases["open"].reference, ABSENT):
        with pytest.raises(SignInNeeded):
            call(who, "case_page", reference=reference)
    with pytest.raises(SignInNeeded):
        call(who, "inbox", box="needs")


def test_nobody_posts_as_somebody_else(stage: Scene, raw: Call) -> None:
    case = stage.cases["open"]
    with stage.database.connect() as admin:
        names = admin.execute(
            "select proargnames from pg_proc where proname = 'post_message' and pronamespace = 'api'::regnamespace"
        ).fetchone()
    assert names
    assert not {"author", "author_party", "party", "person", "side"} & set(names[0])
    for who, victim in (
        ("chen", "worker"),
        ("chen", "handshake"),
        ("weber", "brand_a"),
        ("worker_open", "lianfeng"),
        ("mei", "handshake"),
    ):
        with raw(who) as connection, pytest.raises(psycopg.errors.DatabaseError) as refused:
            connection.execute(
                "insert into portal.message (case_id, author_party, body) values (%s, %s, 'I am somebody else.')",
                [case.id, stage.seat("open", victim)],
            )
        assert refused.value.sqlstate in ("42501", "PT400")  # a trigger may refuse its readers before the policy its author


def test_nobody_makes_oneself_coordinator(said: Call, stage: Scene, raw: Call) -> None:
    chen = stage.personas["chen"]
    assert said("chen", "set_role", person=chen.person, role="coordinator")[:2] == ("Refused", "not_allowed")
    with raw("chen") as connection:
        assert connection.execute("update portal.person set role = 'coordinator'").rowcount == 0
    with raw("ada") as connection, pytest.raises(psycopg.errors.DatabaseError, match="value_invalid"):
        connection.execute("update portal.person set role = 'coordinator' where id = %s", [chen.person])
    with raw("chen") as connection:
        claims = {
            "role": "authenticated",
            "sub": str(chen.user),
            "user_metadata": {"role": "supervisor"},
            "app_metadata": {"role": "supervisor"},
        }
        connection.execute("select set_config('request.jwt.claims', %s, true)", [json.dumps(claims)])
        assert connection.execute("select private.my_role()").fetchone() == ("factory",)


@pytest.mark.parametrize(
    ("who", "state"),
    [("chen", "closed"), ("chen", "verifying"), ("weber", "closed"), ("mei", "closed"), ("worker_open", "verifying")],
)
def test_nobody_makes_a_move_that_is_not_theirs(said: Call, stage: Scene, raw: Call, who: str, state: str) -> None:
    case = stage.cases["open"]
    revision = stage.call(who, "case_page", reference=case.reference)["case"]["revision"]
    answer = said(
        who, "move", request_id=uuid4(), reference=case.reference, to_state=state, revision=revision, reason="withdrawn"
    )
    assert answer[0] in ("Refused", "SignInNeeded"), answer
    for column in ("state", "severity", "factory_done_at", "verified_at", "worker_says", "closed_at"):
        with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"update portal.case_ set {column} = null where id = %s", [case.id])


@pytest.mark.parametrize("who", ["public", "worker_open", "chen", "weber", "lin", "mei", "ada"])
@pytest.mark.parametrize("table", ["message", "event", "decision", "release", "chain"])
def test_nobody_rewrites_what_was_said_and_done(stage: Scene, raw: Call, who: str, table: str) -> None:
    for order in (
        f"delete from portal.{table}",
        f"truncate portal.{table} cascade",
        f"update portal.{table} set case_id = case_id",
    ):
        with raw(who) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(order)


def test_words_that_somebody_has_read_are_neither_changed_nor_taken_back(said: Call, stage: Scene) -> None:
    statement = stage.cases["open"].messages["statement"]
    for function, more in (("change_held", {"body": "Something else."}), ("take_back", {})):
        assert said("worker_open", function, request_id=uuid4(), message=statement, **more)[:2] == (
            "Conflict",
            "case_state_changed",
        )


def test_evidence_opens_for_its_readers_only(said: Call, stage: Scene) -> None:
    files = stage.cases["open"].files
    absent = said("chen", "file_content", attachment=uuid4(), original=False)
    assert absent[:2] == ("Absent", "absent")
    closed = [
        ("wu", "payroll"), ("ben", "payroll"), ("sara", "payroll"), ("chen", "waiting"), ("weber", "left"), ("chen", "hers"),
        ("sara", "hers"),
        ("weber", "sealed"), ("public", "hers"), ("worker_foreign", "hers"), ("weber", "plan"), ("una", "hers"),
    ]  # fmt: skip
    for who, label in closed:
        assert said(who, "file_content", attachment=files[label], original=False) == absent, (who, label)
    assert said("zhao", "file_content", attachment=files["payroll"], original=False)[0] == "SignInNeeded"
    for who, label in (("weber", "hers"), ("worker_open", "payroll"), ("weber", "payroll"), ("mei", "hers")):
        assert said(who, "file_content", attachment=files[label], original=False)["key"], (who, label)
    for who, label in (("weber", "hers"), ("worker_open", "payroll"), ("weber", "payroll"), ("chen", "hers")):
        assert said(who, "file_content", attachment=files[label], original=True) == absent, (
            f"{who} asks for the sealed original of {label}"
        )
    assert said("lin", "file_content", attachment=files["hers"], original=True)["key"]


def test_nobody_slips_a_file_under_words_that_were_read_already(stage: Scene, raw: Call) -> None:
    case = stage.cases["open"]
    with raw("chen") as connection, pytest.raises(psycopg.errors.DatabaseError) as refused:
        connection.execute("select private.bind_files(%s, %s)", [case.messages["answer"], [case.files["left"]]])
    assert refused.value.sqlstate == "PT400"


@pytest.mark.parametrize("words", ["original open hers", "cleaned open hers"])
def test_whoever_reserves_a_content_that_she_sent_neither_finds_hers_nor_puts_bytes_there(
    stage: Scene, raw: Call, words: str
) -> None:
    from tests.policies.scene import digest

    with stage.database.connect() as admin:
        hers = admin.execute("select original_key, cleaned_key from portal.attachment where id = %s",
            [stage.cases["open"].files["hers"]]).fetchone()  # fmt: skip
    assert hers
    with raw("chen") as connection:
        # Given the factory has a copy of what she sent, and reserves it in a case of its own without sending anything
        made = connection.execute(
            "select api.reserve_file(gen_random_uuid(), 'slip.pdf', 1000, %s, 'application/pdf', %s, 900, %s)",
            [digest(words), digest(words), stage.cases["open"].reference],
        ).fetchone()
        assert made
        answers = {}
        for key in (made[0]["key"], made[0]["cleaned_key"], *hers, digest(words)):
            row = connection.execute("select private.may_read_file(%(n)s), private.may_store_file(%(n)s),"
                " (select count(*) from private.sealed_of(%(k)s))", {"k": key, "n": f"{key[:2]}/{key}"}).fetchone()  # fmt: skip
            answers[key] = row
    # Then it may put and open its own bytes, and hers are as far away as before
    assert answers.pop(made[0]["key"]) == (True, True, 1)
    assert set(answers.values()) == {(False, False, 0)}


def test_a_known_digest_is_no_question_about_who_sent_the_file(stage: Scene, raw: Call) -> None:
    from tests.policies.scene import digest

    with stage.database.connect() as admin:
        hers = admin.execute("select original_key, cleaned_key from portal.attachment where id = %s",
            [stage.cases["open"].files["hers"]]).fetchone()  # fmt: skip
    assert hers
    for key in (*hers, digest("original open hers"), digest("cleaned open hers")):
        with raw("chen") as connection:
            name = f"{key[:2]}/{key}"
            row = connection.execute("select private.may_read_file(%s), private.may_store_file(%s)", [name, name]).fetchone()
            assert row == (False, False)
            assert connection.execute("select count(*) from private.sealed_of(%s)", [key]).fetchone() == (0,)


def test_nobody_chooses_the_hour_at_which_they_write(stage: Scene, raw: Call) -> None:
    with raw("chen") as connection:
        connection.execute("select set_config('portal.now', '2020-01-01', true)")
        assert connection.execute("select private.clock_now() > now() - interval '1 day'").fetchone() == (True,)


@pytest.mark.parametrize("victim", ["lianfeng", "brand_k", "worker"])
def test_a_preview_writes_nothing(stage: Scene, raw: Call, victim: str) -> None:
    case = stage.cases["open"]
    seat = stage.seat("open", victim)
    orders: list[tuple[str, list[object]]] = [
        ("insert into portal.message (case_id, author_party, body) values (%s, %s, 'Not mine.')", [case.id, seat]),
        ("select api.post_message(gen_random_uuid(), %s, 'Not mine.')", [case.reference]),
        ("select private.consent_withdrawn((select id from portal.consent where withdrawn_at is null limit 1))", []),
        ("select private.consent_given(%s, 'name', %s, 'web', 'x', 'en')", [case.id, stage.organizations["lianfeng"]]),
        (
            """insert into portal.attachment (case_id, party_id, name, media_type, original_sha256, original_bytes)
            values (%s, %s, 'a', 'a/b', repeat('0', 64), 1)""", [case.id, seat],
        ),
    ]  # fmt: skip
    for order, values in orders:
        with raw("lin") as connection:
            connection.execute("select api.preview(%s, %s)", [case.reference, seat])
            with pytest.raises(psycopg.errors.DatabaseError):
                connection.execute(order.encode(), values)
    with raw("lin") as connection:
        connection.execute("select api.preview(%s, %s)", [case.reference, seat])
        assert connection.execute("update portal.message set body = 'Changed.' where state = 'held'").rowcount == 0


def test_nobody_but_the_desk_can_preview(stage: Scene, raw: Call) -> None:
    case = stage.cases["open"]
    for who in ("chen", "weber", "mei", "worker_open"):
        with raw(who) as connection:
            connection.execute("select set_config('portal.preview', %s, true)", [str(stage.seat("open", "worker"))])
            assert connection.execute("select private.my_role(), (select count(*) from portal.case_)").fetchone() == (None, 0)
        with raw(who) as connection, pytest.raises(psycopg.errors.DatabaseError) as refused:
            connection.execute("select api.preview(%s, %s)", [case.reference, stage.seat("open", "worker")])
        assert refused.value.sqlstate in ("PT404", "42501")


def test_the_guardian_of_identities_reads_no_talk(call: Call, stage: Scene) -> None:
    page = call("mei", "case_page", reference=stage.cases["open"].reference)
    assert {m["kind"] for m in page["messages"]} == {"statement", "note"}
    assert "brand" not in {p["side"] for p in page["parties"]}
    with pytest.raises(PortalError) as refused:
        call("mei", "figures")
    assert isinstance(refused.value, Refused | BadRequest)


ROWS = {
    "organization": "insert into portal.organization (kind, name) values ('brand', 'Mine')",
    "supply_link": "insert into portal.supply_link (brand_id, workplace_id) values (%(brand_b)s, %(lianfeng)s)",
    "invitation": "insert into portal.invitation (code_hash, email, organization_id, role, invited_by) "
    "values (repeat('0', 64), 'a@b.cd', %(handshake)s, 'supervisor', %(person)s)",
    "contact": "insert into portal.contact (kind, channel, language, taken_by) values ('X1', 'phone', 'en', %(person)s)",
    "note": "insert into portal.message (case_id, author_party, kind, body) values (%(case)s, %(seat)s, 'note', 'A note.')",
    "statement": "insert into portal.message (case_id, author_party, kind, body) "
    "values (%(case)s, %(seat)s, 'statement', 'Hers.')",
    "attachment": "insert into portal.attachment (case_id, party_id, name, media_type, original_sha256, original_bytes) "
    "values (%(case)s, %(seat)s, 'a', 'a/b', repeat('0', 64), 1)",
    "link ended": "update portal.supply_link set until = current_date",
    "person suspended": "update portal.person set suspended_at = now()",
    "organization renamed": "update portal.organization set name = 'Mine'",
}
ALLOWED = {
    "organization": {"ada"}, "supply_link": {"ada"}, "invitation": {"ada"}, "contact": {"ada", "lin"}, "note": {"ada", "lin"},
    "statement": set(), "attachment": {"ada", "lin"}, "link ended": {"ada"}, "person suspended": {"ada"},
    "organization renamed": {"ada"},
}  # fmt: skip


@pytest.mark.parametrize("deed", ROWS)
@pytest.mark.parametrize("who", ["ada", "lin", "mei", "chen", "weber", "worker_open", "public", "zhao", "stranger"])
def test_a_row_is_written_by_those_whose_deed_it_is(stage: Scene, raw: Call, who: str, deed: str) -> None:
    """Handshake's own seat stands in every row: who sits elsewhere, or nowhere, writes nothing with it."""
    person = stage.personas[who].person or uuid4()
    values = {**stage.organizations, "person": person, "case": stage.cases["open"].id, "seat": stage.seat("open", "handshake")}
    order = ROWS[deed] + (" where name = 'Canary-organisation-brand_u'" if deed == "organization renamed" else "")
    with raw(who) as connection:
        try:
            done = connection.execute(order.encode(), values).rowcount > 0
        except psycopg.errors.DatabaseError as refused:
            done = refused.sqlstate not in ("42501", "PT400", "PT401", "PT403", "PT404")
    assert done is (who in ALLOWED[deed])
