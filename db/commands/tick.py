"""Do what is due: end holds, call what is overdue, take the next steps. Safe to run as often as you like, and after any pause."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from db.commands.heads import owner_connection
from db.ticking import failed, tick


def run(
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
) -> None:
    with owner_connection(url) as connection:
        done = tick(connection)
    if as_json:
        typer.echo(json.dumps(done, sort_keys=True))
    else:
        for subject, part in sorted(done.items()):
            told = ", ".join(f"{name} {count}" for name, count in sorted(part.items())) if isinstance(part, dict) else part
            typer.echo(f"{subject}: {told}")
    if failed(done):
        raise typer.Exit(1)
