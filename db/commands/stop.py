"""Stop the embedded server, whoever uses it."""

from __future__ import annotations

import typer

from db.commands.status import embedded_only
from db.embedded import EmbeddedServer
from db.settings import read_settings


def run() -> None:
    stopped = EmbeddedServer(embedded_only(read_settings()).data_dir).stop()
    typer.echo("Stopped." if stopped else "It was not running.")
