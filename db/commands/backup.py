"""Back up everything into one sealed file: database, files and the application's key, with a manifest of hashes.

People may go on working meanwhile. With --url, sign in as the database's superuser and name the folder of files.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from tqdm import tqdm

from db.settings import BackendKind, Settings, SettingsRefused, read_settings

KeyFile = Annotated[Path, typer.Option("--key", help="The file with the key of backups (python -m db backup-key FILE).")]
Url = Annotated[str | None, typer.Option(help="A PostgreSQL of one's own: its superuser's connection.")]
Files = Annotated[Path | None, typer.Option(help="The folder of files that belongs to --url.")]


def run(
    file: Annotated[Path, typer.Argument(help="The archive to write; it must not exist yet.")],
    key: KeyFile,
    url: Url = None,
    files: Files = None,
) -> None:
    from db.backup.make import Kept, backup  # noqa: PLC0415
    from db.backup.sealed_stream import read_key  # noqa: PLC0415

    settings, opened = read_settings(), read_key(key)
    with place(settings, url, files) as (conninfo, folder), tqdm(desc="backup", disable=None, bar_format="{desc}") as bar:
        manifest = backup(Kept(settings, conninfo, folder), file, opened, bar.set_description)
    typer.echo(
        f"{file}: {manifest.rows} rows of {len(manifest.tables)} tables, {manifest.cases} cases with {manifest.events} events, "
        f"{manifest.files} files."
    )
    if manifest.lacking:
        typer.echo(f"{len(manifest.lacking)} files were not in the store (python -m db verify names them).", err=True)
        raise typer.Exit(1)
    if settings.secret_key is not None:
        typer.echo("PORTAL_SECRET_KEY is not in it: keep that key elsewhere, or sealed names and contacts stay sealed for ever.")


@contextlib.contextmanager
def place(settings: Settings, url: str | None, files: Path | None) -> Iterator[tuple[str, Path]]:
    """How to reach the database with every right, and the folder of its files."""
    if url is not None:
        if files is None:
            raise SettingsRefused("Name the folder of files that belongs to --url with --files.")
        yield url, files
        return
    if settings.kind is not BackendKind.EMBEDDED:
        raise SettingsRefused("Name the database with --url and --files. A hosted Supabase is backed up by Supabase.")
    from db.cluster import SUPERUSER  # noqa: PLC0415
    from db.embedded import EmbeddedServer  # noqa: PLC0415

    if not (settings.data_dir / "postgres" / "PG_VERSION").exists():
        raise SettingsRefused(f"{settings.data_dir} holds no portal: name the folder with PORTAL_DATA_DIR.")
    with EmbeddedServer(settings.data_dir) as server:
        yield server.conninfo(SUPERUSER), settings.files_dir
