"""The one question that stands first on a worker's page, its buttons, and what follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from components.i18n import Words, now
from components.mine.deeds import Accept, Answer, Decline, End, Have, Say
from components.mine.line import Line
from components.mine.remedy import Outcome
from components.plain import clean
from db.models import CasePage, Message, MessageKind, MessageState, Side

QUOTED = 400  # signs of a message that is answered; the whole of it stands in the thread
AHEAD = timedelta(days=7)  # so long before its day she may already say whether it is still solved


@dataclass(frozen=True)
class Way:
    """One button. Without an answer it leads to the box in which she writes."""

    words: str
    sign: str
    answer: Answer | None = None


@dataclass(frozen=True)
class Question:
    kind: str
    ask: str
    follows: str
    ways: tuple[Way, ...]
    lines: tuple[Line, ...] = ()  # what it is about
    quote: str = ""  # words of somebody
    about: UUID | None = None


def says_plan(asked: Question | None, known: Outcome) -> bool:
    """Whether the question tells the whole plan, so that it need not be told again below."""
    return asked is not None and asked.kind == "plan" and not any(step.may_dispute for step in known.steps)


def question(page: CasePage, known: Outcome, words: Words) -> Question | None:
    """The first thing that we ask of her now, or None."""
    return (
        _end(known, words)
        or _money(known, words)
        or _plan(page, known, words)
        or _still(page, words)
        or _change(page, words)
        or _comment(page, words)
        or _asked(page, words)
    )


def _end(known: Outcome, words: Words) -> Question | None:
    if not known.asks_end:
        return None
    ways = (
        Way(words.t("mine-end-yes"), "check", End("confirmed")),
        Way(words.t("mine-end-no"), "close", End("disputed")),
    )
    return Question("end", words.t("mine-end-ask"), words.t("mine-end-follows"), ways)


def _money(known: Outcome, words: Words) -> Question | None:
    one = next((each for each in known.benefits if each.asks), None)
    if one is None:
        return None
    ways = (
        Way(words.t("mine-money-yes"), "check", Have(one.id, confirmed=True)),
        Way(words.t("mine-money-no"), "close", Have(one.id, confirmed=False)),
    )
    return Question(
        "money", words.t("mine-money-ask"), words.t("mine-money-follows"), ways, lines=(one.line,), about=one.id,
    )  # fmt: skip


def _plan(page: CasePage, known: Outcome, words: Words) -> Question | None:
    group = page.group if page.group and page.group.label is not None else None
    # Whoever said no is not asked the same again; she finds her yes where the plan stands.
    if known.version is None or (group and group.accepted is False):
        return None
    no = Way(words.t("mine-plan-not"), "edit")
    if group:
        no = Way(words.t("group-mine-decline"), "close", Decline(known.version))
    ways = (
        Way(words.t("mine-plan-accept"), "check", Accept(known.version)),
        no,
    )
    follows = words.say_sentences(*filter(None, (known.others, words.t("mine-plan-follows"))))
    return Question("plan", words.t("mine-plan-ask"), follows, ways, lines=tuple(step.line for step in known.steps))


def _still(page: CasePage, words: Words) -> Question | None:
    """Some weeks after it was closed as solved: is it still so? Her word, whichever way, ends our waiting for it."""
    asking = next((each for each in page.clocks if each.kind == "after_closing"), None)
    if asking is None or asking.due_at - AHEAD > now():
        return None
    ways = (
        Way(words.t("mine-still-yes"), "check", Say("still", _handshake(page))),
        Way(words.t("mine-still-no"), "edit"),
    )
    return Question("still", words.t("mine-still-ask"), words.t("mine-still-follows"), ways)


def _change(page: CasePage, words: Words) -> Question | None:
    last = next((each for each in reversed(page.messages) if each.mine), None)
    if last is None or last.state is not MessageState.SENT_BACK:
        return None
    ways = (Way(words.t("mine-change-write"), "edit"),)
    return Question("change", words.t("mine-change-ask"), words.t("mine-change-follows"), ways, quote=clean(last.note or ""))


def _comment(page: CasePage, words: Words) -> Question | None:
    """The factory's answer stands in her thread, and she has not written since."""
    said = next((each for each in reversed(page.messages) if each.author is Side.FACTORY), None)
    if (
        page.case.state != "responded"
        or said is None
        or any(each.mine and each.posted_at > said.posted_at for each in page.messages)
    ):
        return None
    due = next((each for each in page.clocks if each.kind == "comment" and each.due_at > now()), None)
    ways = (
        Way(words.t("mine-comment-write"), "edit"),
        Way(words.t("mine-comment-nothing"), "check", Say("nothing", _handshake(page))),
    )
    ask = words.t("mine-comment-ask", due=words.say_due(due.due_at)) if due else words.t("mine-comment-ask-open")
    follows = words.t("mine-comment-follows" if due else "mine-asked-follows")
    return Question("comment", ask, follows, ways, quote=_short(said))


def _asked(page: CasePage, words: Words) -> Question | None:
    """Handshake's last message asks something, and she has not written since."""
    talk = [each for each in page.messages if each.kind is MessageKind.MESSAGE]
    last = talk[-1] if talk else None
    if last is None or last.author is not Side.HANDSHAKE or not {"?", "？"} & set(last.body):
        return None
    ways = (Way(words.t("mine-asked-write"), "edit"),)
    ask = words.t("mine-asked-ask", day=words.say_short_date(last.posted_at))
    return Question("asked", ask, words.t("mine-asked-follows"), ways, quote=_short(last))


def _handshake(page: CasePage) -> tuple[UUID, ...]:
    return tuple(party.id for party in page.parties if party.side is Side.HANDSHAKE)


def _short(message: Message) -> str:
    body = clean(message.body).strip()
    return body if len(body) <= QUOTED else body[:QUOTED].rstrip() + "…"
