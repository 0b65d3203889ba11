"""What a worker reads of her group, and what only she decides in it: the same for both doors, and its block on the screen."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components.i18n import Words, t
from components.mine.deeds import Decline, InGroup, Leave, Speak
from components.mine.remedy import ACCEPTING
from db.models import CasePage

MOST = 9999


@dataclass(frozen=True)
class Belonging:
    lines: tuple[str, ...]
    speaks: bool
    chosen: str  # whom she chose, said; empty when nobody
    version: int | None  # of the plan that she may decline
    declined: bool


def belonging(page: CasePage, words: Words) -> Belonging | None:
    """Which number she has, who speaks, what only she decides; None where there is no group."""
    group, plan = page.group, page.plan
    if group is None or group.label is None:
        return None
    voice = words.t("group-mine-speaks") if group.speaks else words.t("group-mine-voice", number=group.voice or 1)
    lines = [words.t("group-mine-number", number=group.label), voice]
    if group.size:
        lines.append(words.t("group-mine-size", size=words.t(f"group-size-{group.size.replace('+', '-more')}")))
    asked = plan is not None and bool(plan.actions) and page.case.state in ACCEPTING
    return Belonging(
        lines=(*lines, words.t("group-mine-yours")),
        speaks=group.speaks,
        chosen=words.t("group-mine-chosen", number=group.choice) if group.choice else "",
        version=plan.version if plan and asked and group.accepted is not False else None,
        declined=bool(asked and group.accepted is False),
    )


def show(one: Belonging | None, scope: str) -> InGroup | None:
    """Her number, the voice, and three things that she may do. Draw it inside a fragment."""
    if one is None:
        return None
    st.header(t("group-mine-title"), anchor=False)
    with st.container(border=True, key="card-group"):
        for line in one.lines:
            st.markdown(line)
        if one.declined:
            st.markdown(f":material/close: {t('group-mine-declined')}")
        if one.version is not None and st.button(t("group-mine-decline"), width="stretch", key="group-decline"):
            return Decline(one.version)
        return _voice(one, scope) or _leave()


def _voice(one: Belonging, scope: str) -> InGroup | None:
    number = st.number_input(
        t("group-mine-choose"), min_value=1, max_value=MOST, value=None, step=1, format="%d", key=f"group-number-{scope}"
    )
    st.caption(one.chosen or t("group-mine-choose-note"))
    with st.container(horizontal=True, gap="xsmall"):
        if st.button(t("group-mine-choose-do"), disabled=number is None, key="group-speak") and number is not None:
            return Speak(int(number))
        if one.chosen and st.button(t("group-mine-choose-back"), type="tertiary", key="group-unspeak"):
            return Speak(None)
    return None


def _leave() -> InGroup | None:
    with st.expander(t("group-mine-leave"), key="group-leave"):
        st.markdown(t("group-mine-leave-more"))
        if st.button(t("group-mine-leave-do"), width="stretch", key="group-leave-do"):
            return Leave()
    return None
