"""Apply the migrations that are missing, as the role `postgres`."""

from __future__ import annotations

import typer

from db.migrate import apply_prelude, migrate
from db.settings import BackendKind, SettingsRefused, read_settings


def run(
    url: str | None = typer.Option(None, help="A PostgreSQL of your own, signing in as its role postgres."),
    prelude: bool = typer.Option(
        False,
        "--prelude",
        help="First make the roles and schemas that Supabase has; then --url signs in as a superuser.",
    ),
    login_password: str | None = typer.Option(
        None,
        envvar="PORTAL_LOGIN_PASSWORD",
        help="With --prelude: the password with which portals sign in as authenticator. Better named in the environment.",
    ),
) -> None:
    if url is None:
        settings = read_settings()
        if settings.kind is not BackendKind.EMBEDDED:
            raise SettingsRefused("Name the database with --url: the app's own login may not change the schema.")
        from db.embedded import EmbeddedServer  # noqa: PLC0415

        with EmbeddedServer(settings.data_dir) as server:
            applied = migrate(server.conninfo("postgres"))
    else:
        applied = migrate(_prepared(url, login_password) if prelude else url)
    for version in applied:
        typer.echo(f"applied {version}")
    typer.echo(f"{len(applied)} applied; the schema is the one this code knows.")


def _prepared(url: str, login_password: str | None) -> str:
    """Apply the prelude as the superuser of `url`; returns how to go on as `postgres`."""
    import psycopg  # noqa: PLC0415
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415

    with psycopg.connect(url, autocommit=True) as connection:
        apply_prelude(connection, {"authenticator": login_password} if login_password else None)
    return make_conninfo(url, options="-c role=postgres")
