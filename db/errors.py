"""What can go wrong, one class per meaning.

A refusal of the database carries a stable key, facts and a sentence; screens translate the key.
Whatever is unknown becomes `Broken` with an incident number: the details go to the log, never to a person.
"""

from __future__ import annotations

import json
import logging
import secrets
from typing import Any

log = logging.getLogger("portal.db")

_INCIDENT_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


class PortalError(Exception):
    """Something was refused or failed; `key` is stable, `facts` are small JSON values, `hint` a sentence."""

    key = "broken"

    def __init__(self, key: str | None = None, facts: dict[str, Any] | None = None, hint: str = "") -> None:
        self.key = key or type(self).key
        self.facts: dict[str, Any] = facts or {}
        self.hint = hint
        super().__init__(self.key)


class BadRequest(PortalError):
    """400: what was sent cannot be understood or is out of bounds."""

    key = "value_invalid"


class SignInNeeded(PortalError):
    """401: nobody is signed in, or the session has ended."""

    key = "sign_in_needed"


class Refused(PortalError):
    """403: known, visible, and not allowed."""

    key = "not_allowed"


class Absent(PortalError):
    """404: does not exist or is not yours; the two are never told apart."""

    key = "absent"


class Conflict(PortalError):
    """409: the thing has moved on since it was read, or the rule of its state forbids the step."""

    key = "case_state_changed"


class TooLarge(PortalError):
    """413: longer or bigger than the limit named in the facts."""

    key = "body_too_long"


class TooMany(PortalError):
    """429: slowed down; `facts["retry_seconds"]` says for how long."""

    key = "rate_limited"


class Unavailable(PortalError):
    """The backend did not answer; `maybe_done` says that the write may have been stored all the same."""

    key = "unavailable"

    def __init__(
        self,
        key: str | None = None,
        facts: dict[str, Any] | None = None,
        hint: str = "",
        *,
        maybe_done: bool = False,
    ) -> None:
        super().__init__(key, facts, hint)
        self.maybe_done = maybe_done


class Broken(PortalError):
    """A fault of ours; `incident` is what a person may quote, the log knows the rest."""

    key = "broken"

    def __init__(self, incident: str) -> None:
        super().__init__("broken", {"incident": incident})
        self.incident = incident


_BY_STATUS: dict[int, type[PortalError]] = {
    400: BadRequest,
    401: SignInNeeded,
    403: Refused,
    404: Absent,
    409: Conflict,
    413: TooLarge,
    429: TooMany,
}


def refusal(status: int, key: str | None, detail: str | None, hint: str | None) -> PortalError:
    """The error for a `PT4xx` raised in SQL: `detail` is JSON text, and anything else there is dropped."""
    kind = _BY_STATUS.get(status, BadRequest if 400 <= status < 500 else None)
    if kind is None:
        return broken(f"status {status}", key or "")
    return kind(key, _facts(detail), hint or "")


def broken(where: str, what: str) -> Broken:
    """Log a fault under a new incident number; `what` must hold no value that a person typed."""
    incident = "E-" + "".join(secrets.choice(_INCIDENT_ALPHABET) for _ in range(5))
    log.error("%s in %s: %s", incident, where, what)
    return Broken(incident)


def _facts(detail: str | None) -> dict[str, Any]:
    try:
        facts = json.loads(detail) if detail else {}
    except ValueError:
        return {}
    return facts if isinstance(facts, dict) else {}
