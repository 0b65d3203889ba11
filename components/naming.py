"""How the things of a case are called on screens: titles, parties, icons, badges.

Everything returned here may stand in Markdown: catalogue phrases as they are, names of people and
organisations through `plain.label`.
"""

from __future__ import annotations

from collections.abc import Iterable

from components import plain
from components.i18n import spoken, t
from components.taxonomy import UNSORTED
from db.models import CaseHead, CasePage, Message, MessageState, Party, Phase, Side
from db.models.nouns import UNLISTED

ICONS = {
    Side.WORKER: ":material/person:",
    Side.FACTORY: ":material/factory:",
    Side.BRAND: ":material/sell:",
    Side.HANDSHAKE: ":material/handshake:",
    Side.AUTHORITY: ":material/account_balance:",
}
SEVERITIES = {
    1: ("red", ":material/e911_emergency:"),
    2: ("red", ":material/priority_high:"),
    3: ("orange", ":material/drag_handle:"),
    4: ("gray", ":material/south:"),
}
BADGES = {
    "zero_tolerance": ("red", ":material/front_hand:"),
    "no_tip_off": ("violet", ":material/visibility_off:"),
    "strike": ("orange", ":material/campaign:"),
    "retaliation": ("red", ":material/shield:"),
    "hold": ("gray", ":material/pause:"),
    "appeal": ("orange", ":material/gavel:"),
    "escalated": ("orange", ":material/stairs:"),
}
PHASES = tuple(Phase)
_ORDER = {side: number for number, side in enumerate(Side)}


def known(prefix: str, code: str, otherwise: str) -> str:
    """The words for a code of the database, or the neutral ones when this catalogue is older than it."""
    key = f"{prefix}-{code}"
    return t(key) if spoken().has(key) else t(otherwise)


def title(issues: tuple[str, ...]) -> str:
    """A case is called after its first two issues: "Social insurance not paid, leave refused"."""
    if not issues or issues[0] == UNSORTED:
        return t("issue-unknown")
    first = known("issue", issues[0], "issue-unknown")
    if len(issues) == 1:
        return first
    second = known("issue", issues[1], "issue-unknown")
    return spoken().say_list([first, second[:1].lower() + second[1:]])


def place(name: str, city: str | None) -> str:
    """ "Lianfeng Footwear, Huizhou", for plain text only."""
    if name == UNLISTED:
        return t("shell-place-unlisted")
    return spoken().say_clauses([name, city]) if city and city not in name else name


def called(head: CaseHead) -> str:
    """The place of a case; one that is not on the list, with what the worker calls it. For plain text only."""
    where = place(head.workplace.name, head.workplace.city)
    return t("case-place-called", place=where, words=plain.clean(head.workplace_words)) if head.workplace_words else where


def party(one: Party) -> str:
    """A party on a chip or in a line: its side, or the name where several sit on that side. Handshake
    is many people, so a coordinator is not told "you" for what a colleague wrote."""
    if one.mine and one.side is not Side.HANDSHAKE:
        return t("shell-you")
    return outsider(one)


def outsider(one: Party) -> str:
    """The same, also for the viewer's own party: in previews and lists of recipients."""
    if one.side is Side.BRAND and one.name:
        return plain.label(one.name)
    if one.label is not None:
        return t("group-worker", number=one.label)
    return t(f"side-{one.side}")


def the(one: Party) -> str:
    """The same inside a sentence: "the worker", "Brand K"."""
    if one.side is Side.BRAND and one.name:
        return plain.label(one.name)
    if one.label is not None:
        return t("group-the-worker", number=one.label)
    return t(f"the-{one.side}")


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def choice(key: str) -> str:
    """A phrase of the catalogue as one of several that can be chosen: it begins with a capital letter."""
    return capital(t(key))


def next_step(page: CasePage) -> tuple[str, str]:
    """What Handshake has to do now, and why: the first cell of the strip."""
    held = [message for message in page.messages if message.state is MessageState.HELD]
    if held:
        first = held[0]
        since = spoken().say_moment(first.posted_at)
        return t("case-next-moderate", who=t(f"the-{first.author}")), t("case-next-since", since=since)
    if page.case.state in ("received", "triage") and UNSORTED in page.case.issues:
        return t("case-next-classify"), t("case-why-classify")
    if page.case.state == "admitted" and "no_tip_off" in page.case.badges:
        return t("case-next-silence"), t("case-why-silence")
    appeal = page.procedure.appeal if page.procedure else None
    if appeal is not None and appeal.outcome is None:
        return t("case-next-appeal"), t("case-why-appeal")
    at = _how_far(page)
    return known("case-next", at, "case-next-nothing"), known("case-why", at, "case-why-nothing")


FORWARD = {
    "investigating": "found", "remedy_agreed": "remediating", "remediating": "verifying", "verifying": "evaluating",
    "evaluating": "closed",
}  # fmt: skip


def _how_far(page: CasePage) -> str:
    """The state, and how much of what it asks for is done."""
    state = page.case.state
    if any(step.allowed and step.kind != "end" and step.to_state == FORWARD.get(state) for step in page.steps):
        return f"{state}-ready"
    if state == "investigating" and page.evidence:
        declared = page.procedure.conflict if page.procedure else None
        return "investigating-own" if declared is None else "investigating-judge"
    if state == "remedy_agreed" and page.plan is not None and page.plan.actions:
        return "remedy_agreed-ask"
    return state


def badge(name: str) -> tuple[str, str, str]:
    """Words, icon and colour of one of a case's overlays."""
    color, icon = BADGES.get(name, ("gray", ":material/label:"))
    return known("badge", name, "badge-hold"), icon, color


def readers(message: Message, parties: tuple[Party, ...], *, own: bool = True) -> str:
    """ "you, Worker, Handshake": whom a message was meant for, as far as the viewer knows them."""
    wanted = [one for one in in_order(parties) if one.id in message.readers]
    if not own:
        return spoken().say_list(outsider(one) for one in wanted)
    here = [one for one in wanted if one.mine and one.side is not Side.HANDSHAKE]
    return spoken().say_list([*(party(one).lower() for one in here), *(party(one) for one in wanted if one not in here)])


def in_order(parties: Iterable[Party]) -> list[Party]:
    """Worker, factory, brands, Handshake: the same order on chips, in lines and in lists."""
    return sorted(parties, key=lambda one: (_ORDER[one.side], one.name or ""))


def author(message: Message, parties: tuple[Party, ...], *, own: bool = True) -> str:
    """Who wrote it: "You", a side, or the brand's name."""
    if message.mine and own and message.author is not Side.HANDSHAKE:
        return t("shell-you")
    for one in parties:
        if one.id == message.author_party:
            return outsider(one)
    return t(f"side-{message.author}")
