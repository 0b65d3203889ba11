"""What comes in through the light door, before anything believes it: limits, same site, a signed token.

The light page has no script, so a form is the only way in. Each form carries a token sealed by this
server and bound to the receipt session it was drawn for: a page of somebody else cannot make one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from db.errors import BadRequest, Refused, TooLarge
from db.sealing import SealBroken, Sealer

# 10,000 Chinese signs are 90,000 bytes in a form; twice that for the sealed draft beside them.
MOST_BYTES = 240_000
MOST_FIELDS = 120
TOKEN_LIVES_SECONDS = 24 * 3600
TOKEN_FIELD = "form"  # noqa: S105  (the name of a field)


@dataclass(frozen=True)
class Form:
    """The fields of one form, all text, in their order."""

    fields: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next((value for field, value in self.fields if field == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        return tuple(value for field, value in self.fields if field == name)


async def read_form(request: Request, sealer: Sealer, binding: str | None, *, own: bool) -> Form:
    """The form of this request; raises Refused, TooLarge or BadRequest. Reads no further than the limit.

    `own` asks for a form drawn for this very receipt session; filing and opening need none.
    """
    if not _same_site(request):
        raise Refused("form_stale")
    form = _parse(await _body(request))
    try:
        bound = sealer.unseal(form.one(TOKEN_FIELD), within_seconds=TOKEN_LIVES_SECONDS)
    except SealBroken:
        raise Refused("form_stale") from None
    if bound != _mark(binding) and (own or bound != _mark(None)):
        raise Refused("form_stale")
    return form


def form_token(sealer: Sealer, binding: str | None) -> str:
    """A token for the forms of one page, good for a day and for this receipt session only."""
    return sealer.seal(_mark(binding))


def _mark(binding: str | None) -> str:
    return hashlib.sha256(f"form:{binding}".encode()).hexdigest()[:32] if binding else "nobody"


def _same_site(request: Request) -> bool:
    """False as soon as one header says that another site sent this; old phones send none of them."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    host = request.headers.get("host", "")
    for name in ("origin", "referer"):
        told = request.headers.get(name)
        if told is not None and urlsplit(told).netloc != host:
            return False
    return True


async def _body(request: Request) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isdigit() or int(declared) > MOST_BYTES:
        raise TooLarge("body_too_long")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise TooLarge("body_too_long")
    return bytes(body)


def _parse(body: bytes) -> Form:
    try:
        pairs = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
            separator="&",
        )
    except ValueError:  # not a form, wrong UTF-8, too many fields
        raise BadRequest("body_unreadable") from None
    if any("\x00" in name or "\x00" in value for name, value in pairs):
        raise BadRequest("body_unreadable")
    # Browsers send line ends as CR LF; the same text typed on the other door has LF.
    return Form(tuple((name, value.replace("\r\n", "\n")) for name, value in pairs))
