"""Do what is due: end holds, call what is overdue, take the next steps, send mails. Safe to run as often as you like.

With --url mails leave when PORTAL_SMTP_URL is set here, and files are swept only when --files names their folder.
"""

from __future__ import annotations

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any, NoReturn

import psycopg
import typer

from db.commands.heads import owner_connection
from db.files_folder import FolderFiles
from db.journal import open_journal, timed
from db.settings import read_mail, read_settings
from db.ticking import errands, failed, tick


def run(
    as_json: Annotated[bool, typer.Option("--json", help="Print what was done as JSON.")] = False,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
    files: Annotated[Path | None, typer.Option(help="The folder of files that belongs to --url.")] = None,
    every: Annotated[float | None, typer.Option(help="Stay, and do it again after so many seconds.")] = None,
) -> None:
    if every is not None:
        _stay(url, files, every)
    done = _once(url, files)
    if as_json:
        typer.echo(json.dumps(done, sort_keys=True))
    else:
        for subject, part in sorted(done.items()):
            told = ", ".join(f"{name} {count}" for name, count in sorted(part.items())) if isinstance(part, dict) else part
            typer.echo(f"{subject}: {told}")
    if failed(done):
        raise typer.Exit(1)


def _stay(url: str | None, files: Path | None, every: float) -> NoReturn:
    """Until it is stopped; a database that is away for a while is asked again, and the journal says so."""
    open_journal()
    while True:
        with suppress(psycopg.Error, OSError), timed("job", job="tick") as told:
            wrong = failed(_once(url, files))
            told |= {"outcome": "failed" if wrong else "ok", "subject": next(iter(wrong), None)}
        time.sleep(every)


def _once(url: str | None, files: Path | None) -> dict[str, Any]:
    # Files are removed when no record names them: only the folder that surely belongs to this database is looked at.
    folder = files if url is not None else read_settings().files_dir
    with owner_connection(url) as connection:
        done = tick(connection)
        return done | errands(connection, read_mail(), FolderFiles(folder) if folder is not None else None)
