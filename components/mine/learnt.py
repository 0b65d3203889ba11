"""Who has learnt what about a worker: the exposure ledger in dated sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from components.i18n import Words
from components.plain import clean
from db.models import Exposure, Side

# Items that are her name or the way to her; while none of them is in the ledger, nobody opened them.
IDENTIFYING = {"identity", "name", "contact"}


@dataclass(frozen=True)
class Line:
    """One line of a list: a sign's name, bold words, then quieter ones."""

    sign: str
    head: str
    text: str
    more: str = ""


def learnt(exposures: Iterable[Exposure], words: Words) -> tuple[Line, ...]:
    """One dated line per disclosure, then whether name and telephone number were opened."""
    known = sorted(exposures, key=lambda each: each.at)
    lines = [_line(each, words) for each in known]
    if not any(each.item in IDENTIFYING for each in known):
        lines.append(Line("lock", words.t("mine-sealed-head"), words.t("mine-sealed")))
    return tuple(lines)


def _line(exposure: Exposure, words: Words) -> Line:
    key = f"mine-learnt-{exposure.item}"
    head = words.t("mine-learnt-head", day=words.say_short_date(exposure.at), who=_who(exposure, words))
    text = words.t(key if words.has(key) else "mine-learnt-other")
    return Line("eye", head, text, _why(exposure, words))


def _who(exposure: Exposure, words: Words) -> str:
    side = words.t(f"side-{exposure.recipient_side.value}")
    if exposure.recipient_side in (Side.BRAND, Side.FACTORY) and exposure.recipient_name:
        return clean(exposure.recipient_name)
    return side


def _why(exposure: Exposure, words: Words) -> str:
    if exposure.consent_at is not None:
        return words.t("mine-learnt-consent", day=words.say_short_date(exposure.consent_at))
    outside = exposure.recipient_side in (Side.FACTORY, Side.BRAND, Side.AUTHORITY)
    return words.t("mine-learnt-legal") if outside else ""
