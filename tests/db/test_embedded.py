"""The server that starts by itself: joined, stopped, killed, moved, in nobody's way."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from db.cluster import ServerFailed, socket_dir_for
from db.embedded import EmbeddedServer

ROOT = Path(__file__).parents[2]
USE = """
import sys, time
from pathlib import Path
from db.embedded import EmbeddedServer
server = EmbeddedServer(Path(sys.argv[1])).open()
try:
    print("ready", server.pid(), flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    pass
server.close()
print("left", flush=True)
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def another_process(data: Path) -> subprocess.Popen[str]:
    """A process that uses the server until Ctrl-C; returns once it does."""
    process = subprocess.Popen(
        [sys.executable, "-c", USE, str(data)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("ready")
    return process


def runs_for_anybody(python: str) -> bool:
    """Whether the account nobody can run this interpreter, and it is of the version whose packages we use."""
    question = ["/bin/sh", "-c", '"$0" -c "import sys; print(sys.version_info[:2])"', python]
    done = subprocess.run(
        question,
        user=65534,
        group=65534,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() == str(sys.version_info[:2])


def remember(server: EmbeddedServer, word: str) -> None:
    with psycopg.connect(server.conninfo("postgres"), autocommit=True) as owner:
        owner.execute("create table if not exists public.kept (word text)")
        owner.execute("insert into public.kept values (%s)", [word])


def remembered(server: EmbeddedServer) -> list[str]:
    with psycopg.connect(server.conninfo("postgres")) as owner:
        return [row[0] for row in owner.execute("select word from public.kept order by word")]


def test_state_survives_a_restart_which_takes_less_than_two_seconds(data: Path) -> None:
    with EmbeddedServer(data) as server:
        remember(server, "first")
    assert EmbeddedServer(data).pid() is None
    began = time.monotonic()
    with EmbeddedServer(data) as server:
        assert time.monotonic() - began < 2
        assert remembered(server) == ["first"]


def test_a_second_process_joins_and_the_last_one_out_stops_the_server(data: Path) -> None:
    first = EmbeddedServer(data).open()
    pid = first.pid()
    second = another_process(data)
    first.close()
    assert EmbeddedServer(data).pid() == pid, "somebody still uses it"
    second.send_signal(signal.SIGINT)
    assert second.wait(20) == 0
    assert EmbeddedServer(data).pid() is None


def test_after_kill_9_of_its_user_the_next_process_joins_the_server_and_stops_it(data: Path) -> None:
    lost = another_process(data)
    pid = EmbeddedServer(data).pid()
    lost.kill()
    lost.wait(10)
    with EmbeddedServer(data) as server:
        assert server.pid() == pid
        remember(server, "joined")
    assert EmbeddedServer(data).pid() is None


def test_a_killed_server_starts_again_at_once_with_everything_committed(data: Path) -> None:
    with EmbeddedServer(data) as server:
        remember(server, "committed")
        idle = psycopg.connect(server.conninfo())
        os.kill(server.pid() or 0, signal.SIGKILL)
        with EmbeddedServer(data) as again:
            assert remembered(again) == ["committed"]
        idle.close()


def test_a_stale_process_number_that_now_belongs_to_somebody_else_does_not_prevent_the_start(
    data: Path,
) -> None:
    with EmbeddedServer(data) as server:
        remember(server, "there")
        os.kill(server.pid() or 0, signal.SIGKILL)
    for name in ("postmaster.pid", ".s.PGSQL.5432.lock"):
        path = server.cluster / name
        lines = path.read_text().splitlines()
        path.write_text("\n".join([str(os.getppid()), *lines[1:], ""]))
    with EmbeddedServer(data) as again:
        assert remembered(again) == ["there"]


def test_several_processes_that_start_together_share_one_server(data: Path) -> None:
    with ThreadPoolExecutor(3) as threads:
        users = list(threads.map(lambda _: another_process(data), range(3)))
    pid = EmbeddedServer(data).pid()
    assert pid is not None
    for each in users:
        each.send_signal(signal.SIGINT)
    assert [each.wait(20) for each in users] == [0, 0, 0]
    assert EmbeddedServer(data).pid() is None


def test_a_half_made_cluster_is_made_again(data: Path) -> None:
    (data / "postgres.new").mkdir(parents=True)
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")
    with EmbeddedServer(data) as server:
        assert server.pid() is not None


def test_stop_ends_a_server_that_others_use(data: Path) -> None:
    with EmbeddedServer(data):
        assert EmbeddedServer(data).stop()
        assert EmbeddedServer(data).pid() is None
        assert not EmbeddedServer(data).stop()


def test_a_long_path_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path / ("long" * 30)) as server:
        remember(server, "far")
        assert "/tmp/portal-" in server.conninfo()
        folder = Path(server.conninfo().split("host=")[1].split()[0])
    assert not folder.exists()
    with EmbeddedServer(tmp_path / ("long" * 30)) as server:
        assert remembered(server) == ["far"]


def test_a_socket_folder_laid_out_by_somebody_else_is_refused(tmp_path: Path) -> None:
    from db.cluster import Account

    cluster = tmp_path / ("long" * 30) / "postgres"
    cluster.mkdir(parents=True)
    folder = socket_dir_for(cluster, Account())
    folder.chmod(0o777)
    with pytest.raises(ServerFailed, match="somebody else"):
        socket_dir_for(cluster, Account())
    folder.rmdir()


def test_a_path_with_spaces_and_quotes_works(tmp_path: Path) -> None:
    with EmbeddedServer(tmp_path / 'it\'s a "folder" 数据') as server:
        remember(server, "odd")
        assert remembered(server) == ["odd"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can try both")
def test_an_ordinary_user_runs_it_too() -> None:
    python = next((each for each in (sys.executable, "/usr/bin/python3") if runs_for_anybody(each)), None)
    if python is None:
        pytest.skip("no Python of this version that another user may run")
    home = Path("/tmp") / f"portal-test-{os.getpid()}"
    home.mkdir()
    os.chown(home, 65534, 65534)
    try:
        script = USE.replace("time.sleep(60)", "time.sleep(0)")
        done = subprocess.run(
            [python, "-c", script, str(home / "data")],
            cwd=ROOT, env={"PYTHONPATH": os.pathsep.join(sys.path), "PATH": os.defpath},
            user=65534, group=65534, extra_groups=[], capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "left" in done.stdout
        assert (home / "data" / "postgres").stat().st_uid == 65534
    finally:
        subprocess.run(["rm", "-rf", str(home)], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root is refused by PostgreSQL")
def test_under_root_the_server_is_an_account_without_rights_even_where_its_folder_is_closed(
    tmp_path: Path,
) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with EmbeddedServer(closed / "data") as server:
        facts = Path(f"/proc/{server.pid()}/status").read_text()
        real = next(line for line in facts.splitlines() if line.startswith("Uid:")).split()[1]
        rights = int(next(line for line in facts.splitlines() if line.startswith("CapEff:")).split()[1], 16)
        assert int(real) != 0
        assert rights in (1 << 2, 1 << 1), "only the right to pass through closed folders"
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700, "nobody's folder was opened"
