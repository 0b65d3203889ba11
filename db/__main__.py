"""`python -m db COMMAND`: each module of `db.commands` is one command, imported when it is called."""

from __future__ import annotations

import sys

import click
import typer

from db import commands
from db.command_line import commands_of

app = typer.Typer(cls=commands_of(commands), add_completion=False, no_args_is_help=True, help="The portal's database.")


@app.callback()
def _root() -> None:
    """The portal's database."""


def main() -> None:
    """Run one command; what a person can mend is said in a sentence, without a trace."""
    from db.errors import PortalError  # noqa: PLC0415
    from db.settings import SettingsRefused  # noqa: PLC0415

    try:
        app()
    except (SettingsRefused, RuntimeError) as error:  # ServerFailed, MigrationRefused, SchemaBehind
        if type(error) is RuntimeError:
            raise
        click.echo(str(error), err=True)
        sys.exit(1)
    except PortalError as error:
        click.echo(error.hint or error.key, err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
