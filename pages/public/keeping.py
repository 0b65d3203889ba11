"""What both doors do when a worker says anew how she may be reached."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from uuid import UUID, uuid5

from components.identities.texts import Plan, plan_of, to_text
from components.mine.plan import Wish
from db import identities
from db.gateway import Gateway
from db.models import CasePage, Identity
from db.sealing import SealBroken
from pages.public.filing import Seals


def keep(gateway: Gateway, form: UUID, wish: Wish, seals: Seals) -> CasePage:
    """Seal what she gave and store it, in one call. A form sent again with other words is another request."""
    request = uuid5(form, json.dumps(asdict(wish), ensure_ascii=False))
    sealed = "" if wish.forget else seals.identity(to_text(wish.person)) if wish.person else None
    plan = None
    if wish.plan is not None:
        text = to_text(wish.plan)
        plan = seals.plan(text) if text else ""
    return identities.keep(gateway, request, None, sealed=sealed, plan=plan)


def her_plan(identity: Identity | None, unseal: Callable[[str], str]) -> Plan:
    """Her own plan, for her own form; an empty one when there is none, or none that can be read."""
    try:
        return plan_of(unseal(identity.plan)) if identity and identity.plan else Plan()
    except SealBroken:
        return Plan()
