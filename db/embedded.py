"""The PostgreSQL that starts by itself: made, started, joined and stopped with the processes that use it.

Every process that uses the server holds a shared lock on one file, which the kernel drops however the
process ends. Who leaves last stops the server; after a `kill -9` the next one joins what still runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Self

import psutil
import psycopg
from psycopg.conninfo import make_conninfo

from db.cluster import (
    PORT,
    SUPERUSER,
    Account,
    ServerFailed,
    account_for,
    make_cluster,
    read_passwords,
    run,
    socket_dir_for,
    write_configuration,
)
from db.migrate import apply_prelude
from db.settings import make_data_dir

_START_SECONDS = 60.0
_NO_PROCESS = "2147483646"  # above any limit of process numbers


class EmbeddedServer:
    """The server of one data folder. `open` starts or joins it, `close` leaves it; the last one out stops it.

    `port` asks for TCP on 127.0.0.1 besides the socket (only when this process starts the server);
    `durable=False` trades safety for speed and is for tests alone.
    """

    def __init__(
        self,
        data_dir: Path,
        *,
        port: int | None = None,
        durable: bool = True,
        extra: dict[str, str] | None = None,
    ) -> None:
        self.data_dir = data_dir.resolve()
        self.cluster = self.data_dir / "postgres"
        self.passfile = self.data_dir / "passwords"
        self.log = self.data_dir / "logs" / "postgres.log"
        self.port = port
        self._durable = durable
        self._extra = extra or {}
        self._use: IO[str] | None = None
        self._process = 0

    def open(self) -> Self:
        """Start the server, or join the one that runs. Raises `ServerFailed`."""
        make_data_dir(self.data_dir)
        self.log.parent.mkdir(mode=0o700, exist_ok=True)
        with self._alone():
            if not (self.cluster / "PG_VERSION").exists():
                make_cluster(self.cluster, self.passfile, durable=self._durable)
            use = (self.data_dir / "server.users").open("a")
            fcntl.flock(use, fcntl.LOCK_SH)
            self._use, self._process = use, os.getpid()
            try:
                if not self._answers():
                    self._start()
            except BaseException:  # Ctrl-C while starting, too: nothing that we started stays behind
                self._leave(use)
                raise
        return self

    def close(self) -> None:
        """Leave; whoever leaves last stops the server. Closing twice, or in a forked child, does nothing."""
        use = self._use
        if use is None or self._process != os.getpid():
            return
        with self._alone():
            self._leave(use)

    def stop(self) -> bool:
        """Stop the server whoever uses it; false when it was not running."""
        if not self.cluster.exists():
            return False
        with self._alone():
            running = self.pid() is not None
            if running:
                self._stop()
        return running

    def _leave(self, use: IO[str]) -> None:
        self._use = None
        with use:
            try:
                fcntl.flock(use, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            self._stop()

    def __enter__(self) -> Self:
        return self.open()

    def __exit__(self, *_: object) -> None:
        self.close()

    def conninfo(self, role: str = "authenticator", database: str = "postgres") -> str:
        """How to connect as one of the login roles: supabase_admin, postgres, authenticator."""
        lines = self._pid_file()
        return make_conninfo(
            host=lines[4] if len(lines) > 4 else str(self.cluster),
            port=lines[3] if len(lines) > 3 else PORT,
            user=role,
            dbname=database,
            passfile=str(self.passfile),
        )

    def tcp_url(self, role: str = "authenticator", database: str = "postgres") -> str:
        """The address for a client that knows TCP only; `port` must have been asked for."""
        lines = self._pid_file()
        if len(lines) < 6 or not lines[5]:
            raise ServerFailed("This server listens on its socket alone.")
        return f"postgresql://{role}:{read_passwords(self.passfile)[role]}@{lines[5]}:{lines[3]}/{database}"

    def pid(self) -> int | None:
        """The running server's process, or `None`; a number left by a dead one does not count."""
        lines = self._pid_file()
        if not lines or not lines[0].isdigit():
            return None
        try:
            process = psutil.Process(int(lines[0]))
            if process.status() == psutil.STATUS_ZOMBIE:
                return None
            # After a restart of the machine or the container the number may be somebody else's by now.
            ours = Path(process.cwd()) == self.cluster and "postgres" in process.name()
        except psutil.Error:
            return None
        return process.pid if ours else None

    def _pid_file(self) -> list[str]:
        try:
            return [line.strip() for line in (self.cluster / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _answers(self) -> bool:
        """Whether a server runs and takes connections; waits for one that is still starting, or dying."""
        until = time.monotonic() + _START_SECONDS
        while self.pid() is not None:
            try:
                psycopg.connect(self.conninfo(SUPERUSER), connect_timeout=5).close()
                return True
            except psycopg.OperationalError as error:
                if time.monotonic() > until:
                    raise ServerFailed(f"PostgreSQL runs (process {self.pid()}) and does not answer: {error}") from None
                time.sleep(0.1)
        return False

    def _start(self) -> None:
        account = account_for(self.cluster)
        self._hand_over(account)
        socket_dir = socket_dir_for(self.cluster, account)
        self._forget_dead_server(socket_dir)
        write_configuration(
            self.cluster,
            account,
            socket_dir=socket_dir,
            port=self.port,
            durable=self._durable,
            extra=self._extra,
        )
        self._launch(account)
        passwords = read_passwords(self.passfile)
        superuser = passwords.pop(SUPERUSER)
        with psycopg.connect(self.conninfo(SUPERUSER), password=superuser, autocommit=True) as connection:
            apply_prelude(connection, passwords)

    def _forget_dead_server(self, socket_dir: Path) -> None:
        """Clear what a killed server left, where its number is by now a zombie's or somebody else's.

        The file itself stays: it also names the shared memory by which PostgreSQL notices that children
        of the dead server still write. Only the number is replaced by one that no process can have.
        """
        lines = self._pid_file()
        if lines:
            path = self.cluster / "postmaster.pid"
            path.write_text("\n".join([_NO_PROCESS, *lines[1:], ""]))
        for left in socket_dir.glob(".s.PGSQL.*"):
            left.unlink()

    def _launch(self, account: Account) -> None:
        """Start and wait until connections are taken; a killed server may hold its memory a little longer."""
        until = time.monotonic() + _START_SECONDS
        while True:
            try:
                run(account, "pg_ctl", "start", "--silent", "--wait", f"--timeout={int(_START_SECONDS)}",
                    pgdata=self.cluster, log=self.log)  # fmt: skip
                return
            except ServerFailed as error:
                log = self.log.read_text(errors="replace")[-2000:]
                if "shared memory block" not in log or time.monotonic() > until:
                    raise ServerFailed(f"PostgreSQL did not start: {error}\n{log}") from None
                time.sleep(0.2)

    def _stop(self) -> None:
        if self.pid() is None:
            return
        try:
            how = ("--silent", "--wait", "--mode=fast", "--timeout=60")
            run(account_for(self.cluster), "pg_ctl", "stop", *how, pgdata=self.cluster, log=self.log)
        except ServerFailed:
            if self.pid() is not None:  # else it has gone by itself meanwhile
                raise
        socket_dir = socket_dir_for(self.cluster, account_for(self.cluster))
        if socket_dir != self.cluster:
            with contextlib.suppress(OSError):
                socket_dir.rmdir()

    def _hand_over(self, account: Account) -> None:
        """Give the files to whoever runs the server now: folders move between root and ordinary users."""
        if account.uid is not None and self.cluster.stat().st_uid != account.uid:
            account.own_all(self.cluster)
        elif account.uid is None and self.cluster.stat().st_uid != os.geteuid():
            raise ServerFailed(
                f"{self.cluster} belongs to another user, perhaps because the portal once ran as root. "
                f"Give it back: chown -R {os.geteuid()} {self.data_dir}"
            )

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts or stops this server meanwhile; the kernel ends it with the process."""
        with (self.data_dir / "server.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
