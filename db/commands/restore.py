"""Restore a backup into an empty data folder, or an empty database; every hash is checked before anything is written.

Everybody signs in anew afterwards. What was written after the backup is gone: `python -m db verify --heads` lists it by case.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from db.commands.backup import Files, KeyFile, Url
from db.settings import BackendKind, SettingsRefused, read_settings


def run(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The archive.")],
    key: KeyFile,
    url: Url = None,
    files: Files = None,
    check: Annotated[bool, typer.Option("--check", help="Only check the archive; restore nothing.")] = False,
) -> None:
    from db.backup import restore  # noqa: PLC0415
    from db.backup.sealed_stream import read_key  # noqa: PLC0415

    settings, opened = read_settings(), read_key(key)
    if check:
        manifest = restore.check(file, opened)
    elif url is not None:
        if files is None:
            raise SettingsRefused("Name an empty folder for the files with --files.")
        manifest = restore.restore_elsewhere(settings, url, files, file, opened)
    elif settings.kind is BackendKind.EMBEDDED:
        manifest = restore.restore_embedded(settings, file, opened)
    else:
        raise SettingsRefused("Name the empty database with --url and an empty folder with --files.")
    typer.echo(
        f"{'Sound' if check else 'Restored and compared'}: {manifest.rows} rows of {len(manifest.tables)} tables, "
        f"{manifest.cases} cases with {manifest.events} events, {manifest.files} files, of {manifest.made_at}."
    )
