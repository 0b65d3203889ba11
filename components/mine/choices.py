"""What a worker can do besides: each behind one tap, with what follows from it and its button."""

from __future__ import annotations

from dataclasses import dataclass, field

from components.i18n import Words, now, zone
from components.mine.deeds import MOST, Appeal, Pressure, Reopen, Withdraw
from db.models import CasePage


@dataclass(frozen=True)
class Choice:
    """A small form: what follows, perhaps reasons to choose from, words to write, a box to tick, and its button."""

    name: str
    title: str
    text: tuple[str, ...]
    button: str
    hidden: dict[str, str] = field(hash=False)
    why: str = ""  # the question before the reasons
    reasons: tuple[tuple[str, str], ...] = ()
    ask: str = ""  # the label of a field for words
    most: int = 0
    tick: str = ""


def near(page: CasePage, words: Words) -> tuple[Choice, ...]:
    """What stands right below the question: coming back to a closed case, and pressure."""
    return tuple(each for each in (_reopen(page, words), _appeal(page, words), _pressure(page, words)) if each)


def rare(page: CasePage, words: Words) -> tuple[Choice, ...]:
    """What stands at the end of the page."""
    return tuple(each for each in (_withdraw(page, words),) if each)


def _reopen(page: CasePage, words: Words) -> Choice | None:
    step = next((each for each in page.steps if each.kind == "reopen"), None)
    if step is None:
        return None
    until = page.procedure.reopen_until if page.procedure else None
    open_ = until is not None and until > now() and len(step.reasons) > 2
    window = (
        words.t("mine-reopen-until", day=words.say_date(until.astimezone(zone())))
        if until and open_
        else words.t("mine-reopen-later")
    )
    return Choice(
        "reopen", words.t("mine-reopen-title"), (words.t("mine-reopen-follows"), window), words.t("mine-reopen-do"),
        Reopen(page.case.revision, "").fields(), why=words.t("mine-reopen-why"),
        reasons=tuple((code, words.t(f"mine-reopen-{code}")) for code in step.reasons if words.has(f"mine-reopen-{code}")),
    )  # fmt: skip


def _appeal(page: CasePage, words: Words) -> Choice | None:
    if not (page.procedure and page.procedure.may_appeal):
        return None
    return Choice(
        "appeal", words.t("mine-appeal-title"), (words.t("mine-appeal-follows"),), words.t("mine-appeal-do"),
        Appeal("").fields(), ask=words.t("mine-appeal-words"), most=MOST["appeal"],
    )  # fmt: skip


def _pressure(page: CasePage, words: Words) -> Choice | None:
    # A case about pressure takes more of it as a message.
    if page.linked and page.linked.parent:
        return None
    return Choice(
        "pressure", words.t("retaliation-mine-title"), (words.t("retaliation-mine-lead"),), words.t("retaliation-mine-send"),
        Pressure("", violent=False).fields(), ask=words.t("retaliation-mine-words"), most=MOST["pressure"],
        tick=words.t("retaliation-mine-violent"),
    )  # fmt: skip


def _withdraw(page: CasePage, words: Words) -> Choice | None:
    if not any(step.kind == "end" and step.allowed for step in page.steps):
        return None
    return Choice(
        "withdraw", words.t("mine-withdraw-title"), (words.t("mine-withdraw-follows"), words.t("mine-withdraw-back")),
        words.t("mine-withdraw-do"), Withdraw(page.case.revision).fields(),
    )  # fmt: skip
