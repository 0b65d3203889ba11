"""Policies and protocols: read by everybody, acknowledged by those they bind, published by a supervisor. One call each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from db.gateway import Gateway
from db.models.policies import PolicyPage
from db.shape import shape


@dataclass(frozen=True)
class Draft:
    """The next version as a supervisor writes it; `after_version` is the one it follows, 0 for none."""

    kind: str
    country: str | None
    after_version: int
    holds_from: date
    body_en: str
    body_zh: str
    changed_en: str
    changed_zh: str


def policies(gateway: Gateway, kind: str | None = None, country: str | None = None, version: int | None = None) -> PolicyPage:
    """The versions that hold and one in full, by default the general procedure. Raises NotFound for one that is none."""
    return shape(PolicyPage, gateway.call("policies", kind=kind, country=country, version=version))


def acknowledge_policy(gateway: Gateway, request_id: UUID, policy: UUID) -> PolicyPage:
    """Note that the caller has read it. Raises Conflict (`policy_changed`) when there is a newer version."""
    return shape(PolicyPage, gateway.call("acknowledge_policy", request_id=request_id, policy=policy))


def publish_policy(gateway: Gateway, request_id: UUID, draft: Draft) -> PolicyPage:
    """Publish the next version and tell everybody whom it binds. Raises BadRequest, Conflict (`policy_changed`)."""
    answer = gateway.call(
        "publish_policy", request_id=request_id, kind=draft.kind, after_version=draft.after_version,
        holds_from=draft.holds_from, body_en=draft.body_en, body_zh=draft.body_zh, changed_en=draft.changed_en,
        changed_zh=draft.changed_zh, country=draft.country,
    )  # fmt: skip
    return shape(PolicyPage, answer)
