"""The roll-ups behind the figures: compare them with the cases, or count them anew."""

from __future__ import annotations

from typing import Annotated

import typer

from db.commands.heads import owner_connection


def run(
    *,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Count every case anew; people go on working meanwhile.")] = False,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
) -> None:
    from db import rollups  # noqa: PLC0415

    with owner_connection(url) as connection:
        if rebuild:
            mended = rollups.rebuild(connection, lambda done, total: typer.echo(f"{done} of {total} cases", err=True))
            typer.echo(f"Counted anew. {mended} cells were not what had been counted of the cases.")
        wrong = list(rollups.wrong_figures(connection))
    for one in wrong:
        typer.echo(f"{one.what} {one.measure} {one.bucket} of {one.month:%Y-%m} for {one.scope}: {one.said}, not {one.should_be}")
    if wrong:
        raise typer.Exit(1)
    typer.echo("Every figure equals a fresh count.")
