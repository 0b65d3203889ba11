"""`python -m db COMMAND`: each module of `db.commands` is one command, imported when it is called."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from typing import Any

import click
import typer
from typer.core import TyperGroup

from db import commands


def _spoken(module: str) -> str:
    return module.rstrip("_").replace("_", "-")


class Commands(TyperGroup):
    """The files of `db/commands` are the commands; `import_.py` is `import`, a word of Python's own; `_` is spoken `-`."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (click's signature)
        return sorted(_spoken(each.name) for each in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  (click's signature)
        names = {_spoken(each.name): each.name for each in pkgutil.iter_modules(commands.__path__)}
        if cmd_name not in names:
            return None
        module = importlib.import_module(f"db.commands.{names[cmd_name]}")
        single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
        single.command(name=cmd_name, help=module.__doc__)(module.run)
        return typer.main.get_command(single)


app = typer.Typer(cls=Commands, add_completion=False, no_args_is_help=True, help="The portal's database.")


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
