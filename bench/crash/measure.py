"""The whole of it: crashes of every kind in turn under writing, the reckoning, a control that must lose, backup and restore."""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from hashlib import sha256
from pathlib import Path

import psycopg
from tqdm import tqdm

from bench.crash.disk import small_disk
from bench.crash.ledger import read_ledgers
from bench.crash.reckoning import orphans, reckon
from bench.crash.senders import Seat, Sender
from bench.crash.stand import HOME, Stand, hold_log_writer, kill_all, seats
from bench.telling import say
from db.audit import file_flaws, flaws
from db.backup.contents import sums
from db.embedded import EmbeddedServer
from db.files_folder import FolderFiles

SENDERS = 8
# Crashes, acknowledged posts, cases into which they go, and megabytes of disk.
FULL, QUICK = (100, 100_000, 600, 6144), (8, 800, 24, 768)
CONTROL = 200
SESSIONS = ("portal.session", "portal.receipt_session", "auth.sessions", "auth.refresh_tokens")
LOSSY = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB", "wal_buffers": "64MB"}


def measure(*, quick: bool, mount: bool = True) -> None:
    """Print every number."""
    crashes, posts, cases, megabytes = QUICK if quick else FULL
    with tempfile.TemporaryDirectory() as made, small_disk(Path(made), megabytes, mount=mount) as disk:
        # Where the server lives, its account must pass through.
        Path(made).chmod(0o711)
        stand = Stand(disk, Path(made))
        try:
            begun = time.monotonic()
            places = list(seats(stand.server, cases))
            stand.reader = next(seat for seat in places if seat.reference is not None)
            say("cases.made_in", time.monotonic() - begun, "s")
            _crash(stand, places, crashes, posts)
            _reckoned(stand, posts)
            _restored(stand)
            _control(stand, places)
        finally:
            stand.server.close()


def written(stand: Stand, places: list[Seat], ledgers: Path) -> list[Sender]:
    """Senders at work, each with its ledger in that folder."""
    ledgers.mkdir(exist_ok=True)
    senders = [Sender(number, places, stand.doors, ledgers / f"{number}.ledger") for number in range(SENDERS)]
    for each in senders:
        each.start()
    return senders


def _crash(stand: Stand, places: list[Seat], crashes: int, posts: int) -> None:
    ledgers = stand.run / "ledgers"
    faults = list(stand.faults().items())
    done: Counter[str] = Counter()
    took: dict[str, list[float]] = {name: [] for name, _ in faults}
    begun = time.monotonic()
    with stand.open(), tqdm(total=crashes, desc="crashes", disable=None, file=sys.stderr) as bar:
        senders = written(stand, places, ledgers)
        for number in range(crashes):
            wait_for(senders, posts * (number + 1) // (crashes + 1))
            name, fault = faults[number % len(faults)]
            struck = time.monotonic()
            fault()
            done[name] += 1
            wait_for(senders, sum(each.acknowledged for each in senders) + 1)
            took[name].append(time.monotonic() - struck)
            bar.update()
        wait_for(senders, posts)
        for each in senders:
            each.stop()
        for each in senders:
            each.join(60)
    say("crashes", done.total(), "crashes", crashes, bound="at least")
    for name, times in done.items():
        say(f"crashes.{name}", times, "crashes")
        say(f"crashes.{name}.until_somebody_was_acknowledged_again", statistics.median(took[name]), "s, median")
    say("disk_full_is_a_mounted_disk", stand.disk.kind == "mounted", "yes 1, a limit on the server's files 0")
    for answer, times in sorted(stand.read.items()):
        say(f"read_while_the_disk_was_full.{answer}", times, "times")
    answers = sum((each.answers for each in senders), Counter[str]())
    for answer, times in sorted(answers.items()):
        say(f"answers.{answer.replace(' ', '_')}", times, "answers")
    # A file beyond its limit is no full disk to PostgreSQL, which calls it an error of its own; only there it is expected.
    expected = {"stored", "unknown", "unavailable", "cut off"} | ({"broken"} if stand.disk.kind == "limit" else set())
    refused = sum(times for answer, times in answers.items() if answer not in expected)
    say("answers.of_another_kind", refused, "answers", 0, why=f"answers: {dict(answers)}")
    say("crashes.time", time.monotonic() - begun, "s")


def wait_for(senders: list[Sender], acknowledged: int, patience: float = 120.0) -> None:
    """Until so many posts are acknowledged."""
    until = time.monotonic() + patience
    begun = sum(each.acknowledged for each in senders)
    while (now := sum(each.acknowledged for each in senders)) < acknowledged:
        if now > begun:
            begun, until = now, time.monotonic() + patience
        if time.monotonic() > until or not any(each.is_alive() for each in senders):
            raise RuntimeError(f"nobody is answered any more: {[each.answers for each in senders]}")
        time.sleep(0.02)


def _reckoned(stand: Stand, posts: int) -> None:
    kept = read_ledgers(stand.run / "ledgers")
    with psycopg.connect(stand.server.conninfo("postgres")) as owner:
        found = reckon(owner, kept, stand.data / "files")
        say("posts.acknowledged", found.acknowledged, "posts", posts, bound="at least")
        say("posts.with_a_file", found.files, "posts")
        say("posts.lost", found.lost, "posts", 0)
        say("posts.stored_twice", found.twice, "posts", 0)
        say("posts.never_sent", found.strange, "posts", 0)
        left, lacking, swept = orphans(owner, stand.data / "files")
        say("files.swept", swept, "files")
        say("files.without_a_record", left, "files", 0)
        say("files.without_bytes", lacking, "records", 0)
        say("flaws", len([*flaws(owner), *file_flaws(owner, FolderFiles(stand.data / "files"))]), "chains, figures, files", 0)


def _restored(stand: Stand) -> None:
    """Backup, wipe, restore: what was there and what is there, counted."""
    began = time.monotonic()
    key, archive = stand.run / "key", stand.run / "all.backup"
    command(stand, "backup-key", str(key))
    command(stand, "backup", str(archive), "--key", str(key))
    say("backup.time", time.monotonic() - began, "s")
    say("backup.size", archive.stat().st_size / 1e6, "MB")
    with psycopg.connect(stand.server.conninfo("postgres")) as owner:
        tables = sums(owner)
    files = digests(stand.data / "files")
    stand.server.stop()
    stand.server.close()
    shutil.rmtree(stand.data)
    began = time.monotonic()
    command(stand, "restore", str(archive), "--key", str(key))
    say("restore.time", time.monotonic() - began, "s")
    with EmbeddedServer(stand.data) as server, psycopg.connect(server.conninfo("postgres")) as owner:
        now = sums(owner)
    # Sessions are ended on purpose; nothing else may differ.
    differing = [name for name in tables if tables[name] != now[name] and name not in SESSIONS]
    say("restore.rows", sum(rows for rows, _ in now.values()), "rows")
    say("restore.tables_that_differ", len(differing), "tables", 0, why=", ".join(differing))
    say("restore.files", len(files), "files")
    say("restore.files_that_differ", len(set(files.items()) ^ set(digests(stand.data / "files").items())), "files", 0)


def command(stand: Stand, *words: str) -> None:
    """`python -m db …` on this data folder, as an operator types it."""
    done = subprocess.run(
        [sys.executable, "-m", "db", *words],
        cwd=HOME,
        env={**os.environ, "PORTAL_DATA_DIR": str(stand.data)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"db {words[0]} failed: {done.stderr}")


def digests(folder: Path) -> dict[str, str]:
    """Each file of the store with the hash of its bytes."""
    return {each.name: sha256(each.read_bytes()).hexdigest() for each in folder.glob("??/*")}


def _control(stand: Stand, places: list[Seat]) -> None:
    """The same with a server that acknowledges before it has written: the ledger must notice."""
    lossy = Stand(stand.disk, stand.run, LOSSY)
    ledgers = stand.run / "control"
    with contextlib.closing(lossy.server), lossy.open():
        senders = written(lossy, places, ledgers)
        wait_for(senders, CONTROL // 2)
        hold_log_writer(lossy.server.pid() or 0)
        wait_for(senders, CONTROL)
        kill_all(lossy.server.pid() or 0)
        for each in senders:
            each.stop()
        lossy.start_server()
        for each in senders:
            each.join(60)
        kept = read_ledgers(ledgers)
        with psycopg.connect(lossy.server.conninfo("postgres")) as owner:
            found = reckon(owner, kept, stand.data / "files")
        say("control.acknowledged", found.acknowledged, "posts")
        say("control.lost_without_synchronous_commit", found.lost, "posts", 1, bound="at least")
