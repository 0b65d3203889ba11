"""Look for early warnings now: clusters, spreading causes, rising severity, silence. A running portal does it daily."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from db.commands.heads import owner_connection
from db.warning.job import look


def run(
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
    due: Annotated[bool, typer.Option("--due", help="Only when nobody looked in the last 20 hours.")] = False,
) -> None:
    with owner_connection(url) as connection:
        done = look(connection, only_when_due=due)
    if as_json:
        typer.echo(json.dumps(done, sort_keys=True))
    elif "sites" in done:
        typer.echo("{sites} workplaces: {raised} raised, {kept} kept, {cleared} over.".format(**done))
    else:
        typer.echo("Somebody looked today already.")
