"""The days off of each country, taken from the package `holidays` and written as a migration.

Only `python -m db calendars` and the test that guards the migration need the package; the portal reads its table.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# China, the other countries that brands of the sector buy from, and where buyers sit.
COUNTRIES = ("BD", "CN", "DE", "EG", "GB", "ID", "IN", "JO", "KH", "LK", "MX", "PK", "TH", "TR", "US", "VN")
FIRST_YEAR, LAST_YEAR = 2024, 2027
MADE_UP = "Working day in exchange for a holiday"
_EXCHANGED = re.compile(r" \(substituted from [^)]*\)")
_WIDTH = 128


@dataclass(frozen=True)
class Calendar:
    """One country: its weekend (1 Monday to 7 Sunday) and its exceptional days by name."""

    code: str
    weekend: tuple[int, ...]
    last_year: int
    off: dict[str, tuple[date, ...]]
    working: tuple[date, ...]


def read(code: str, first: int = FIRST_YEAR, last: int = LAST_YEAR) -> Calendar:
    """What the package knows of a country in these years; fewer years where it ends earlier."""
    import holidays  # noqa: PLC0415  (for those who maintain calendars; the portal itself does without)

    kind = getattr(holidays, code)
    last = min(last, kind.end_year)
    known = holidays.country_holidays(code, years=range(first, last + 1), language="en_US")
    off: dict[str, list[date]] = {}
    for day, name in sorted(known.items()):
        if first <= day.year <= last:
            off.setdefault(_EXCHANGED.sub("", name), []).append(day)
    working = sorted(day for day in getattr(known, "weekend_workdays", ()) if first <= day.year <= last)
    return Calendar(
        code,
        tuple(sorted(day + 1 for day in known.weekend)),
        last,
        {name: tuple(days) for name, days in off.items()},
        tuple(working),
    )


def migration(calendars: list[Calendar]) -> str:
    """The SQL that fills the tables, whatever they held for these countries before."""
    codes = ", ".join(f"'{one.code}'" for one in calendars)
    heads = ",\n".join(f"  ('{one.code}', '{_array(one.weekend)}', {one.last_year})" for one in calendars)
    rows = ",\n".join(line for one in calendars for line in _rows(one))
    return f"""-- The days off of each country.
-- Written by `python -m db calendars` from the package `holidays`: do not edit it, write a new one.

delete from portal.calendar where code in ({codes});

insert into portal.calendar (code, weekend, last_year) values
{heads};

insert into portal.calendar_day (calendar, day, working, name)
select r.calendar, d.day, r.working, r.name
from (values
{rows}
) as r (calendar, working, name, days)
cross join lateral unnest(r.days::date[]) as d (day);
"""


def _rows(one: Calendar) -> list[str]:
    rows = [_row(one.code, working=False, name=name, days=days) for name, days in one.off.items()]
    # A make-up day is worked even where the package lists it as something else, so nothing is written twice.
    return rows + ([_row(one.code, working=True, name=MADE_UP, days=one.working)] if one.working else [])


def _row(code: str, *, working: bool, name: str, days: tuple[date, ...]) -> str:
    words = name.replace("'", "''")
    lines = [f"  ('{code}', {str(working).lower()}, '{words}', '{{"]
    for day in days:
        piece = f"{day},"
        if len(lines[-1]) + len(piece) > _WIDTH - 4:
            lines.append("    ")
        lines[-1] += piece
    lines[-1] = lines[-1].removesuffix(",") + "}')"
    return "\n".join(lines)


def _array(numbers: tuple[int, ...]) -> str:
    return "{" + ",".join(str(one) for one in numbers) + "}"
