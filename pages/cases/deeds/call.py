"""One call that a page will send once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage


@dataclass(frozen=True)
class Call:
    """`scope` names the deed: its request id stays the same until it was acknowledged, so that a double click does it once."""

    scope: str
    send: Callable[[UUID], CasePage]


# The deed comes as Any: which dataclass it is was just looked up.
Ways = Mapping[type, Callable[[Any, CasePage, Gateway], Call]]
