"""Where a case stands, in two sentences, whatever its state and whatever lies over it."""

from __future__ import annotations

from components.i18n import Words, now, zone
from components.mine.line import Line
from components.mine.remedy import unanswered
from components.mine.waiting import deadlines, waiting_key
from components.plain import clean
from db.models import CasePage, Phase, Side

CLOSED = ("closed", "answered", "inadmissible", "referred")


def standing(page: CasePage, words: Words) -> tuple[str, str]:
    """What is, then what follows. What lies over the state says what follows before the state does."""
    over = overlays(page, words)
    return (_state(page, words), over[0] if over else _follows(page, words))


def also(page: CasePage, words: Words) -> tuple[str, ...]:
    """Whatever else lies over it, one sentence each."""
    told = list(overlays(page, words)[1:])
    if page.hold is not None and page.hold.reason and words.has(f"mine-resting-{page.hold.reason}"):
        told.insert(0, words.t(f"mine-resting-{page.hold.reason}"))
    if page.hold is not None and page.hold.overdue:
        kinds = (f"mine-owed-{kind}" for kind in page.hold.overdue)
        told.append(words.t("mine-resting-overdue", what=words.say_list(words.t(key) for key in kinds if words.has(key))))
    if page.linked and page.linked.parent:
        told.append(words.t("mine-linked-child"))
    return tuple(told)


def overlays(page: CasePage, words: Words) -> list[str]:
    """A sentence for each thing that lies over the state, the one that matters most first."""
    told = []
    known = page.procedure
    if page.hold is not None:
        told.append(words.t("mine-resting", day=words.say_date(page.hold.until)))
    if known and known.appeal and known.appeal.mine and known.appeal.outcome is None:
        told.append(words.t("mine-appeal-open", day=words.say_short_date(known.appeal.raised_at)))
    if known and known.silent:
        told.append(words.t("mine-silent"))
    elif known and known.zero_tolerance and page.case.state not in CLOSED:
        told.append(words.t("mine-emergency"))
    level = max((clock.escalation for clock in page.clocks if clock.owner is Side.FACTORY), default=0)
    if level in (1, 2, 3) and page.case.state not in CLOSED:
        told.append(words.t(f"mine-late-{level}"))
    if page.linked and page.linked.children:
        told.append(words.t("mine-linked-parent"))
    return told


def told(page: CasePage, words: Words) -> tuple[Line, ...]:
    """What Handshake wrote down for her: why and where else, and the answer to her appeal."""
    lines = []
    known = page.procedure
    if known and known.checklist:
        check = known.checklist
        if check.authority:
            lines.append(Line("flag", words.t("mine-told-authority"), clean(check.authority)))
        if check.refusal and words.has(f"mine-refusal-{check.refusal}"):
            lines.append(Line("flag", words.t("mine-told-why"), words.t(f"mine-refusal-{check.refusal}")))
        if check.elsewhere:
            lines.append(Line("flag", words.t("mine-told-elsewhere"), clean(check.elsewhere)))
    if known and known.appeal and known.appeal.mine:
        appeal = known.appeal
        lines.append(Line(
            "flag", words.t("mine-told-appeal", day=words.say_short_date(appeal.raised_at)), clean(appeal.grounds),
        ))  # fmt: skip
        if appeal.outcome and appeal.decided_at:
            head = words.t(f"mine-told-{appeal.outcome}", day=words.say_short_date(appeal.decided_at))
            lines.append(Line("scales", head, clean(appeal.answer or "")))
    return tuple(lines)


def _state(page: CasePage, words: Words) -> str:
    state = page.case.state
    reason = f"mine-standing-closed-{page.case.closed_reason}"
    if state == "closed" and words.has(reason):
        return words.t(reason)
    if state in ("inadmissible", "referred") and not (page.procedure and page.procedure.checklist):
        return words.t(f"mine-standing-{state}-ask")
    return words.t(f"mine-standing-{state}")


def _follows(page: CasePage, words: Words) -> str:
    if page.case.phase is Phase.CLOSED:
        until = page.procedure.reopen_until if page.procedure else None
        if page.case.state == "closed" and until and until > now():
            return words.t("mine-window", day=words.say_date(until.astimezone(zone())))
        return words.t(f"mine-next-{page.case.state}")
    # What is late stands among who does what; a far day of something else would only hide it here.
    coming = next(iter(deadlines(page)), None)
    if coming is not None and coming.due_at <= now() and coming.owner is Side.HANDSHAKE:
        return words.t("mine-next-late")
    if coming is None or coming.due_at <= now():
        return words.t(f"mine-next-{_next(page)}")
    return words.t(waiting_key(coming, words), due=words.say_due(coming.due_at))


def _next(page: CasePage) -> str:
    """What follows now; an answer that Handshake still reads is not below yet, and what she has answered is not asked."""
    if page.case.state == "responded" and not any(message.author is Side.FACTORY for message in page.messages):
        return "responded-unseen"
    if page.case.state == "evaluating" and not unanswered(page):
        return "evaluating-answered"
    return page.case.state
