"""Invite the first supervisor of a portal that has nobody yet; prints the link that opens once.

On Supabase it prints one line of SQL for the SQL editor: the portal holds no key that could do it.
"""

from __future__ import annotations

import contextlib
from typing import Annotated
from urllib.parse import quote

import typer

from db.settings import BackendKind, SettingsRefused, read_settings

ADDRESS = "http://localhost:8501"


def run(
    email: Annotated[str, typer.Option(help="Whom to invite.")],
    address: Annotated[str, typer.Option(help="Where the portal is opened in a browser.")] = ADDRESS,
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
) -> None:
    from db.people import hash_invitation, new_invitation_code  # noqa: PLC0415

    if "@" not in email or any(sign in email for sign in "'\\ \n"):
        raise SettingsRefused("That e-mail address is not of the right form.")
    code = new_invitation_code()
    link = f"{address.rstrip('/')}/invitation?code={quote(code)}"
    if url is None and read_settings().kind is BackendKind.SUPABASE:
        typer.echo("1. Paste this line into the SQL editor of your project and run it:\n")
        typer.echo(f"select private.invite_first_supervisor('{email}', '{hash_invitation(code)}');\n")
        typer.echo("2. Open this link, or send it to the supervisor. It works once, for seven days:\n")
    else:
        _invite(url, email, hash_invitation(code))
        typer.echo("Open this link, or send it to the supervisor. It works once, for seven days:\n")
    typer.echo(link)


def _invite(url: str | None, email: str, code_hash: str) -> None:
    import psycopg  # noqa: PLC0415

    with contextlib.ExitStack() as closing:
        owner = url or _embedded_owner(closing)
        connection = closing.enter_context(psycopg.connect(owner))
        try:
            connection.execute("select private.invite_first_supervisor(%s, %s)", [email, code_hash])
        except psycopg.Error as refused:
            raise SettingsRefused(refused.diag.message_hint or refused.diag.message_primary or str(refused)) from None


def _embedded_owner(closing: contextlib.ExitStack) -> str:
    """How to connect as the owner of the embedded database, which runs and is up to date until `closing` ends."""
    from db.embedded import EmbeddedServer  # noqa: PLC0415
    from db.migrate import migrate  # noqa: PLC0415

    settings = read_settings()
    if settings.kind is BackendKind.POSTGRES:
        raise SettingsRefused(
            "Name the database with --url, signing in as its role postgres: the app's own login may not invite."
        )
    if settings.demo:
        raise SettingsRefused(
            "The demonstration has a supervisor. Set PORTAL_DEMO=0, and PORTAL_DATA_DIR to a folder where no demonstration ran."
        )
    owner = closing.enter_context(EmbeddedServer(settings.data_dir)).conninfo("postgres")
    migrate(owner)
    return owner
