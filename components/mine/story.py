"""A worker's page as sentences: what both doors show, in the order in which they show it.

`tell` turns a case page, as the database gives it to the worker, into words. It promises nothing of
its own: what is not in the data is not said.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from components.i18n import Words
from components.mine import choices, past, permissions, standing, waiting
from components.mine.choices import Choice
from components.mine.group import Belonging, belonging
from components.mine.learnt import learnt
from components.mine.line import Line, SaidFile
from components.mine.permissions import Permission
from components.mine.question import Question, question, says_plan
from components.mine.remedy import Outcome, outcome
from components.mine.safety import Safe, safety
from components.naming import in_order
from components.plain import clean
from db.models import (
    CasePage,
    Identity,
    Message,
    MessageKind,
    MessageState,
    Party,
    Phase,
    Side,
)


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
class Linked:
    """Another case of hers that the same code opens."""

    reference: str
    words: str


@dataclass(frozen=True)
class Story:
    """The blocks in their order."""

    reference: str
    step: int
    steps: int
    step_words: str
    standing: tuple[str, str]
    also: tuple[str, ...]
    told: tuple[Line, ...]
    linked: tuple[Linked, ...]
    question: Question | None
    near: tuple[Choice, ...]
    owed: tuple[Line, ...]
    safety: Safe | None  # while an emergency runs
    said: tuple[Said, ...]
    only_handshake: tuple[UUID, ...]
    also_factory: tuple[UUID, ...] | None  # None while the factory is no party
    learnt: tuple[Line, ...]
    outcome: Outcome
    tells_plan: bool  # False while the question above tells it
    group: Belonging | None
    only_note: str  # why she writes to Handshake alone; said while she does
    given: tuple[Permission, ...]
    could_give: tuple[Permission, ...]
    about_files: tuple[Permission, ...]  # what she has not allowed anybody yet
    identity: Identity | None
    law: tuple[Line, ...]
    rare: tuple[Choice, ...]
    about: tuple[Line, ...]
    past: tuple[Line, ...]
    chain_head: str | None
    tip: str


def takes(story: Story, name: str) -> bool:
    """Whether the page still has a field for what she wrote there: a choice by its name, a step of the plan by its id."""
    choices_ = {one.name for one in (*story.near, *story.rare)}
    return name in choices_ | {str(step.id) for step in story.outcome.steps if step.may_dispute}


def tell(page: CasePage, words: Words) -> Story:
    """Everything a worker's page says about her case, in the language of `words`."""
    phases = tuple(Phase)
    step = phases.index(page.case.phase) + 1
    handshake = tuple(party.id for party in page.parties if party.side is Side.HANDSHAKE)
    factory = tuple(party.id for party in page.parties if party.side is Side.FACTORY)
    known = outcome(page, words)
    asked = question(page, known, words)
    group = belonging(page, words)
    if group and asked and asked.kind == "plan":
        group = replace(group, version=None)  # her no stands beside her yes, above
    speaks = group is None or group.speaks
    return Story(
        reference=page.case.reference,
        step=step,
        steps=len(phases),
        step_words=words.t("mine-step", step=step, steps=len(phases), phase=words.t(f"phase-{page.case.phase.value}")),
        standing=standing.standing(page, words),
        also=standing.also(page, words),
        told=standing.told(page, words),
        linked=_linked(page, words),
        question=asked,
        near=choices.near(page, words),
        owed=waiting.owed(page, words),
        safety=safety(page, words),
        said=tuple(_said(message, page.parties, words) for message in page.messages if _shown(message)),
        only_handshake=handshake,
        also_factory=handshake + factory if factory and speaks else None,
        outcome=known,
        tells_plan=bool(known.steps) and not says_plan(asked, known),
        group=group,
        only_note=words.t("mine-write-factory-not-yet" if speaks else "group-mine-write-only"),
        learnt=learnt(page.exposures, words, page.identity),
        given=permissions.given(page, words),
        could_give=permissions.could_give(page, words),
        about_files=permissions.about_files(page, words),
        identity=page.identity,
        law=waiting.law(page, words),
        rare=choices.rare(page, words),
        about=past.about(page, words),
        past=past.past(page, words),
        chain_head=page.chain_head,
        tip=page.tip,
    )


def _linked(page: CasePage, words: Words) -> tuple[Linked, ...]:
    if page.linked is None:
        return ()
    parent = [Linked(page.linked.parent.reference, words.t("retaliation-mine-parent"))] if page.linked.parent else []
    return (*parent, *(Linked(each.reference, words.t("retaliation-mine-children")) for each in page.linked.children))


def _shown(message: Message) -> bool:
    return message.kind is not MessageKind.NOTE


def _said(message: Message, parties: tuple[Party, ...], words: Words) -> Said:
    author = words.t("mine-you-author") if message.mine else _side(message.author, words)
    known = {party.id: party for party in parties}
    wanted = in_order(known[each] for each in message.readers if each in known and each != message.author_party)
    readers = [_party(each, words) for each in wanted]
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
    if message.entered:
        notes.append(words.t("mine-entered"))
    if message.mine and message.reason and message.state in (MessageState.WITHHELD, MessageState.SENT_BACK):
        key = f"reason-{message.reason}"
        if words.has(key):
            notes.append(words.t("mine-why", reason=words.t(key)))
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
