"""Ask the chosen backend, as nobody, whether the portal can serve from it, and say what to mend."""

from __future__ import annotations

import typer

from db.settings import BackendKind, Settings, read_settings


def run() -> None:
    settings = read_settings()
    typer.echo(f"Backend: {settings.kind}")
    found = _hosted(settings) if settings.kind is BackendKind.SUPABASE else _own(settings)
    for line in found:
        typer.echo(f"✗ {line}")
    if found:
        raise typer.Exit(1)
    typer.echo("✓ Ready for this version of the portal.")


def _hosted(settings: Settings) -> list[str]:
    import httpx  # noqa: PLC0415

    from db.hosted import troubles  # noqa: PLC0415
    from db.supabase_gateway import shared_client  # noqa: PLC0415

    assert settings.supabase_url is not None
    assert settings.publishable_key is not None
    with shared_client() as client:
        try:
            return [str(each) for each in troubles(settings.supabase_url, settings.publishable_key, client)]
        except httpx.TransportError as fault:
            return [f"SUPABASE_URL does not answer: {type(fault).__name__}. Is the address right, and the project not paused?"]


def _own(settings: Settings) -> list[str]:
    """Opening does the rest of the looking: it refuses a schema that is older or newer than this code."""
    from db.connect import open_backend  # noqa: PLC0415

    backend = open_backend(settings)
    try:
        told = backend.gateway().call("schema_version")
    finally:
        backend.close()
    typer.echo(f"Schema: {told['newest']}, {told['applied']} migrations")
    return []
