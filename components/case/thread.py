"""The thread of a case: who said what to whom, when, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

import streamlit as st

from components import naming, plain
from components.i18n import say_instant, spoken, t
from db.models import Attachment, Message, MessageKind, MessageState, Party, Side

KEPT_OPEN = 4  # the last messages that stay unfolded even when all were read

Verb = Literal["review", "send_back", "withhold", "change", "take_back"]
Color = Literal["red", "orange", "green", "blue", "violet", "gray"]


@dataclass(frozen=True)
class Deed:
    """What the viewer wants done with a message."""

    verb: Verb
    message: Message


@dataclass
class Viewing:
    """Who looks at a thread and how, for one drawing of it."""

    parties: tuple[Party, ...]
    viewer: Side
    read_only: bool = False
    scope: str = "said"
    # Author and readers in words: the messages of a case go between the same few parties.
    between: dict[tuple[object, ...], tuple[str, str]] = field(default_factory=dict)


def show(
    messages: tuple[Message, ...],
    parties: tuple[Party, ...],
    viewer: Side,
    *,
    read_only: bool = False,
    scope: str = "said",
) -> Deed | None:
    """Draw the messages, oldest first; those read before fold into one line. Returns the deed asked for."""
    viewing = Viewing(parties, viewer, read_only, scope)
    folded, unfolded = fold(messages)
    earlier(folded, viewing)
    return latest(unfolded, viewing)


def earlier(folded: tuple[Message, ...], viewing: Viewing) -> None:
    """The messages that fold away. None of them waits for anything, so they need no fragment."""
    if folded:
        with st.expander(_folded_words(folded), type="compact"):
            for message in folded:
                _message(message, viewing)


def latest(unfolded: tuple[Message, ...], viewing: Viewing) -> Deed | None:
    """The others, with what can be done about them. Returns the deed asked for."""
    deed: Deed | None = None
    first = next((message.id for message in unfolded if message.state is MessageState.HELD), None)
    for message in unfolded:
        deed = _message(message, viewing, filled=message.id == first) or deed
    return deed


def fold(messages: tuple[Message, ...]) -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """What folds away, and what stays: from the first new or waiting message on, and at least the last few."""
    first = len(messages) - KEPT_OPEN
    for number, message in enumerate(messages):
        waiting = message.state is MessageState.HELD or (message.mine and message.state is MessageState.SENT_BACK)
        if message.fresh or waiting:
            first = min(first, number)
            break
    if first < 2:  # one folded message saves nothing
        return (), messages
    return messages[:first], messages[first:]


def since(messages: tuple[Message, ...], unfolded: tuple[Message, ...]) -> tuple[Message, ...]:
    """The messages as they are now from the first of those on that were unfolded: one more folds no other away."""
    known = {message.id for message in unfolded[:1]}
    start = next((number for number, message in enumerate(messages) if message.id in known), 0)
    return messages[start:]


def _folded_words(folded: tuple[Message, ...]) -> str:
    words = spoken()
    return t("case-earlier", count=len(folded), days=words.say_days(folded[0].posted_at, folded[-1].posted_at))


def _message(message: Message, viewing: Viewing, *, filled: bool = False) -> Deed | None:
    viewer, read_only, scope = viewing.viewer, viewing.read_only, viewing.scope
    key = f"{_surface(message)}-{scope}-{message.id}"
    own = message.mine and not read_only and message.author is not Side.HANDSHAKE
    icon = ":material/account_circle:" if own else naming.ICONS[message.author]
    with st.container(border=True, key=key), st.chat_message(message.author.value, avatar=icon):
        with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall"):
            st.markdown(_heading(message, viewing))
            words, mark, color = _state(message, viewer)
            st.badge(words, icon=mark, color=color)
        st.text(plain.clean(shown(message, viewer)))
        for file in message.files:
            _file(file)
        _footnotes(message, viewer, read_only, scope)
        if read_only:
            return None
        return _actions(message, viewer, filled=filled)


def _surface(message: Message) -> str:
    if message.state is MessageState.HELD:
        return "held"
    return "note" if message.kind is MessageKind.NOTE else "card"


def shown(message: Message, viewer: Side) -> str:
    """The words on the screen: Handshake reads what the others read; an author reads his own."""
    if viewer is Side.HANDSHAKE and message.released_body is not None:
        return message.released_body
    return message.body


def _heading(message: Message, viewing: Viewing) -> str:
    key = (message.author_party, message.author, message.mine, message.kind, message.readers)
    known = viewing.between.get(key)
    if known is None:
        known = viewing.between[key] = _between(message, viewing.parties, own=not viewing.read_only)
    who, to = known
    when = say_instant(message.posted_at)
    if message.author_name and message.author is Side.HANDSHAKE:
        when = spoken().say_clauses([when, plain.label(message.author_name)])
    if message.entered:
        when = spoken().say_clauses([when, t("phone-answer-entered")])
    return f"{who}{to} :gray[:small[{when}]]"


def _between(message: Message, parties: tuple[Party, ...], *, own: bool) -> tuple[str, str]:
    who = f"**{naming.author(message, parties, own=own)}**"
    readers = "" if message.kind is MessageKind.NOTE else naming.readers(message, parties, own=own)
    return who, f" :gray[{t('shell-to')}] {readers}" if readers else ""


_STATES: dict[MessageState, tuple[str, str, Color]] = {
    MessageState.HELD: ("case-state-held", ":material/pause_circle:", "orange"),
    MessageState.PRIVATE: ("case-state-private", ":material/shield_person:", "blue"),
    MessageState.WITHHELD: ("case-state-withheld", ":material/block:", "red"),
    MessageState.SENT_BACK: ("case-state-sent-back", ":material/undo:", "orange"),
    MessageState.TAKEN_BACK: ("case-state-taken-back", ":material/undo:", "gray"),
}


def _state(message: Message, viewer: Side) -> tuple[str, str, Color]:
    """Word, icon and colour of what became of a message."""
    if message.kind is MessageKind.NOTE:
        return t("case-state-note"), ":material/lock:", "violet"
    if message.state in _STATES:
        words, icon, color = _STATES[message.state]
        return t(words), icon, color
    if message.removed:
        return t("case-state-cut", count=message.removed), ":material/content_cut:", "green"
    words = "case-state-delivered" if viewer is Side.WORKER else "case-state-released"
    return t(words), ":material/check_circle:", "green"


def _file(file: Attachment) -> None:
    """A link to our own route: it asks for the cookie and hands out nothing to a copied address."""
    name = plain.label(file.name)
    st.caption(f":material/attach_file: [{name}](/portal/file/{file.id}), {spoken().say_bytes(file.bytes)}")


def _footnotes(message: Message, viewer: Side, read_only: bool, scope: str) -> None:
    desk = viewer is Side.HANDSHAKE
    if message.state is MessageState.HELD:
        if desk and message.hints:
            found = spoken().say_list(naming.known("hint", hint, "hint-name") for hint in message.hints)
            st.markdown(f":material/warning: :small[{t('case-may-contain', hints=found)}]")
        elif not desk:
            st.caption(t("case-held-preview" if read_only else "case-held-note"))
    elif message.state is MessageState.WITHHELD or message.state is MessageState.SENT_BACK:
        _returned(message, desk, scope)
    elif message.removed:
        _cut(message, desk, read_only, scope)


def _returned(message: Message, desk: bool, scope: str) -> None:
    reason = naming.known("reason", message.reason or "nothing", "reason-identifies")
    if message.state is MessageState.WITHHELD:
        st.caption(t("case-withheld-desk" if desk else "case-withheld-note", reason=reason))
    else:
        st.caption(t("case-sent-back-desk" if desk else "case-sent-back-note", reason=reason))
    if message.note:
        st.caption(t("case-note-to-author"))
        plain.quiet(message.note, key=f"{scope}-told-{message.id}")


def _cut(message: Message, desk: bool, read_only: bool, scope: str) -> None:
    if desk:
        st.caption(t("case-cut-desk", who=t(f"the-{message.author}")))
        other, words = message.body, "case-original"
    elif message.mine:
        st.caption(t("case-cut-preview" if read_only else "case-cut-own"))
        other, words = message.released_body or "", "case-others-read"
    else:
        st.caption(t("case-cut-reader", count=message.removed))
        return
    if other and other != shown(message, Side.HANDSHAKE if desk else message.author):
        with st.expander(t(words), type="compact"):
            plain.quiet(other, key=f"{scope}-other-{message.id}")


def _actions(message: Message, viewer: Side, *, filled: bool) -> Deed | None:
    """Held messages carry their actions in place; only one of them on a page is filled."""
    if message.state is not MessageState.HELD:
        return None
    choices: tuple[tuple[Verb, str, str | None, str], ...]
    if viewer is Side.HANDSHAKE and not message.mine:
        choices = (
            ("review", "primary" if filled else "secondary", ":material/fact_check:", "case-review"),
            ("send_back", "secondary", None, "case-send-back"),
            ("withhold", "tertiary", None, "case-withhold"),
        )
    elif message.mine:
        choices = (
            ("change", "secondary", ":material/edit:", "case-change"),
            ("take_back", "tertiary", None, "case-take-back"),
        )
    else:
        return None
    deed: Deed | None = None
    with st.container(horizontal=True, gap="small"):
        for verb, kind, icon, words in choices:
            if st.button(t(words), key=f"{verb}-{message.id}", type=kind, icon=icon):  # type: ignore[arg-type]
                deed = Deed(verb, message)
    return deed


def by_id(messages: tuple[Message, ...], wanted: UUID) -> Message | None:
    return next((message for message in messages if message.id == wanted), None)
