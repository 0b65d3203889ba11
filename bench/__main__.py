"""Measurements, side by side in one run: `python -m bench pages --json`, `python -m bench calls --json`."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, no_args_is_help=True, help=__doc__)
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line: the only way it prints; kept for scripts.")]
Quick = Annotated[bool, typer.Option("--quick", help="Few rounds and 1,440 cases: to see that it runs.")]


@app.command()
def pages(*, json: Json = True, quick: Quick = False) -> None:  # noqa: ARG001
    """Rerun CPU of inbox, case page and figures, as a ratio to a bare page that draws the same."""
    from bench.pages import measure  # noqa: PLC0415  (Streamlit is slow to import)

    raise typer.Exit(0 if measure(20 if quick else 200, 1_440 if quick else 18_000) else 1)


@app.command()
def calls(*, json: Json = True, quick: Quick = False) -> None:  # noqa: ARG001
    """Backend calls of one view of each page."""
    from bench.calls import measure  # noqa: PLC0415

    raise typer.Exit(0 if measure() else 1)


@app.command()
def warning(
    *,
    json: Annotated[bool, typer.Option("--json", help="One JSON object a line instead of the tables.")] = False,
    quick: Annotated[bool, typer.Option("--quick", help="One small world: to see that it runs; the page is left alone.")] = False,
) -> None:
    """Early warning on simulated histories: recall, false alarms, days of lead. Writes the tables of docs/early-warning.md."""
    from bench.warning_table import measure  # noqa: PLC0415  (scipy is slow to import)

    raise typer.Exit(0 if measure(quick=quick, as_json=json) else 1)


@app.command()
def figures_attack(
    *,
    json: Json = True,  # noqa: ARG001
    sets: Annotated[int, typer.Option(help="How many random data sets.")] = 1000,
    seed: Annotated[int, typer.Option(help="Other ones for another number.")] = 5,
    zeros: Annotated[bool, typer.Option("--zeros", help="Also count cells known to be empty: takes much longer.")] = False,
) -> None:
    """What an attacker with a linear program works out of everything published; and of the naive publication."""
    from bench.disclosure.measure import measure  # noqa: PLC0415

    raise typer.Exit(0 if measure(sets, seed=seed, zeros=zeros) else 1)


@app.command()
def scale(*, json: Json = True, quick: Quick = False) -> None:  # noqa: ARG001
    """SQL time of the figures at 1 thousand, 100 thousand and 1 million cases; quick: up to 20 thousand."""
    from bench.scale import measure  # noqa: PLC0415

    raise typer.Exit(0 if measure(quick=quick) else 1)


if __name__ == "__main__":
    app()
