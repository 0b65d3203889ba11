"""Print the public key with which this portal signs evidence packs."""

from __future__ import annotations

import typer


def run() -> None:
    from db.evidence.signing import public_key  # noqa: PLC0415
    from db.sealing import signing_secret  # noqa: PLC0415

    typer.echo(public_key(signing_secret()))
