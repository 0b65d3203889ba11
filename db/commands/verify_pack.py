"""Check an evidence pack: names the file that was changed, is missing or was added. Needs no database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

_SAID = {
    "changed": "is not the file that was signed",
    "missing": "is missing",
    "added": "was added; it is not in the manifest",
    "twice": "is in the archive twice",
    "unreadable": "cannot be read",
    "signature": "the signature does not fit: the manifest or its signature was changed",
    "key": "was signed with another key than the one that you gave",
    "format": "is no manifest of an evidence pack",
}


def run(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The archive.")],
    key: Annotated[str | None, typer.Option(help="The portal's public key, as its evidence page shows it.")] = None,
    url: Annotated[
        str | None,
        typer.Option(help="Also hold the heads against a database: its owner's connection (for Handshake and auditors)."),
    ] = None,
) -> None:
    from db.evidence.signing import verify  # noqa: PLC0415

    content = file.read_bytes()
    verdict = verify(content, key)
    for fault in verdict.faults:
        typer.echo(f"{fault.file or file.name}: {_SAID[fault.what]}")
    if not verdict.sound:
        raise typer.Exit(1)
    typer.echo(f"Every file is the one that was signed with the key {verdict.key}.")
    if not verdict.compared:
        typer.echo(
            "Whose key that is, this archive cannot prove: compare it with the portal's evidence page, or give it with --key."
        )
    if url is not None:
        _held_against(content, url)


def _held_against(content: bytes, url: str) -> None:
    import io  # noqa: PLC0415
    import json  # noqa: PLC0415
    from zipfile import ZipFile  # noqa: PLC0415

    import psycopg  # noqa: PLC0415

    with ZipFile(io.BytesIO(content)) as packed:
        told = json.loads(packed.read("manifest.json"))
    with psycopg.connect(url) as connection:
        known = set(connection.execute("select reference, head from private.evidence_heads(%s)", [told["pack"]]).fetchall())
    strange = [reference for reference, head in told["heads"].items() if (reference, head) not in known]
    for reference in strange:
        typer.echo(f"{reference}: its head is none that this case ever had")
    if strange:
        raise typer.Exit(1)
    typer.echo(f"The heads of {len(told['heads'])} cases are heads of their chains.")
