"""docs/proof.md: a section for each measurement, written by the command that measured (`python -m bench NAME --write`)."""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import platform
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from bench import commands
from bench.telling import TOLD, Fact
from db.cluster import binary
from db.command_line import spoken

PAGE = Path(__file__).parents[1] / "docs" / "proof.md"
Json = Annotated[bool, typer.Option("--json", help="One JSON object a line: the only way it prints; kept for scripts.")]
Quick = Annotated[bool, typer.Option("--quick", help="Short, with less of everything: to see that it holds.")]
Write = Annotated[bool, typer.Option("--write", help="Put what was measured into docs/proof.md.")]


@contextmanager
def proving(name: str, *, quick: bool = False, write: bool = False) -> Iterator[None]:
    """Measure inside of it. Exit 1 when a number misses its target; `write` replaces the section `name` of the page.

    Raises:
        typer.BadParameter: a quick run is not the proof.
    """
    if quick and write:
        raise typer.BadParameter("--write belongs to the full run: a quick one proves nothing.")
    TOLD.clear()
    begun = time.monotonic()
    yield
    if not TOLD:
        raise RuntimeError(f"{name} measured nothing")
    if write:
        page = PAGE.read_text(encoding="utf-8")
        PAGE.write_text(placed(page, name, section(name, TOLD, time.monotonic() - begun)), encoding="utf-8")
    if not all(fact.ok for fact in TOLD):
        raise typer.Exit(1)


def placed(page: str, name: str, words: str) -> str:
    """The page with that section between its marks; a new one goes to the end."""
    begin, end = f"<!-- {name}: written by `python -m bench {name} --write` -->", f"<!-- end of {name} -->"
    block = f"{begin}\n\n{words}\n\n{end}"
    if begin not in page:
        return f"{page.rstrip()}\n\n{block}\n"
    return re.sub(f"{re.escape(begin)}.*?{re.escape(end)}", lambda _found: block, page, flags=re.DOTALL)


def section(name: str, facts: list[Fact], seconds: float) -> str:
    """Title, what is measured, when and where, a table of what has a target, and every line as it was printed."""
    judged = [fact for fact in facts if fact.target is not None]
    rows = [f"| {fact.name} | {number(fact.value)} | {fact.unit} | {wanted(fact)} | {held(fact)} |" for fact in judged]
    table = ["| measured | value | unit | target | holds |", "|---|---|---|---|---|", *rows] if rows else []
    lines = [json.dumps(asdict(fact), ensure_ascii=False) for fact in facts]
    full = ["<details><summary>Every line</summary>", "", "```json", *lines, "```", "", "</details>"]
    return "\n".join([f"## {name}", "", what(name), "", circumstances(name, seconds), "", *table, "", *full])


def number(value: float) -> str:
    """`1,000,000` or `1.25`."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.3f}".rstrip("0")


def wanted(fact: Fact) -> str:
    """`at most 1.2`."""
    return f"{fact.bound} {number(fact.target)}" if fact.target is not None else ""


def held(fact: Fact) -> str:
    """`yes`, or why not."""
    return "yes" if fact.ok else f"no: {fact.why or 'not explained'}"


def what(name: str) -> str:
    """What the command says of itself."""
    (module,) = (each.name for each in pkgutil.iter_modules(commands.__path__) if spoken(each.name) == name)
    return (importlib.import_module(f"bench.commands.{module}").__doc__ or "").strip()


def circumstances(name: str, seconds: float) -> str:
    """Date, commit, versions and machine in one line."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=PAGE.parent, check=False)
    told = [
        f"`python -m bench {name} --write`",
        f"{datetime.now(UTC):%d %B %Y}",
        f"commit {commit.stdout.strip() or 'unknown'}",
        f"{seconds:,.0f} s",
        f"Python {platform.python_version()}",
        f"Streamlit {version('streamlit')}",
        f"PostgreSQL {postgres()}",
        f"{os.cpu_count()} cores, {memory():.0f} GB, {sys.platform}",
    ]
    return " · ".join(told)


def postgres() -> str:
    """The version of the embedded server's program."""
    told = subprocess.run([binary("postgres"), "--version"], capture_output=True, text=True, check=True)
    return told.stdout.split()[2]


def memory() -> float:
    """Gigabytes of memory in this machine."""
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
