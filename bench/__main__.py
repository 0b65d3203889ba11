"""`python -m bench NAME`: each module of `bench.commands` is one measurement; `--write` puts it into docs/proof.md."""

from __future__ import annotations

import typer

from bench import commands
from db.command_line import commands_of

app = typer.Typer(
    cls=commands_of(commands), add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__
)


@app.callback()
def _root() -> None:
    """Measurements, side by side in one run."""


if __name__ == "__main__":
    app()
