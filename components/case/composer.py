"""The composer: who will read it, the words, the files, and what happens to them then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from uuid import UUID

import streamlit as st

from components import hints, naming, plain
from components.i18n import spoken, t
from db.models import CasePage, MessageKind, MessageState, Party, Side

LIMIT = 10_000
FILES = ("jpg", "jpeg", "png", "webp", "gif", "pdf", "txt", "csv", "docx", "xlsx", "mp3", "m4a")
MEGABYTES = 10
_KEPT = "kept:"
_PUT_BACK = "put-back:"


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Draft:
    """What somebody wants to say; `kind` is a message or an internal note."""

    body: str = field(repr=False)
    audience: tuple[UUID, ...]
    kind: MessageKind
    files: tuple[Upload, ...] = ()


def show(page: CasePage, send: Callable[[Draft], None], *, scope: str, beside: Callable[[], None] | None = None) -> None:
    """Draw the composer; `send` is given what was sent, before anything is drawn again. `scope` keeps the drafts of two cases
    apart; `beside` draws something small at the right of the last sentence."""
    others = [one for one in naming.in_order(page.parties) if not one.mine]
    chips, switch, field_key = f"audience-{scope}", f"internal-{scope}", f"text-{scope}"
    kept: Draft | None = st.session_state.get(_KEPT + scope)
    if kept is not None and st.session_state.pop(_PUT_BACK + scope, False):
        st.session_state[field_key] = kept.body
    with st.container(border=True, key=f"card-composer-{scope}"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="bottom"):
            note = bool(st.session_state.get(switch))
            audience = _audience(page, others, chips, disabled=note)
            if page.viewer is Side.HANDSHAKE:
                note = st.toggle(t("case-internal-note"), key=switch)
        st.chat_input(
            _placeholder(page, audience, note),
            key=field_key,
            max_chars=LIMIT,
            accept_file="multiple",
            file_type=FILES,
            max_upload_size=MEGABYTES,
            height=88,
            on_submit=lambda: send(_draft(page, scope)),
        )
        if kept is not None and kept.files:
            names = spoken().say_list(plain.label(each.name) for each in kept.files)
            st.caption(f":material/attach_file: {t('case-files-kept', names=names)}")
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f":material/visibility: {reads(page, audience, note)}")
            if beside is not None:
                beside()


def _draft(page: CasePage, scope: str) -> Draft:
    """What the widgets say at the moment of sending."""
    waiting, sent = kept(scope), st.session_state[f"text-{scope}"]
    files = (waiting.files if waiting else ()) + tuple(Upload(each.name, each.getvalue()) for each in sent.files)
    if page.viewer is Side.HANDSHAKE and st.session_state.get(f"internal-{scope}"):
        return Draft(sent.text, (), MessageKind.NOTE, files)
    chosen = set(st.session_state.get(f"audience-{scope}") or ())
    readers = tuple(one.id for one in naming.in_order(page.parties) if not one.mine and one.id in chosen)
    return Draft(sent.text, readers, MessageKind.MESSAGE, files)


def _audience(page: CasePage, others: list[Party], key: str, *, disabled: bool) -> list[Party]:
    by_id = {one.id: one for one in others}
    if key not in st.session_state:
        st.session_state[key] = [one.id for one in preset(page)]
    chosen = set(st.session_state[key] or ()) & by_id.keys()
    st.session_state[key] = [each for each in by_id if each in chosen]

    def words(each: UUID) -> str:
        name = naming.party(by_id[each])
        return f"✓ **{name}**" if each in chosen else name

    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", width="content"):
        st.pills(
            t("case-who-reads"),
            list(by_id),
            selection_mode="multi",
            format_func=words,
            key=key,
            disabled=disabled,
            wrap=True,
        )
        if len(others) > 2 and len(chosen) < len(others) and not disabled:
            everybody = t("case-everybody")
            st.button(everybody, key=f"all-{key}", type="tertiary", on_click=_all, args=(key, list(by_id)))
    return [by_id[each] for each in st.session_state[key]]


def _all(key: str, everybody: list[UUID]) -> None:
    st.session_state[key] = everybody


def preset(page: CasePage) -> list[Party]:
    """Who reads it unless something else is chosen: the one who spoke last; for others, always Handshake."""
    others = [one for one in page.parties if not one.mine]
    if page.viewer is Side.WORKER:
        return [one for one in others if one.side is Side.HANDSHAKE]
    if page.viewer is Side.HANDSHAKE:
        for message in reversed(page.messages):
            if message.author is not Side.HANDSHAKE and message.state is not MessageState.HELD:
                spoke = [one for one in others if one.id == message.author_party]
                if spoke:
                    return spoke
        return [one for one in others if one.side is Side.WORKER]
    return [one for one in others if one.side in (Side.WORKER, Side.HANDSHAKE)]


def reads(page: CasePage, audience: list[Party], note: bool) -> str:
    """The sentence under the field: who will read it, and who will not."""
    if note:
        return t("case-reads-note")
    if not audience and page.viewer is Side.HANDSHAKE:
        return t("case-reads-nobody")
    outside = [one for one in audience if one.side is not Side.HANDSHAKE]
    if page.viewer is not Side.HANDSHAKE:
        if not outside:
            return t("case-reads-handshake-only")
        return t("case-reads-moderated", readers=spoken().say_and(naming.the(one) for one in outside))
    will = naming.capital(spoken().say_and(naming.the(one) for one in audience))
    wont = [one for one in page.parties if not one.mine and one not in audience]
    said = [f"**{will}** {t('case-reads-will', count=len(audience))}"]
    return spoken().say_sentences(*said, *([t("case-reads-not", others=_names(wont))] if wont else []))


def _names(parties: Iterable[Party]) -> str:
    return naming.capital(spoken().say_and(naming.outsider(one) for one in parties))


def _placeholder(page: CasePage, audience: list[Party], note: bool) -> str:
    if note:
        return t("case-write-note")
    if page.viewer is Side.HANDSHAKE and len(audience) == 1 and audience[0].side is not Side.BRAND:
        return t("case-write-to", who=t(f"the-{audience[0].side}"))
    return t("case-write-worker" if page.viewer is Side.WORKER else "case-write")


def warning(body: str, viewer: Side) -> str | None:
    """The question to a worker before something leaves that could show who she is; None when nothing does."""
    if viewer is not Side.WORKER:
        return None
    found = hints.find(body)
    if not found:
        return None
    return t("case-warn", hints=spoken().say_and(t(f"hint-{hint}") for hint in found))


def hold(draft: Draft, *, scope: str) -> None:
    """Remember what is on its way."""
    st.session_state[_KEPT + scope] = draft


def keep(draft: Draft, *, scope: str) -> None:
    """Put words and files back into the composer on the next run: nothing that was typed is lost."""
    st.session_state[_KEPT + scope] = draft
    st.session_state[_PUT_BACK + scope] = True


def kept(scope: str) -> Draft | None:
    """The draft that could not be sent, or waits for a second yes."""
    draft: Draft | None = st.session_state.get(_KEPT + scope)
    return draft


def forget(scope: str) -> None:
    """The draft has arrived."""
    st.session_state.pop(_KEPT + scope, None)
    st.session_state.pop(_PUT_BACK + scope, None)
