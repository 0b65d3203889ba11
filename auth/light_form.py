"""What comes in through the light door, before anything believes it: limits, same site, a signed token.

The light page has no script, so a form is the only way in. Each form carries a token sealed by this
server and bound to the receipt session it was drawn for: a page of somebody else cannot make one.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request

from db.cleaning import LARGEST_BYTES
from db.errors import BadRequest, PortalError, Refused, SignInNeeded, TooLarge
from db.sealing import SealBroken, Sealer

# 10,000 Chinese signs are 90,000 bytes in a form; twice that for the sealed draft beside them.
MOST_BYTES = 240_000
MOST_FIELDS = 120
# What a phone sends in one go: the text, and a few files.
MOST_FILES = 5
MOST_BYTES_WITH_FILES = MOST_FILES * LARGEST_BYTES + MOST_BYTES
TOKEN_LIVES_SECONDS = 24 * 3600
TOKEN_FIELD = "form"  # noqa: S105  (the name of a field)


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name and bytes prove nothing yet."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Form:
    """The fields of one form, all text, in their order, and the files that were chosen in it."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[Upload, ...] = ()

    def one(self, name: str) -> str:
        """The first value of a field, or nothing."""
        return next((value for field, value in self.fields if field == name), "")

    def many(self, name: str) -> tuple[str, ...]:
        return tuple(value for field, value in self.fields if field == name)


async def read_form(request: Request, sealer: Sealer, binding: str | None, *, own: bool, files: bool = False) -> Form:
    """The form of this request; raises Refused, SignInNeeded, TooLarge or BadRequest. Reads no further than the limit.

    `own` asks for a form drawn for this very receipt session; filing and opening need none. Only where
    `files` are expected may the form bring some, and never from somebody without a receipt session.
    Whatever is refused, what was written in it is in `sent_in` afterwards.
    """
    if not _same_site(request):
        raise Refused("form_stale")
    if files and request.headers.get("content-type", "").startswith("multipart/form-data"):
        form = await _with_files(request) if binding else await _words_alone(request)
    else:
        form = _parse(await _body(request))
    request.state.sent = form
    if any("\x00" in name or "\x00" in value for name, value in form.fields):
        raise BadRequest("body_unreadable")
    if own and not binding:
        raise SignInNeeded
    try:
        bound = sealer.unseal(form.one(TOKEN_FIELD), within_seconds=TOKEN_LIVES_SECONDS)
    except SealBroken:
        raise Refused("form_stale") from None
    if bound != _mark(binding) and (own or bound != _mark(None)):
        raise Refused("form_stale")
    return form


def sent_in(request: Request) -> Form | None:
    """What was sent with this request, as far as it was read: to show it to the same browser again, not to believe it."""
    sent: Form | None = getattr(request.state, "sent", None)
    return sent


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
        if told is not None and _site(told) != host:
            return False
    return True


def _site(address: str) -> str | None:
    try:
        return urlsplit(address).netloc
    except ValueError:  # `http://[` is no address at all
        return None


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for chunk in _stream(request, MOST_BYTES, "body_too_long"):
        body += chunk
    return bytes(body)


async def _stream(request: Request, most: int, key: str) -> AsyncGenerator[bytes, None]:
    """The body in pieces, no further than the limit, whatever was declared."""
    if _declared(request) > most:
        raise TooLarge(key)
    read = 0
    async for chunk in request.stream():
        read += len(chunk)
        if read > most:
            raise TooLarge(key)
        yield chunk


def _declared(request: Request) -> float:
    declared = request.headers.get("content-length", "0")
    # `²` is a digit too, and no number.
    return int(declared) if declared.isdecimal() else math.inf


async def _with_files(request: Request) -> Form:
    """A form with files. What is larger than a megabyte waits on disk without a name, and is gone with the request."""
    if _declared(request) > MOST_BYTES_WITH_FILES:
        request.state.sent = await _words_alone(request)
        raise TooLarge("files_too_large")
    stream = _stream(request, MOST_BYTES_WITH_FILES, "files_too_large")
    parser = MultiPartParser(request.headers, stream, max_files=MOST_FILES, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES)
    try:
        sent = await parser.parse()
    except (MultiPartException, ValueError, KeyError, PortalError) as fault:  # wrong UTF-8, a head that is none
        request.state.sent = _texts(parser)
        if isinstance(fault, PortalError):
            raise
        many = isinstance(fault, MultiPartException) and "Too many files" in fault.message
        raise BadRequest("files_too_many" if many else "body_unreadable") from None
    try:
        uploads = [value for _, value in sent.multi_items() if isinstance(value, UploadFile)]
        # A browser sends a nameless, empty part for a field in which nothing was chosen.
        files = tuple([Upload(each.filename or "", await each.read()) for each in uploads if each.filename or each.size])
    finally:
        await sent.close()
    return Form(_texts(parser).fields, files)


async def _words_alone(request: Request) -> Form:
    """The text fields before the first file of a form that is refused anyway: nothing else of it is read or kept."""
    parser = MultiPartParser(request.headers, _beginning(request), max_files=0, max_fields=MOST_FIELDS, max_part_size=MOST_BYTES)
    with suppress(MultiPartException, ValueError, KeyError):  # the first file ends it
        await parser.parse()
    return _texts(parser)


async def _beginning(request: Request) -> AsyncGenerator[bytes, None]:
    read = 0
    async for chunk in request.stream():
        yield chunk[: MOST_BYTES - read]
        read += len(chunk)
        if read >= MOST_BYTES:
            return


def _texts(parser: MultiPartParser) -> Form:
    return Form(_fields([(name, value) for name, value in parser.items if isinstance(value, str)]))


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
    return Form(_fields(pairs))


def _fields(pairs: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    # Browsers send line ends as CR LF; the same text typed on the other door has LF.
    return tuple((name, value.replace("\r\n", "\n")) for name, value in pairs)
