"""What people do beside the browsers of a story, by the very calls that the portal makes for them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, LiteralString

import psycopg

from db.demo.stage import CaseOnStage, Stage
from db.embedded import EmbeddedServer
from db.errors import PortalError, refusal
from tests.browser.conftest import COORDINATOR


class Aside:
    """The people of the demonstration, in the running portal's own database."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._connection = psycopg.connect(server.conninfo("postgres"), autocommit=True)
        accounts = dict(self._connection.execute("select email, user_id from portal.person").fetchall())
        # Nobody on this stage seals anything, so its key opens nothing.
        self._stage = Stage(self._connection, accounts, bytes(32))

    @contextlib.contextmanager
    def case(self) -> Iterator[CaseOnStage]:
        """A new case of the coordinator; what is played within happens at once."""
        with self._connection.transaction():
            yield CaseOnStage(self._stage, COORDINATOR)

    def fold(self) -> None:
        """Let the figures be folded now, as the minute does."""
        self._connection.execute("select private.fold_figures()")

    def asks(self, who: str, function: str, /, **arguments: object) -> Any:
        """What api.`function` answers somebody now; its refusal is raised as the portal would read it."""
        try:
            with self._connection.transaction():
                return self._stage.act(who, datetime.now(UTC), function, **arguments)
        except psycopg.Error as error:
            state, said = error.sqlstate or "", error.diag
            if not state.startswith("PT"):
                raise
            raise refusal(int(state[2:]), said.message_primary, said.message_detail, said.message_hint) from None

    def refused(self, who: str, function: str, /, **arguments: object) -> str:
        """The key of a refusal that must come."""
        try:
            self.asks(who, function, **arguments)
        except PortalError as error:
            return error.key
        raise AssertionError(f"{function} was not refused to {who}")

    def owner(self, statement: LiteralString) -> None:
        """What the portal does by itself, such as its clockwork, at once."""
        self._connection.execute(statement)

    def close(self) -> None:
        self._connection.close()
