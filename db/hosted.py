"""Whether a hosted Supabase is ready for this code: asked as nobody, with the publishable key alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from db.migrate import known_migrations

_PUSH = "supabase --workdir db db push"
# PostgREST: no such schema among the exposed; no such function; its picture of the database could not be made.
_NOT_EXPOSED, _NO_FUNCTION, _NO_PICTURE = "PGRST106", "PGRST202", ("PGRST001", "PGRST002", "PGRST003")


@dataclass(frozen=True)
class Trouble:
    """What is not as it should be, and what mends it. `fatal`: the portal cannot serve anybody."""

    what: str
    remedy: str
    fatal: bool = True

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}"


def troubles(url: str, key: str, client: httpx.Client) -> Iterator[Trouble]:
    """Everything that is wrong, the schema first; nothing when all is well. Raises `httpx.TransportError`."""
    ours = list(_schema(_ask(client, "POST", f"{url}/rest/v1/rpc/schema_version", key, schema="api")))
    yield from ours
    if not any(each.fatal for each in ours):
        for schema in ("portal", "private"):
            if _code(_ask(client, "GET", f"{url}/rest/v1/x", key, schema=schema)) != _NOT_EXPOSED:
                yield Trouble(
                    f"The schema {schema} is exposed.", "Take it off the list in Integrations → Data API: only api belongs there."
                )
    yield from _accounts(_ask(client, "GET", f"{url}/auth/v1/settings", key))


def schema_troubles(url: str, key: str, client: httpx.Client) -> list[Trouble]:
    """One question, asked before the app serves anybody. Raises `httpx.TransportError`."""
    return list(_schema(_ask(client, "POST", f"{url}/rest/v1/rpc/schema_version", key, schema="api")))


def _ask(client: httpx.Client, method: str, address: str, key: str, *, schema: str | None = None) -> httpx.Response:
    headers = {"apikey": key, "Accept": "application/json"}
    if schema is not None:
        headers["Content-Profile" if method == "POST" else "Accept-Profile"] = schema
    return client.request(method, address, headers=headers, json={} if method == "POST" else None)


def _code(answer: httpx.Response) -> str:
    told = _json(answer)
    return str(told.get("code", ""))


def _json(answer: httpx.Response) -> dict[str, Any]:
    try:
        told = answer.json()
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _schema(answer: httpx.Response) -> Iterator[Trouble]:
    code = _code(answer)
    if answer.is_success:
        yield from _version(_json(answer))
    elif code == _NOT_EXPOSED:
        yield Trouble(
            "The schema api is not exposed.", "In the dashboard: Integrations → Data API → Exposed schemas: api, and only api."
        )
    elif code == _NO_FUNCTION:
        yield Trouble("The portal's functions are not there.", f"Apply the migrations: {_PUSH}")
    elif code in _NO_PICTURE:
        yield Trouble(
            "The Data API cannot read the database.",
            "Is the project paused, or a schema exposed that does not exist? Apply the migrations first, then expose api.",
        )
    elif answer.status_code in (httpx.codes.UNAUTHORIZED, httpx.codes.FORBIDDEN):
        yield Trouble(
            "Supabase refuses the publishable key.",
            "Copy it again: Project Settings → API Keys → Publishable key, of this project.",
        )
    else:
        yield Trouble(
            f"SUPABASE_URL answers with status {answer.status_code} {code}".rstrip() + ".",
            "It should be https://PROJECT.supabase.co, without a path.",
        )


def _version(told: dict[str, Any]) -> Iterator[Trouble]:
    known = known_migrations()
    newest, applied = str(told.get("newest") or ""), int(told.get("applied") or 0)
    versions = [each.version for each in known]
    if not newest:
        yield Trouble(
            "The database does not say which migrations it has.",
            f"They were applied without the Supabase CLI's ledger; make a new project and apply them with: {_PUSH}",
        )
    elif newest not in versions or applied > len(versions):
        yield Trouble(
            f"The database has migrations that this version of the portal does not know (its newest is {newest}).",
            "It was opened by a newer version: start that one.",
        )
    elif applied < len(versions):
        yield Trouble(
            f"The database lacks {len(versions) - applied} of the {len(versions)} migrations (its newest is {newest}).",
            f"Run: {_PUSH}",
        )
    if not told.get("guarded"):
        yield Trouble(
            "PostgREST is not told to check each request, so a token that never ends would be taken.",
            "In the SQL editor: alter role authenticator set pgrst.db_pre_request = 'private.check_request'; "
            "notify pgrst, 'reload config';",
            fatal=False,
        )
    if not told.get("evidence"):
        yield Trouble(
            "Storage has no rules for the bucket evidence, so files cannot be attached.",
            "Switch Storage on and run the last statement of 20261122009100_storage.sql in the SQL editor.",
            fatal=False,
        )


def _accounts(answer: httpx.Response) -> Iterator[Trouble]:
    if not answer.is_success:
        yield Trouble("Supabase Auth does not answer.", f"Its settings gave status {answer.status_code}.", fatal=False)
        return
    told = _json(answer)
    if told.get("disable_signup"):
        yield Trouble(
            "New users may not sign up, so nobody can accept an invitation.",
            "Authentication → Sign In / Providers: allow new users to sign up. An account without an invitation sees nothing.",
            fatal=False,
        )
    external = told.get("external")
    if isinstance(external, dict) and not external.get("email", True):
        yield Trouble("Signing in with e-mail is off.", "Authentication → Sign In / Providers → Email: enable it.", fatal=False)
    if told.get("mailer_autoconfirm"):
        yield Trouble(
            "Addresses are not confirmed by mail, so an account can claim somebody else's.",
            "Authentication → Sign In / Providers → Email: confirm email.",
            fatal=False,
        )
