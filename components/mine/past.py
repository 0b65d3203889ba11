"""What a case is about and what has happened in it so far, in dated sentences: for whoever wants to look it up."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from components.i18n import Words
from components.mine.line import Line
from components.mine.permissions import name_of
from components.plain import clean
from components.taxonomy import UNSORTED
from db.models import CaseHead, CasePage, Party, Side, TimelineEntry

Dated = tuple[datetime, str]


def about(page: CasePage, words: Words) -> tuple[Line, ...]:
    """The matter, the place, how urgent we take it to be, who takes part, and the four truths that are never merged."""
    case = page.case
    matters = [words.t(f"issue-{code}") for code in case.issues if code != UNSORTED and words.has(f"issue-{code}")]
    lines = [Line("flag", words.t("mine-about-matter"), words.say_list(matters))] if matters else []
    lines.append(Line("flag", words.t("mine-about-place"), _place(case, words)))
    lines.append(Line("flag", words.t("mine-about-urgency"), words.t(f"mine-urgency-{case.severity}")))
    others = [party for party in page.parties if not party.mine and party.side is not Side.HANDSHAKE]
    if others:
        lines.append(Line("flag", words.t("mine-about-parties"), words.say_list(_party(party, words) for party in others)))
    lines += [Line("flag", words.t("mine-about-truths"), text) for text in _truths(page, words)]
    return tuple(lines)


def _place(case: CaseHead, words: Words) -> str:
    if case.workplace.listed:
        return words.say_list(filter(None, (clean(case.workplace.name), clean(case.workplace.city or ""))))
    unlisted = words.t("shell-place-unlisted")
    return words.t("case-place-called", place=unlisted, words=clean(case.workplace_words)) if case.workplace_words else unlisted


def past(page: CasePage, words: Words) -> tuple[Line, ...]:
    """One dated line for each thing that happened and that she may know, oldest first."""
    told = [*_events(page.timeline, words), *_tries(page, words), *_taken_back(page, words)]
    return tuple(Line("dot", words.t("mine-past-line", day=words.say_short_date(at), what=text), "") for at, text in sorted(told))


def _party(party: Party, words: Words) -> str:
    name = clean(party.name) if party.side in (Side.BRAND, Side.AUTHORITY) and party.name else words.t(f"side-{party.side.value}")
    return words.t("mine-about-since", who=name, day=words.say_short_date(party.since))


def _truths(page: CasePage, words: Words) -> tuple[str, ...]:
    known = page.procedure
    if known is None:
        return ()
    days = {"done": known.factory_done_at, "verified": known.verified_at, "closed": known.closed_at}
    told = [words.t(f"mine-truth-{name}", day=words.say_short_date(at)) for name, at in days.items() if at]
    if known.worker_says and words.has(f"mine-truth-{known.worker_says}"):
        told.append(words.t(f"mine-truth-{known.worker_says}"))
    return (words.say_sentences(*told),) if told else ()


def _events(timeline: Iterable[TimelineEntry], words: Words) -> list[Dated]:
    told: list[Dated] = []
    for each in timeline:
        text = words.t(_key(each, words))
        if not told or told[-1][1] != text:
            told.append((each.at, text))
    return told


def _key(each: TimelineEntry, words: Words) -> str:
    facts = each.facts
    tries = {
        "case_moved": _moved(facts),
        "party_admitted": f"mine-past-joined-{facts.get('side', '')}",
        "escalated": f"mine-late-{facts.get('level', '')}",
        "appeal_decided": f"mine-past-appeal-{facts.get('outcome', '')}",
    }
    key = tries.get(each.kind, f"mine-past-{each.kind}")
    return key if words.has(key) else "mine-past-other"


def _moved(facts: dict[str, str]) -> str:
    if facts.get("from") in ("closed", "answered", "inadmissible", "referred"):
        return "mine-past-reopened"
    if (facts.get("from"), facts.get("to")) == ("responded", "notified"):
        return "mine-past-to-unanswered"
    return f"mine-past-to-{facts.get('to', '')}"


def _tries(page: CasePage, words: Words) -> list[Dated]:
    told: list[Dated] = []
    for each in page.hearing.attempts if page.hearing else ():
        how, outcome = _known(words, "channel", each.channel), _known(words, "mine-tried", each.outcome)
        told.append((each.at, words.t("mine-past-tried", how=how, outcome=outcome)))
    return told


def _taken_back(page: CasePage, words: Words) -> list[Dated]:
    return [
        (each.withdrawn_at, words.t("mine-past-taken-back", who=name_of(each.recipient, words)))
        for each in page.consents if each.withdrawn_at
    ]  # fmt: skip


def _known(words: Words, prefix: str, code: str) -> str:
    key = f"{prefix}-{code}"
    return words.t(key) if words.has(key) else words.t(f"{prefix}-other")
