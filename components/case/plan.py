"""The plan on the case page: what each party owes with one button each, and how the desk writes it.

Everything opens as a dialog over what the page already knows; `do` makes the one call.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

import streamlit as st

from components import dialogs, naming, plain
from components.case.composer import FILES, MEGABYTES, Upload
from components.i18n import ZONE, now, say_due, spoken, t
from components.naming import ICONS
from db.models import Action, CasePage, Plan, Side

HOW = ("phone", "chat", "walk_in", "letter")
WRITABLE = ("responded", "investigating", "found", "remedy_agreed", "remediating", "verifying")
_MARKS = {
    "open": ":orange[:material/schedule:]",
    "done": ":green[:material/check_circle:]",
    "verified": ":green[:material/verified:]",
    "disputed": ":red[:material/report:]",
}


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


Deed = SetAction | DropAction | Accept | Claim | Verify
Do = Callable[[Deed], None]


def owed(page: CasePage, do: Do) -> None:
    """What the viewer owes by the plan, in its strip: deed, day, one button each; what is done stays, ticked."""
    plan = page.plan
    if plan is None:
        return
    for number, action in enumerate(mine(plan)):
        with st.container(
            horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key=f"owed-{action.id}"
        ):
            _line(action, _when(action, page.viewer))
            if _claimable(page, action):
                kind = "primary" if number == 0 else "secondary"
                if st.button(t("remedy-claim"), key=f"claim-{action.id}", type=kind, icon=":material/upload:"):  # type: ignore[arg-type]
                    dialogs.show(t("remedy-claim"), lambda one=action: _claim(page, one, do))  # type: ignore[misc]
    if asks_acceptance(page):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="owed-accept"):
            _deed(":orange[:material/handshake:]", t("remedy-accept-ask"), t("remedy-accept-ask-why"))
            if st.button(t("remedy-accept"), key="plan-accept", type="primary"):
                do(Accept())


def mine(plan: Plan) -> list[Action]:
    """The viewer's own actions, what is open first."""
    return sorted((one for one in plan.actions if one.mine), key=lambda one: one.state != "open")


def asks_acceptance(page: CasePage) -> bool:
    """Whether the factory or the worker has still to accept the plan that stands."""
    plan = page.plan
    return (
        plan is not None and bool(plan.actions) and not plan.accepted_by_me and page.viewer in (Side.FACTORY, Side.WORKER)
        and page.case.state in WRITABLE
    )  # fmt: skip


def card(page: CasePage, do: Do | None) -> None:
    """The actions of the case in the rail; with `do` the desk writes, notes and verifies."""
    if page.plan is None and (do is None or page.case.state not in WRITABLE):
        return
    with st.container(border=True, key="card-plan", gap="xsmall"):
        st.subheader(t("remedy-actions"), anchor=False)
        for action in page.plan.actions if page.plan else ():
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", key=f"action-{action.id}"
            ):
                _line(action, _who_and_when(action))
                if do and st.button(t("remedy-open"), key=f"open-{action.id}", type="tertiary"):
                    dialogs.show(t("remedy-action"), lambda one=action: _action(page, one, do))  # type: ignore[misc]
        _acceptances(page)
        if do and page.case.state in WRITABLE:
            with st.container(horizontal=True, gap="xsmall"):
                if st.button(t("remedy-add"), key="plan-add", icon=":material/add:"):
                    dialogs.show(t("remedy-add"), lambda: _write(page, None, do))
                if page.plan and st.button(t("remedy-note-accepted"), key="plan-note", type="tertiary"):
                    dialogs.show(t("remedy-note-accepted"), lambda: _note(page, do))


def _acceptances(page: CasePage) -> None:
    for one in page.plan.accepted if page.plan else ():
        day = spoken().say_short_date(one.at)
        st.caption(f":material/handshake: {t('remedy-accepted', side=t(f'side-{one.side}'), day=day)}")


def _line(action: Action, foot: str) -> None:
    late = action.state == "open" and action.due_on is not None and end_of(action.due_on) < now()
    mark = ":red[:material/schedule:]" if late else _MARKS.get(action.state, _MARKS["open"])
    _deed(mark, plain.label(action.deed), foot)


def _deed(icon: str, head: str, foot: str) -> None:
    with st.container(gap="xxsmall", width="stretch"):
        st.markdown(f"{icon} **{head}**")
        st.caption(foot)


def end_of(day: date) -> datetime:
    """The last minute of a day of the plan."""
    return datetime.combine(day, time(23, 59), ZONE)


def _when(action: Action, viewer: Side) -> str:
    if action.state == "open":
        return say_due(end_of(action.due_on)) if action.due_on else t("remedy-no-day")
    day = action.verified_at or action.done_at if action.state == "verified" else action.done_at
    who = "you" if action.mine and viewer is not Side.HANDSHAKE else "they"
    return t(f"remedy-{action.state}-{who}" if action.state == "done" else f"remedy-{action.state}", day=_day(day))


def _day(at: datetime | None) -> str:
    return spoken().say_short_date(at) if at else ""


def _who_and_when(action: Action) -> str:
    who = t(f"side-{action.owner}") if action.owner else t("remedy-no-owner")
    return t("remedy-who-when", who=who, when=_when(action, Side.HANDSHAKE))


def _claimable(page: CasePage, action: Action) -> bool:
    return action.state in ("open", "disputed") and page.case.state in ("remedy_agreed", "remediating", "verifying")


def _claim(page: CasePage, action: Action, do: Do) -> None:
    plain.show(action.deed)
    if action.evidence_wanted:
        st.caption(t("remedy-wanted", what=plain.label(action.evidence_wanted)))
    words = st.text_area(t("remedy-claim-words"), max_chars=2000, key=f"claim-words-{action.id}")
    files = () if page.viewer is Side.HANDSHAKE else _files(action)
    how = "portal"
    if page.viewer is Side.HANDSHAKE and action.owner is not Side.HANDSHAKE:
        how = st.segmented_control(
            t("remedy-how"), HOW, default=HOW[0], format_func=lambda one: t(f"channel-{one}"), required=True, wrap=True
        ) or HOW[0]  # fmt: skip
    st.caption(t("remedy-claim-read"))
    if st.button(t("remedy-claim-do"), type="primary", key="do-claim", disabled=not (words.strip() or files)):
        do(Claim(action.id, words.strip(), how, files))


def _files(action: Action) -> tuple[Upload, ...]:
    chosen = st.file_uploader(
        t("remedy-claim-files"),
        type=list(FILES),
        accept_multiple_files=True,
        max_upload_size=MEGABYTES,
        key=f"claim-files-{action.id}",
    )
    return tuple(Upload(one.name, one.getvalue()) for one in chosen)


def _action(page: CasePage, action: Action, do: Do) -> None:
    """What the desk can do with one action, chosen first: then one button."""
    plain.show(action.deed)
    st.caption(_who_and_when(action))
    for piece in page.evidence:
        if piece.action == action.id and piece.words:
            st.caption(f"{ICONS[piece.giver]} {t('remedy-evidence-of', side=t(f'side-{piece.giver}'))}")
            plain.show(piece.words)
    ways = ["change", "drop"]
    if action.state != "verified" and page.case.state in ("remedy_agreed", "remediating", "verifying"):
        ways.insert(0, "note")
    if action.done_at and page.case.state in ("remediating", "verifying"):
        ways.insert(0, "verify")
    way = st.segmented_control(
        t("remedy-what-now"), ways, default=ways[0], format_func=lambda one: t(f"remedy-way-{one}"), required=True, wrap=True
    )  # fmt: skip
    if way == "verify":
        _verify(action, do)
    elif way == "note":
        _claim(page, action, do)
    elif way == "change":
        _write(page, action, do)
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
        format_func=lambda one: t(f"remedy-verifier-{one}"),
    )  # fmt: skip
    third = verifier == "third_party"
    name = st.text_input(t("remedy-verifier-name"), max_chars=120) if third else None
    words = st.text_area(t("remedy-verify-words"), max_chars=2000)
    ready = holds is not None and (not third or bool((name or "").strip()))
    if st.button(t("remedy-verify-do"), type="primary", key="do-verify", disabled=not ready) and holds is not None:
        do(Verify(action.id, holds, verifier or "coordinator", name, words.strip() or None))


def _write(page: CasePage, action: Action | None, do: Do) -> None:
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


def _note(page: CasePage, do: Do) -> None:
    accepted = {one.side for one in page.plan.accepted} if page.plan else set()
    asked = {one.id: one for one in page.parties if one.side in (Side.WORKER, Side.FACTORY) and one.side not in accepted}
    who = st.radio(t("remedy-who-accepted"), list(asked), index=None, format_func=lambda one: naming.outsider(asked[one]))
    how = st.segmented_control(
        t("remedy-how"), HOW, default=HOW[0], format_func=lambda one: t(f"channel-{one}"), required=True, wrap=True
    )  # fmt: skip
    if st.button(t("remedy-note-do"), type="primary", key="do-note", disabled=who is None) and who:
        do(Accept(who, how or HOW[0]))
