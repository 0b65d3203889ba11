"""When publications are written: once when a quarter has ended, by time or by a command, and for whom no more."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.figures.roll_up import AFTER, SPRING, Stage


def test_a_brand_that_left_is_published_nothing_more(stage: Stage) -> None:
    stage.admin.execute("update portal.organization set ended_at = '2026-06-01' where id = %s", [stage.brand])
    stage.count(stage.handshake, 0, 9)
    stage.publish()
    found = stage.admin.execute("select distinct kind from portal.publication order by kind").fetchall()
    assert found == [("peers",), ("public",)]


def test_time_publishes_a_quarter_fifteen_days_after_its_end_and_once(stage: Stage) -> None:
    stage.count(stage.handshake, 0, 9)
    stage.count(stage.brand, 0, 9)
    stage.tick(datetime(2026, 7, 15, 12, tzinfo=UTC))
    assert [one.quarter for one in stage.public().publications] == [date(2026, 1, 1)]
    assert stage.tick(datetime(2026, 7, 16, 12, tzinfo=UTC)) == 2
    assert stage.tick(datetime(2026, 7, 16, 12, tzinfo=UTC)) == 0
    assert stage.tick(datetime(2027, 1, 20, tzinfo=UTC)) == 4, "what was missed is made up for"


def test_what_everybody_reads_is_made_once_and_anew_when_something_is_published(stage: Stage) -> None:
    stage.count(stage.handshake, 0, 9, month=date(2025, 5, 1))
    stage.tick(AFTER)
    before = stage.public()
    assert stage.public() is before
    stage.publish()
    assert len(stage.public().publications) > len(before.publications)


def test_quarters_before_the_first_publication_wait_for_the_command(stage: Stage) -> None:
    stage.count(stage.handshake, 0, 9, month=date(2025, 5, 1))
    stage.tick(AFTER)
    assert [one.quarter for one in stage.public().publications] == [SPRING]
    stage.publish()
    assert [one.quarter.isoformat() for one in stage.public().publications] == [
        "2026-04-01", "2026-01-01", "2025-10-01", "2025-07-01", "2025-04-01",
    ]  # fmt: skip


def test_time_publishes_nothing_while_a_file_is_being_imported(stage: Stage) -> None:
    stage.count(stage.handshake, 0, 9)
    stage.admin.execute(
        "insert into portal.import_file (id, name, sha256, bytes, encoding, mapping, by_person, begun_at)"
        " select gen_random_uuid(), 'book.csv', repeat('0', 64), 1, 'utf-8', '{}', p.id, %s from portal.person p"
        " where p.user_id = %s",
        [AFTER, stage.account(stage.handshake, "supervisor")],
    )
    assert stage.tick(AFTER) == 0
    stage.admin.execute("update portal.import_file set state = 'done'")
    assert stage.tick(AFTER) > 0
