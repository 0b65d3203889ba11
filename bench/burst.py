"""A thousand workers of one dormitory file at once through the light door, then a flood of junk comes from the same address."""

from __future__ import annotations

import asyncio
import random
import re
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from tqdm import tqdm

from bench.arrangement import Arrangement, arrangement
from bench.load import at_work, p95
from bench.telling import say
from bench.visitors.browser import Browser, Page
from bench.visitors.staff import Person, arrive, hire, house_of
from db.receipts import hash_code, normalise

SEED = 46
CODE = re.compile(r'class="code">([^<]+)<')
PLACE = re.compile(r'name="place" value="([^"|]+\|[^"]*)"')
QUEUED = "正在排队"
TRIES = 4
Bar = Any  # tqdm, whose type says nothing of a bar that is fed by hand


@dataclass(frozen=True)
class Plan:
    """How many file within how many seconds, how much junk follows, how many of the staff work meanwhile."""

    workers: int
    seconds: float
    junk: int
    among: int
    staff: int
    portals: int
    p95: float


FULL = Plan(1_000, 60.0, 10_000, 100, 12, 2, 2.0)
QUICK = Plan(60, 12.0, 300, 10, 3, 1, 10.0)


@dataclass
class Ledger:
    """What the workers know, outside of the database: their marks, and the codes that they were given."""

    codes: dict[str, str] = field(default_factory=dict)  # the mark in somebody's words to the code she was shown
    queued: int = 0
    unserved: list[str] = field(default_factory=list)
    steps: list[float] = field(default_factory=list)
    sends: list[float] = field(default_factory=list)
    again: int = 0


def measure(plan: Plan, *, quick: bool) -> None:
    """Print what became of everybody, and whether anybody was lost, kept waiting or turned away."""
    with tempfile.TemporaryDirectory() as folder, arrangement(Path(folder) / "portals", portals=plan.portals) as made:
        people = hire(made, plan.staff, random.Random(SEED))
        house, backend = house_of(made)
        try:
            asyncio.run(_both(plan, made, lambda: arrive(made, house, people), people, quick=quick))
        finally:
            backend.close()


async def _both(
    plan: Plan, made: Arrangement, arriving: Callable[[], Awaitable[None]], people: list[Person], *, quick: bool
) -> None:
    await arriving()
    burst, dice = Ledger(), random.Random(SEED)
    starts = [dice.uniform(0, plan.seconds * 0.9) for _ in range(plan.workers)]
    desk = asyncio.create_task(at_work(people, plan.seconds))
    with tqdm(total=plan.workers, desc="workers") as bar:
        await asyncio.gather(*(_worker(made.address, f"burst {n}", start, burst, bar) for n, start in enumerate(starts)))
    noted = await desk
    unit = "s" + (", with others on the machine" if quick else "")
    _told("burst", made, burst, plan.workers, (plan.p95, unit))
    say("burst.staff_errors", noted.failed.total(), "errors of the staff at work meanwhile", 0)
    say("burst.staff_p95", p95(noted.all), "s for the staff meanwhile")
    await _flood(plan, made, unit)


async def _flood(plan: Plan, made: Arrangement, unit: str) -> None:
    flood, answers, begun = Ledger(), Counter[str](), time.monotonic()
    left = iter(range(plan.junk))
    come = [asyncio.Event() for _ in range(plan.among)]  # set when so much of the flood is there

    async def junk(bar: Bar) -> None:
        browser = Browser(made.address)
        for number in left:
            come[number * plan.among // plan.junk].set()
            answers[await _junk(browser, number)] += 1
            bar.update()
        await browser.close()

    with tqdm(total=plan.junk, desc="junk") as bar, tqdm(total=plan.among, desc="among it", leave=False) as real:
        senders = [asyncio.create_task(junk(bar)) for _ in range(20)]
        # One after the other, so that they meet the flood from its beginning to its end.
        for number in range(plan.among):
            await come[number].wait()
            await _worker(made.address, f"among {number}", 0.0, flood, real)
        await asyncio.gather(*senders)
    say("flood.junk", answers.total(), "junk filings", plan.junk, bound="at least")
    for answer, count in sorted(answers.items()):
        say(f"flood.junk_{answer}", count, "junk filings")
    say("flood.rate", plan.junk / (time.monotonic() - begun), "junk filings a second")
    _told("flood", made, flood, plan.among, (plan.p95, unit))
    _kept_aside(made, answers["stored"])


async def _worker(address: str, mark: str, after: float, ledger: Ledger, bar: Bar) -> None:
    """One old phone: every page of the form, in order, and the code at its end. What is not taken is sent again."""
    await asyncio.sleep(after)
    browser, words = Browser(address), f"[{mark}] 三个月没有发加班费，工人都在问。"

    async def step(**fields: str | Sequence[str]) -> Page:
        begun = time.monotonic()
        page = await browser.submit("/light/report", **fields)
        ledger.steps.append(time.monotonic() - begun)
        return page

    try:
        await browser.get("/light/report")
        await step(go="next", story=words, kind=["pay", "overtime"])
        page = await step(go="search", where="Lianfeng")
        found = PLACE.search(page.html)
        assert found is not None, f"the factory is not offered: {page.status}"
        await step(go="next", where="Lianfeng", place=found.group(1))
        await step(go="next", unknown="1")
        await step(go="next", **{"may-factory": "yes"})
        await step(go="next", name="", phone="", hours="")
        for _ in range(TRIES):
            page = await step(go="send")
            ledger.sends.append(ledger.steps[-1])
            if code := CODE.search(page.html):
                ledger.codes[mark] = code.group(1)
                ledger.queued += QUEUED in page.html
                return
            ledger.again += 1
            await asyncio.sleep(2)
        ledger.unserved.append(f"{mark}: {page.status}")
    except (OSError, TimeoutError, AssertionError, asyncio.IncompleteReadError) as fault:
        ledger.unserved.append(f"{mark}: {type(fault).__name__} {fault}")
    finally:
        bar.update()
        await browser.close()


async def _junk(browser: Browser, number: int) -> str:
    """As few requests as a program needs that has read our form."""
    try:
        await browser.get("/light/report")
        await browser.submit("/light/report", go="next", story=f"[junk {number}] {'垃圾' * 40}")
        await browser.submit("/light/report", go="next", where=f"nowhere {number}")
        await browser.submit("/light/report", go="next", unknown="1")
        page = await browser.submit("/light/report", step="5", go="send")
    except (OSError, TimeoutError, asyncio.IncompleteReadError):
        return "unanswered"
    return "stored" if CODE.search(page.html) else f"answered_{page.status}"


def _told(name: str, made: Arrangement, ledger: Ledger, wanted: int, limit: tuple[float, str]) -> None:
    lost, twice = reckoned(made, ledger.codes)
    for line in ledger.unserved[:5]:
        tqdm.write(line)
    say(f"{name}.acknowledged", len(ledger.codes), "workers who were shown their code", wanted, bound="at least")
    say(f"{name}.queued", ledger.queued, "of them told that theirs waits its turn")
    say(f"{name}.again", ledger.again, "times somebody had to send again")
    say(f"{name}.lost", lost, "filings", 0)
    say(f"{name}.twice", twice, "filings", 0)
    # A detector that notices nothing would be content with anything.
    planted = reckoned(made, {**ledger.codes, "never sent": "0000 0000 0000 0000"})[0] - lost
    say(f"{name}.control", planted, "planted losses noticed", 1, bound="at least")
    say(f"{name}.send_p95", p95(ledger.sends), "s for the last button")
    say(f"{name}.p95", p95(ledger.steps), f"{limit[1]} for a page of the form", limit[0])


def reckoned(made: Arrangement, codes: dict[str, str]) -> tuple[int, int]:
    """How many of those who hold a code have no case by it with their own words in it; how many words were filed twice."""
    hashes = {mark: hash_code(normalise(code) or "") for mark, code in codes.items()}
    with psycopg.connect(made.server.conninfo("supabase_admin")) as admin:
        rows = admin.execute(
            "select h.mark, (select count(*) from portal.receipt r join portal.message m on m.case_id = r.case_id"
            " and m.kind = 'statement' and starts_with(m.body, '[' || h.mark || ']')"
            " where r.code_hash = private.digest(h.hash)), (select count(*) from portal.message m"
            " where m.kind = 'statement' and starts_with(m.body, '[' || h.mark || ']'))"
            " from unnest(%s::text[], %s::text[]) as h (mark, hash)",
            [list(hashes), list(hashes.values())],
        ).fetchall()
    return sum(row[1] == 0 for row in rows), sum(row[2] > 1 for row in rows)


def _kept_aside(made: Arrangement, stored: int) -> None:
    """Junk that was answered with a code is stored like everything else; what came in a burst is marked for the desk."""
    with psycopg.connect(made.server.conninfo("supabase_admin")) as admin:
        row = admin.execute(
            "select count(*), count(*) filter (where d.queued) from portal.message m join portal.case_desk d using (case_id)"
            " where m.kind = 'statement' and starts_with(m.body, '[junk ')"
        ).fetchone()
    assert row is not None
    say("flood.kept_aside", row[1], "junk filings that the desk sees marked as come in a burst")
    say("flood.junk_lost", stored - row[0], "acknowledged junk filings", 0)
