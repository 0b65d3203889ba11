"""Server-side sessions: the browser holds a random token, the database its hash, this module what is needed between."""

from __future__ import annotations

import json
import secrets
import threading
import time
import weakref
from collections import OrderedDict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from db import sessions
from db.connect import Backend
from db.errors import SignInNeeded
from db.gateway import Credentials, Gateway
from db.models import Person
from db.ports import Tokens
from db.sealing import SealBroken, Sealer
from db.sessions import digest

SESSION_SECONDS: Final = 12 * 3600
RENEW_BEFORE: Final = timedelta(minutes=2)
FRESH: Final = timedelta(seconds=5)
REMEMBERED: Final = 5_000
A_SECOND: Final = 1.0


@dataclass
class LiveVisit:
    """A session as this process knows it, by the hash of its token. The database still decides on each call."""

    token_hash: str
    person: Person
    tokens: Tokens
    network: str | None
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def credentials(self) -> Credentials:
        return Credentials(
            user_id=self.tokens.user_id,
            access_token=self.tokens.access_token,
            session=self.token_hash,
            network=self.network,
            issued_at=int(self.tokens.issued_at.timestamp()),
        )


class Sessions:
    """Opens, finds, renews and closes sessions. Safe to use from many threads."""

    def __init__(self, backend: Backend, sealer: Sealer) -> None:
        self._backend = backend
        self._sealer = sealer
        self._seen: OrderedDict[str, LiveVisit] = OrderedDict()
        # One visit for one session, as long as any tab holds it: two would both use up its refresh token.
        self._held: weakref.WeakValueDictionary[str, LiveVisit] = weakref.WeakValueDictionary()
        self._lock = threading.Lock()

    def begin(self, tokens: Tokens, browser: str, network: str | None) -> tuple[str, Person]:
        """Store a session for whoever these tokens name; returns the one-time ticket for this browser.

        Raises SignInNeeded when the account belongs to nobody here.
        """
        try:
            return self._begin(tokens, browser, network)
        except SignInNeeded:
            if datetime.now(UTC) - tokens.issued_at > FRESH:
                raise
        # Signing out everywhere voids the tokens of its whole second, and these may be of the same one.
        time.sleep(A_SECOND)
        return self._begin(self._backend.identity.refresh(tokens.refresh_token), browser, network)

    def _begin(self, tokens: Tokens, browser: str, network: str | None) -> tuple[str, Person]:
        ticket = secrets.token_urlsafe(32)
        gateway = self._backend.gateway(
            Credentials(
                user_id=tokens.user_id,
                access_token=tokens.access_token,
                network=network,
                issued_at=int(tokens.issued_at.timestamp()),
            )
        )
        person = sessions.open_session(gateway, _bound(ticket, browser), self._seal(tokens), SESSION_SECONDS)
        sessions.sign_in_succeeded(gateway)
        return ticket, person

    def redeem(self, ticket: str, browser: str) -> str:
        """A new random token for the cookie; raises SignInNeeded for a used, old or foreign ticket."""
        token = secrets.token_urlsafe(32)
        sessions.redeem_session(self._backend.gateway(), _bound(ticket, browser), digest(token))
        return token

    def find(self, token: str, network: str | None) -> LiveVisit | None:
        """The live session of a cookie, asked of the database; None when it has ended."""
        return self._ask(digest(token), network)

    def recall(self, token_hash: str, network: str | None) -> LiveVisit | None:
        """The same by the hash, which the door has told the page; the database is asked only for what was forgotten."""
        return self.known(token_hash) or self._ask(token_hash, network)

    def _ask(self, token_hash: str, network: str | None) -> LiveVisit | None:
        kept = self._kept(token_hash)
        if kept is None:
            self.forget(token_hash)
            return None
        person, tokens = kept
        with self._lock:
            visit = self._held.get(token_hash)
            if visit is None:
                visit = self._held[token_hash] = LiveVisit(token_hash, person, tokens, network)
            else:
                visit.person, visit.network = person, network
            self._seen[token_hash] = visit
            self._seen.move_to_end(token_hash)
            while len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return visit

    def _kept(self, token_hash: str) -> tuple[Person, Tokens] | None:
        """Person and tokens as the database keeps them now; None when the session has ended."""
        found = sessions.find_session(self._backend.gateway(), token_hash)
        try:
            return None if found is None else (found.person, self._unseal(found.sealed))
        except SealBroken:
            return None  # the key was changed: everybody signs in again

    def known(self, token_hash: str) -> LiveVisit | None:
        """What this process remembers of a session; the database is not asked."""
        with self._lock:
            return self._held.get(token_hash)

    def forget(self, token_hash: str) -> None:
        with self._lock:
            self._seen.pop(token_hash, None)
            self._held.pop(token_hash, None)

    def close(self, token: str) -> None:
        """Sign out every tab of this browser, here and at the identity service."""
        visit = self.known(digest(token)) or self.find(token, None)
        sessions.close_session(self._backend.gateway(), digest(token))
        self.forget(digest(token))
        if visit is not None:
            self._backend.identity.sign_out(visit.tokens.access_token)

    def speak(self, visit: LiveVisit, language: str) -> None:
        """Remember the language of somebody's screens."""
        sessions.set_language(SessionGateway(self, visit), language)
        visit.person = replace(visit.person, language=language)

    def renewed(self, visit: LiveVisit) -> Credentials:
        """Credentials with an access token that is good for a while; one thread renews, the others wait."""
        if visit.tokens.expires_at - datetime.now(UTC) > RENEW_BEFORE:
            return visit.credentials()
        with visit.lock:
            if visit.tokens.expires_at - datetime.now(UTC) > RENEW_BEFORE:
                return visit.credentials()
            visit.tokens = self._renew(visit)
        return visit.credentials()

    def _renew(self, visit: LiveVisit) -> Tokens:
        # Another process may have renewed them: a refresh token works once, and a second use ends the session.
        kept = self._kept(visit.token_hash)
        if kept is None:
            raise SignInNeeded("sign_in_needed", {}, "Sign in again.")
        if kept[1].expires_at - datetime.now(UTC) > RENEW_BEFORE:
            return kept[1]
        tokens = self._backend.identity.refresh(kept[1].refresh_token)
        if not sessions.renew_session(self._backend.gateway(), visit.token_hash, self._seal(tokens)):
            raise SignInNeeded("sign_in_needed", {}, "Sign in again.")
        return tokens

    def gateway(self, credentials: Credentials) -> Gateway:
        return self._backend.gateway(credentials)

    def _seal(self, tokens: Tokens) -> str:
        return self._sealer.seal(
            json.dumps(
                {
                    "user_id": tokens.user_id,
                    "access_token": tokens.access_token,
                    "refresh_token": tokens.refresh_token,
                    "issued_at": tokens.issued_at.isoformat(),
                    "expires_at": tokens.expires_at.isoformat(),
                }
            )
        )

    def _unseal(self, sealed: str) -> Tokens:
        kept = json.loads(self._sealer.unseal(sealed))
        return Tokens(
            kept["user_id"],
            kept["access_token"],
            kept["refresh_token"],
            datetime.fromisoformat(kept["issued_at"]),
            datetime.fromisoformat(kept["expires_at"]),
        )


class SessionGateway:
    """A gateway that acts as one session, and renews its tokens when they near their end."""

    def __init__(self, held_by: Sessions, visit: LiveVisit) -> None:
        self._sessions = held_by
        self._visit = visit
        self._inner: tuple[Credentials, Gateway] | None = None

    def call(self, function: str, /, **arguments: object) -> Any:
        return self._gateway().call(function, **arguments)

    def patient(self, seconds: float) -> Gateway:
        """The same with more time for one call, where the backend allows it."""
        inner = self._gateway()
        patient = getattr(inner, "patient", None)
        return inner if patient is None else patient(seconds)

    def _gateway(self) -> Gateway:
        credentials = self._sessions.renewed(self._visit)
        if self._inner is None or self._inner[0] != credentials:
            self._inner = (credentials, self._sessions.gateway(credentials))
        return self._inner[1]


def _bound(ticket: str, browser: str) -> str:
    # A ticket opens nothing in another browser: nobody can be signed in as somebody else by a link.
    return digest(f"{ticket}:{browser}")
