"""Do what is due: end holds, call what is overdue, take the next steps, send mails. Safe to run as often as you like.

With --url mails leave when PORTAL_SMTP_URL is set here, and files are swept only when --files names their folder.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from db.commands.heads import owner_connection
from db.files_folder import FolderFiles
from db.settings import read_mail, read_settings
from db.ticking import errands, failed, tick


def run(
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
    files: Annotated[Path | None, typer.Option(help="The folder of files that belongs to --url.")] = None,
) -> None:
    # Files are removed when no record names them: only the folder that surely belongs to this database is looked at.
    folder = files if url is not None else read_settings().files_dir
    with owner_connection(url) as connection:
        done = tick(connection)
        done |= errands(connection, read_mail(), FolderFiles(folder) if folder is not None else None)
    if as_json:
        typer.echo(json.dumps(done, sort_keys=True))
    else:
        for subject, part in sorted(done.items()):
            told = ", ".join(f"{name} {count}" for name, count in sorted(part.items())) if isinstance(part, dict) else part
            typer.echo(f"{subject}: {told}")
    if failed(done):
        raise typer.Exit(1)
