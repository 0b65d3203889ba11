"""The same work of this portal over the same PostgREST: one call of `api` a page, and the answer to a deed is the next page."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx


def _call(client: httpx.Client, function: str, **arguments: object) -> Any:
    answer = client.post(f"/rpc/{function}", json=arguments, headers={"Content-Profile": "api"})
    answer.raise_for_status()
    return answer.json()


def inbox(client: httpx.Client, status: str) -> Any:
    """The first page of that box."""
    return _call(client, "inbox", box=status)


def case(client: httpx.Client, reference: str) -> Any:
    """The case page."""
    return _call(client, "case_page", reference=reference)


def figures(client: httpx.Client) -> Any:
    """The figures of whoever asks."""
    return _call(client, "figures")


def post(client: httpx.Client, reference: str, body: str, reader: str) -> Any:
    """Write to that party; the answer is the page."""
    return _call(client, "post_message", request_id=str(uuid4()), reference=reference, body=body, audience=[reader])
