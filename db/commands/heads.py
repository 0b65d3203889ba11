"""Export the head of every case's chain of events, to be kept outside the database."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import psycopg
import typer
from psycopg.rows import TupleRow

from db.commands.status import embedded_only
from db.settings import read_settings


@contextlib.contextmanager
def owner_connection(url: str | None) -> Iterator[psycopg.Connection[TupleRow]]:
    """A connection that sees every row: the embedded server's owner, or the one that was named."""
    if url is not None:
        with psycopg.connect(url) as connection:
            yield connection
        return
    from db.embedded import EmbeddedServer  # noqa: PLC0415

    with (
        EmbeddedServer(embedded_only(read_settings()).data_dir) as server,
        psycopg.connect(server.conninfo("postgres")) as connection,
    ):
        yield connection


def run(
    file: Annotated[Path, typer.Argument(help="Where to write them, as CSV.")],
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
) -> None:
    from db.audit import export_heads  # noqa: PLC0415

    with owner_connection(url) as connection:
        count = export_heads(connection, file)
    typer.echo(f"{count} heads written to {file}. Keep it where the database's owner cannot change it.")
