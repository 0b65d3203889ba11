"""Write the days off of each country as a migration, from the package `holidays`; once a year, when next year is decreed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db import calendars


def run(
    file: Annotated[Path, typer.Argument(help="The migration to write: a new number in db/supabase/migrations.")],
    first: Annotated[int, typer.Option(help="First year.")] = calendars.FIRST_YEAR,
    last: Annotated[int, typer.Option(help="Last year, or what the package knows.")] = calendars.LAST_YEAR,
) -> None:
    known = [calendars.read(code, first, last) for code in calendars.COUNTRIES]
    file.write_text(calendars.migration(known), encoding="utf-8")
    days = sum(len(each) for one in known for each in (*one.off.values(), one.working))
    typer.echo(f"{file}: {len(known)} countries, {days} days, {first} to {last}.")
