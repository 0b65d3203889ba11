"""The calendar table is what the package `holidays` knows, and nothing else."""

from __future__ import annotations

import importlib.metadata
import re
from datetime import date
from pathlib import Path

from db import calendars
from db.embedded import EmbeddedServer
from db.migrate import MIGRATIONS
from tests.real_database import Database

ROOT = Path(__file__).parents[2]


def _newest() -> Path:
    return max(Path(MIGRATIONS).glob("*_calendar_days.sql"))


def test_the_newest_migration_is_what_the_package_says() -> None:
    """When this fails after a new version of the package: `python -m db calendars` writes a new migration."""
    assert _newest().read_text(encoding="utf-8") == calendars.migration([calendars.read(code) for code in calendars.COUNTRIES])


def test_the_control_another_span_of_years_is_another_migration() -> None:
    shorter = calendars.migration([calendars.read(code, 2024, 2025) for code in calendars.COUNTRIES])
    assert _newest().read_text(encoding="utf-8") != shorter


def test_the_package_is_the_one_that_is_pinned() -> None:
    pinned = re.search(r"^holidays==(\S+)$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert pinned
    assert importlib.metadata.version("holidays") == pinned[1]


def test_the_table_holds_each_day_of_the_package(server: EmbeddedServer, template: str) -> None:
    database = Database.create(server, template)
    try:
        with database.connect() as admin:
            rows = admin.execute("select calendar, day, working, name from portal.calendar_day").fetchall()
            weekends: dict[str, list[int]] = dict(admin.execute("select code, weekend from portal.calendar").fetchall())
    finally:
        database.close()
    wanted: set[tuple[str, date, bool, str]] = set()
    for code in calendars.COUNTRIES:
        one = calendars.read(code)
        wanted |= {(code, day, False, name) for name, days in one.off.items() for day in days}
        wanted |= {(code, day, True, calendars.MADE_UP) for day in one.working}
        assert weekends[code] == list(one.weekend)
    assert set(rows) == wanted
    assert len(rows) > 1000


def test_china_makes_up_for_its_long_holidays() -> None:
    """As the State Council announced it for 2025 and 2026."""
    china = calendars.read("CN")
    assert [day.isoformat() for day in china.working if day.year in (2025, 2026)] == [
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip
