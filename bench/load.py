"""Many signed-in people at once on the real server: how long an answer takes, what fails, what memory and processors it costs."""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg
from tqdm import tqdm

from bench.arrangement import Arrangement, arrangement
from bench.telling import say
from bench.visitors.staff import Person, arrive, hire, house_of
from bench.visitors.tab import WentWrong

SEED = 11
EVERY = 5.0  # seconds from one action of a person to the next, in the mean; drawn between 2 and 8, so that polls come between
WARM_SECONDS, LAST_WARM_SECONDS = 20.0, 60.0  # the last time until everybody has been on every page, for memory
CROWDED = (
    "60 actions a second need more than the two processors of this machine, which also carries the visitors: portals.cpu and"
    " database.cores say what each costs, and but for a twentieth the portals' share is Streamlit drawing elements (pages.ratio)"
)
# What people do, in hundredths.
SHARES = {"open the inbox": 30, "open a case": 35, "post a comment": 10, "filter the inbox": 15, "look at the figures": 10}


@dataclass(frozen=True)
class Plan:
    """How many people at which step, for how long, behind which number of portals."""

    steps: tuple[int, ...]
    seconds: float
    last_seconds: float
    portals: int
    p95: float


FULL = Plan((50, 100, 200, 250, 300), 30.0, 90.0, 2, 1.0)
QUICK = Plan((20,), 15.0, 15.0, 1, 5.0)


@dataclass
class Noted:
    """What happened while people were at work."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    failed: Counter[str] = field(default_factory=Counter)
    polls: int = 0
    messages: int = 0

    @property
    def all(self) -> list[float]:
        return [each for several in self.seconds.values() for each in several]


def measure(plan: Plan, *, quick: bool) -> None:
    """Print what each step took, and whether the last one is within its targets."""
    with tempfile.TemporaryDirectory() as folder, arrangement(Path(folder) / "portals", portals=plan.portals) as made:
        people = hire(made, max(plan.steps), random.Random(SEED))
        house, backend = house_of(made)
        try:
            asyncio.run(_steps(plan, made, lambda some: arrive(made, house, some), people, quick=quick))
        finally:
            backend.close()
        _kept(made, people)


async def _steps(plan: Plan, made: Arrangement, arriving: object, people: list[Person], *, quick: bool) -> None:
    here: list[Person] = []
    for step in tqdm(plan.steps, desc="people", unit="step"):
        await arriving(people[len(here) : step])  # type: ignore[operator]
        here = people[:step]
        last = step == plan.steps[-1]
        await at_work(here, 5.0 if quick else LAST_WARM_SECONDS if last else WARM_SECONDS)
        before, used = _memory(made), _processors(made)
        begun = time.monotonic()
        noted = await at_work(here, plan.last_seconds if last else plan.seconds)
        lasted = time.monotonic() - begun
        _tell(plan, step, noted, last=last, quick=quick)
        spent = {name: seconds - used[name] for name, seconds in _processors(made).items()}
        _tell_processors(step, spent, lasted, len(noted.all))
        if last:
            growth = (_memory(made) - before) / before * 100
            say(f"load.{step}.memory", _memory(made) / 1e6, "MB in the portals")
            say(f"load.{step}.memory_growth", growth, "% over the run, after warm-up", 10 if not quick else 25)
    await _notices(here[0])
    for one in here:
        await one.open_tab().close()


async def _notices(person: Person) -> None:
    """The control: a page that does not show what was looked for counts as an error."""
    noticed = 0
    try:
        await person.open_tab().visit("people" if person.role != "supervisor" else "bulletins", b"people-view")
    except WentWrong:
        noticed = 1
    say("load.control", noticed, "planted errors noticed", 1, bound="at least")


async def at_work(people: Sequence[Person], seconds: float) -> Noted:
    """Let them work for so long, each by dice of their own."""
    noted, begun = Noted(), time.monotonic()
    await asyncio.gather(*(_person(one, begun, begun + seconds, noted, random.Random(f"{SEED} {one.name}")) for one in people))
    return noted


async def _person(person: Person, begun: float, end: float, noted: Noted, dice: random.Random) -> None:
    """Acts when it is time to, whatever the last answer took: who waits for a slow portal is counted as waiting."""
    due = begun + dice.uniform(0, EVERY)
    tab = person.open_tab()
    while due < end:
        while tab.polls is not None and (look := time.monotonic() + tab.polls[1]) < due:
            await asyncio.sleep(look - time.monotonic())
            try:
                noted.messages += (await tab.poll()).messages
                noted.polls += 1
            except (WentWrong, OSError, TimeoutError) as fault:
                noted.failed[f"poll: {type(fault).__name__}"] += 1
        await asyncio.sleep(max(0.0, due - time.monotonic()))
        action = dice.choices(list(SHARES), list(SHARES.values()))[0]
        try:
            await _act(person, action, dice, noted)
            noted.seconds.setdefault(action, []).append(time.monotonic() - due)
        except (WentWrong, OSError, TimeoutError) as fault:
            noted.failed[f"{action}: {fault or type(fault).__name__}"] += 1
        due = max(due + dice.uniform(2, 2 * EVERY - 2), time.monotonic())


async def _act(person: Person, action: str, dice: random.Random, noted: Noted) -> None:
    tab = person.open_tab()
    match action:
        case "open a case":
            reference = dice.choice(person.cases)
            seen = await tab.visit("case", reference.encode(), ref=reference)
        case "post a comment" if tab.field is not None:
            words = f"{person.name} {len(person.posted)} {dice.random()} 已核对工资单。"
            seen = await tab.write(words)
            person.posted.append(words)
        case "post a comment":  # nothing open to write into: whoever wants to write opens it first
            return await _act(person, "open a case", dice, noted)
        case "filter the inbox":
            seen = await tab.visit("inbox", b"inbox-", s=dice.choice(("1", "1.2", "3", "2.3")))
        case "look at the figures":
            seen = await tab.visit("figures", b"figures-")
        case _:
            seen = await tab.visit("inbox", b"inbox-")
    noted.messages += seen.messages
    return None


def _tell(plan: Plan, step: int, noted: Noted, *, last: bool, quick: bool) -> None:
    for action, seconds in sorted(noted.seconds.items()):
        say(f"load.{step}.{action.replace(' ', '_')}.p95", p95(seconds), "s")
    say(f"load.{step}.actions", len(noted.all), "actions")
    say(f"load.{step}.polls", noted.polls, "polls")
    say(f"load.{step}.p50", statistics.median(noted.all), "s")
    unit = "s from wanting to seeing" + (", with others on the machine" if quick else "")
    say(f"load.{step}.p95", p95(noted.all), unit, plan.p95 if last else None, why=CROWDED)
    for fault, count in noted.failed.most_common(5):
        tqdm.write(f"{step} people: {count} × {fault}", file=sys.stderr)
    say(f"load.{step}.errors", noted.failed.total(), "errors", 0)


def _kept(made: Arrangement, people: Sequence[Person]) -> None:
    """Every comment whose author saw it in the thread lies in the database, once."""
    wanted = [words for one in people for words in one.posted]
    with psycopg.connect(made.server.conninfo("supabase_admin")) as admin:
        found = Counter(str(row[0]) for row in admin.execute("select body from portal.message where body = any (%s)", [wanted]))
    say("load.comments", len(wanted), "comments seen in their thread", 1, bound="at least")
    say("load.comments_lost", sum(words not in found for words in wanted), "comments", 0)
    say("load.comments_twice", sum(count > 1 for count in found.values()), "comments", 0)


def p95(seconds: Sequence[float]) -> float:
    """What 95 of 100 stayed within."""
    return sorted(seconds)[int(len(seconds) * 0.95)] if seconds else 0.0


def _memory(made: Arrangement) -> int:
    return sum(psutil.Process(one.process.pid).memory_info().rss for one in made.portals)


def _processors(made: Arrangement) -> dict[str, float]:
    """Seconds of processor so far: the portals, the database, the proxy, and the visitors, which is this process."""
    server = made.server.pid()
    assert server is not None
    groups = {"portals": [one.process.pid for one in made.portals], "database": [server], "proxy": [made.proxy.pid]}
    used = {name: sum(_used(psutil.Process(pid)) for pid in pids) for name, pids in groups.items()}
    return used | {"visitors": time.process_time()}


def _used(process: psutil.Process) -> float:
    total = 0.0
    for each in (process, *process.children(recursive=True)):
        try:
            times = each.cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
    return total


def _tell_processors(step: int, spent: dict[str, float], lasted: float, actions: int) -> None:
    for name, seconds in spent.items():
        say(f"load.{step}.{name}.cores", seconds / lasted, "cores")
    say(f"load.{step}.portals.cpu", spent["portals"] / max(1, actions) * 1000, "ms of the portals per action")
