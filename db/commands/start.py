"""Run the embedded server until Ctrl-C, migrated to this code's schema; others may join meanwhile."""

from __future__ import annotations

import signal

import typer

from db.commands.status import embedded_only
from db.embedded import EmbeddedServer
from db.migrate import migrate
from db.settings import read_settings


def run(port: int | None = typer.Option(None, help="Listen on 127.0.0.1 at this port too.")) -> None:
    settings = embedded_only(read_settings())
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with EmbeddedServer(settings.data_dir, port=port) as server:
        applied = migrate(server.conninfo("postgres"))
        typer.echo(f"PostgreSQL runs (process {server.pid()}); {len(applied)} migrations applied. Ctrl-C ends it.")
        typer.echo(f"Connect with: psql '{server.conninfo('postgres')}'")
        try:
            signal.pause()
        except KeyboardInterrupt:
            typer.echo("Stopping, unless somebody else still uses it.")
