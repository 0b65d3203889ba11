"""Published figures: frozen tables of ended quarters, safe against subtraction (docs/disclosure-control.md)."""

from __future__ import annotations

from uuid import UUID

from db.gateway import Gateway
from db.models.publication import Published
from db.shape import shape

# All that was ever published is read for each visit, and is new four times a year: an equal answer is not turned again.
_LAST: dict[str, tuple[object, Published]] = {}


def published(gateway: Gateway, brand: UUID | None = None) -> Published:
    """What was published for the reader: a brand its own scope, a workplace its peers, Handshake the public or one `brand`.

    Raises Refused (`not_allowed`) without an account, and for a custodian.
    """
    return shape(Published, gateway.call("published", brand=brand))


def public_figures(gateway: Gateway) -> Published:
    """What everybody may know: each published quarter and version; the same for all readers, signed in or not."""
    said = gateway.call("public_figures")
    before = _LAST.get("public")
    if before is None or before[0] != said:
        before = _LAST["public"] = (said, shape(Published, said))
    return before[1]
