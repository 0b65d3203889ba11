"""Admitting, classifying, permissions, silence."""

from __future__ import annotations

from components.case.steering import Admit, Classify, EndSilence, GiveConsent, SetCauses, WithdrawConsent
from components.i18n import spoken
from db import cases, remedy
from db.gateway import Gateway
from db.models import CasePage
from db.receipts import TEXT_VERSION
from pages.cases.deeds.call import Call, Ways


def admit(deed: Admit, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"admit:{ref}:{deed.organization}", lambda request: cases.admit(gateway, request, ref, deed.organization))


def classify(deed: Classify, page: CasePage, gateway: Gateway) -> Call:
    ref, revision = page.case.reference, page.case.revision
    return Call(
        f"classify:{ref}",
        lambda request: cases.classify(gateway, request, ref, revision, deed.issues, deed.severity),
    )


def give_consent(deed: GiveConsent, page: CasePage, gateway: Gateway) -> Call:
    ref, language = page.case.reference, spoken().language
    return Call(
        f"consent:{ref}:{deed.recipient}:{deed.item}:{deed.party}",
        lambda request: cases.give_consent(
            gateway,
            request,
            ref,
            deed.item,
            deed.recipient,
            deed.given_how,
            TEXT_VERSION,
            language,
            deed.guardian,
            deed.child_agreed,
            deed.party,
        ),
    )


def withdraw_consent(deed: WithdrawConsent, _page: CasePage, gateway: Gateway) -> Call:
    return Call(f"withdraw:{deed.consent}", lambda request: cases.withdraw_consent(gateway, request, deed.consent))


def end_silence(deed: EndSilence, page: CasePage, gateway: Gateway) -> Call:
    ref, revision = page.case.reference, page.case.revision
    return Call(
        f"silence:{ref}:{hash(deed.reason)}",
        lambda request: cases.end_no_tip_off(gateway, request, ref, revision, deed.reason),
    )


def set_causes(deed: SetCauses, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"causes:{ref}:{hash(deed)}", lambda request: remedy.set_causes(gateway, request, ref, deed.causes))


WAYS: Ways = {
    Admit: admit,
    Classify: classify,
    GiveConsent: give_consent,
    WithdrawConsent: withdraw_consent,
    EndSilence: end_silence,
    SetCauses: set_causes,
}
