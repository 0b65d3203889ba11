"""What a worker says by a button becomes its one call: the same through both doors."""

from __future__ import annotations

from uuid import UUID

from components.i18n import Words
from components.mine.deeds import (
    Accept,
    Answer,
    Appeal,
    Decline,
    Dispute,
    End,
    Have,
    InGroup,
    Leave,
    Pressure,
    Reopen,
    Say,
    Speak,
    Switch,
    Withdraw,
    wordless,
)
from db import groups, procedure, receipts, remedy, retaliation
from db.errors import BadRequest
from db.gateway import Gateway
from db.models import CasePage

# What is said when it is done, by a short name that may stand in an address.
DONE = {
    "answered": "mine-remedy-noted",
    "withdraw": "mine-done-withdraw",
    "reopen": "mine-done-reopen",
    "appeal": "mine-done-appeal",
    "pressure": "retaliation-mine-sent",
}
_NAMES: dict[type, str | None] = {Withdraw: "withdraw", Reopen: "reopen", Appeal: "appeal", Pressure: "pressure", Switch: None}


def send(gateway: Gateway, request: UUID, answer: Answer, words: Words) -> CasePage:
    """Carry it out, once; the answer is her page as it then is. BadRequest for words that are none, or too many."""
    if lacking := wordless(answer):
        raise BadRequest(lacking)
    match answer:
        case Accept(version):
            return remedy.accept_plan(gateway, request, version, None)
        case Dispute(action, said):
            return remedy.dispute_action(gateway, request, action, said)
        case Have(entry, confirmed):
            return remedy.confirm_remedy(gateway, request, entry, None, confirmed=confirmed)
        case End(said):
            return remedy.evaluate(gateway, request, said, None)
        case Say(what, readers):
            return receipts.write(gateway, request, words.t(f"mine-say-{what}"), readers)
        case Speak() | Decline() | Leave():
            return _in_group(gateway, request, answer)
    return _steer(gateway, request, answer)


def _in_group(gateway: Gateway, request: UUID, answer: InGroup) -> CasePage:
    match answer:
        case Speak(number):
            return groups.choose_voice(gateway, request, number)
        case Decline(version):
            return groups.decline_plan(gateway, request, version, None)
        case Leave():
            return groups.leave_group(gateway, request)


def _steer(gateway: Gateway, request: UUID, answer: Withdraw | Reopen | Appeal | Pressure | Switch) -> CasePage:
    match answer:
        case Withdraw(revision):
            return procedure.withdraw(gateway, request, None, revision)
        case Reopen(revision, reason):
            return procedure.reopen(gateway, request, None, revision, reason)
        case Appeal(grounds):
            return procedure.appeal(gateway, request, None, grounds)
        case Pressure(said, violent):
            return retaliation.open_retaliation(gateway, request, None, said, violent=violent)
        case Switch(reference):
            return retaliation.switch_case(gateway, reference)


def done(answer: Answer) -> str | None:
    """Its name in `DONE`; looking at another case says nothing."""
    return _NAMES.get(type(answer), "answered")


def scope(answer: Answer) -> str:
    """Names the deed, so that its request id stays the same until it was acknowledged."""
    return f"mine:{hash(answer)}"
