"""Evidence in Supabase Storage: the private bucket `evidence`, under Row Level Security.

There is no service key: the bytes travel with the person's own JWT, and policies on
`storage.objects` ask the same functions as everything else. A worker has no JWT. Her upload goes
as `anon` with the header `x-receipt-session`; Storage puts the request's headers into the setting
`request.headers`, as PostgREST does, so `private.my_party()` finds her there too. What the
policies must say (migration `…_storage.sql`):

- insert: the bucket is `evidence` and `private.may_store_file(name)`: this is the place of an
  unfinished reservation of this caller;
- select: `private.may_read_file(name)`: a file that the caller may open lies there;
- no update and no delete for anybody: the sweeper works in the database as its owner.

Signed URLs are never made, for they cannot be taken back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

import httpx
from storage3 import SyncStorageClient
from storage3._sync.file_api import SyncBucketProxy
from storage3.utils import StorageException

from db.errors import (
    Absent,
    BadRequest,
    PortalError,
    Refused,
    SignInNeeded,
    TooLarge,
    TooMany,
    Unavailable,
    broken,
)
from db.gateway import Credentials

BUCKET = "evidence"
_KEY = re.compile(r"[0-9a-f]{64}\Z")


class SupabaseFiles:
    """`FilesPort` over Storage. `client` is the process's pool (`supabase_gateway.shared_client`)."""

    def __init__(self, url: str, key: str, client: httpx.Client) -> None:
        self._storage_url = url.rstrip("/") + "/storage/v1/"
        self._key = key
        self._client = client

    def put(self, key: str, content: bytes, media_type: str, on_behalf: Credentials, *, digest: str | None = None) -> None:
        path = _path(key)
        if sha256(content).hexdigest() != (digest or key):
            raise BadRequest("file_refused", {"reason": "damaged"}, "Send the file again.")
        with self._bucket(on_behalf) as bucket:
            try:
                bucket.upload(path, content, {"content-type": media_type, "cache-control": "0", "upsert": "false"})
            except StorageException as fault:
                if _status(fault) != httpx.codes.CONFLICT and "Duplicate" not in str(fault):
                    raise
                # Sent again: nobody else's content has this name.

    def get(self, key: str, on_behalf: Credentials, *, digest: str | None = None) -> bytes:
        with self._bucket(on_behalf) as bucket:
            content: bytes = bucket.download(_path(key))
        if sha256(content).hexdigest() != (digest or key):
            raise Absent("absent", {}, "")
        return content

    def exists(self, key: str, on_behalf: Credentials) -> bool:
        try:
            with self._bucket(on_behalf) as bucket:
                return bucket.exists(_path(key))
        except Absent:
            return False

    def delete(self, key: str, on_behalf: Credentials) -> None:
        with self._bucket(on_behalf) as bucket:
            bucket.remove([_path(key)])

    @contextmanager
    def _bucket(self, on_behalf: Credentials) -> Iterator[SyncBucketProxy]:
        headers = {
            "apikey": self._key,
            # Storage wants a bearer from everybody; the publishable key stands for `anon`.
            "Authorization": f"Bearer {on_behalf.access_token or self._key}",
            **on_behalf.headers(),
        }
        try:
            yield SyncStorageClient(self._storage_url, headers, http_client=self._client).from_(BUCKET)
        except httpx.TransportError as fault:
            raise Unavailable(
                "unavailable",
                {},
                "Files do not answer.",
                maybe_done=not isinstance(fault, httpx.ConnectError),
            ) from None
        except StorageException as fault:
            raise _meaning(fault) from None


def _path(key: str) -> str:
    if not _KEY.match(key):
        raise BadRequest("value_invalid", {"argument": "key"}, "")
    return f"{key[:2]}/{key}"


def _status(fault: StorageException) -> int:
    said = str(getattr(fault, "status", ""))
    return int(said) if said.isdigit() else 0


def _meaning(fault: StorageException) -> PortalError:
    status = _status(fault)
    if status in (httpx.codes.NOT_FOUND, httpx.codes.BAD_REQUEST):
        # Storage answers 400 "Object not found" for what policies hide.
        return Absent("absent", {}, "")
    if status == httpx.codes.UNAUTHORIZED:
        return SignInNeeded("sign_in_needed", {}, "Sign in again.")
    if status == httpx.codes.FORBIDDEN:
        return Refused("not_allowed", {}, "")
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge("file_refused", {"reason": "too_large"}, "")
    if status == httpx.codes.TOO_MANY_REQUESTS:
        return TooMany("rate_limited", {"retry_seconds": 5}, "")
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unavailable("unavailable", {}, "Files do not answer.", maybe_done=True)
    return broken("files", f"status {status}")
