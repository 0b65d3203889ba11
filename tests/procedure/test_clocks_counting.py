"""Deadlines against a table that was computed by hand with the printed calendars of China, Germany and Bangladesh."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from db.embedded import EmbeddedServer
from tests.procedure.world import World
from tests.real_database import Connection, Database

CHINA, GERMANY, BANGLADESH, NETHERLANDS = (
    ("CN", "Asia/Shanghai"), ("DE", "Europe/Berlin"), ("BD", "Asia/Dhaka"), ("NL", "Europe/Amsterdam"),
)  # fmt: skip

# Started (on the wall clock of the place), how many working days, the last day that counts.
WORKING = [
    # Spring Festival 2025: off 28 January to 4 February; worked Sunday 26 January and Saturday 8 February.
    (CHINA, "2025-01-24 10:00", 1, "2025-01-26"),
    (CHINA, "2025-01-24 10:00", 2, "2025-01-27"),
    (CHINA, "2025-01-24 10:00", 3, "2025-02-05"),
    (CHINA, "2025-01-24 10:00", 5, "2025-02-07"),
    (CHINA, "2025-01-24 10:00", 6, "2025-02-08"),
    (CHINA, "2025-01-24 10:00", 7, "2025-02-10"),
    (CHINA, "2025-01-30 03:00", 1, "2025-02-05"),  # filed in the middle of the festival
    # Spring Festival 2026: off 15 to 23 February; worked Saturday 14 and Saturday 28 February.
    (CHINA, "2026-02-13 23:59", 1, "2026-02-14"),
    (CHINA, "2026-02-13 23:59", 2, "2026-02-24"),
    (CHINA, "2026-02-13 23:59", 5, "2026-02-27"),
    (CHINA, "2026-02-13 23:59", 6, "2026-02-28"),
    (CHINA, "2026-02-14 00:01", 1, "2026-02-24"),
    # National Day and Mid-Autumn 2025: off 1 to 8 October; worked Sunday 28 September and Saturday 11 October.
    (CHINA, "2025-09-26 18:00", 1, "2025-09-28"),
    (CHINA, "2025-09-26 18:00", 3, "2025-09-30"),
    (CHINA, "2025-09-26 18:00", 4, "2025-10-09"),
    (CHINA, "2025-09-26 18:00", 5, "2025-10-10"),
    (CHINA, "2025-09-26 18:00", 6, "2025-10-11"),
    (CHINA, "2025-09-26 18:00", 7, "2025-10-13"),
    # The inspectorate's 60 working days over National Day 2025: 19 in September, 18 in October, 20 in November, 3 in December.
    (CHINA, "2025-09-04 09:00", 60, "2025-12-03"),
    # An ordinary week, the end of a month and of a year.
    (CHINA, "2026-11-26 10:00", 1, "2026-11-27"),
    (CHINA, "2026-10-30 10:00", 1, "2026-11-02"),
    (CHINA, "2025-12-31 10:00", 1, "2026-01-04"),  # 1 to 3 January off, Sunday the 4th worked
    # Easter in Germany: Good Friday 3 April 2026, Monday 6 April 2026.
    (GERMANY, "2026-04-02 10:00", 1, "2026-04-07"),
    (GERMANY, "2026-04-02 10:00", 5, "2026-04-13"),
    # In Bangladesh Friday and Saturday are the weekend; 26 March is Independence Day.
    (BANGLADESH, "2026-11-26 10:00", 1, "2026-11-29"),
    (BANGLADESH, "2026-11-25 10:00", 2, "2026-11-29"),
    # A country without a calendar: Saturday and Sunday, no holidays.
    (NETHERLANDS, "2026-04-24 10:00", 1, "2026-04-27"),
]

# Started, span, due, all on the wall clock of the place.
CALENDAR = [
    (CHINA, "2026-11-22 18:45", "7 days", "2026-11-29 18:45"),
    (CHINA, "2026-01-31 10:00", "3 months", "2026-04-30 10:00"),
    (CHINA, "2025-11-30 10:00", "3 months", "2026-02-28 10:00"),
    (CHINA, "2023-11-30 10:00", "3 months", "2024-02-29 10:00"),
    (CHINA, "2024-02-29 10:00", "1 year", "2025-02-28 10:00"),
    (CHINA, "2026-12-31 23:30", "1 day", "2027-01-01 23:30"),
    (CHINA, "2026-02-13 10:00", "24 hours", "2026-02-14 10:00"),
    # The clocks of Germany go forward on 29 March 2026: a day has 23 hours, and 24 hours are 24 hours.
    (GERMANY, "2026-03-28 12:00", "1 day", "2026-03-29 12:00"),
    (GERMANY, "2026-03-28 12:00", "24 hours", "2026-03-29 13:00"),
    (GERMANY, "2026-10-24 12:00", "24 hours", "2026-10-25 11:00"),
    (GERMANY, "2026-10-24 12:00", "1 day 2 hours", "2026-10-25 14:00"),
]


@pytest.fixture(scope="module")
def places(world: World) -> dict[str, UUID]:
    """A workplace in each country."""
    made = {}
    for code, zone in (CHINA, GERMANY, BANGLADESH, NETHERLANDS):
        made[code] = uuid4()
        world.arranged(
            "insert into portal.organization (id, kind, name, country, time_zone) values (%s, 'workplace', %s, %s, %s)",
            made[code], f"Place in {code}", code, zone,
        )  # fmt: skip
    return made


def _local(words: str, zone: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=ZoneInfo(zone))


@pytest.mark.parametrize("line", WORKING, ids=str)
def test_working_days_end_with_the_last_second_of_the_day_computed_by_hand(
    world: World, places: dict[str, UUID], line: tuple[tuple[str, str], str, int, str]
) -> None:
    (code, zone), started, days, last = line
    due = world.rows(
        "select private.due_after(%s, null, %s, 'working', %s)", _local(started, zone), days, places[code]
    )[0][0]  # fmt: skip
    assert due.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.fromisoformat(f"{last} 23:59:59")


@pytest.mark.parametrize("line", CALENDAR, ids=str)
def test_calendar_time_goes_by_the_wall_clock_of_the_workplace(
    world: World, places: dict[str, UUID], line: tuple[tuple[str, str], str, str, str]
) -> None:
    (code, zone), started, span, expected = line
    due = world.rows(
        "select private.due_after(%s, %s::interval, null, 'calendar', %s)", _local(started, zone), span, places[code]
    )[0][0]  # fmt: skip
    assert due == _local(expected, zone).astimezone(UTC)


def test_one_instant_is_another_day_in_another_zone(world: World, places: dict[str, UUID]) -> None:
    """Half past midnight on Tuesday in Shanghai is Monday evening in Berlin."""
    started = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    due = [
        world.rows("select private.due_after(%s, null, 1, 'working', %s)", started, places[code])[0][0].astimezone(UTC)
        for code in ("CN", "DE")
    ]
    assert due == [datetime(2026, 3, 4, 15, 59, 59, tzinfo=UTC), datetime(2026, 3, 3, 22, 59, 59, tzinfo=UTC)]


def test_the_days_left_are_the_days_that_were_counted(world: World, places: dict[str, UUID]) -> None:
    """On the day it starts all are left, on the last day none, and over a festival they do not shrink."""
    with world.database.connect("postgres") as owner:
        due = owner.execute(
            "select private.due_after('2026-02-13 10:00+08', null, 5, 'working', %s)", [places["CN"]]
        ).fetchone()  # fmt: skip
        assert due
        left = [
            _left(owner, places["CN"], due[0], day) for day in ("02-13", "02-14", "02-20", "02-24", "02-26", "02-27", "02-28")
        ]
    assert left == [5, 4, 4, 3, 1, 0, None]


def _left(owner: Connection, place: UUID, due: datetime, day: str) -> int | None:
    owner.execute("select set_config('portal.now', %s, false)", [f"2026-{day} 12:00+08"])
    row = owner.execute("select private.days_left(%s, %s)", [place, due]).fetchone()
    assert row
    found: int | None = row[0]
    return found


def test_the_control_without_its_make_up_days_the_table_does_not_hold(server: EmbeddedServer, template: str) -> None:
    database = Database.create(server, template)
    try:
        with database.connect() as admin:
            admin.execute("delete from portal.calendar_day where calendar = 'CN' and working")
            last = admin.execute("select private.add_working_days('CN', '2025-09-26', 6)").fetchone()
            assert last
            assert str(last[0]) != "2025-10-11"
    finally:
        database.close()
