"""The gate: the first statement of each page. It asks the database for nothing; the page's one call is decided there."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import MutableMapping, Sequence
from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx

from auth.actor import Visit
from auth.house import House, house
from auth.roles import BY_KEY, may_open
from auth.sessions import LiveVisit, SessionGateway
from db import receipts, sealing, sessions
from db.errors import Absent, PortalError, SignInNeeded
from db.exports import log_export
from db.gateway import Credentials
from db.models.exports import Exports
from db.ports import Tokens
from db.sessions import digest
from db.spreadsheets import CSV, XLSX, Cell, as_csv, as_xlsx

LANGUAGES: Final = ("en", "zh-Hans")
DRAFT_SECONDS: Final = 3600
_VISIT: Final = "portal-visit"
_ENDED: Final = "portal-ended"
# What somebody was writing, and the ids under which it was being sent: see composer, once and the pages' drafts.
# A caller's code too, whose case is filed: she is still on the telephone, and nobody can look it up for her.
_WRITING: Final = (
    "kept:", "put-back:", "once:", "case-stuck", "moderation-draft", "hotline-draft", "hotline-stage", "hotline-filed",
    "group-code:", "group-receipt:",
)  # fmt: skip
_DRAFTS: Final[dict[str, tuple[float, dict[str, Any]]]] = {}
_CODES: Final[dict[str, tuple[float, str]]] = {}


def require(key: str) -> Visit:
    """The visit, if it may open this page. Raises SignInNeeded for a stranger, Absent for somebody else's page."""
    page = BY_KEY[key]
    visit = here()
    if may_open(page, visit.role):
        return visit
    if visit.person is None:
        raise SignInNeeded("sign_in_needed", {}, "Sign in to open this page.")
    raise Absent("absent", {}, "There is no page here for you.")


def here() -> Visit:
    """Who is here on this run: kept for this WebSocket, which belongs to one browser and one session."""
    known: Visit | None = st.session_state.get(_VISIT)
    if known is None:
        known = st.session_state[_VISIT] = _arrive(house())
        if known.person is not None:
            _drafts_back(str(known.person.id), st.session_state)
    return known


def network() -> str | None:
    """The keyed hash of the network address this visit comes from, for counting tries."""
    return _told("network")


def _told(attribute: str) -> str | None:
    value = st.user.get(attribute)
    return value if isinstance(value, str) else None


def _arrive(held: House) -> Visit:
    session, receipt, network = _told("sub"), _told("receipt"), _told("network")
    live = _recalled(held, session, network) if session and st.session_state.get(_ENDED) != session else None
    if live is not None:
        gateway = SessionGateway(held.sessions, live)
        return Visit(
            live.person,
            gateway,
            live.person.language,
            receipt is not None,
            lambda: held.sessions.renewed(live),
            held.backend.files,
        )
    credentials = Credentials(receipt=receipt, network=network)
    language = _told("language") or _nearest(st.context.locale)
    return Visit(None, held.backend.gateway(credentials), language, receipt is not None, lambda: credentials, held.backend.files)


def _recalled(held: House, session: str, network: str | None) -> LiveVisit | None:
    try:
        return held.sessions.recall(session, network)
    except PortalError:
        return None  # as at the door: not knowing who is here means a stranger


def _nearest(locale: str | None) -> str:
    return "zh-Hans" if (locale or "").lower().startswith("zh") else "en"


def worker(visit: Visit) -> Visit:
    """The same browser as the worker whose receipt is open in it, even where a member of staff is signed in."""
    if visit.person is None:
        return visit
    receipt = Credentials(receipt=_told("receipt"), network=_told("network"))
    return Visit(
        None, house().backend.gateway(receipt), visit.language, receipt.receipt is not None, lambda: receipt, visit.files
    )


def ended(visit: Visit) -> None:
    """The database no longer knows this session: forget it here, keep what was being written for its owner."""
    if visit.person is not None:
        _drafts_away(str(visit.person.id), st.session_state)
        session = _told("sub")
        if session:
            house().sessions.forget(session)
            st.session_state[_ENDED] = session
    st.session_state.pop(_VISIT, None)


def sign_in(tokens: Tokens, address: str) -> None:
    """Begin a session for these tokens and send the browser through the door that sets its cookie."""
    ticket, _ = house().sessions.begin(tokens, _told("browser") or "", _told("network"))
    _go("/portal/session/open?" + urlencode({"ticket": ticket, "next": address}))


def sign_out() -> None:
    """End this session in every tab of the browser."""
    _go("/portal/session/close")


def sign_out_everywhere(visit: Visit) -> None:
    """End every session of this person and void all their tokens."""
    sessions.close_every_session(visit.gateway)


def open_receipt(typed: str) -> None:
    """Open the case of a receipt in this browser; raises Absent for every wrong code alike."""
    held = house()
    token = secrets.token_urlsafe(32)
    anonymous = held.backend.gateway(Credentials(network=_told("network")))
    receipts.open_receipt(anonymous, receipts.guess_hash(typed), digest(token))
    code = receipts.normalise(typed)
    if code is not None:
        _swept(_CODES)
        _CODES[digest(token)] = (time.monotonic(), code)
    ticket = held.tickets.seal(json.dumps({"token": token, "browser": _told("browser") or ""}))
    _go("/portal/receipt/open?" + urlencode({"ticket": ticket}))


def receipt_code_once(visit: Visit) -> str | None:
    """The code that was typed a moment ago, for the first look at the page; never again after that."""
    receipt = _told("receipt") if visit.has_receipt else None
    kept = _CODES.pop(receipt, None) if receipt else None
    return kept[1] if kept and time.monotonic() - kept[0] < 600 else None


def choose_language(visit: Visit, language: str) -> None:
    """Show everything in this language from now on, on this browser or for this person."""
    if language not in LANGUAGES:
        return
    session = _told("sub")
    live = house().sessions.known(session) if session and visit.person else None
    if live is not None:
        house().sessions.speak(live, language)
        st.session_state.pop(_VISIT, None)
        st.rerun()
    _go(f"/portal/language?to={quote(language)}&next={quote(_address())}")


def hand_out(visit: Visit, name: str, media_type: str, content: bytes) -> str:
    """The address at which this person alone can fetch a file, for ten minutes."""
    if visit.person is None:
        raise SignInNeeded("sign_in_needed", {}, "Sign in to export.")
    return f"/portal/handout/{house().handouts.keep(visit.person.id, name, media_type, content)}"


def take_away(
    visit: Visit,
    request_id: UUID,
    name: str,
    *,
    kind: str,
    head: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    of: str,
    narrowed: bool,
) -> tuple[Exports, str]:
    """Note a table, make its file (csv or xlsx) and hand it out, in this order: what was not noted is not handed out."""
    noted = log_export(visit.gateway, request_id, of=of, kind=kind, lines=len(rows), narrowed=narrowed)
    write, media = (as_csv, CSV) if kind == "csv" else (as_xlsx, XLSX)
    return noted, hand_out(visit, name, media, write(head, rows))


def seal_identity(text: str) -> str:
    """A worker's name and the way to her, sealed before it leaves this process."""
    return sealing.seal(text)


def invitation_link(code: str) -> str:
    """The whole address to hand to somebody who is invited."""
    base = str(st.context.url or "").split("?", maxsplit=1)[0]
    return f"{base.rsplit('/', 1)[0]}/invitation?code={quote(code)}"


def _address() -> str:
    """Path and query of the page that is open, on this site."""
    url = str(st.context.url or "/")
    path = "/" + url.split("://", 1)[-1].partition("/")[2].partition("?")[0]
    query = urlencode({name: st.query_params[name] for name in st.query_params})
    return f"{path}?{query}" if query else path


def address() -> str:
    """Where to come back to after signing in: the page that was asked for."""
    return _address()


def _go(path: str) -> None:
    # What st.login does itself: the browser leaves for an address of ours, where a route sets the cookie.
    context = get_script_run_ctx()
    if context is not None:
        message = ForwardMsg()
        message.auth_redirect.url = path
        context.enqueue(message)


def _drafts_away(owner: str, state: MutableMapping[Any, Any]) -> None:
    _swept(_DRAFTS)
    drafts = {key: state[key] for key in list(state) if isinstance(key, str) and key.startswith(_WRITING)}
    if drafts:
        _DRAFTS[owner] = (time.monotonic(), drafts)


def _drafts_back(owner: str, state: MutableMapping[Any, Any]) -> None:
    kept = _DRAFTS.pop(owner, None)
    if kept is not None and time.monotonic() - kept[0] < DRAFT_SECONDS:
        for key, value in kept[1].items():
            state.setdefault(key, value)


def _swept(kept: dict[str, Any]) -> None:
    for key in [key for key, value in kept.items() if time.monotonic() - value[0] > DRAFT_SECONDS]:
        del kept[key]
