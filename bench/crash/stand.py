"""What crashes: a durable server on a disk of its own, a wire, two portal processes; and the faults, one at a time."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import psutil
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from bench.crash.disk import Disk
from bench.crash.senders import Seat
from bench.crash.wire import Wire
from db.cluster import account_for
from db.embedded import EmbeddedServer
from db.errors import PortalError
from db.files_folder import FolderFiles
from db.migrate import migrate
from db.postgres_gateway import PostgresGateway, open_pool
from tests.procedure.world import Case, World
from tests.real_database import Database

HOME = Path(__file__).parents[2]
PORTALS = 2
FURTHER = 6  # cases in which the factory sits, too
FULL_SECONDS = 0.8


class Stand:
    """A portal with everything that can be taken from it. `run` is the folder of sockets and ledgers, on another disk."""

    def __init__(self, disk: Disk, run: Path, extra: dict[str, str] | None = None) -> None:
        self.disk, self.run = disk, run
        self.data = disk.folder / "data"
        self.server = EmbeddedServer(self.data, extra=extra).open()
        migrate(self.server.conninfo("postgres"))
        self.store = FolderFiles(self.data / "files")
        self.reader: Seat | None = None
        # What somebody who opened a case while the disk was full was answered.
        self.read: Counter[str] = Counter()
        self._drawn = random.Random(5)
        self._portals: dict[str, subprocess.Popen[bytes]] = {}
        self._wire = Wire(run / ".s.PGSQL.5432", Path(conninfo_to_dict(self.server.conninfo())["host"] or "") / ".s.PGSQL.5432")

    @property
    def doors(self) -> list[str]:
        return [str(self.run / f"portal-{number}") for number in range(PORTALS)]

    @contextlib.contextmanager
    def open(self) -> Iterator[None]:
        """Portals answer while the block runs."""
        with self._wire:
            try:
                for door in self.doors:
                    self._start(door)
                yield
            finally:
                for each in self._portals.values():
                    each.kill()
                    each.wait(10)

    def _start(self, door: str) -> None:
        Path(door).unlink(missing_ok=True)
        conninfo = make_conninfo(self.server.conninfo(), host=str(self.run))
        command = [sys.executable, "-m", "bench.crash.portal", door, conninfo, str(self.data / "files")]
        self._portals[door] = subprocess.Popen(command, cwd=HOME)

    # Faults -----------------------------------------------------------------------------------------------------------

    def faults(self) -> dict[str, Callable[[], None]]:
        """By name; each returns when the portal can work again."""
        return {
            "server_stopped_at_once": self.stop_server,
            "portal_killed": self.kill_portal,
            "connection_cut": self.cut,
            "disk_full": self.fill_disk,
        }

    def stop_server(self) -> None:
        """By turns the immediate shutdown of an operator, and every process killed."""
        postmaster = self.server.pid()
        assert postmaster is not None
        if self._drawn.random() < 0.5:
            os.kill(postmaster, signal.SIGQUIT)  # what pg_ctl stop --mode=immediate sends
        else:
            kill_all(postmaster)
        self.start_server()

    def start_server(self) -> None:
        """As whoever comes next to the data folder does: join what runs, or start it again."""
        while (process := self.server.pid()) is not None and not psutil.Process(process).children():
            time.sleep(0.02)
        EmbeddedServer.open(self.server)

    def kill_portal(self) -> None:
        door = self._drawn.choice(self.doors)
        self._portals[door].kill()
        self._portals[door].wait(10)
        self._start(door)

    def cut(self) -> None:
        assert self._wire.cut() > 0, "nobody was on the wire"

    def fill_disk(self) -> None:
        with self.disk.full(self.server.pid(), account_for(self.server.cluster)):
            time.sleep(FULL_SECONDS)
            if self.reader is not None:
                self.read[self._opened(self.reader)] += 1
        if self.server.pid() is None:  # it gave up when it could not write its log
            self.start_server()

    def _opened(self, reader: Seat) -> str:
        with open_pool(self.server.conninfo(), size=1, patience=FULL_SECONDS) as pool:
            try:
                PostgresGateway(pool, reader.who, patience=FULL_SECONDS).call("case_page", reference=reader.reference)
            except PortalError as error:
                return error.key
        return "read"


def kill_all(postmaster: int) -> None:
    """SIGKILL to the server and its children at one moment: nobody of them writes anything any more."""
    family = [psutil.Process(postmaster), *psutil.Process(postmaster).children()]
    for each in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(family, timeout=10)


def hold_log_writer(postmaster: int) -> None:
    """Stop the process that writes the log of changes in the background, as a disk that is busy elsewhere would."""
    for each in psutil.Process(postmaster).children():
        if "walwriter" in " ".join(each.cmdline()):
            each.suspend()


def seats(server: EmbeddedServer, cases: int) -> Sequence[Seat]:
    """Cases with their workers, Handshake and, in some, the factory; all by real calls. Workers write most."""
    world = World(Database(server, "postgres"))
    try:
        world.arrange()
        made = [world.case_in("notified" if number < FURTHER else "received") for number in range(cases)]
        found = [seat for case in made for seat in _of(world, case)]
    finally:
        world.close()
        world.database.pool.close()
    return found


def _of(world: World, case: Case) -> list[Seat]:
    worker, handshake = world.seat(case, "worker"), world.seat(case, "handshake")
    hers = Seat(case.worker.credentials, None, (handshake,))
    desk = Seat(world.people["lin"].credentials, case.reference, (worker,))
    if world.head(case)["state"] == "notified":
        return [hers, desk, Seat(world.people["chen"].credentials, case.reference, (handshake, worker))]
    return [hers, hers, desk]
