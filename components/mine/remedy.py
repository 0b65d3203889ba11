"""Findings, plan, money and the last question as sentences for the worker: the same for both doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from decimal import Decimal
from uuid import UUID

from components.i18n import Words, zone
from components.mine.line import Line, SaidFile
from components.plain import clean
from db.models import Action, CasePage, Evidence, Remedy, Side

# States in which she may accept a plan, and in which she may say that something done is not so.
ACCEPTING = ("responded", "investigating", "found", "remedy_agreed", "remediating", "verifying")
DISPUTING = ("remediating", "verifying", "evaluating")
CONFIRMING = ("remedy_agreed", "remediating", "verifying", "evaluating", "closed")


@dataclass(frozen=True)
class Step:
    """One action; she may dispute it when somebody said that it is done."""

    id: UUID
    line: Line
    may_dispute: bool


@dataclass(frozen=True)
class Benefit:
    """One line of the ledger; she may say whether she has it."""

    id: UUID
    line: Line
    asks: bool


@dataclass(frozen=True)
class Shown:
    """A piece of evidence that she may read."""

    id: UUID
    line: Line
    file: SaidFile | None


@dataclass(frozen=True)
class Outcome:
    """Everything that came of her case so far."""

    found: tuple[Line, ...] = ()
    shown: tuple[Shown, ...] = ()
    steps: tuple[Step, ...] = ()
    version: int | None = None  # of the plan that waits for her yes
    accepted: bool = False
    others: str = ""  # who else accepted it
    benefits: tuple[Benefit, ...] = ()
    asks_end: bool = False
    said_end: str = ""


def outcome(page: CasePage, words: Words) -> Outcome:
    """What a worker reads of findings, plan and remedy, and what she is asked."""
    plan, state = page.plan, page.case.state
    waits = plan is not None and bool(plan.actions) and not plan.accepted_by_me and state in ACCEPTING
    said = page.hearing.said if page.hearing else None
    return Outcome(
        found=tuple(
            Line(
                "scales",
                words.t("mine-found-line", issue=_known(words, "issue", one.code), outcome=_known(words, "finding", one.outcome)),
                clean(one.reason),
            )
            for one in page.findings
        ),
        shown=tuple(_shown(each, words) for each in page.evidence),
        steps=tuple(
            Step(one.id, _step(one, words), one.state in ("done", "verified") and state in DISPUTING)
            for one in (plan.actions if plan else ())
        ),
        version=plan.version if plan and waits else None,
        accepted=bool(plan and plan.accepted_by_me),
        others=_others(page, words),
        benefits=tuple(_benefit(one, words, asking=state in CONFIRMING) for one in page.remedy),
        asks_end=state == "evaluating" and unanswered(page),
        said_end=words.t(f"mine-end-{said.said}", day=words.say_short_date(said.at)) if said else "",
    )  # fmt: skip


def unanswered(page: CasePage) -> bool:
    """Whether what she said last was about an earlier outcome, or she was only not reached."""
    said = page.hearing.said if page.hearing else None
    asked = [each.at for each in page.timeline if each.kind == "case_moved" and each.facts.get("to") == "evaluating"]
    return said is None or said.said == "unreachable" or bool(asked and said.at < max(asked))


def _others(page: CasePage, words: Words) -> str:
    """That the factory agreed to the plan as it is now, and when."""
    said = [each for each in page.plan.accepted if each.side is Side.FACTORY] if page.plan else []
    return words.t("mine-plan-factory-accepted", day=words.say_short_date(said[0].at)) if said else ""


def _shown(one: Evidence, words: Words) -> Shown:
    head = words.t(
        "mine-shown-head",
        day=words.say_short_date(one.at),
        who=words.t("mine-you-author" if one.mine else f"side-{one.giver.value}"),
    )
    file = SaidFile(one.file.id, clean(one.file.name), words.say_bytes(one.file.bytes)) if one.file else None
    return Shown(one.id, Line("file", head, clean(one.words or "")), file)


def _known(words: Words, prefix: str, code: str) -> str:
    key = f"{prefix}-{code}"
    return words.t(key) if words.has(key) else code


def _step(one: Action, words: Words) -> Line:
    who = words.t(f"mine-owed-{one.owner.value}") if one.owner else words.t("mine-owed-handshake")
    head = words.t("mine-plan-head", who=who, what=clean(one.deed))
    if one.state == "open":
        due = datetime.combine(one.due_on, time(23, 59), zone()) if one.due_on else None
        wanted = words.t("mine-plan-wanted", what=clean(one.evidence_wanted)) if one.evidence_wanted else ""
        return Line(
            "clock", head, words.t("mine-plan-open", due=words.say_due(due)) if due else words.t("mine-plan-no-day"), wanted
        )
    at = one.verified_at if one.state == "verified" else one.done_at
    day = words.say_short_date(at) if at else ""
    return Line({"disputed": "clock"}.get(one.state, "done"), head, words.t(f"mine-plan-{one.state}", day=day))


def _benefit(one: Remedy, words: Words, *, asking: bool) -> Benefit:
    what = _known(words, "remedy-what", one.what)
    head = words.say_list([what, clean(one.label)]) if one.label else what
    told = [text for text in (
        _told("claimed", one.claimed, one.claimed_at, one, words), _told("agreed", one.agreed, one.agreed_at, one, words),
        _told("paid", one.paid, one.paid_at, one, words),
    ) if text]  # fmt: skip
    answer = one.confirmed_at or one.disputed_at
    said = f"mine-money-{'confirmed' if one.confirmed_at else 'disputed'}"
    more = words.t(said, day=words.say_short_date(answer)) if answer else ""
    return Benefit(
        one.id,
        Line("done" if one.confirmed_at else "clock", head, words.say_sentences(*told) if told else "", more),
        asking and one.paid_at is not None and one.confirmed_at is None,
    )


def _told(stage: str, amount: Decimal | None, at: datetime | None, one: Remedy, words: Words) -> str:
    if at is None:
        return ""
    kind = "money" if one.currency else "deed"
    facts = {"amount": f"{one.currency} {amount:,.2f}"} if one.currency and amount is not None else {}
    return words.t(f"mine-{kind}-{stage}", **facts, **({"day": words.say_short_date(at)} if stage == "paid" else {}))
