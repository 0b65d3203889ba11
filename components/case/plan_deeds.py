"""The dialogs of the plan: an action is written, said to be done, verified, or an acceptance is noted.

Everything opens over what the page already knows; `do` makes the one call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import streamlit as st

from components import naming, plain, style
from components.case.composer import FILES, MEGABYTES, Upload
from components.i18n import t
from components.naming import ICONS
from db.models import Action, CasePage, Side

HOW = ("phone", "chat", "walk_in", "letter")
CARRIED_OUT = ("remedy_agreed", "remediating", "verifying")


@dataclass(frozen=True)
class SetAction:
    action: UUID | None
    deed: str
    owner: UUID | None
    due_on: date | None
    evidence_wanted: str | None


@dataclass(frozen=True)
class DropAction:
    action: UUID


@dataclass(frozen=True)
class Accept:
    party: UUID | None = None
    how: str = "portal"


@dataclass(frozen=True)
class Claim:
    """`keep` stores the files for the request that brings them, and gives their ids."""

    action: UUID
    words: str
    how: str = "portal"
    files: tuple[Upload, ...] = ()
    keep: Callable[[UUID], Sequence[UUID]] = field(default=lambda _: (), compare=False)


@dataclass(frozen=True)
class Verify:
    action: UUID
    holds: bool
    verifier: str
    verifier_name: str | None
    words: str | None
    was: str  # the state in which it was read


Deed = SetAction | DropAction | Accept | Claim | Verify
Do = Callable[[Deed], None]


def claim(page: CasePage, action: Action, do: Do) -> None:
    """The owner says that it is done, or the desk notes that it was told so."""
    plain.show(action.deed)
    _claiming(page, action, do)


def _claiming(page: CasePage, action: Action, do: Do) -> None:
    if action.evidence_wanted:
        st.caption(t("remedy-wanted", what=plain.label(action.evidence_wanted)))
    words = st.text_area(t("remedy-claim-words"), max_chars=2000, key=f"claim-words-{action.id}")
    files = () if page.viewer is Side.HANDSHAKE else _files(action)
    how = "portal"
    if page.viewer is Side.HANDSHAKE and action.owner is not Side.HANDSHAKE:
        how = (
            st.segmented_control(
                t("remedy-how"),
                HOW,
                default=HOW[0],
                format_func=lambda one: naming.choice(f"channel-{one}"),
                required=True,
                wrap=True,
            )
            or HOW[0]
        )
    st.caption(t("remedy-claim-read"))
    if st.button(t("remedy-claim-do"), type="primary", key="do-claim", disabled=not (words.strip() or files)):
        do(Claim(action.id, words.strip(), how, files))


def _files(action: Action) -> tuple[Upload, ...]:
    with style.own_upload_words(t("remedy-claim-choose"), key=f"claim-{action.id}"):
        chosen = st.file_uploader(
            t("remedy-claim-files"),
            type=list(FILES),
            accept_multiple_files=True,
            max_upload_size=MEGABYTES,
            key=f"claim-files-{action.id}",
        )
        st.caption(t("remedy-claim-kinds", megabytes=MEGABYTES))
    return tuple(Upload(one.name, one.getvalue()) for one in chosen)


def open_action(page: CasePage, action: Action, state: str, do: Do) -> None:
    """What the desk can do with one action, chosen first: then one button. `state` says whose it is and how far."""
    plain.show(action.deed)
    st.caption(state)
    for piece in page.evidence:
        if piece.action == action.id and piece.words:
            st.caption(f"{ICONS[piece.giver]} {t('remedy-evidence-of', side=t(f'side-{piece.giver}'))}")
            plain.show(piece.words)
    ways = ["change", "drop"]
    if action.state != "verified" and page.case.state in CARRIED_OUT:
        ways.insert(0, "note")
    if action.done_at and page.case.state in ("remediating", "verifying"):
        ways.insert(0, "verify")
    way = st.segmented_control(
        t("remedy-what-now"),
        ways,
        default=ways[0],
        format_func=lambda one: naming.choice(f"remedy-way-{one}"),
        required=True,
        wrap=True,
    )
    if way == "verify":
        _verify(action, do)
    elif way == "note":
        _claiming(page, action, do)
    elif way == "change":
        write(page, action, do)
    elif way == "drop":
        st.caption(t("remedy-void"))
        if st.button(t("remedy-drop"), key="do-drop"):
            do(DropAction(action.id))


def _verify(action: Action, do: Do) -> None:
    holds = st.radio(
        t("remedy-verify-ask"),
        (True, False),
        index=None,
        format_func=lambda one: t("remedy-holds" if one else "remedy-not-holds"),
    )
    verifier = st.segmented_control(
        t("remedy-verifier"), ("coordinator", "third_party"), default="coordinator", required=True, wrap=True,
        format_func=lambda one: naming.choice(f"remedy-verifier-{one}"),
    )  # fmt: skip
    third = verifier == "third_party"
    name = st.text_input(t("remedy-verifier-name"), max_chars=120) if third else None
    words = st.text_area(t("remedy-verify-words"), max_chars=2000)
    ready = holds is not None and (not third or bool((name or "").strip()))
    if st.button(t("remedy-verify-do"), type="primary", key="do-verify", disabled=not ready) and holds is not None:
        do(Verify(action.id, holds, verifier or "coordinator", name, words.strip() or None, action.state))


def write(page: CasePage, action: Action | None, do: Do) -> None:
    parties = {one.id: one for one in naming.in_order(page.parties)}
    deed = st.text_input(t("remedy-deed"), action.deed if action else "", max_chars=300)
    known = list(parties)
    owner = st.selectbox(
        t("remedy-owner"), known, index=known.index(action.owner_party) if action and action.owner_party in known else None,
        format_func=lambda one: naming.outsider(parties[one]), placeholder=t("remedy-choose"),
    )  # fmt: skip
    due = st.date_input(t("remedy-due"), action.due_on if action else None, format="YYYY-MM-DD")
    wanted = st.text_input(t("remedy-evidence-wanted"), (action.evidence_wanted or "") if action else "", max_chars=300)
    st.caption(t("remedy-void"))
    if st.button(t("remedy-write-do"), type="primary", key="do-write", disabled=not deed.strip()):
        do(SetAction(action.id if action else None, deed.strip(), owner, due, wanted.strip() or None))


def note(page: CasePage, do: Do) -> None:
    accepted = {one.side for one in page.plan.accepted} if page.plan else set()
    asked = {one.id: one for one in page.parties if one.side in (Side.WORKER, Side.FACTORY) and one.side not in accepted}
    who = st.radio(t("remedy-who-accepted"), list(asked), index=None, format_func=lambda one: naming.outsider(asked[one]))
    how = st.segmented_control(
        t("remedy-how"), HOW, default=HOW[0], format_func=lambda one: naming.choice(f"channel-{one}"), required=True, wrap=True
    )  # fmt: skip
    if st.button(t("remedy-note-do"), type="primary", key="do-note", disabled=who is None) and who:
        do(Accept(who, how or HOW[0]))
