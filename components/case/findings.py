"""Findings and their evidence on the case page: read by the parties, written and shown by the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import dialogs, naming, plain
from components.i18n import spoken, t
from db.models import Attachment, CasePage, Evidence, Side

OUTCOMES = ("grounded", "partly", "not_grounded", "not_verifiable")
KINDS = ("interview", "visit", "document", "record", "file")
JUDGED = ("investigating", "found")
_MARKS = {
    "grounded": ":orange[:material/balance:]",
    "partly": ":orange[:material/balance:]",
    "not_grounded": ":gray[:material/balance:]",
    "not_verifiable": ":gray[:material/help:]",
}


@dataclass(frozen=True)
class Find:
    code: str
    outcome: str
    reason: str


@dataclass(frozen=True)
class Take:
    kind: str
    words: str | None
    finding: UUID | None
    attachment: UUID | None


@dataclass(frozen=True)
class Show:
    evidence: UUID
    readers: tuple[UUID, ...]


Deed = Find | Take | Show
Do = Callable[[Deed], None]


def card(page: CasePage, do: Do | None) -> None:
    """What was found on each issue and why; with `do` the desk judges, takes in evidence and shows it."""
    judging = do is not None and page.case.state in JUDGED
    pieces = [one for one in page.evidence if one.action is None]
    if not (page.findings or pieces or judging):
        return
    with st.container(border=True, key="card-findings", gap="xsmall"):
        st.subheader(t("remedy-findings"), anchor=False)
        for one in page.findings:
            with st.container(gap=None, key=f"finding-{one.id}"):
                issue = naming.known("issue", one.code, "issue-X1")
                outcome = naming.known("finding", one.outcome, "finding-partly")
                st.markdown(f"{_MARKS.get(one.outcome, _MARKS['partly'])} **{spoken().say_of(issue, outcome)}**")
                plain.quiet(one.reason, key=f"reason-{one.id}")
                if one.told_at is None:
                    st.caption(t("remedy-not-told"))
        for piece in pieces:
            _piece(page, piece, do)
        if do and judging:
            with st.container(horizontal=True, gap="xsmall"):
                if st.button(t("remedy-judge"), key="find", icon=":material/balance:"):
                    dialogs.show(t("remedy-judge"), lambda: _judge(page, do))
                if st.button(t("remedy-take"), key="take", type="tertiary"):
                    dialogs.show(t("remedy-take"), lambda: _take(page, do))


def _piece(page: CasePage, piece: Evidence, do: Do | None) -> None:
    with st.container(gap=None, key=f"piece-{piece.id}"):
        st.markdown(f":material/attach_file: {t(f'evidence-{piece.kind}')}, {t(f'side-{piece.giver}')}")
        if piece.words:
            plain.quiet(piece.words, key=f"piece-words-{piece.id}")
        if piece.file:
            plain.quiet(piece.file.name, key=f"piece-file-{piece.id}")
        if do:
            others = {one.id: one for one in page.parties if one.side is not Side.HANDSHAKE and one.id not in piece.readers}
            shown = len([one for one in page.parties if one.id in piece.readers])
            with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
                st.caption(t("remedy-shown", count=shown) if shown else t("remedy-shown-none"), width="content")
                if others and st.button(t("remedy-show"), key=f"show-{piece.id}", type="tertiary"):
                    dialogs.show(t("remedy-show"), lambda: _show(page, piece, do))


def _judge(page: CasePage, do: Do) -> None:
    known = {one.code: one for one in page.findings}
    code = st.selectbox(t("remedy-issue"), page.case.issues, format_func=lambda each: naming.known("issue", each, "issue-X1"))
    kept = known.get(code)
    outcome = st.radio(
        t("remedy-outcome"),
        OUTCOMES,
        index=OUTCOMES.index(kept.outcome) if kept else None,
        format_func=lambda each: naming.choice(f"finding-{each}"),
        key=f"outcome-{code}",
    )
    reason = st.text_area(t("remedy-reason"), kept.reason if kept else "", max_chars=2000, key=f"reason-for-{code}")
    st.caption(t("remedy-reason-read"))
    if st.button(t("remedy-judge-do"), type="primary", key="do-find", disabled=not (outcome and reason.strip())) and outcome:
        do(Find(code, outcome, reason.strip()))


def _take(page: CasePage, do: Do) -> None:
    kind = st.segmented_control(
        t("remedy-kind"),
        KINDS,
        default=KINDS[0],
        format_func=lambda each: naming.choice(f"evidence-{each}"),
        required=True,
        wrap=True,
    )
    about = {one.id: one for one in page.findings}
    finding = st.selectbox(
        t("remedy-about"), list(about), index=None, placeholder=t("remedy-about-all"),
        format_func=lambda each: naming.known("issue", about[each].code, "issue-X1"),
    )  # fmt: skip
    files = _files(page)
    file = st.selectbox(
        t("remedy-file"),
        list(files),
        index=None,
        placeholder=t("remedy-file-none"),
        format_func=lambda each: plain.label(files[each].name),
    )
    words = st.text_area(t("remedy-take-words"), max_chars=2000)
    st.caption(t("remedy-take-read"))
    if st.button(t("remedy-take-do"), type="primary", key="do-take", disabled=not (words.strip() or file)):
        do(Take(kind or KINDS[0], words.strip() or None, finding, file))


def _files(page: CasePage) -> dict[UUID, Attachment]:
    """Every file that a message of the case brought."""
    return {file.id: file for message in page.messages for file in message.files}


def _show(page: CasePage, piece: Evidence, do: Do) -> None:
    others = {
        one.id: one for one in naming.in_order(page.parties) if one.side is not Side.HANDSHAKE and one.id not in piece.readers
    }
    if piece.words:
        plain.show(piece.words)
    chosen = st.pills(
        t("remedy-show-to"), list(others), selection_mode="multi", wrap=True,
        format_func=lambda each: naming.outsider(others[each]),
    )  # fmt: skip
    st.caption(t("remedy-show-read"))
    if st.button(t("remedy-show-do"), type="primary", key="do-show", disabled=not chosen):
        do(Show(piece.id, tuple(chosen)))
