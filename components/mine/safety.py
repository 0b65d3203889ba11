"""What is being done for somebody's safety, in plain words: the steps, done and next, and who was told.

It stands behind one tap with a title that says nothing: somebody may look over her shoulder. Neither an age nor a
legal word is in it, and nothing that would say who is meant.
"""

from __future__ import annotations

from dataclasses import dataclass

from components.i18n import Words, now
from components.mine.line import Line
from components.plain import clean
from db.models import CasePage
from db.models.protocol import Safety, SafetyStep

DECISION = 5


@dataclass(frozen=True)
class Safe:
    """The steps in their order, then who was told and who is not."""

    steps: tuple[Line, ...]
    told: tuple[Line, ...]


def safety(page: CasePage, words: Words) -> Safe | None:
    """None while no emergency runs."""
    hers = page.protocol.hers if page.protocol else None
    if hers is None:
        return None
    coming = next((each.step for each in hers.steps if each.at is None), None)
    return Safe(tuple(_step(each, hers, words, first=each.step == coming) for each in hers.steps), _told(hers, words))


def _step(each: SafetyStep, hers: Safety, words: Words, *, first: bool) -> Line:
    if each.at is not None:
        key = f"mine-safety-{each.step}-done"
        if each.step == DECISION and hers.refer is False:
            key = "mine-safety-5-not"
        return Line("done", words.t(key), words.say_short_date(each.at))
    when = words.say_due(each.due_at) if each.due_at else ""
    if each.due_at and each.due_at < now():
        when = words.t("mine-safety-late", day=words.say_short_date(each.due_at))
    head = words.t(f"mine-safety-{each.step}")
    return Line("clock" if first or each.due_at else "dot", words.t("mine-safety-next", what=head) if first else head, when)


def _told(hers: Safety, words: Words) -> tuple[Line, ...]:
    lines = [
        Line("eye", words.t("mine-safety-told", who=clean(each.name), day=words.say_short_date(each.at)), "")
        for each in hers.told
    ]  # fmt: skip
    if not lines:
        lines.append(Line("lock", words.t("mine-safety-told-nobody"), ""))
    if hers.silent:
        lines.append(Line("lock", words.t("mine-safety-silent"), ""))
    return tuple(lines)
