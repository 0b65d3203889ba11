"""Filing a case on the light door: what each button of the five questions does to the draft."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import UUID

from components import hints
from components.i18n import Words
from components.mine.trouble import trouble
from components.report.draft import (
    BRANDS_MOST,
    CATEGORIES,
    CONTACT,
    READERS,
    REVIEW,
    STORY,
    WHERE,
    WORDS_MOST,
    Brand,
    Draft,
    missing,
)
from components.report.sentences import asks, review
from db import receipts
from db.errors import PortalError
from db.gateway import Gateway
from pages.public.filing import Seals, sealed


class Fields(Protocol):
    def one(self, name: str) -> str: ...
    def many(self, name: str) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Turn:
    """Where the form leads: a step to draw with its facts, or `send`."""

    draft: Draft
    step: int
    facts: dict[str, Any] = field(default_factory=dict)
    send: bool = False


def turn(draft: Draft, form: Fields, words: Words, gateway: Gateway, seals: Seals) -> Turn:
    """Take the fields of one step into the draft and say what comes next; at most one backend call, and nothing lost by it."""
    step = int(form.one("step")) if form.one("step") in ("1", "2", "3", "4", "5") else STORY
    draft = _taken(draft, step, form, seals)
    try:
        return _onward(draft, step, form, words, gateway)
    except PortalError as error:
        return _stayed(draft, step, form, words, gateway, error=error)


def _onward(draft: Draft, step: int, form: Fields, words: Words, gateway: Gateway) -> Turn:
    go = form.one("go")
    if go.startswith("to-") and go[3:] in ("1", "2", "3", "4"):
        return _step(draft, int(go[3:]), gateway, words)
    if go == "back":
        asking = step == READERS and form.one("asking")
        return _step(draft, step if asking else max(STORY, step - 1), gateway, words)
    if step == STORY:
        return _after_story(draft, form, gateway, words)
    if step == WHERE:
        return _after_where(draft, form, go, gateway, words)
    if step == READERS:
        return _after_readers(draft, form, gateway, words)
    if step == REVIEW and go == "send":
        first = next((each for each in range(STORY, REVIEW) if missing(draft, each)), None)
        return Turn(draft, REVIEW, send=True) if first is None else _step(draft, first, gateway, words)
    return _step(draft, REVIEW, gateway, words)


def _stayed(draft: Draft, step: int, form: Fields, words: Words, gateway: Gateway, *, error: PortalError) -> Turn:
    """What the next step needs did not come: this one again with all she wrote, and what happened."""
    told = trouble(words, error.key, error.facts)
    if step == READERS and form.one("asking"):
        return _step(draft, READERS, gateway, words, asking=True, asked=asks(draft, words), trouble=told)
    if step in (WHERE, READERS):  # the list of brands may be the very thing that did not come
        typed = form.one("where").strip()[:WORDS_MOST]
        return _step(draft, WHERE, gateway, words, trouble=told, **({"where": typed} if typed else {}))
    return _step(draft, step, gateway, words, trouble=told)


def _step(draft: Draft, step: int, gateway: Gateway, words: Words, **facts: Any) -> Turn:
    if step == STORY:
        facts = {"kinds": tuple(CATEGORIES), "hints": (), **facts}
    elif step == WHERE:
        facts = {"where": draft.workplace_words, "found": None, **facts}
    elif step == READERS and not facts.get("asking"):
        picked = {brand.id for brand in draft.brands}
        facts = {"asking": False, "picked": picked, "brands": receipts.covered_brands(gateway), **facts}
    elif step == REVIEW:
        facts = {"review": review(draft, words), **facts}
    return Turn(draft, step, facts)


def _taken(draft: Draft, step: int, form: Fields, seals: Seals) -> Draft:
    if step == STORY:
        kinds = tuple(kind for kind in form.many("kind") if kind in CATEGORIES)
        return replace(draft, story=form.one("story").strip(), categories=kinds)
    if step == WHERE and form.one("place"):
        ident, _, name = form.one("place").partition("|")
        return draft.at_workplace(_uuid(ident), name[:WORDS_MOST])
    if step == READERS and form.one("asking"):
        for recipient in draft.recipients:
            if form.one(f"may-{recipient}") in ("yes", "no"):
                draft = draft.answered(recipient, form.one(f"may-{recipient}") == "yes")
        return draft
    if step == READERS:
        brands = tuple(filter(None, (_brand(value) for value in form.many("brand")[:BRANDS_MOST])))
        return replace(draft, brands=brands, labels_unknown=bool(form.one("unknown")))
    if step == CONTACT:
        given = replace(
            draft,
            name=form.one("name")[:100],
            phone=form.one("phone")[:40],
            hours=form.one("hours")[:WORDS_MOST],
        )
        return sealed(given, draft, seals)
    return draft


def _after_story(draft: Draft, form: Fields, gateway: Gateway, words: Words) -> Turn:
    problem = missing(draft, STORY)
    found = hints.find(draft.story)
    if problem or (found and not form.one("sure")):
        return _step(draft, STORY, gateway, words, problem=problem, hints=() if problem else found, sure="1")
    return _step(draft, WHERE, gateway, words)


def _after_where(draft: Draft, form: Fields, go: str, gateway: Gateway, words: Words) -> Turn:
    typed = form.one("where").strip()[:WORDS_MOST]
    searched = go == "search" and not form.one("place") and bool(typed)
    if searched:
        found = receipts.find_workplaces(gateway, typed)
        return _step(draft.at_workplace("", typed), WHERE, gateway, words, where=typed, found=found)
    if typed and not form.one("place") and typed != draft.workplace_words:
        draft = draft.at_workplace("", typed)
    problem = missing(draft, WHERE)
    if problem or go == "search":
        return _step(draft, WHERE, gateway, words, problem=problem)
    return _step(draft, READERS, gateway, words)


def _after_readers(draft: Draft, form: Fields, gateway: Gateway, words: Words) -> Turn:
    problem = missing(draft, READERS)
    if problem is None and form.one("asking"):
        return _step(draft, CONTACT, gateway, words)
    if problem == "report-missing-labels":
        return _step(draft, READERS, gateway, words, problem=problem)
    shown = problem if form.one("asking") else None
    return Turn(draft, READERS, {"asking": True, "asked": asks(draft, words), "problem": shown})


def _uuid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _brand(value: str) -> Brand | None:
    ident, country, name = [*value.split("|", 2), "", ""][:3]
    return Brand(_uuid(ident), name[:200], country[:2]) if _uuid(ident) else None
