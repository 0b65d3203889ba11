"""Three packers with one complaint: each with a receipt and a yes of her own, and one of them speaks for all."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from decimal import Decimal
from uuid import uuid4

from db.demo.cast import LUOJIE
from db.demo.stage import CaseOnStage, Stage
from db.demo.story_others import HE, SARA
from db.demo.story_social_insurance import LIN, _ago
from db.receipts import TEXT_VERSION, hash_code, new_code


@dataclass(frozen=True)
class Joined:
    """Somebody who joined later: the number by which the others know her, and her receipt's session."""

    number: int
    receipt: str


def play_group(stage: Stage) -> None:
    """Up to a plan that two of the three accept."""
    case = CaseOnStage(stage, LIN)
    case.call_comes_in(
        _ago(16, 19), workplace=LUOJIE, issues=["F3"], severity=3, brands=("Brand A",),
        words="We pack until ten at night and the hours after eight are paid like those of the day. There are many of us.",
    )  # fmt: skip
    second = _joins(case, 15, "It is the same on my table. The hour book says ten o'clock, the slip says eight.")
    third = _joins(case, 14, "I signed an empty sheet for the hours. I want what I worked for, and no trouble.")
    case.screens(_ago(14, 10))
    case.move(_ago(14, 10), "admitted")
    case.admit(_ago(13, 9), LUOJIE, "Brand A")
    case.decides(_ago(13, 10), None, "release")
    _act(case, LIN, 13, "show_group", size_shown="range", said_size=30)
    for days, receipt in ((12, case.receipt), (12, second.receipt), (11, third.receipt)):
        stage.act(receipt, _ago(days, 20), "choose_voice", request_id=uuid4(), number=second.number)
    answer = case.says(
        HE, _ago(10, 11), "The time clock was changed in September. We pay the difference for three months.", "worker", "Brand A"
    )
    case.decides(_ago(10, 12), answer, "release")
    case.says(
        second.receipt,
        _ago(9, 20),
        "We are with the difference for three months, if the hour book counts and not the clock.",
        "handshake",
    )
    asked = case.says(SARA, _ago(8, 16), "Please let us see how the hours are counted from now on.", "factory")
    case.decides(_ago(8, 17), asked, "release")
    case.move(_ago(7, 10), "investigating")
    case.finds(
        _ago(7, 11), "Hour books of the packing tables for three months, held against the slips.",
        F3=("grounded", "Hours after eight in the evening were paid at the rate of the day."),
    )  # fmt: skip
    case.move(_ago(7, 11, 30), "found", "remedy_agreed")
    case.plans(
        _ago(5, 10), "Pay the difference for three months by the hour book", "factory", _ago(-12).date(), "Slips with both rates"
    )
    case.owes(_ago(5, 10, 10), "overtime_pay", Decimal("1260.00"), "September to November")
    case.accepts(_ago(4, 9), HE)
    for days, receipt in ((4, case.receipt), (3, second.receipt)):
        version = stage.act(receipt, _ago(days, 20), "case_page", reference=None)["plan"]["version"]
        stage.act(receipt, _ago(days, 20, 5), "accept_plan", request_id=uuid4(), version=version)


def _joins(case: CaseOnStage, days: int, words: str) -> Joined:
    code, session = new_code(), hashlib.sha256(secrets.token_bytes(32)).hexdigest()
    stage = case.stage
    _act(
        case, LIN, days, "add_complainant", receipt_hash=hash_code(code), channel="phone", language="zh-Hans", statement=words,
        consent_factory=True, consent_brands=[stage.organizations["Brand A"]], text_version=TEXT_VERSION,
    )  # fmt: skip
    stage.act("", _ago(days, 12), "open_receipt", receipt_hash=hash_code(code), session_hash=session)
    mine = stage.act(session, _ago(days, 12), "case_page", reference=None)["group"]
    return Joined(int(mine["label"]), session)


def _act(case: CaseOnStage, actor: str, days: int, function: str, /, **more: object) -> None:
    case.stage.act(actor, _ago(days, 11), function, request_id=uuid4(), reference=case.reference, **more)
