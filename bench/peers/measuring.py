"""Calls, bytes and time of the portal and of the usual page, side by side on the same cases, over one PostgREST."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psycopg
from tqdm import tqdm

from bench.peers import ours, usual
from bench.scale.asks import Subject, subject
from bench.scale.measuring import Played, filled, played
from bench.telling import say
from tests.contract.doors import token
from tests.contract.supabase_parts import postgrest
from tests.real_database import Database
from tests.real_parts import free_port

TABLES = (Path(__file__).parent / "tables.sql").read_text(encoding="utf-8")
WORDS = "We looked into it."


@dataclass
class Cost:
    """Of one piece of work: each time what it took."""

    calls: list[int] = field(default_factory=list)
    kilobytes: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


class Line:
    """A client that counts what goes over the line."""

    def __init__(self, address: str, user: str) -> None:
        self.calls, self.bytes = 0, 0
        self.client = httpx.Client(
            base_url=address,
            headers={"Authorization": f"Bearer {token(user)}"},
            timeout=600,
            trust_env=False,
            event_hooks={"response": [self._count]},
        )

    def _count(self, answer: httpx.Response) -> None:
        self.calls += 1
        self.bytes += len(answer.read())

    def timed(self, work: Callable[[httpx.Client], object], cost: Cost) -> None:
        """Do it and note what it took."""
        self.calls, self.bytes = 0, 0
        begun = time.perf_counter()
        work(self.client)
        cost.seconds.append(time.perf_counter() - begun)
        cost.calls.append(self.calls)
        cost.kilobytes.append(self.bytes / 1000)


def measure(*, sizes: tuple[int, ...], rounds: dict[int, int]) -> None:
    """Print every number. `rounds`: how often for each size; the usual page takes its time."""
    costs: dict[tuple[str, str, int], Cost] = {}
    with played(brands=5, port=free_port()) as stage:
        for size in sizes:
            _measure(stage, size, rounds[size], costs)
    small, large = sizes[0], sizes[-1]
    for work in dict.fromkeys(work for _, work, _ in costs):
        for size in sizes:
            for who in ("ours", "usual"):
                cost = costs[who, work, size]
                say(f"{work}_{who}_calls_of_{size}", max(cost.calls), "calls", 1 if who == "ours" else None)
                say(f"{work}_{who}_bytes_of_{size}", statistics.median(cost.kilobytes), "kB")
                say(f"{work}_{who}_time_of_{size}", statistics.median(cost.seconds) * 1000, "ms")
        mine, theirs = costs["ours", work, large], costs["usual", work, large]
        grown = statistics.median(mine.kilobytes) / statistics.median(costs["ours", work, small].kilobytes)
        say(f"{work}_ours_bytes_{large}_to_{small}", grown, "times", 1.5)
        more = statistics.median(theirs.kilobytes) / statistics.median(mine.kilobytes)
        say(f"{work}_usual_bytes_to_ours_of_{large}", more, "times", 1, bound="at least")
        slower = statistics.median(theirs.seconds) / statistics.median(mine.seconds)
        say(f"{work}_usual_time_to_ours_of_{large}", slower, "times", 1, bound="at least")


def _measure(stage: Played, size: int, rounds: int, costs: dict[tuple[str, str, int], Cost]) -> None:
    """Both pages on one database, in turn."""
    name = filled(stage, size)
    database = Database(stage.server, name)
    with psycopg.connect(database.conninfo("supabase_admin"), autocommit=True) as owner:
        owner.execute(TABLES.encode())
        owner.autocommit = False
        one = subject(owner, stage.world)
    with (
        tempfile.TemporaryDirectory() as folder,
        postgrest(database.tcp_url(), Path(folder) / "log", schemas="api,public") as address,
    ):
        line = Line(address, str(stage.world.people["lin"].user))
        jobs = _jobs(one)
        for turn in tqdm(range(-1, rounds), desc=f"pages of {size:,} cases", file=sys.stderr):
            for (who, work), job in jobs.items():
                # The first round warms both.
                line.timed(job, Cost() if turn < 0 else costs.setdefault((who, work, size), Cost()))


def _jobs(one: Subject) -> dict[tuple[str, str], Callable[[httpx.Client], object]]:
    """Each piece of work by who does it and what it is."""
    reference, talked = one.references["handshake"][0], one.references["open"][0]
    return {
        ("ours", "inbox"): lambda client: ours.inbox(client, "closed"),
        ("usual", "inbox"): lambda client: usual.inbox(client, "closed"),
        ("ours", "case"): lambda client: ours.case(client, reference),
        ("usual", "case"): lambda client: usual.case(client, reference),
        ("ours", "figures"): ours.figures,
        ("usual", "figures"): usual.figures,
        ("ours", "post"): lambda client: ours.post(client, talked, WORDS, str(one.worker)),
        ("usual", "post"): lambda client: usual.post(client, talked, WORDS),
    }
