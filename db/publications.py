"""Published figures: frozen tables of ended quarters, safe against subtraction (docs/disclosure-control.md)."""

from __future__ import annotations

from uuid import UUID

from db.gateway import Gateway
from db.models.publication import Published
from db.shape import shape


def published(gateway: Gateway, brand: UUID | None = None) -> Published:
    """What was published for the reader: a brand its own scope, a workplace its peers, Handshake the public or one `brand`.

    Raises Refused (`not_allowed`) without an account, and for a custodian.
    """
    return shape(Published, gateway.call("published", brand=brand))


def public_figures(gateway: Gateway) -> Published:
    """What everybody may know: each published quarter and version; the same for all readers, signed in or not."""
    return shape(Published, gateway.call("public_figures"))
