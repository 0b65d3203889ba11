"""Check every chain of events, every figure and every file; with exported heads also that no chain lost its end.

With --url files are checked only when --files names their folder.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db.commands.heads import owner_connection
from db.files_folder import FolderFiles
from db.settings import read_settings


def run(
    heads: Annotated[Path | None, typer.Option(help="Heads exported earlier with `python -m db heads`.")] = None,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
    files: Annotated[Path | None, typer.Option(help="The folder of files that belongs to --url.")] = None,
) -> None:
    from db.audit import file_flaws, flaws, read_heads  # noqa: PLC0415

    folder = files if url is not None else read_settings().files_dir
    anchored = read_heads(heads) if heads else None
    with owner_connection(url) as connection:
        found = list(flaws(connection, anchored))
        if folder is not None:
            found += file_flaws(connection, FolderFiles(folder))
    for flaw in found:
        typer.echo(f"{flaw.where}: {flaw.what}")
    if found:
        raise typer.Exit(1)
    what = (
        "Every chain of events, every figure and every file" if folder is not None else "Every chain of events and every figure"
    )
    typer.echo(f"{what} is as it was written.")
