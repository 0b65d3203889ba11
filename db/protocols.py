"""Zero tolerance: the room of Handshake. Every deed there answers with the room as it then is."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from db.gateway import Gateway
from db.models import CasePage
from db.models.protocol import ProtocolRoom
from db.shape import shape


def room(gateway: Gateway, reference: str | None) -> ProtocolRoom:
    """The protocols and one in full; None means the one whose clock ends first. Refused to all but Handshake."""
    return shape(ProtocolRoom, gateway.call("zero_tolerance", reference=reference))


def raise_on_suspicion(gateway: Gateway, request_id: UUID, reference: str, revision: int, ground: str, words: str) -> CasePage:  # noqa: PLR0917  (the arguments of the database's function, in its order)
    """A coordinator raises zero tolerance with a reason: from now on no factory sees the case."""
    answer = gateway.call(
        "raise_zero_tolerance", request_id=request_id, reference=reference, revision=revision, ground=ground, words=words
    )
    return shape(CasePage, answer)


def acknowledge(gateway: Gateway, request_id: UUID, reference: str) -> CasePage:
    """A brand confirms that it has the written request."""
    return shape(CasePage, gateway.call("acknowledge_protocol", request_id=request_id, reference=reference))


class Deeds:
    """What Handshake does in one protocol; each refusal names the rule."""

    def __init__(self, gateway: Gateway, request_id: UUID, reference: str) -> None:
        self._gateway = gateway
        self._about = {"request_id": request_id, "reference": reference}

    def do(self, items: tuple[str, ...], words: str, *, needed: bool) -> ProtocolRoom:
        """Things of a step are done, with the evidence; or not needed, and why."""
        return self._call("do_protocol", items=list(items), words=words, needed=needed)

    def note_age(self, kind: str, says: str, words: str) -> ProtocolRoom:
        return self._call("note_age", kind=kind, says=says, words=words)

    def settle_age(self, age: str, follow_until: date | None, words: str) -> ProtocolRoom:
        """guard_age_evidence_missing or guard_age_disputed while the evidence does not reach that far."""
        return self._call("settle_age", age=age, follow_until=follow_until, words=words)

    def decide_referral(self, words: str, *, refer: bool) -> ProtocolRoom:
        """One voice; decided once two different people say the same."""
        return self._call("decide_referral", refer=refer, words=words)

    def record_basis(self, recipient: UUID, basis: str, words: str) -> ProtocolRoom:
        return self._call("record_basis", recipient=recipient, basis=basis, words=words)

    def record_referral(self, authority: UUID, officer_role: str, channel: str, handed_at: datetime, words: str) -> ProtocolRoom:
        """`words` is the very text that was handed over: its hash is kept."""
        return self._call(
            "record_referral", authority=authority, officer_role=officer_role, channel=channel, handed_at=handed_at, words=words
        )

    def tell_brand(self, brand: UUID, words: str) -> ProtocolRoom:
        return self._call("tell_brand", brand=brand, words=words)

    def note_follow_up(self, due_on: date, how: str, outcome: str, words: str) -> ProtocolRoom:
        return self._call("note_follow_up", due_on=due_on, how=how, outcome=outcome, words=words)

    def lower(self, revision: int, words: str) -> ProtocolRoom:
        return self._call("lower_zero_tolerance", revision=revision, words=words)

    def leave(self, words: str) -> ProtocolRoom:
        """One of two people says that all is done. guard_protocol_steps names what is open."""
        return self._call("exit_protocol", words=words)

    def _call(self, function: str, **more: object) -> ProtocolRoom:
        return shape(ProtocolRoom, self._gateway.call(function, **self._about, **more))
