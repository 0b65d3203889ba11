"""A group on the case page: for Handshake one by one, for others a badge. Dialogs stand in `group_deeds`."""

from __future__ import annotations

import streamlit as st

from components import dialogs, plain
from components.case import group_deeds as deeds
from components.case.group_deeds import Deed, Do
from components.hotline.review import receipt
from components.i18n import spoken, t
from db.models import CasePage, Side
from db.models.group import Complainant, Group

__all__ = ["Deed", "Do", "badge", "card"]

JOINING = ("received", "triage", "admitted", "notified", "responded", "investigating", "found", "remedy_agreed", "remediating")


def badge(page: CasePage) -> str | None:
    """What the head of the case says of a group: never how many they are."""
    group = page.group
    if group is None or (page.viewer is not Side.HANDSHAKE and not group.told):
        return None
    return t("group-badge-size", size=size(group.size)) if group.size else t("group-badge")


def size(one: str) -> str:
    return t(f"group-size-{one.replace('+', '-more')}")


def card(page: CasePage, do: Do | None) -> None:
    """Who they are by number, what each decided, and what the desk can do; `do` is None for whoever only reads."""
    group = page.group
    if group is None:
        return
    with st.container(border=True, key="card-group", gap="xsmall"):
        st.subheader(t("group-card"), anchor=False)
        st.caption(_told(group))
        for one in group.complainants:
            _one(one, planned=page.plan is not None)
        if do is not None:
            _read_aloud(page)
            _deeds(page, do)


def door(page: CasePage, do: Do) -> None:
    """The buttons by which a case becomes a group."""
    if page.case.state in JOINING:
        _joining(page, do)


def _told(group: Group) -> str:
    if not group.told:
        return t("group-told-nobody")
    return t("group-told-range", size=size(group.size)) if group.size else t("group-told-hidden")


def _one(one: Complainant, *, planned: bool) -> None:
    icon = ":material/record_voice_over:" if one.speaks else ":material/person:"
    with st.container(gap=None, key=f"complainant-{one.label}"):
        st.markdown(f"{icon} **{t('group-worker', number=one.label)}**")
        st.caption(spoken().say_list(_said(one, planned=planned)))


def _said(one: Complainant, *, planned: bool) -> list[str]:
    say = spoken()
    if one.left_at:
        own = [t("group-worker-own-case", reference=one.own_case)] if one.own_case else []
        return [t("group-worker-left", day=say.say_short_date(one.left_at)), *own]
    said = [t("group-worker-since", day=say.say_short_date(one.joined_at), channel=t(f"channel-{one.channel}"))]
    if one.speaks:
        said.append(t("group-worker-speaks"))
    said.append(t("group-worker-allows", count=one.allows))
    if planned:
        answer = "unanswered" if one.accepted is None else "accepted" if one.accepted else "declined"
        said.append(t(f"group-worker-{answer}"))
    if one.said:
        said.append(t(f"group-worker-said-{one.said}"))
    if one.choice:
        said.append(t("group-worker-chose", number=one.choice))
    return said


def _read_aloud(page: CasePage) -> None:
    """The receipt of the caller who was just added. It stands here until it was read to her, and nowhere else."""
    reference = page.case.reference
    known = deeds.told(reference)
    if known is None or page.group is None:
        return
    if known.before is not None and len(page.group.complainants) <= known.before:
        return
    deeds.forget_code(reference)
    receipt(known.code, reference)
    if st.button(t("group-receipt-known"), key="group-known", icon=":material/check:"):
        deeds.forget_receipt(reference)
        st.rerun()


def _joining(page: CasePage, do: Do) -> None:
    if st.button(t("group-add"), key="group-add", icon=":material/person_add:"):
        dialogs.show(t("group-add"), lambda: deeds.add(page, do), width="medium")
    if st.button(t("group-join-other"), key="group-merge", type="tertiary"):
        dialogs.show(t("group-join-other"), lambda: deeds.merge(do))


def _deeds(page: CasePage, do: Do) -> None:
    group = page.group
    with st.container(horizontal=True, gap="xsmall"):
        if page.case.state in JOINING:
            _joining(page, do)
        if group is not None:
            if st.button(t("group-one"), key="group-one", type="tertiary"):
                dialogs.show(t("group-one"), lambda: deeds.one(page, group, do))
            if st.button(t("group-size"), key="group-size", type="tertiary"):
                dialogs.show(t("group-size"), lambda: deeds.size(group, do))
            agreed = any(each.agreed_at and each.apart for each in page.remedy)
            if agreed and group.told and st.button(t("group-totals"), key="group-totals", type="tertiary"):
                dialogs.show(t("group-totals"), lambda: _totals(do))


def _totals(do: Do) -> None:
    plain.show(t("group-totals-note"))
    if st.button(t("group-totals"), type="primary", key="do-group-totals"):
        do(deeds.TellTotals())
