"""What one person can do for a step now, the likeliest first."""

from __future__ import annotations

from collections.abc import Callable

from components.i18n import t
from components.protocol import asking, asking_outside
from components.protocol.deeds import Do
from db.models.protocol import Protocol

Offer = tuple[str, str, Callable[[], None]]  # the words of the button, its key, what it opens


def of(one: Protocol, number: int, do: Do, *, supervisor: bool) -> list[Offer]:
    """The buttons of a step; nothing is offered that the database would refuse to this person now."""
    found: list[Offer] = []
    if any(item.step == number and item.by_hand and item.state == "open" for item in one.items):
        found.append((t("protocol-write"), "write", lambda: asking.write(one, number, do)))
    if number in OWN:
        found += OWN[number](one, do)
    if supervisor and number == 8 and _opens(one, "brand_told"):
        found.append((t("protocol-tell"), "tell", lambda: asking_outside.tell(one, do)))
        found.append((t("protocol-tell-nobody"), "tell-nobody", lambda: asking_outside.tell_nobody(do)))
    if supervisor and number in (6, 8):
        found.append((t("protocol-basis"), "basis", lambda: asking_outside.basis(one, do, authority=number == 6)))
    return found


def _age(one: Protocol, do: Do) -> list[Offer]:
    note: Offer = (t("protocol-note-age"), "note-age", lambda: asking.note_age(do))
    settle: Offer = (t("protocol-settle-age"), "settle-age", lambda: asking.settle_age(do))
    return [settle, note] if one.evidence else [note]


def _decision(one: Protocol, do: Do) -> list[Offer]:
    if _spoke(one, "referral"):
        return []
    return [(t("protocol-decide"), "decide", lambda: asking_outside.decide(do))]


def _referral(one: Protocol, do: Do) -> list[Offer]:
    return [(t("protocol-refer"), "refer", lambda: asking_outside.refer(one, do))] if one.refer else []


def _month(one: Protocol, do: Do) -> list[Offer]:
    if all(month.outcome is not None for month in one.follow_ups):
        return []
    return [(t("protocol-write"), "month", lambda: asking.month(one, do))]


def _exit(one: Protocol, do: Do) -> list[Offer]:
    if any(item.state == "open" for item in one.items if item.step < 12) or _spoke(one, "exit"):
        return []
    return [(t("protocol-exit-do"), "exit", lambda: asking.leave(do))]


def _spoke(one: Protocol, about: str) -> bool:
    return any(voice.mine for voice in one.voices if voice.about == about)


def _opens(one: Protocol, name: str) -> bool:
    return any(item.item == name and item.state == "open" for item in one.items)


OWN: dict[int, Callable[[Protocol, Do], list[Offer]]] = {3: _age, 5: _decision, 6: _referral, 10: _month, 12: _exit}
