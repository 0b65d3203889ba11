"""Seal everything anew with a new key, while the portal is stopped; broken off, it goes on when called again.

With PORTAL_SECRET_KEY: draw the new key yourself, set PORTAL_SECRET_KEY=NEW,OLD for every portal and here, run this, then leave
the old one out. Evidence packs keep their signature; `python -m db pack-key` shows the public keys of former signatures too.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from db.commands.heads import owner_connection
from db.settings import BackendKind, Settings, SettingsRefused, make_data_dir, read_settings


def run(
    url: Annotated[str | None, typer.Option(help="The owner's connection to a PostgreSQL of one's own.")] = None,
    files: Annotated[Path | None, typer.Option(help="The folder of files that belongs to --url.")] = None,
) -> None:
    from db.files_folder import FolderFiles  # noqa: PLC0415
    from db.rotation import draw_beside, replace_keys, seal_anew  # noqa: PLC0415

    settings = read_settings()
    if url is not None and files is None:
        raise SettingsRefused("Name the folder of files that belongs to --url with --files.")
    place = None if settings.secret_key is not None else settings.data_dir / "secret.key"
    with _nobody_else(settings) if url is None else contextlib.nullcontext():
        if place is None:
            keys = settings.app_key()
            if b"," not in keys:
                raise SettingsRefused("PORTAL_SECRET_KEY holds one key: set it to the new and the old one, parted by a comma.")
        else:
            settings.app_key()  # one is drawn for a portal that never had any
            keys = draw_beside(place)
        _note_former(settings, keys)
        with owner_connection(url) as connection, tqdm(desc="sealing anew", disable=None, bar_format="{desc}") as bar:
            done = seal_anew(connection, keys, FolderFiles(files or settings.files_dir), bar.set_description)
        for name in sorted({*done.renewed, *done.already, *done.unreadable}):
            typer.echo(
                f"{name}: {done.renewed[name]} sealed anew, {done.already[name]} already were, "
                f"{done.unreadable[name]} cannot be opened with any key"
            )
        if done.unreadable.total():
            typer.echo("The old key is kept: something was sealed with neither.", err=True)
            raise typer.Exit(1)
        if place is not None:
            replace_keys(place, keys.split(b",")[0])
            typer.echo(f"Done: {place} holds the new key alone. Make a backup now.")
        else:
            typer.echo("Done: leave the old key out of PORTAL_SECRET_KEY now, and restart every portal.")


@contextlib.contextmanager
def _nobody_else(settings: Settings) -> Iterator[None]:
    """Refuse while a portal runs on this folder: it would not be able to read what is sealed with a key that it never saw."""
    if settings.kind is not BackendKind.EMBEDDED:
        raise SettingsRefused("Name the database with --url and --files.")
    users = settings.data_dir / "server.users"
    if not users.exists():
        raise SettingsRefused(f"{settings.data_dir} holds no portal: name the folder with PORTAL_DATA_DIR.")
    with users.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SettingsRefused("A portal runs on this folder: stop it first, then rotate its key.") from None
    yield


def _note_former(settings: Settings, keys: bytes) -> None:
    """Keep the public keys with which packs were signed until now: whoever has such a pack compares it with them."""
    from db.evidence.signing import public_key  # noqa: PLC0415
    from db.rotation import FORMER  # noqa: PLC0415
    from db.sealing import signing_secrets  # noqa: PLC0415

    place = make_data_dir(settings.data_dir) / FORMER
    known = place.read_text().split() if place.exists() else []
    former = [public_key(secret) for secret in signing_secrets(keys)[1:]]
    place.write_text("".join(f"{key}\n" for key in dict.fromkeys([*known, *former])))
