"""Check every chain of events and every figure; with exported heads also that no chain lost its end."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db.commands.heads import owner_connection


def run(
    heads: Annotated[Path | None, typer.Option(help="Heads exported earlier with `python -m db heads`.")] = None,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
) -> None:
    from db.audit import flaws, read_heads  # noqa: PLC0415

    anchored = read_heads(heads) if heads else None
    with owner_connection(url) as connection:
        found = list(flaws(connection, anchored))
    for flaw in found:
        typer.echo(f"{flaw.where}: {flaw.what}")
    if found:
        raise typer.Exit(1)
    typer.echo("Every chain of events and every figure is as it was written.")
