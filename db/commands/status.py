"""Say which backend is chosen, whether it runs, and how its schema compares with this code."""

from __future__ import annotations

import typer

from db.settings import BackendKind, Settings, SettingsRefused, read_settings


def run() -> None:
    settings = read_settings()
    typer.echo(f"Backend: {settings.kind}{', with demo data' if settings.demo else ''}")
    typer.echo(f"Data folder: {settings.data_dir}")
    if settings.kind is BackendKind.SUPABASE:
        typer.echo(f"Supabase: {settings.supabase_url} (its schema: supabase --workdir db migration list)")
        return
    conninfo = settings.database_url
    if settings.kind is BackendKind.EMBEDDED:
        from db.embedded import EmbeddedServer  # noqa: PLC0415

        server = EmbeddedServer(settings.data_dir)
        process = server.pid()
        typer.echo(f"Server: {f'runs, process {process}' if process else 'not running'}")
        conninfo = server.conninfo("postgres") if process else None
    if conninfo is not None:
        from db.migrate import known_migrations, pending  # noqa: PLC0415

        waiting = pending(conninfo)
        typer.echo(f"Migrations: {len(known_migrations()) - len(waiting)} applied, {len(waiting)} to apply")


def embedded_only(settings: Settings) -> Settings:
    """The settings, if they mean the embedded server; another one is not ours to start or stop."""
    if settings.kind is not BackendKind.EMBEDDED:
        raise SettingsRefused(f"The chosen backend is {settings.kind}; only the embedded server is started and stopped here.")
    return settings
