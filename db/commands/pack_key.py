"""Print the public key with which this portal signs evidence packs, and those with which it did before its key was rotated."""

from __future__ import annotations

import typer


def run() -> None:
    from db.evidence.signing import public_key  # noqa: PLC0415
    from db.rotation import FORMER  # noqa: PLC0415
    from db.sealing import signing_secret  # noqa: PLC0415
    from db.settings import read_settings  # noqa: PLC0415

    typer.echo(public_key(signing_secret()))
    former = read_settings().data_dir / FORMER
    for key in former.read_text().split() if former.exists() else []:
        typer.echo(f"{key} (formerly)")
