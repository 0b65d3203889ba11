"""Rerun CPU of our pages at 18,000 cases, as a ratio to a bare page that draws the same elements from constants."""

from __future__ import annotations

import asyncio
import gc
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from streamlit import config
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from tqdm import tqdm

from bench.crowd import Crowd, crowd
from bench.long_case import MESSAGES
from bench.recording import BOOKS, recording
from bench.stage import Run, Tab, open_runtime
from bench.telling import say

HERE = Path(__file__).parent
PORTAL, BARE = HERE.parent / "pages" / "portal.py", HERE / "bare.py"
TARGET = 1.3
WARM = 3
# What stands on each page at least: a refusal in its place is soon drawn and would be measured with pride.
SHOWN = {"inbox": ("delta.page_link", 25), "case_50_messages": ("delta.chat_message", MESSAGES), "figures": ("delta.metric", 4)}


def views(made: Crowd) -> dict[str, tuple[str, dict[str, str]]]:
    """The measured pages: address and query."""
    return {"inbox": ("inbox", {}), "case_50_messages": ("case", {"ref": made.reference}), "figures": ("figures", {})}


def measure(rounds: int, cases: int) -> bool:
    """Print one line a page and one for each page's own milliseconds; whether every ratio is within its target."""
    with tempfile.TemporaryDirectory() as folder, crowd(Path(folder), cases) as made:
        config.set_option("server.fileWatcherType", "none")
        open_runtime(PORTAL)
        _freeze()
        return asyncio.run(_measure(made, rounds))


async def _measure(made: Crowd, rounds: int) -> bool:
    told, cache, good = made.sign_in(), ScriptCache(), True
    for name, (address, query) in views(made).items():
        ours = Tab(PORTAL, cache, told, address, **query)
        await ours.rerun()
        with recording() as book:
            await ours.rerun()
        BOOKS[name] = book
        bare = Tab(BARE, cache, told, address, book=name)
        both = await _turn_by_turn(ours, bare, rounds, name)
        ours.close()
        bare.close()
        good = _tell(name, *both) and good
    return good


async def _turn_by_turn(ours: Tab, bare: Tab, rounds: int, name: str) -> tuple[list[Run], list[Run]]:
    for _ in range(WARM):
        await ours.rerun()
        await bare.rerun()
    mine, theirs = [], []
    for number in tqdm(range(rounds), desc=name, unit="rerun"):
        for tab, runs in ((ours, mine), (bare, theirs)) if number % 2 else ((bare, theirs), (ours, mine)):
            runs.append(await tab.rerun())
    return mine, theirs


def _tell(name: str, ours: list[Run], bare: list[Run]) -> bool:
    drawn, again = _drawn(ours[-1]), _drawn(bare[-1])
    assert drawn == again, f"{name}: the bare page draws something else: {drawn - again} {again - drawn}"
    kind, least = SHOWN[name]
    assert drawn[kind] >= least, f"{name}: {drawn[kind]} of {kind}, not {least}: the page was not drawn"
    mine, theirs = (statistics.median(run.cpu for run in runs) * 1000 for runs in (ours, bare))
    say(f"pages.{name}.elements", drawn.total(), "elements")
    say(f"pages.{name}.cpu", mine, "ms")
    say(f"pages.{name}.bare_cpu", theirs, "ms")
    return say(f"pages.{name}.ratio", mine / theirs, "times a bare page", TARGET)


def _drawn(run: Run) -> Counter[str]:
    return Counter({kind: count for kind, count in run.sent.items() if kind.startswith("delta.")})


def _freeze() -> None:
    # As app.py does before the first visit: what is imported by now is never looked at again by the collector.
    import altair as alt  # noqa: F401, PLC0415
    import pandas as pd  # noqa: F401, PLC0415

    from components.warm import warm  # noqa: PLC0415

    warm()
    gc.collect()
    gc.freeze()
