"""Draw a key for backups. Keep it where the backups are not: who has both has everything."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def run(file: Annotated[Path, typer.Argument(help="Where to write it; it must not exist yet.")]) -> None:
    from db.backup.sealed_stream import BackupRefused, draw_key  # noqa: PLC0415

    try:
        draw_key(file)
    except FileExistsError:
        raise BackupRefused(f"{file} exists already; backups made with it would be lost with it.") from None
    typer.echo(f"A key for backups is in {file}. Keep a copy on paper or on another machine, apart from the backups.")
