"""The gateway to a hosted Supabase: `api.function(...)` through PostgREST, as the caller.

One pool of connections for the whole process, one light object for each caller; nothing of a
caller is ever set on what is shared. The database decides by the person's JWT and by the
headers of `Credentials`, exactly as it does for `PostgresGateway`.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx
from postgrest import SyncPostgrestClient

from db.errors import (
    BadRequest,
    PortalError,
    Refused,
    SignInNeeded,
    TooLarge,
    TooMany,
    Unavailable,
    broken,
    refusal,
)
from db.gateway import Credentials, plain
from db.journal import told_call

DEADLINE_SECONDS = 8.0
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}", re.ASCII)
# PostgREST knows no such function with these arguments, or could not read the request.
_UNREADABLE = ("PGRST202", "PGRST203", "PGRST100", "PGRST102", "PGRST103", "42883", "42725", "42804", "42846")
# Not connected, or no free connection: nothing has begun.
_NOT_BEGUN = ("PGRST000", "PGRST001", "PGRST002", "PGRST003")


def shared_client() -> httpx.Client:
    """Return the pool that every caller of this process shares; close it when the process ends."""
    transport = httpx.HTTPTransport(
        retries=1,  # of connecting only: a request that was sent is never sent again by itself
        limits=httpx.Limits(max_connections=60, max_keepalive_connections=30, keepalive_expiry=30),
    )
    timeout = httpx.Timeout(DEADLINE_SECONDS, connect=4.0, pool=4.0)
    # No cookies, no redirects: both would carry one caller's things into another's request.
    no_cookies = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.Client(
        cookies=no_cookies,
        transport=_Deadline(transport),
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
    )


class SupabaseGateway:
    """Calls functions of the schema `api` as the person or receipt session of `credentials`. `calls` counts for tests."""

    def __init__(self, url: str, key: str, credentials: Credentials, client: httpx.Client) -> None:
        self._rest_url = url.rstrip("/") + "/rest/v1"
        self._headers = {"apikey": key, "Accept": "application/json", **credentials.headers()}
        if credentials.access_token is not None:
            self._headers["Authorization"] = f"Bearer {credentials.access_token}"
        self._client = client
        self.calls = 0

    @told_call
    def call(self, function: str, /, **arguments: object) -> Any:
        self.calls += 1
        if not all(_NAME.fullmatch(name) for name in (function, *arguments)):
            raise BadRequest("value_invalid")
        sent = {name: plain(value) for name, value in arguments.items()}
        postgrest = SyncPostgrestClient(
            self._rest_url, schema="api", headers=self._headers, http_client=self._client, retry_enabled=False
        )
        # `execute()` would hide the HTTP status and take a proxy's HTML page for data.
        request = postgrest.rpc(function, sent).request  # type: ignore[arg-type] # typed too narrowly there
        try:
            response = request.send(httpx.Headers())
        except httpx.TransportError as fault:
            raise _unreachable(fault) from None
        except ValueError:  # NaN or infinity
            raise BadRequest("value_invalid", {"function": function}) from None
        return _value(response, function)


def _unreachable(fault: httpx.TransportError) -> Unavailable:
    if isinstance(fault, httpx.PoolTimeout):
        return Unavailable(facts={"busy": True})
    before_sending = isinstance(fault, httpx.ConnectError | httpx.ConnectTimeout | httpx.UnsupportedProtocol)
    return Unavailable(maybe_done=not before_sending)


def _value(response: httpx.Response, function: str) -> Any:
    if response.status_code == httpx.codes.NO_CONTENT:
        return None
    if not response.is_success:
        raise _meaning(response, function)
    try:
        return json.loads(response.content)
    except ValueError:
        # Somebody between us and the database answered; the call may well have been carried out.
        raise Unavailable(maybe_done=True) from None


def _meaning(response: httpx.Response, function: str) -> PortalError:
    try:
        body = json.loads(response.content)
    except ValueError:
        body = None
    told: dict[str, Any] = body if isinstance(body, dict) else {}
    code = _text(told, "code")
    if not code or code == str(response.status_code):
        return _by_status(response, function)
    if re.fullmatch(r"PT[45]\d\d", code):
        return refusal(int(code[2:]), _text(told, "message"), _text(told, "details"), _text(told, "hint"))
    return _by_code(code, response.status_code, function, _text(told, "message"))


def _by_code(code: str, status: int, function: str, message: str | None) -> PortalError:
    """The same meanings as `PostgresGateway` gives to the same SQLSTATE, and PostgREST's own codes."""
    if status == httpx.codes.UNAUTHORIZED or code.startswith("PGRST3"):
        return SignInNeeded()
    if code == "42501":
        return Refused()
    if code in ("22021", "22P05"):
        return BadRequest("body_unreadable")
    sqlstate = len(code) == 5
    if code in _UNREADABLE or (sqlstate and code.startswith("22")):
        return BadRequest("value_invalid", {"function": function})
    if code in _NOT_BEGUN:
        return Unavailable(facts={"busy": True})
    if sqlstate and (code[:2] in ("08", "53", "57", "58") or code in ("55P03", "40001", "40P01")):
        # PostgREST does not say whether the connection broke before or during the commit.
        return Unavailable(maybe_done=code[:2] == "08" or code.startswith("57P"))
    known = message if code[:2] in ("23", "42", "XX") else "-"
    return broken(function, f"{code} {known} (status {status})")


def _by_status(response: httpx.Response, function: str) -> PortalError:
    """What a gateway or proxy in between means when it speaks without a code of the database."""
    status = response.status_code
    if status == httpx.codes.UNAUTHORIZED:
        return SignInNeeded()
    if status == httpx.codes.REQUEST_ENTITY_TOO_LARGE:
        return TooLarge()
    if status == httpx.codes.TOO_MANY_REQUESTS:
        wait = response.headers.get("retry-after", "")
        return TooMany(facts={"retry_seconds": int(wait) if wait.isdigit() else 5})
    if status >= httpx.codes.INTERNAL_SERVER_ERROR:
        return Unavailable(maybe_done=True)
    return broken(function, f"status {status} without a code")


def _text(told: dict[str, Any], name: str) -> str | None:
    value = told.get(name)
    return value if isinstance(value, str) else None


class _Deadline(httpx.BaseTransport):
    """httpx times each read; a server that drips a byte a second would hold a screen for minutes."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        until = time.monotonic() + DEADLINE_SECONDS
        response = self._inner.handle_request(request)
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = _DeadlineStream(response.stream, until)
        return response

    def close(self) -> None:
        self._inner.close()


class _DeadlineStream(httpx.SyncByteStream):
    def __init__(self, inner: httpx.SyncByteStream, until: float) -> None:
        self._inner = inner
        self._until = until

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._inner:
            if time.monotonic() > self._until:
                raise httpx.ReadTimeout("the whole answer took too long")
            yield chunk

    def close(self) -> None:
        self._inner.close()
