"""A real mail server (aiosmtpd) that keeps what it gets and can be told what to answer, and the minute job in front of it."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword

from db.mailing import Drained, drain
from db.settings import MailSettings
from db.ticking import tick
from tests.procedure.world import World

ZONE = ZoneInfo("Asia/Shanghai")
PASSWORD = "a mail server's password"


class Letterbox:
    """What arrived, and how the server answers: `to_recipient` and `to_data` hold the next answers, then 250."""

    def __init__(self) -> None:
        self.arrived: list[tuple[list[str], bytes]] = []
        self.to_recipient: list[str] = []
        self.to_data: list[str] = []
        self.while_taking: Callable[[], None] | None = None

    async def handle_RCPT(self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        if self.to_recipient:
            return self.to_recipient.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        if self.to_data:
            return self.to_data.pop(0)
        assert isinstance(envelope.content, bytes)
        self.arrived.append((list(envelope.rcpt_tos), envelope.content))
        if self.while_taking is not None:
            self.while_taking()
        return "250 taken"

    @property
    def readers(self) -> list[str]:
        return sorted(one for readers, _ in self.arrived for one in readers)

    @property
    def mails(self) -> list[EmailMessage]:
        return [message_from_bytes(content, policy=policy.default) for _, content in self.arrived]  # type: ignore[misc]


@contextmanager
def mail_server(box: Letterbox, port: int, *, context: ssl.SSLContext | None = None, login: bool = False) -> Iterator[None]:
    """The server, listening until the block ends. `context`: STARTTLS; `login`: who does not sign in is refused."""

    def allowed(_server: object, _session: object, _envelope: object, _how: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data.login == b"portal" and data.password == PASSWORD.encode(), handled=False)

    more: dict[str, Any] = {"tls_context": context, "require_starttls": context is not None}
    if login:
        more |= {"authenticator": allowed, "auth_required": True, "auth_require_tls": False}
    server = Controller(box, hostname="127.0.0.1", port=port, **more)
    server.start()
    try:
        yield
    finally:
        server.stop()


def settings(port: int, **changes: Any) -> MailSettings:
    kept: dict[str, Any] = {
        "host": "127.0.0.1", "port": port, "tls": "none", "sender": "Handshake <portal@handshake.example>",
        "address": "https://portal.example",
    }  # fmt: skip
    return MailSettings(**(kept | changes))


class Minutes:
    """The minute job at an hour of the test's choosing: `at("10:20")`, then `pass_()` and `drain()`."""

    def __init__(self, world: World, port: int) -> None:
        self.world = world
        self.settings = settings(port)
        # A Monday to come, on the clock of everybody in this world.
        today = datetime.now(ZONE).date()
        self._monday = today + timedelta(days=7 - today.weekday())

    def at(self, hour: str, *, day: int = 0) -> datetime:
        """From now on things happen at that hour of that day (0 is the Monday)."""
        instant = datetime.combine(self._monday + timedelta(days=day), datetime.strptime(hour, "%H:%M").time(), ZONE)  # noqa: DTZ007
        self.world.come_back()
        self.world.travel(seconds=(instant - self.world.now).total_seconds())
        return instant

    @contextmanager
    def owner(self) -> Iterator[psycopg.Connection[Any]]:
        with psycopg.connect(self.world.database.conninfo("postgres")) as connection:
            connection.execute("select set_config('portal.now', %s, false)", [self.world.now.isoformat()])
            connection.commit()
            yield connection

    def pass_(self) -> dict[str, Any]:
        """Time passes; nothing is sent."""
        with self.owner() as connection:
            done = tick(connection)
        assert not [part for part in done.values() if isinstance(part, dict) and "failed" in part], done
        return done

    def drain(self, **more: Any) -> Drained:
        with self.owner() as connection:
            return drain(connection, more.pop("settings", self.settings), **more)

    def minute(self) -> Drained:
        """Both, as the job does it."""
        self.pass_()
        return self.drain()

    def outbox(self, who: str) -> list[dict[str, Any]]:
        return [
            row[0]
            for row in self.world.rows(
                "select to_jsonb(b) from portal.outbox b where b.person_id = %s order by b.queued_at",
                self.world.people[who].person,
            )
        ]

    def due(self, who: str) -> list[str]:
        """When the mails of somebody leave or left, on their clock: "Mon 12:00"."""
        return [datetime.fromisoformat(one["due_at"]).astimezone(ZONE).strftime("%a %H:%M") for one in self.outbox(who)]


def kinds(world: World, who: str) -> list[str]:
    """What somebody's list of notices says, the oldest first; what is read stands in brackets."""
    rows = reversed(world.call(who, "notices")["notices"])
    return [f"({one['kind']})" if one["read"] else str(one["kind"]) for one in rows]
