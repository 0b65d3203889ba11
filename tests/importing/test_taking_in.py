"""What an import does to a real database, and what it never does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest

from db import imports
from db.errors import Absent, BadRequest, Conflict, PortalError, Refused, SignInNeeded
from db.gateway import Credentials
from tests.importing.books import SAMPLE, book
from tests.importing.desk import SEALER, people, take_in
from tests.real_database import Connection, Database

CONTENT = SAMPLE.read_bytes()


@pytest.fixture
def users(database: Database) -> dict[str, str]:
    return people(database)


@pytest.fixture
def desk(database: Database, users: dict[str, str]) -> Any:
    return database.gateway(Credentials(user_id=users["supervisor"]))


@pytest.fixture
def look(database: Database) -> Iterator[Connection]:
    with database.connect() as connection:
        yield connection


def one(look: Connection, query: str, *values: object) -> Any:
    row = look.execute(query.encode(), values or None).fetchone()
    assert row is not None
    return row[0] if len(row) == 1 else row


COUNTS = (
    "select (select count(*) from portal.case_), (select count(*) from portal.contact), (select count(*) from portal.party),"
    " (select count(*) from portal.message), (select count(*) from portal.event), (select count(*) from portal.import_key),"
    " (select count(*) from portal.organization), (select count(*) from portal.supply_link),"
    " (select count(*) from private.figures_now())"
)


def test_a_dry_run_counts_and_changes_nothing(desk: Any, look: Connection) -> None:
    before = one(look, COUNTS)
    came, judged, number = take_in(desk, CONTENT, dry_run=True)
    assert (came.state, came.total, came.cases, came.contacts, came.refused, came.repeated) == ("rehearsed", 17, 10, 1, 5, 1)
    assert one(look, COUNTS) == before
    again = imports.finish(desk, number, judged, dry_run=False, leave_out=True)
    assert (again.state, again.cases, again.contacts) == ("done", 10, 1)


def test_refused_rows_are_left_out_only_when_somebody_agrees(desk: Any, look: Connection) -> None:
    before = one(look, COUNTS)
    with pytest.raises(Conflict, match="import_has_refused") as refused:
        take_in(desk, CONTENT, leave_out=False)
    assert refused.value.facts == {"refused": 5}
    assert one(look, COUNTS) == before


def test_repeating_an_import_adds_nothing_and_says_so_by_row(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    before = one(look, COUNTS)
    came, _, number = take_in(desk, CONTENT, "the same, renamed.csv")
    assert (came.cases, came.contacts, came.there, came.different) == (0, 0, 11, 0)
    assert one(look, COUNTS) == before
    report = imports.import_report(desk, number)
    assert [finding.problem for finding in report.findings].count("already_there") == 11
    assert "已在系统中" in report.as_csv().decode("utf-8-sig")


def test_finishing_twice_is_done_once(desk: Any, look: Connection) -> None:
    came, judged, number = take_in(desk, CONTENT)
    before = one(look, COUNTS)
    assert imports.finish(desk, number, judged, dry_run=False, leave_out=True) == came
    assert one(look, COUNTS) == before


def test_a_contact_told_differently_later_changes_nothing(desk: Any, look: Connection) -> None:
    take_in(desk, book({}))
    came, _, number = take_in(desk, book({}).replace("没发工资".encode(), "另一种说法".encode()))
    assert (came.cases, came.different) == (0, 1)
    assert imports.import_report(desk, number).findings[-1].problem == "already_there_different"


def test_rows_that_did_not_arrive_stop_the_whole_file(
    desk: Any, database: Database, look: Connection, users: dict[str, str]
) -> None:
    _, judged, number = take_in(desk, CONTENT, dry_run=True)
    look.execute("delete from portal.import_row where line = 2")
    with pytest.raises(Conflict, match="import_incomplete"):
        imports.finish(desk, number, judged, dry_run=False, leave_out=True)
    assert one(look, "select count(*) from portal.case_") == 0


def test_one_impossible_value_in_the_middle_leaves_nothing_behind(desk: Any, look: Connection) -> None:
    before = one(look, COUNTS)
    _, judged, number = take_in(desk, CONTENT, dry_run=True)
    look.execute("update portal.import_row set outcome = 'nonsense' where line = 3")
    with pytest.raises(BadRequest, match="value_invalid"):
        imports.finish(desk, number, judged, dry_run=False, leave_out=True)
    assert one(look, COUNTS) == before


def test_an_imported_case_is_what_the_book_says(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    row = one(
        look,
        "select c.state, c.closed_reason, c.worker_says, c.anonymous, c.severity, c.main_issue,"
        " d.amount_cny::text, d.satisfaction,"
        " d.received_at::date::text, c.first_answer_at::date::text, c.closed_at::date::text, d.channel,"
        " (select array_agg(i.code order by i.position) from portal.case_issue i where i.case_id = c.id)"
        " from portal.case_ c join portal.case_desk d on d.case_id = c.id where d.source = 'T001' and c.main_issue = 'F1'",
    )
    assert row == (
        "closed", "remedied", "confirmed", False, 3, "F1", "3200.50", 5, "2024-01-10", "2024-01-15", "2024-02-01", "phone",
        ["F1", "G1", "K2"],
    )  # fmt: skip
    states = dict(
        look.execute("select d.source, c.state from portal.case_ c join portal.case_desk d on d.case_id = c.id").fetchall()
    )
    assert (states["T015"], states["T012"], states["T011"], states["T010"]) == ("responded", "triage", "inadmissible", "closed")


def test_contacts_that_are_no_case_are_counted_apart(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    assert one(look, "select kind, channel, at::date::text from portal.contact") == ("X1", "web", "2024-03-01")
    assert one(look, "select count(*) from portal.case_ where main_issue like 'X%'") == 0


def test_who_called_is_kept_sealed_and_never_in_clear(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    sealed = one(look, "select sealed from portal.identity")
    assert json.loads(SEALER.unseal(sealed)) == {"name": "李样", "phone": "13812345678"}
    clear = one(look, "select count(*) from portal.import_finding where finding::text ~ '1381234|李样'")
    assert clear == 0


def test_the_statement_stays_with_handshake_and_no_consent_is_made_up(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    assert one(look, "select array_agg(distinct state), count(*) from portal.message") == (["private"], 10)
    assert one(look, "select count(*) from portal.release") == 0
    assert one(look, "select count(*) from portal.consent") == 0
    assert one(look, "select hints from portal.message where body like '%13812345678%'") == ["phone"]
    assert one(look, "select count(*) from portal.party where side = 'brand'") == 0
    assert one(look, "select array_agg(distinct basis) from portal.party where side = 'factory'") == ["imported"]


def test_no_factory_is_seated_where_it_never_answered_or_where_zero_tolerance_is_suspected(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    seated = look.execute(
        "select d.source from portal.party p join portal.case_desk d on d.case_id = p.case_id where p.side = 'factory'"
    ).fetchall()
    numbers = {number for (number,) in seated}
    assert {"T001", "T002", "T009", "T014", "T015"} == numbers
    assert one(look, "select zero_tolerance, severity from portal.case_ where main_issue = 'B2'") == (True, 1)


def test_the_chain_of_every_imported_case_holds(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    assert one(look, "select count(*) from portal.case_ c where private.check_chain(c.id) is not null") == 0
    assert one(look, "select count(*) from portal.event where kind = 'imported'") == 10


def test_figures_and_boxes_agree_with_counting_afresh(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    boxes = dict(look.execute("select box, count(*) from portal.party where side = 'handshake' group by box").fetchall())
    assert boxes == {"needs": 2, "closed": 8}
    kept = look.execute("select scope_organization, workplace, month, measure, bucket, n from private.figures_now()").fetchall()
    assert sorted(map(str, kept)) == sorted(map(str, look.execute("select * from private.count_afresh()").fetchall()))


def test_what_the_portal_knows_is_not_overwritten_and_an_ended_link_stays_ended(desk: Any, look: Connection) -> None:
    look.execute(
        "insert into portal.organization (kind, name, headcount)"
        " values ('workplace', '惠州样本鞋业有限公司', 7), ('brand', 'Brand T', null)"
    )
    look.execute(
        "insert into portal.supply_link (brand_id, workplace_id, since, until) select b.id, w.id, '2020-01-01', '2023-01-01'"
        " from portal.organization b, portal.organization w where b.name = 'Brand T' and w.name = '惠州样本鞋业有限公司'"
    )
    take_in(desk, CONTENT)
    assert one(look, "select headcount from portal.organization where name = '惠州样本鞋业有限公司'") == 7
    links = look.execute(
        "select b.name, l.until is null from portal.supply_link l join portal.organization b on b.id = l.brand_id"
        " join portal.organization w on w.id = l.workplace_id where w.name = '惠州样本鞋业有限公司' order by 1"
    ).fetchall()
    assert links == [("Brand S", True), ("Brand T", False)]


def test_what_was_staged_shows_nowhere_and_is_gone_when_dropped(desk: Any, look: Connection) -> None:
    _, judged, number = take_in(desk, CONTENT, dry_run=True)
    imports.drop(desk, number)
    assert one(look, "select count(*) from portal.import_row") == 0
    with pytest.raises(Conflict, match="import_over"):
        imports.finish(desk, number, judged, dry_run=False, leave_out=True)


def test_a_mapping_is_kept_for_the_next_file(desk: Any) -> None:
    take_in(desk, CONTENT, dry_run=True)
    from db.importing.reader import read

    kept = imports.import_desk(desk, read(CONTENT, "x").head).mapping
    assert kept
    assert json.loads(kept)["workplace"] == "工厂 Workplace"


@pytest.mark.parametrize("role", ["coordinator", "custodian", "factory", "brand", None])
def test_only_a_supervisor_imports_or_reads_a_report(
    database: Database, users: dict[str, str], desk: Any, role: str | None
) -> None:
    _, judged, number = take_in(desk, CONTENT, dry_run=True)
    other = database.gateway(Credentials(user_id=users[role] if role else None))
    for deed in (
        lambda: imports.import_desk(other),
        lambda: take_in(other, CONTENT),
        lambda: imports.finish(other, number, judged, dry_run=False, leave_out=True),
        lambda: imports.import_report(other, number),
        lambda: imports.drop(other, number),
    ):
        with pytest.raises((Refused, SignInNeeded)):
            deed()


def test_another_supervisors_import_cannot_be_finished(database: Database, desk: Any, look: Connection) -> None:
    _, judged, number = take_in(desk, CONTENT, dry_run=True)
    other = str(uuid4())
    look.execute(
        "insert into portal.person (user_id, organization_id, role, name, email)"
        " select %s, id, 'supervisor', 'Other', 'other@import.example' from portal.organization where kind = 'handshake'",
        [other],
    )
    with pytest.raises(Absent):
        imports.finish(database.gateway(Credentials(user_id=other)), number, judged, dry_run=False, leave_out=True)


@pytest.mark.parametrize("role", ["supervisor", "coordinator", "factory"])
@pytest.mark.parametrize("table", ["import_file", "import_row", "import_key", "import_finding", "import_mapping"])
def test_no_table_of_imports_can_be_read_directly(database: Database, users: dict[str, str], role: str, table: str) -> None:
    with database.acting(users[role]) as connection, pytest.raises(Exception, match="permission denied"):
        connection.execute(f"select * from portal.{table}".encode())


def test_only_what_is_being_imported_passes_by_the_rules_of_the_thread(desk: Any, look: Connection) -> None:
    take_in(desk, CONTENT)
    party, case = one(look, "select id, case_id from portal.party where side = 'handshake' limit 1")
    look.execute(
        "insert into portal.message (case_id, author_party, kind, body, state) values (%s, %s, 'note', 'hello', 'released')",
        [case, party],
    )
    assert one(look, "select state from portal.message where body = 'hello'") == "private"
    assert one(look, "select count(*) from portal.event where kind = 'note_written'") == 1


@pytest.mark.parametrize("rows", [["{}"], ["not json"], ["[]"], [None], ['{"line": 2, "number": "x"}']])
def test_nonsense_rows_are_refused_with_a_stable_key(desk: Any, rows: list[Any]) -> None:
    _, _, number = take_in(desk, CONTENT, dry_run=True)
    with pytest.raises(PortalError) as refused:
        desk.call("import_chunk", **{"import": number, "rows": rows})
    assert refused.value.key == "value_invalid"
