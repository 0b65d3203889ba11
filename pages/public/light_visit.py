"""One request at the light door: its language, its backend, and how an answer is drawn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from components.i18n import Words, nearest, words
from components.light.pages import draw
from components.mine.trouble import trouble
from db.errors import (
    Absent,
    BadRequest,
    Conflict,
    PortalError,
    Refused,
    SignInNeeded,
    TooLarge,
    TooMany,
    Unavailable,
    broken,
)
from db.gateway import Gateway
from db.journal import kind_of
from db.sealing import Sealer

STATUS: dict[type[PortalError], int] = {
    BadRequest: 400,
    SignInNeeded: 401,
    Refused: 403,
    Absent: 404,
    Conflict: 409,
    TooLarge: 413,
    TooMany: 429,
    Unavailable: 503,
}

# Pages whose forms act inside a receipt session. All others are good without one, so they do not end with it.
OWN = ("mine", "brands", "note")
# The fields in which a worker writes, on every page of this door.
WRITTEN = ("story", "where", "body", "words", "hours", "careful", "name", "phone")


class Sent(Protocol):
    """A file that came with a form."""

    @property
    def name(self) -> str: ...
    @property
    def content(self) -> bytes: ...


class Fields(Protocol):
    """A form that was sent."""

    @property
    def fields(self) -> Sequence[tuple[str, str]]: ...
    def one(self, name: str) -> str: ...
    def many(self, name: str) -> tuple[str, ...]: ...
    @property
    def files(self) -> Sequence[Sent]: ...


class Keeper(Protocol):
    """What the door's keeper in `auth/light.py` does for these pages."""

    drafts: Sealer
    identities: Sealer
    plans: Sealer
    headers: dict[str, str]

    def gateway(self, request: Request) -> Gateway: ...
    def has_receipt(self, request: Request) -> bool: ...
    async def form(self, request: Request, *, own: bool = False, files: bool = False) -> Fields: ...
    def attach(self, request: Request, request_id: UUID, name: str, content: bytes) -> UUID: ...
    def sent(self, request: Request) -> Fields | None: ...
    def form_token(self, request: Request, *, own: bool) -> str: ...
    def new_session(self) -> tuple[str, str]: ...
    def let_in(self, request: Request, response: Response, token: str, code: str) -> None: ...
    def let_out(self, response: Response) -> None: ...
    def code_once_more(self, request: Request) -> str | None: ...
    def forget_code(self, response: Response) -> None: ...
    def language(self, request: Request) -> str: ...
    def remember_language(self, request: Request, response: Response, language: str) -> None: ...


class LightVisit:
    """A request, and what every light page needs to answer it."""

    def __init__(self, request: Request, keeper: Keeper) -> None:
        self.request = request
        self.keeper = keeper
        self.language = nearest(keeper.language(request))

    @property
    def words(self) -> Words:
        return words(self.language)

    @property
    def gateway(self) -> Gateway:
        return self.keeper.gateway(self.request)

    def page(self, name: str, status: int = 200, **facts: Any) -> Response:
        text = draw(name, self.language, self.keeper.form_token(self.request, own=name in OWN), **facts)
        return HTMLResponse(text, status, {**self.keeper.headers, "content-language": self.language})

    def on_to(self, address: str) -> Response:
        """See another page of ours instead (303: a reload repeats nothing)."""
        return RedirectResponse(address, 303, self.keeper.headers)

    def trouble(self, error: PortalError, kept: Sequence[object] = (), *, again: bool = True) -> Response:
        """A page that says what happened and what follows, with what she wrote.

        When the backend did not answer, she can send it from there: the same request, with the files that have arrived.
        """
        if isinstance(error, SignInNeeded):
            return self.closed()
        told = trouble(self.words, error.key, error.facts, maybe_done=getattr(error, "maybe_done", False))
        back = "/light/mine" if self.keeper.has_receipt(self.request) else "/light"
        facts: dict[str, Any] = {"head": told.head, "more": told.more, "back": back, "written": self._written()}
        if again and isinstance(error, Unavailable) and facts["written"]:
            facts |= {"again": self.request.url.path, "rest": [*self._rest(), *(("kept", str(each)) for each in kept)]}
        return self.page("note", STATUS.get(type(error), 500), **facts)

    def closed(self) -> Response:
        """The receipt session has ended: forget it, say how to come back, and give back what she wrote."""
        head, more = self.words.t("mine-closed-title"), self.words.t("mine-closed-text")
        response = self.page("note", 401, head=head, more=more, back="/light", written=self._written())
        self.keeper.let_out(response)
        return response

    def _written(self) -> list[tuple[str, str]]:
        sent = self.keeper.sent(self.request)
        pairs = [(name, text.replace("\x00", "")) for name, text in sent.fields if name in WRITTEN] if sent else []
        return [(name, text) for name, text in pairs if text.strip()]

    def _rest(self) -> list[tuple[str, str]]:
        """What went with her words: hidden fields and choices. The token is drawn anew, and files are named by who took them."""
        sent = self.keeper.sent(self.request)
        return [pair for pair in sent.fields if pair[0] not in (*WRITTEN, "form", "kept")] if sent else []


Answer = Callable[[LightVisit], Awaitable[Response]]


def answering(answer: Answer, keeper: Callable[[], Keeper]) -> Callable[[Request], Awaitable[Response]]:
    """The answer as an endpoint: whatever goes wrong becomes a page with a number, and leaks nothing."""

    async def endpoint(request: Request) -> Response:
        visit = LightVisit(request, keeper())
        try:
            return await answer(visit)
        except PortalError as error:
            return visit.trouble(error)
        except Exception as fault:  # noqa: BLE001  the last wall before a person: say a number, log the kind only
            return visit.trouble(broken("the light door", kind_of(fault)))

    return endpoint
