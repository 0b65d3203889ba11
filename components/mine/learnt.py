"""Who has learnt what about a worker: the exposure ledger in dated sentences."""

from __future__ import annotations

from collections.abc import Iterable

from components.i18n import Words
from components.identities import story
from components.mine.line import Line
from components.plain import clean
from db.models import Exposure, Identity, Side

# Items that are her name or the way to her; while none of them is in the ledger, nobody opened them.
IDENTIFYING = {"identity", "name", "contact"}


def learnt(exposures: Iterable[Exposure], words: Words, identity: Identity | None = None) -> tuple[Line, ...]:
    """One dated line per disclosure; the steps of the two keys; then, while it is true, that nobody opened her name."""
    known = tuple(exposures)
    opened = any(each.item in IDENTIFYING for each in known)
    dated = [(each.at, _line(each, words)) for each in known]
    dated += [(each.at, story.line(each, words)) for each in story.told(identity)]
    lines = (line for _, line in sorted(dated, key=lambda pair: pair[0]))
    return (*lines, *story.sealed_line(identity, opened, words))


def _line(exposure: Exposure, words: Words) -> Line:
    key = f"mine-learnt-{exposure.item}"
    head = words.t("mine-learnt-head", day=words.say_short_date(exposure.at), who=_who(exposure, words))
    text = words.t(key if words.has(key) else "mine-learnt-other")
    return Line("eye", head, text, _why(exposure, words))


def _who(exposure: Exposure, words: Words) -> str:
    if exposure.item == "identity" and exposure.role:
        return words.t("identity-by-role", role=words.t(f"role-{exposure.role}"))
    named = exposure.recipient_side in (Side.BRAND, Side.FACTORY, Side.AUTHORITY) and exposure.recipient_name
    return clean(exposure.recipient_name or "") if named else words.t(f"side-{exposure.recipient_side.value}")


def _why(exposure: Exposure, words: Words) -> str:
    if exposure.basis == "two_keys":
        return words.t("identity-opened-why", reason=story.reason(exposure.reason, words))
    if exposure.consent_at is not None:
        return words.t("mine-learnt-consent", day=words.say_short_date(exposure.consent_at))
    if exposure.basis == "legal":
        return words.t("mine-learnt-law")
    outside = exposure.recipient_side in (Side.FACTORY, Side.BRAND, Side.AUTHORITY)
    return words.t("mine-learnt-legal") if outside else ""
