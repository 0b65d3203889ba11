"""Two ways into one database, for tests that must not notice which one they take."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import jwt

from db.gateway import Credentials, Gateway
from db.supabase_gateway import SupabaseGateway
from tests.contract.supabase_parts import JWT_SECRET
from tests.real_database import Database

PUBLISHABLE_KEY = "sb_publishable_contract"


def token(user_id: str, **claims: Any) -> str:
    """A JWT as GoTrue makes it; a claim given as None is left out."""
    now = int(time.time())
    usual = {"sub": user_id, "role": "authenticated", "aud": "authenticated", "iat": now, "exp": now + 3600}
    return jwt.encode({k: v for k, v in {**usual, **claims}.items() if v is not None}, JWT_SECRET, "HS256")


class RestPrefix(httpx.BaseTransport):
    """A bare PostgREST stands at `/`, a Supabase puts it under `/rest/v1`."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.url = request.url.copy_with(raw_path=request.url.raw_path.removeprefix(b"/rest/v1"))
        return self._inner.handle_request(request)

    def close(self) -> None:
        self._inner.close()


@dataclass(frozen=True)
class Door:
    """`door.gateway(user_id=…, receipt=…)`: a gateway acting as that person, by whichever way."""

    way: str  # postgres or supabase
    database: Database
    address: str
    client: httpx.Client

    def gateway(self, user_id: str | None = None, **rest: Any) -> Gateway:
        if self.way == "postgres":
            return self.database.gateway(Credentials(user_id=user_id, **rest))
        carried = token(user_id, iat=rest.get("issued_at", int(time.time()))) if user_id else None
        credentials = Credentials(user_id=user_id, access_token=carried, **rest)
        return SupabaseGateway(self.address, PUBLISHABLE_KEY, credentials, self.client)

    def post(self, function: str, body: Any, headers: Mapping[str, str] | None = None) -> httpx.Response:
        """The raw request that an attacker with the publishable key would send to PostgREST."""
        return httpx.post(
            f"{self.address}/rpc/{function}",
            content=body if isinstance(body, bytes) else None,
            json=None if isinstance(body, bytes) else body,
            headers={"Content-Profile": "api", "Content-Type": "application/json", **(headers or {})},
            trust_env=False,
            timeout=10,
        )
