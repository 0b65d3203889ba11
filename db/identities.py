"""Identities under two keys: ask, agree, open, take back, write anew. The database holds sealed texts only."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage, ConsentItem, Opened, Requests
from db.shape import shape


@dataclass(frozen=True)
class Answer:
    """The case page after a deed; `why` is the rule that kept it from being done, which the case has recorded."""

    done: bool
    why: str | None
    page: CasePage


def ask(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, reference: str, reason: str, words: str, party: UUID | None = None
) -> Answer:
    """The first key: ask to open the identity of one case, of a group whose, with a reason."""
    answer = gateway.call("ask_identity", request_id=request_id, reference=reference, reason=reason, words=words, party=party)
    return shape(Answer, answer)


def look(gateway: Gateway, request_id: UUID, reference: str, party: UUID | None = None) -> Opened:
    """The sealed texts, for the one who asked, while both keys turn. Each look is recorded in the case."""
    return shape(Opened, gateway.call("open_identity", request_id=request_id, reference=reference, party=party))


def requests(gateway: Gateway) -> Requests:
    """What waits for a second key and what is open now; for custodians and supervisors."""
    return shape(Requests, gateway.call("identities"))


def answer(gateway: Gateway, request_id: UUID, unlock: UUID, *, agree: bool) -> Requests:
    """The second key: agree or decline."""
    return shape(Requests, gateway.call("answer_identity", request_id=request_id, unlock=unlock, agree=agree))


def revoke(gateway: Gateway, request_id: UUID, unlock: UUID) -> Requests:
    """End a request, or an identity that is open, at once."""
    return shape(Requests, gateway.call("revoke_identity", request_id=request_id, unlock=unlock))


def revoke_on_case(gateway: Gateway, request_id: UUID, unlock: UUID, reference: str) -> Answer:
    """The same from the case page, which it answers with."""
    return shape(Answer, gateway.call("revoke_identity", request_id=request_id, unlock=unlock, reference=reference))


def keep(
    gateway: Gateway,
    request_id: UUID,
    reference: str | None,
    *,
    sealed: str | None = None,
    plan: str | None = None,
    party: UUID | None = None,
) -> CasePage:
    """Write name and contact, or the plan, anew; None leaves what is there, the empty text takes it away."""
    answer = gateway.call("keep_identity", request_id=request_id, reference=reference, sealed=sealed, plan=plan, party=party)
    return shape(CasePage, answer)


def pass_on(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway, request_id: UUID, reference: str, item: ConsentItem, recipient: UUID, party: UUID | None = None
) -> CasePage:
    """Note that her name or contact goes to one recipient now, as she allowed; it enters her ledger."""
    answer = gateway.call(
        "pass_on_identity", request_id=request_id, reference=reference, item=item, recipient=recipient, party=party
    )
    return shape(CasePage, answer)
