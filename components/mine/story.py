"""A worker's page as sentences: what both doors show, in the order in which they show it.

`tell` turns a case page, as the database gives it to the worker, into words. It promises nothing of
its own: what is not in the data is not said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from components.case import clocks
from components.i18n import ZONE, Words, now
from components.mine import permissions
from components.mine.learnt import learnt
from components.mine.line import Line
from components.mine.permissions import Permission
from components.mine.pressure import Pressure, pressure
from components.mine.remedy import Outcome, outcome
from components.plain import clean
from db.models import (
    CasePage,
    Clock,
    Identity,
    Message,
    MessageKind,
    MessageState,
    Party,
    Phase,
    Side,
)

OWED = {
    "contact", "triage", "first_answer", "moderation", "comment", "feedback", "acknowledged", "after_closing", "check_in",
    "action", "inspectorate_decision",
}  # fmt: skip
LEGAL = "arbitration"


@dataclass(frozen=True)
class SaidFile:
    """A file of a message: it is opened through our own route, by its id."""

    id: UUID
    name: str
    size: str


@dataclass(frozen=True)
class Said:
    """One message: who to whom, when, its words, what became of it."""

    id: UUID
    head: str
    when: str
    state: MessageState
    badge: str
    fresh: str
    body: str
    notes: tuple[str, ...]
    files: tuple[SaidFile, ...] = ()


@dataclass(frozen=True)
class Story:
    reference: str
    step: int
    steps: int
    step_words: str
    standing: tuple[str, ...]
    owed: tuple[Line, ...]
    said: tuple[Said, ...]
    only_handshake: tuple[UUID, ...]
    also_factory: tuple[UUID, ...] | None  # None while the factory is no party
    learnt: tuple[Line, ...]
    outcome: Outcome
    given: tuple[Permission, ...]
    could_give: tuple[Permission, ...]
    about_files: tuple[Permission, ...]  # what she has not allowed anybody yet
    identity: Identity | None
    limit: str
    chain_head: str | None
    tip: str
    pressure: Pressure


def tell(page: CasePage, words: Words) -> Story:
    """Everything a worker's page says about her case, in the language of `words`."""
    phases = tuple(Phase)
    step = phases.index(page.case.phase) + 1
    handshake = tuple(party.id for party in page.parties if party.side is Side.HANDSHAKE)
    factory = tuple(party.id for party in page.parties if party.side is Side.FACTORY)
    return Story(
        reference=page.case.reference,
        step=step,
        steps=len(phases),
        step_words=words.t("mine-step", step=step, steps=len(phases), phase=words.t(f"phase-{page.case.phase.value}")),
        standing=_standing(page, words),
        owed=tuple(_owed(clock, words) for clock in _ours(page) if clock.kind != "action"),
        said=tuple(_said(message, page.parties, words) for message in page.messages if _shown(message)),
        only_handshake=handshake,
        also_factory=handshake + factory if factory else None,
        outcome=outcome(page, words),
        learnt=learnt(page.exposures, words, page.identity),
        given=permissions.given(page, words),
        could_give=permissions.could_give(page, words),
        about_files=permissions.about_files(page, words),
        identity=page.identity,
        limit=_limits(page, words),
        chain_head=page.chain_head,
        tip=page.tip,
        pressure=pressure(page, words),
    )


def year_later(received: datetime) -> date:
    """About when the year for arbitration ends (DOMAIN 4); the law counts from knowing, which is earlier."""
    day = received.astimezone(ZONE).date()
    # A day before, so that 29 February needs no rule and nobody comes a day late.
    return date(day.year + 1, day.month, min(day.day, 28) if day.month == 2 else day.day)


def _ours(page: CasePage) -> list[Clock]:
    """The deadlines that somebody here keeps, soonest first; the law's own stands apart."""
    kept = (clock for clock in page.clocks if clock.basis != clocks.LAW or clock.owner is Side.AUTHORITY)
    return sorted(kept, key=lambda clock: clock.due_at)


def _limit(page: CasePage) -> date:
    legal = next((clock.due_at for clock in page.clocks if clock.kind == LEGAL), None)
    return legal.astimezone(ZONE).date() if legal else year_later(page.case.received_at)


def _limits(page: CasePage, words: Words) -> str:
    """The law's own clocks, each with the warning that talking here does not stop it."""
    told = [words.t("mine-limit", day=words.say_date(_limit(page)))]
    told += [
        words.t("mine-limit-inspectorate", day=words.say_date(each.due_at)) for each in page.clocks if each.kind == "inspectorate"
    ]
    return words.say_sentences(*told)


def _standing(page: CasePage, words: Words) -> tuple[str, ...]:
    first = words.t(f"mine-standing-{page.case.state}")
    if page.hold is not None:
        return (first, words.t("mine-resting", day=words.say_date(page.hold.until)))
    coming = next((clock for clock in _ours(page) if clock.due_at > now()), None)
    if coming is None or page.case.phase is Phase.CLOSED:
        return (first, words.t(f"mine-next-{_next(page)}"))
    key = f"mine-due-{coming.kind}"
    key = key if words.has(key) else f"mine-due-{coming.owner.value}"
    return (first, words.t(key, due=words.say_due(coming.due_at)))


def _next(page: CasePage) -> str:
    """What follows now; an answer that Handshake still reads is not below yet."""
    if page.case.state == "responded" and not any(message.author is Side.FACTORY for message in page.messages):
        return "responded-unseen"
    return page.case.state


def _owed(clock: Clock, words: Words) -> Line:
    deed = clock.kind if clock.kind in OWED else "other"
    return Line(
        sign="clock",
        head=words.t("mine-owed-head", who=words.t(f"mine-owed-{clock.owner.value}"), what=words.t(f"mine-owed-{deed}")),
        text=clocks.left(clock, words),
    )


def _shown(message: Message) -> bool:
    return message.kind is not MessageKind.NOTE


def _said(message: Message, parties: tuple[Party, ...], words: Words) -> Said:
    author = words.t("mine-you-author") if message.mine else _side(message.author, words)
    known = {party.id: party for party in parties}
    readers = [_party(known[each], words) for each in message.readers if each in known and each != message.author_party]
    to = words.say_list(readers) if readers else words.t("side-handshake" if message.mine else "mine-you-reader")
    return Said(
        id=message.id,
        head=words.t("mine-message-from", author=author, readers=to),
        when=words.say_instant(message.posted_at),
        state=message.state,
        badge=words.t(f"mine-state-{message.state.value}"),
        fresh=words.t("mine-new") if message.fresh and not message.mine else "",
        body=clean(message.body),
        notes=_notes(message, words),
        files=tuple(SaidFile(each.id, clean(each.name), words.say_bytes(each.bytes)) for each in message.files),
    )


def _notes(message: Message, words: Words) -> tuple[str, ...]:
    notes = []
    if message.state is MessageState.HELD:
        notes.append(words.t("mine-held-note"))
    if message.removed:
        notes.append(words.t("mine-removed", count=message.removed))
    if message.mine and message.released_body and message.released_body != message.body:
        notes.append(words.say_sentences(words.t("mine-read-as"), clean(message.released_body)))
    if message.mine and message.note:
        notes.append(words.t("mine-note", note=clean(message.note)))
    if message.files:
        notes.append(words.t("mine-file-saves"))
    return tuple(notes)


def _party(party: Party, words: Words) -> str:
    if party.mine:
        return words.t("mine-you-reader")
    if party.side is Side.BRAND and party.name:
        return clean(party.name)
    return _side(party.side, words)


def _side(side: Side, words: Words) -> str:
    return words.t(f"side-{side.value}")
