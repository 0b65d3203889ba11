"""Forget what was kept long enough: names and contacts of cases closed long ago, files never imported, traces of visits.

Nothing of an open case, of one under a hold, or of one that something still needs. Run it with --dry-run first, then daily.
"""

from __future__ import annotations

import json
from typing import Annotated

import typer

from db.commands.heads import owner_connection


def run(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be forgotten; change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the counts as JSON.")] = False,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
) -> None:
    from db.retention import retain, rules  # noqa: PLC0415

    with owner_connection(url) as connection:
        done = retain(connection, dry=dry_run)
        kept = rules(connection)
    if as_json:
        typer.echo(json.dumps({"dry_run": dry_run, **done}, sort_keys=True))
        return
    typer.echo("Would be forgotten:" if dry_run else "Forgotten:")
    for subject, counts in sorted(done.items()):
        held = counts.pop("held_back", {})
        typer.echo(f"  {subject}: " + ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(counts.items())))
        for why, count in sorted(held.items()):
            typer.echo(f"    {count} cases stay: {why.replace('_', ' ')}")
    typer.echo("Kept for: " + ", ".join(f"{subject.replace('_', ' ')} {days} days" for subject, days, _ in kept))
