"""The light door's keeper: who is at the door, and what he may carry in.

The pages behind it (`pages/public/light.py`) know no cookie and no token; they ask this keeper.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from typing import Final
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from auth.light_form import Form, form_token, read_form, sent_in
from db.files import attach
from db.gateway import Credentials, Gateway
from db.ports import FilesPort
from db.sealing import SealBroken, Sealer

RECEIPT_COOKIE: Final = "portal_receipt"
LANGUAGE_COOKIE: Final = "portal_language"
CODE_COOKIE: Final = "portal_code"
RECEIPT_LIVES_SECONDS: Final = 2 * 3600  # as long as the database keeps a receipt session
CODE_LIVES_SECONDS: Final = 600
CODE_PATH: Final = "/light/mine"

# Stricter than the rest of the portal: these pages load nothing at all.
HEADERS: Final[dict[str, str]] = {
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex",
    "content-security-policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
}


class LightKeeper:
    """Cookies, tokens and gateways of the light pages; one per process."""

    headers = HEADERS

    def __init__(
        self,
        gateway_for: Callable[[Credentials], Gateway],
        app_key: bytes,
        network_of: Callable[[Request], str | None] = lambda _request: None,
        files: Callable[[], FilesPort] | None = None,
    ) -> None:
        self._gateway_for = gateway_for
        self._network_of = network_of
        self._files = files
        self._forms = Sealer(app_key, "form")
        self._codes = Sealer(app_key, "code")
        self.drafts = Sealer(app_key, "draft")
        self.identities = Sealer(app_key, "identity")
        self.plans = Sealer(app_key, "contact-plan")

    def gateway(self, request: Request) -> Gateway:
        """The backend as whoever holds this browser's receipt session, or as nobody."""
        return self._gateway_for(self._credentials(request))

    def attach(self, request: Request, request_id: UUID, name: str, content: bytes) -> UUID:
        """Clean, reserve and store one file for the message that `request_id` will post; raises BadRequest."""
        assert self._files is not None
        credentials = self._credentials(request)
        gateway = self._gateway_for(credentials)
        return attach(gateway, self._files(), credentials, request_id, reference=None, name=name, content=content)

    def has_receipt(self, request: Request) -> bool:
        return self._receipt(request) is not None

    async def form(self, request: Request, *, own: bool = False, files: bool = False) -> Form:
        """The form that was sent, or a PortalError: `own` acts inside a receipt session, `files` may bring some."""
        return await read_form(request, self._forms, self._receipt(request), own=own, files=files)

    def sent(self, request: Request) -> Form | None:
        """What came with this request, refused or not: what she wrote is shown to her again."""
        return sent_in(request)

    def form_token(self, request: Request, *, own: bool) -> str:
        return form_token(self._forms, self._receipt(request) if own else None)

    def new_session(self) -> tuple[str, str]:
        """A token for the browser and the hash that the database keeps of it."""
        token = secrets.token_urlsafe(32)
        return token, _hash(token)

    def let_in(self, request: Request, response: Response, token: str, code: str) -> None:
        """Give the browser its receipt session, and her code once more for the page that follows."""
        secure = _is_secure(request)
        response.set_cookie(
            RECEIPT_COOKIE,
            token,
            max_age=RECEIPT_LIVES_SECONDS,
            path="/",
            httponly=True,
            samesite="lax",
            secure=secure,
        )
        response.set_cookie(
            CODE_COOKIE, self._codes.seal(code), max_age=CODE_LIVES_SECONDS, path=CODE_PATH,
            httponly=True, samesite="strict", secure=secure,
        )  # fmt: skip

    def let_out(self, response: Response) -> None:
        response.delete_cookie(RECEIPT_COOKIE, path="/", httponly=True, samesite="lax")
        response.delete_cookie(CODE_COOKIE, path=CODE_PATH, httponly=True, samesite="strict")

    def code_once_more(self, request: Request) -> str | None:
        """The code she typed a moment ago, if this is the first page after it; `forget_code` ends that."""
        try:
            return self._codes.unseal(request.cookies.get(CODE_COOKIE, ""), within_seconds=CODE_LIVES_SECONDS)
        except SealBroken:
            return None

    def forget_code(self, response: Response) -> None:
        response.delete_cookie(CODE_COOKIE, path=CODE_PATH, httponly=True, samesite="strict")

    def language(self, request: Request) -> str:
        """The language chosen here, else the browser's first; the catalogue picks the nearest it has."""
        return request.cookies.get(LANGUAGE_COOKIE) or request.headers.get("accept-language", "en")[:20]

    def remember_language(self, request: Request, response: Response, language: str) -> None:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=365 * 86_400, path="/", httponly=True, samesite="lax",
            secure=_is_secure(request),
        )  # fmt: skip

    def _credentials(self, request: Request) -> Credentials:
        token = self._receipt(request)
        return Credentials(receipt=_hash(token) if token else None, network=self._network_of(request))

    def _receipt(self, request: Request) -> str | None:
        token = request.cookies.get(RECEIPT_COOKIE, "")
        return token if 20 <= len(token) <= 100 else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _is_secure(request: Request) -> bool:
    return request.url.scheme == "https"
