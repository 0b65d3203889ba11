"""Rerun CPU of our pages, as a ratio to a bare page that draws the same elements from constants."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
from collections import Counter
from pathlib import Path

from streamlit import config
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from tqdm import tqdm

from auth.roles import PAGES
from bench.crowd import Crowd, crowd
from bench.recording import BOOKS, recording
from bench.stage import Run, Tab, open_runtime
from bench.telling import say
from bench.views import LEAST, SOMETHING, View, views
from components.warm import freeze, warm

HERE = Path(__file__).parent
PORTAL, BARE = HERE.parent / "pages" / "portal.py", HERE / "bare.py"
TARGET = 1.3
# A dozen reruns on a machine that does other things say less than a hundred on one that rests.
QUICK_TARGET = 1.6
WARM = 3
SHORT = "a short page: its call, its session and the check of its answer are about 2 ms, and it draws little beside them"
WHY = {
    "case": SHORT,
    "mine": SHORT,
}


def measure(rounds: int, cases: int, *, quick: bool) -> None:
    """Print one line a page and role."""
    with tempfile.TemporaryDirectory() as folder, crowd(Path(folder), cases) as made:
        config.set_option("server.fileWatcherType", "none")
        open_runtime(PORTAL)
        # As app.py does before the first visit.
        warm()
        freeze()
        asyncio.run(_measure(made, rounds, quick=quick))


async def _measure(made: Crowd, rounds: int, *, quick: bool) -> None:
    cache, ratios, pages = ScriptCache(), [], set()
    shown = list(views(made, everybody=not quick))
    for view in tqdm(shown, desc="pages", unit="page"):
        ratio = await _one(view, cache, rounds)
        unit = "times a bare page (quick, few reruns)" if quick else "times a bare page"
        say(f"pages.{view.name}.ratio", ratio, unit, QUICK_TARGET if quick else TARGET, why=WHY.get(view.page.key, ""))
        ratios.append(ratio)
        pages.add(view.page.key)
    await _comment(next(each for each in shown if each.page.key == "case"), cache, quick=quick)
    say("pages.ratio", statistics.median(ratios), "times a bare page, the page in the middle", TARGET)
    say("pages.measured", len(pages), "pages of the portal", len(PAGES), bound="at least")


async def _one(view: View, cache: ScriptCache, rounds: int) -> float:
    ours = Tab(PORTAL, cache, view.told, view.page.address, **view.query)
    await ours.rerun()
    with recording() as book:
        await ours.rerun()
    BOOKS[view.name] = book
    bare = Tab(BARE, cache, view.told, view.page.address, book=view.name)
    mine, theirs = await _turn_by_turn(ours, bare, rounds)
    ours.close()
    bare.close()
    drawn, again = (_drawn(runs[-1]) for runs in (mine, theirs))
    assert drawn == again, f"{view.name}: the bare page draws something else: {drawn - again} {again - drawn}"
    assert drawn.total() >= LEAST.get(view.page.key, SOMETHING), f"{view.name}: {drawn.total()} elements: the page was not drawn"
    cpu, bare_cpu = (statistics.median(run.cpu for run in runs) * 1000 for runs in (mine, theirs))
    say(f"pages.{view.name}.elements", drawn.total(), "elements")
    say(f"pages.{view.name}.cpu", cpu, "ms")
    say(f"pages.{view.name}.own", cpu - bare_cpu, "ms more than the bare page")
    return cpu / bare_cpu


def _drawn(run: Run) -> Counter[str]:
    return Counter({kind: count for kind, count in run.sent.items() if kind.startswith("delta.")})


async def _comment(view: View, cache: ScriptCache, *, quick: bool) -> None:
    """A comment posted draws the thread and its composer again, and nothing of the page around them."""
    tab = Tab(PORTAL, cache, view.told, view.page.address, **view.query)
    page = await tab.rerun()
    runs: list[Run] = []
    for number in range(WARM + (5 if quick else 30)):
        assert page.write_into is not None
        runs.append(await tab.write(page.write_into, f"[{number}] 工资单已核对。"))
    whole = [await tab.rerun() for _ in runs]
    tab.close()
    cpu, whole_cpu = (statistics.median(run.cpu for run in several[WARM:]) * 1000 for several in (runs, whole))
    say("pages.comment.elements", runs[-1].fragments.total(), "elements drawn for a comment")
    say("pages.comment.page_elements", whole[-1].fragments.total(), "elements of the whole page")
    say("pages.comment.cpu", cpu, "ms, the thread being that much longer each time")
    say("pages.comment.page_cpu", whole_cpu, "ms for the whole page")
    # The control: a whole run draws outside of fragments, and is seen to.
    assert whole[-1].fragments[""] > 0
    say("pages.comment.fragments", len(runs[-1].fragments), "fragments drawn: the thread and the composer", 2)
    say("pages.comment.outside", max(run.fragments[""] for run in runs[1:]), "elements outside of fragments", 0)


async def _turn_by_turn(ours: Tab, bare: Tab, rounds: int) -> tuple[list[Run], list[Run]]:
    for _ in range(WARM):
        await ours.rerun()
        await bare.rerun()
    mine: list[Run] = []
    theirs: list[Run] = []
    for number in range(rounds):
        for tab, runs in ((ours, mine), (bare, theirs)) if number % 2 else ((bare, theirs), (ours, mine)):
            runs.append(await tab.rerun())
    return mine, theirs
