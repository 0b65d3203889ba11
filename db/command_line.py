"""A command line whose commands are the modules of a package: the docstring is the help, `run` the command."""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Any

import typer
from typer.core import TyperGroup


def spoken(module: str) -> str:
    """The command's name: `import_` is `import`, a word of Python's own; `_` is spoken `-`."""
    return module.rstrip("_").replace("_", "-")


def commands_of(package: ModuleType) -> type[TyperGroup]:
    """A group for Typer that imports a command when it is called, and not before."""

    class Commands(TyperGroup):
        def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  (click's signature)
            return sorted(spoken(each.name) for each in pkgutil.iter_modules(package.__path__))

        def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002  (click's signature)
            names = {spoken(each.name): each.name for each in pkgutil.iter_modules(package.__path__)}
            if cmd_name not in names:
                return None
            module = importlib.import_module(f"{package.__name__}.{names[cmd_name]}")
            single = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
            single.command(name=cmd_name, help=module.__doc__)(module.run)
            return typer.main.get_command(single)

    return Commands
