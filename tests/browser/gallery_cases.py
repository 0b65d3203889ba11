"""Cases for the tour's gallery: one in every state, and those in which something stands that no story leaves open.

All of it by the portal's own calls, so that a picture shows what people would bring about.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from db.demo.cast import LIANFENG
from db.demo.stage import CaseOnStage
from db.receipts import TEXT_VERSION, hash_code, new_code
from tests.browser.aside import Aside
from tests.browser.conftest import COORDINATOR as LIN
from tests.browser.conftest import FACTORY as CHEN

BRANDS = ("Brand K", "Brand A")
STORY = "They take 600 yuan a month from our pay for the dormitory since June, and the wages of March are still open."
# Each state, and the one before it.
BEFORE = {
    "triage": "received", "admitted": "triage", "notified": "admitted", "responded": "notified", "investigating": "responded",
    "found": "investigating", "remedy_agreed": "found", "remediating": "remedy_agreed", "verifying": "remediating",
    "evaluating": "verifying", "closed": "evaluating", "answered": "triage", "inadmissible": "triage", "referred": "triage",
}  # fmt: skip


@dataclass
class Walk:
    """One case on its way; each step happens five hours after the one before."""

    case: CaseOnStage
    at: datetime
    state: str = "received"

    def to(self, state: str) -> Walk:
        if state != self.state:
            self.to(BEFORE[state])
            self.at += timedelta(hours=5)
            STEPS[state](self)
            self.state = state
        return self

    def does(self, actor: str, function: str, /, **more: object) -> dict[str, Any]:
        """The actor and the hour hold for one transaction."""
        self.at += timedelta(minutes=1)
        with self.case.stage.connection.transaction():
            return self.case.does(actor, self.at, function, **more)


def _triage(walk: Walk) -> None:
    walk.case.move(walk.at, "triage")


def _admitted(walk: Walk) -> None:
    walk.case.screens(walk.at)
    walk.case.move(walk.at, "admitted")


def _notified(walk: Walk) -> None:
    walk.case.admit(walk.at, LIANFENG, *BRANDS)
    walk.case.decides(walk.at, None, "release")


def _responded(walk: Walk) -> None:
    words = "The fee was raised in June. The wages of March are paid with the next run, on 15 December."
    walk.case.decides(walk.at, walk.case.says(CHEN, walk.at, words, "worker", "Brand K"), "release")


def _investigating(walk: Walk) -> None:
    walk.case.says(walk.case.receipt, walk.at, "They said the same in April. Please ask for the pay slips.", "handshake")
    walk.case.move(walk.at, "investigating")


def _found(walk: Walk) -> None:
    walk.case.finds(
        walk.at, "Pay slips of March to October, forty workers: 600 yuan a month for the dormitory, nothing agreed in writing.",
        F1=("grounded", "The bank's list shows no payment for March."),
        F5=("partly", "The fee was announced, but nobody agreed to it in writing."),
    )  # fmt: skip
    walk.case.move(walk.at, "found")


def _remedy_agreed(walk: Walk) -> None:
    walk.case.move(walk.at, "remedy_agreed")
    day = datetime.now(UTC).date()
    for deed, days in (("Pay the wages of March to everybody", 6), ("Return the dormitory fee since June", 20)):
        walk.case.plans(walk.at, deed, "factory", day + timedelta(days=days), "The bank's list, without names")
    for what, amount, label in (("wages", Decimal(4820), "March"), ("deductions_returned", Decimal(3000), "June to October")):
        entry: UUID | None = None
        for stage in ("claimed", "agreed"):
            page = walk.does(
                LIN, "record_remedy", stage=stage, entry=entry, what=what, currency="CNY", amount=amount, label=label
            )  # fmt: skip
            entry = UUID(next(one["id"] for one in page["remedy"] if one["label"] == label))


def _remediating(walk: Walk) -> None:
    walk.case.accepts(walk.at, CHEN, walk.case.receipt)
    walk.case.move(walk.at, "remediating")


def _verifying(walk: Walk) -> None:
    page = walk.case.page(CHEN, walk.at)
    for action in page["plan"]["actions"]:
        walk.does(CHEN, "claim_done", action=UUID(action["id"]), words="Paid by bank transfer, the list is attached.")
    for entry in page["remedy"]:
        walk.does(CHEN, "record_remedy", stage="paid", entry=UUID(entry["id"]), amount=Decimal(str(entry["agreed"])))
    walk.case.move(walk.at, "verifying")


def _evaluating(walk: Walk) -> None:
    for action in walk.case.page(LIN, walk.at)["plan"]["actions"]:
        walk.does(LIN, "verify_action", action=UUID(action["id"]), verified=True, words="The bank confirms forty payments.")
    walk.case.move(walk.at, "evaluating")


def _closed(walk: Walk) -> None:
    walk.does(walk.case.receipt, "evaluate", said="confirmed", words="The money is there. Thank you.")
    walk.case.move(walk.at, "closed", reason="remedied")


def _answered(walk: Walk) -> None:
    walk.case.screens(walk.at, told_by_phone=True)
    walk.case.move(walk.at, "answered")


def _inadmissible(walk: Walk) -> None:
    walk.case.screens(
        walk.at, covered=False, refusal="not_covered",
        elsewhere="The labour office of the district takes this, Monday to Friday. Ask for the desk of wages.",
    )  # fmt: skip
    walk.case.move(walk.at, "inadmissible")


def _referred(walk: Walk) -> None:
    walk.case.screens(
        walk.at, refusal="authority_competent", authority="Labour Inspectorate of Jiaxing",
        elsewhere="The inspectorate calls you within three days.",
    )  # fmt: skip
    walk.case.move(walk.at, "referred")


STEPS: dict[str, Callable[[Walk], None]] = {
    "triage": _triage, "admitted": _admitted, "notified": _notified, "responded": _responded, "investigating": _investigating,
    "found": _found, "remedy_agreed": _remedy_agreed, "remediating": _remediating, "verifying": _verifying,
    "evaluating": _evaluating, "closed": _closed, "answered": _answered, "inadmissible": _inadmissible, "referred": _referred,
}  # fmt: skip


class Gallery:
    """Makes the cases; each is named after what it is for."""

    def __init__(self, aside: Aside) -> None:
        self.aside = aside

    def walked(self, state: str, *, days: float = 9, issues: tuple[str, ...] = ("F1", "F5")) -> Walk:
        with self.aside.case() as case:
            at = datetime.now(UTC) - timedelta(days=days)
            case.call_comes_in(at, workplace=LIANFENG, issues=list(issues), severity=3, words=STORY, brands=BRANDS)
            return Walk(case, at).to(state)

    def group(self) -> Walk:
        """Three in one case that is being looked into; one finding is written, one is still to be judged."""
        walk = self.walked("investigating")
        for words in ("It is the same with me.", "Mine was 650 in July."):
            walk.does(
                LIN, "add_complainant", receipt_hash=hash_code(new_code()), channel="phone", language="zh-Hans", statement=words,
                consent_factory=True, text_version=TEXT_VERSION,
            )  # fmt: skip
        walk.does(LIN, "declare_conflict", has_conflict=False)
        walk.does(LIN, "add_evidence", kind="record", words="Pay slips of March to October, forty workers.")
        walk.does(LIN, "make_finding", code="F1", outcome="grounded", reason="The bank's list shows no payment for March.")
        return walk

    def evaluating(self) -> Walk:
        walk = self.walked("evaluating")
        for outcome in ("no_answer", "switched_off"):
            walk.does(LIN, "record_attempt", channel="phone", outcome=outcome, on_plan=True)
        return walk

    def resting(self) -> Walk:
        walk = self.walked("investigating")
        revision = self.aside.asks(LIN, "case_page", reference=walk.case.reference)["case"]["revision"]
        until = (datetime.now(UTC) + timedelta(days=12)).date()
        walk.does(LIN, "hold", revision=revision, reason="authority", until=until)
        return walk

    def late(self) -> Walk:
        """Nobody answered for three weeks: everything is overdue and was told upwards."""
        walk = self.walked("notified", days=24)
        self.tick()
        return walk

    def appealed(self) -> Walk:
        walk = self.walked("closed")
        walk.does(CHEN, "appeal", grounds="The fee was announced in June, and the workers' committee knew of it.")
        return walk

    def retaliation(self) -> Walk:
        """She was moved to another line after the factory had learnt of the case; a case of its own hangs on the first."""
        walk = self.walked("responded")
        walk.does(LIN, "open_retaliation", statement="The line leader moved me to the glue line the day after.", violent=False)
        return walk

    def pressed(self, parent: Walk) -> str:
        """The case of its own that hangs on that one."""
        page = self.aside.asks(LIN, "case_page", reference=parent.case.reference)
        return str(page["linked"]["children"][0]["reference"])

    def strike(self) -> UUID:
        """The open strike of the demonstration with a draft that waits for its second person."""
        desk = self.aside.asks(LIN, "strike_desk")
        return UUID(next(one["id"] for one in desk["strikes"] if one["ended_at"] is None))

    def silent(self) -> str:
        """The case of the demonstration that its factory must not learn of."""
        room = self.aside.asks(LIN, "zero_tolerance")
        return str(next(one["reference"] for one in room["protocols"] if one["silent"]))

    def unlocked(self) -> str:
        """The demonstration's social insurance case with the name asked for and granted; its reference."""
        desk = self.aside.asks(LIN, "strike_desk", strike=self.strike())
        reference = str(next(one["reference"] for one in desk["chosen"]["linked"] if one["linked"]))
        said = self.aside.asks(
            LIN, "ask_identity", request_id=uuid4(), reference=reference, reason="contact", words="She asked us to call today.",
        )  # fmt: skip
        request = UUID(next(one["id"] for one in said["page"]["identity"]["requests"] if one["mine"]))
        self.aside.asks("mei.tan@handshake.example", "answer_identity", request_id=uuid4(), unlock=request, agree=True)
        return reference

    def tick(self) -> None:
        self.aside.owner("select private.tick()")
