"""Open the backend that the settings ask for: gateways, identity and files, with one life."""

from __future__ import annotations

import atexit
import contextlib
import logging
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from db.errors import Unavailable
from db.gateway import Credentials, Gateway
from db.ports import FilesPort, IdentityPort
from db.settings import BackendKind, Settings, make_data_dir

if TYPE_CHECKING:
    import httpx

log = logging.getLogger(__name__)


class SchemaBehind(RuntimeError):
    """The schema is not the one that this code knows, and only its owner may mend that; the message says how."""


class Backend:
    """What the app needs of its backend. One per process, shared by all sessions; `close` ends it."""

    def __init__(
        self,
        settings: Settings,
        *,
        gateway: Callable[[Credentials], Gateway],
        identity: Callable[[], IdentityPort],
        files: Callable[[], FilesPort],
        closing: contextlib.ExitStack,
        owner_conninfo: str | None = None,
    ) -> None:
        self.settings = settings
        # How to connect as `postgres`, for demo data and imports; only where this process has that right.
        self.owner_conninfo = owner_conninfo
        self._gateway = gateway
        self._identity = identity
        self._files = files
        self._closing = closing

    def gateway(self, credentials: Credentials | None = None) -> Gateway:
        """A gateway acting as `credentials`, or as nobody. Cheap: make one per session."""
        return self._gateway(credentials or Credentials())

    @cached_property
    def identity(self) -> IdentityPort:
        return self._identity()

    @cached_property
    def files(self) -> FilesPort:
        return self._files()

    def close(self) -> None:
        """Let go of connections and of the embedded server. Closing twice is fine."""
        atexit.unregister(self.close)
        self._closing.close()


def open_backend(settings: Settings) -> Backend:
    """Open the backend, ready to serve: server running, schema as this code knows it.

    Closes itself at the end of the process.
    Raises `ServerFailed`, `MigrationRefused`, `SchemaBehind` or `Unavailable`.
    """
    opened = {
        BackendKind.EMBEDDED: _open_embedded,
        BackendKind.POSTGRES: _open_postgres,
        BackendKind.SUPABASE: _open_supabase,
    }[settings.kind](settings)
    atexit.register(opened.close)
    return opened


@contextlib.contextmanager
def _until_opened() -> Iterator[contextlib.ExitStack]:
    """What is to be closed with the backend; closed at once when opening fails, or Ctrl-C comes."""
    closing = contextlib.ExitStack()
    try:
        yield closing
    except BaseException:
        closing.close()
        raise


def _open_embedded(settings: Settings) -> Backend:
    from db.embedded import EmbeddedServer  # noqa: PLC0415  (a hosted backend needs no server's code)
    from db.migrate import migrate  # noqa: PLC0415

    with _until_opened() as closing:
        server = closing.enter_context(EmbeddedServer(settings.data_dir))
        owner = server.conninfo("postgres")
        migrate(owner)
        return _on_postgres(settings, server.conninfo("authenticator"), closing, owner=owner)


def _open_postgres(settings: Settings) -> Backend:
    import psycopg  # noqa: PLC0415

    from db.migrate import pending  # noqa: PLC0415

    assert settings.database_url is not None
    try:
        waiting = pending(settings.database_url)
    except psycopg.OperationalError as error:
        raise Unavailable(hint=f"PORTAL_DATABASE_URL does not answer: {error}") from None
    if waiting:
        raise SchemaBehind(
            f"The database lacks {len(waiting)} migrations ({waiting[0]} to {waiting[-1]}). "
            "Its owner runs: python -m db migrate --url postgresql://postgres@…"
        )
    make_data_dir(settings.data_dir)
    with _until_opened() as closing:
        return _on_postgres(settings, settings.database_url, closing)


def _on_postgres(settings: Settings, conninfo: str, closing: contextlib.ExitStack, *, owner: str | None = None) -> Backend:
    from db.postgres_gateway import PostgresGateway, open_pool  # noqa: PLC0415

    pool = open_pool(conninfo)
    closing.callback(pool.close)

    def identity() -> IdentityPort:
        from db.identity_embedded import EmbeddedIdentity  # noqa: PLC0415

        return EmbeddedIdentity(pool)

    def files() -> FilesPort:
        from db.files_folder import FolderFiles  # noqa: PLC0415

        return FolderFiles(settings.files_dir)

    return Backend(
        settings,
        gateway=lambda credentials: PostgresGateway(pool, credentials),
        identity=identity,
        files=files,
        closing=closing,
        owner_conninfo=owner,
    )


def _open_supabase(settings: Settings) -> Backend:
    from db.files_supabase import SupabaseFiles  # noqa: PLC0415
    from db.identity_supabase import SupabaseIdentity  # noqa: PLC0415
    from db.supabase_gateway import SupabaseGateway, shared_client  # noqa: PLC0415

    url, key = settings.supabase_url, settings.publishable_key
    assert url is not None
    assert key is not None
    make_data_dir(settings.data_dir)
    client = shared_client()
    with _until_opened() as closing:
        closing.callback(client.close)
        _refuse_unready(url, key, client)
        return Backend(
            settings,
            gateway=lambda credentials: SupabaseGateway(url, key, credentials, client),
            identity=lambda: SupabaseIdentity(url, key, client),
            files=lambda: SupabaseFiles(url, key, client),
            closing=closing,
        )


def _refuse_unready(url: str, key: str, client: httpx.Client) -> None:
    """Raise `SchemaBehind` for a hosted schema that this code does not know; log what only limits it."""
    import httpx  # noqa: PLC0415

    from db.hosted import schema_troubles  # noqa: PLC0415

    try:
        found = schema_troubles(url, key, client)
    except httpx.TransportError as fault:
        raise Unavailable(hint=f"SUPABASE_URL does not answer: {type(fault).__name__}") from None
    if fatal := [str(each) for each in found if each.fatal]:
        raise SchemaBehind(" ".join(fatal))
    for each in found:
        log.warning("%s", each)
