"""The plan on the case page: what each party owes with one button each. Its dialogs stand in `plan_deeds`."""

from __future__ import annotations

from datetime import date, datetime, time

import streamlit as st

from components import dialogs, plain
from components.case import plan_deeds as deeds
from components.i18n import now, say_due, spoken, t, zone
from db.models import Action, CasePage, Plan, Side

WRITABLE = ("responded", "investigating", "found", "remedy_agreed", "remediating", "verifying")
_MARKS = {
    "open": ":orange[:material/schedule:]",
    "done": ":green[:material/check_circle:]",
    "verified": ":green[:material/verified:]",
    "disputed": ":red[:material/report:]",
}


Deed = deeds.Deed
Do = deeds.Do


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
                    dialogs.show(t("remedy-claim"), lambda one=action: deeds.claim(page, one, do))  # type: ignore[misc]
    if asks_acceptance(page):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", key="owed-accept"):
            _deed(":orange[:material/handshake:]", t("remedy-accept-ask"), t("remedy-accept-ask-why"))
            if st.button(t("remedy-accept"), key="plan-accept", type="primary"):
                do(deeds.Accept())


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
    if page.plan is None and not _now(page, do):
        return
    with st.container(border=True, key="card-plan", gap="xsmall"):
        st.subheader(t("remedy-actions"), anchor=False)
        for action in page.plan.actions if page.plan else ():
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", key=f"action-{action.id}"
            ):
                _line(action, _who_and_when(action))
                if do and st.button(t("remedy-open"), key=f"open-{action.id}", type="tertiary"):
                    dialogs.show(t("remedy-action"), lambda one=action: deeds.open_action(page, one, _who_and_when(one), do))  # type: ignore[misc]
        _acceptances(page)
        if do and page.case.state in WRITABLE:
            with st.container(horizontal=True, gap="xsmall"):
                _add(page, do)
                if page.plan and st.button(t("remedy-note-accepted"), key="plan-note", type="tertiary"):
                    dialogs.show(t("remedy-note-accepted"), lambda: deeds.note(page, do))


def _now(page: CasePage, do: Do | None) -> bool:
    """Whether a plan is what the desk writes next."""
    return do is not None and page.case.state in ("found", *deeds.CARRIED_OUT)


def door(page: CasePage, do: Do) -> None:
    """The button for a first action, where a plan could be written but is not what comes next."""
    if page.plan is None and page.case.state in WRITABLE and not _now(page, do):
        _add(page, do)


def _add(page: CasePage, do: Do) -> None:
    if st.button(t("remedy-add"), key="plan-add", icon=":material/add:"):
        dialogs.show(t("remedy-add"), lambda: deeds.write(page, None, do))


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
    return datetime.combine(day, time(23, 59), zone())


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
    return action.state in ("open", "disputed") and page.case.state in deeds.CARRIED_OUT
