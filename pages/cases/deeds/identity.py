"""Asking for a second key, taking back, and telling somebody what she allowed; and the look at what both keys opened."""

from __future__ import annotations

from uuid import UUID

from components import once, states
from components.i18n import t
from components.identities import card
from components.identities.card import Ask, PassOn, Revoke
from components.identities.keeping import Keep
from components.identities.texts import facts_of, to_text
from db import identities
from db.errors import PortalError, Refused, Unavailable
from db.gateway import Gateway
from db.models import CasePage, Opened
from db.sealing import SealBroken, seal, seal_plan, unseal, unseal_plan
from pages.cases.deeds.call import Call, Ways


def ask(deed: Ask, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference

    def send(request: UUID) -> CasePage:
        return _done(identities.ask(gateway, request, ref, deed.reason, deed.words, deed.party))

    return Call(f"identity-ask:{ref}:{deed.reason}:{hash(deed.words)}:{deed.party}", send)


def revoke(deed: Revoke, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference

    def send(request: UUID) -> CasePage:
        return _done(identities.revoke_on_case(gateway, request, deed.unlock, ref))

    return Call(f"identity-revoke:{deed.unlock}", send)


def pass_on(deed: PassOn, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(
        f"identity-pass-on:{ref}:{deed.item}:{deed.recipient}:{deed.party}",
        lambda request: identities.pass_on(gateway, request, ref, deed.item, deed.recipient, deed.party),
    )


def look(gateway: Gateway, reference: str, party: UUID | None) -> None:
    """Draw what both keys open, straight from the answer: it is kept in no session and in no cache."""
    scope = f"identity-look:{reference}:{party}"
    try:
        seen = identities.look(gateway, once.request_id(scope), reference, party)
    except PortalError as refused:
        unsure = isinstance(refused, Unavailable) and refused.maybe_done
        if not unsure:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=unsure, scope="identity")
        return
    once.done(scope)
    if not seen.opened or seen.until is None:
        states.refusal(seen.why or "other", scope="identity")
        return
    card.opened(_facts(seen), seen.until)


def _facts(seen: Opened) -> tuple[tuple[str, str], ...]:
    try:
        name = facts_of(unseal(seen.sealed)) if seen.sealed else ()
        return (*name, *(facts_of(unseal_plan(seen.plan)) if seen.plan else ()))
    except SealBroken:
        return (("", t("identity-broken")),)


def _done(answer: identities.Answer) -> CasePage:
    """The page, or the rule as a refusal: the case has recorded it, so there is nothing to undo."""
    if not answer.done:
        raise Refused(answer.why or "other", {}, "")
    return answer.page


def keep(deed: Keep, page: CasePage, gateway: Gateway) -> Call:
    """Sealed here, before it leaves; what was left empty stays as it is kept."""
    ref, person, plan = page.case.reference, to_text(deed.person), to_text(deed.plan)
    sealed, sealed_plan = seal(person) if person else None, seal_plan(plan) if plan else None
    return Call(
        f"identity-keep:{ref}:{deed.party}:{hash(deed)}",
        lambda request: identities.keep(gateway, request, ref, sealed=sealed, plan=sealed_plan, party=deed.party),
    )


WAYS: Ways = {Ask: ask, Revoke: revoke, PassOn: pass_on, Keep: keep}
