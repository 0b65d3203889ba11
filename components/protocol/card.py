"""On the case page: how far the protocol is and the way to it, or for a brand the request that it must confirm."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import dialogs
from components.i18n import now, say_due, spoken, t
from components.links import PROTOCOL, link
from components.protocol.asking import choose, send, words
from components.protocol.deeds import Acknowledge, RaiseOnSuspicion
from db.models import CasePage, Side
from db.models.protocol import ProtocolBrief

GROUNDS = ("under_age", "worst_forms", "confinement", "violence", "punishment", "danger")
Do = Callable[[object], None]


def show(page: CasePage, do: Do | None) -> None:
    """For Handshake the protocol; for a brand its request; for all others nothing."""
    brief = page.protocol
    if page.viewer is Side.BRAND and brief is not None:
        _request(brief, do)
    elif page.viewer is Side.HANDSHAKE and brief is not None:
        _running(page, brief)


def door(page: CasePage, do: Do) -> None:
    """Handshake's way to raise it, where no protocol runs."""
    if page.protocol is None and st.button(
        t("protocol-raise"), key="protocol-raise", type="tertiary", icon=":material/front_hand:"
    ):
        dialogs.show(t("protocol-raise-title"), lambda: suspect(do))


def _running(page: CasePage, brief: ProtocolBrief) -> None:
    step = brief.step or 12
    with st.container(border=True, key="card-protocol", gap="xsmall"):
        st.subheader(t("protocol-card"), anchor=False)
        st.markdown(f":red[:material/front_hand:] **{t('protocol-card-step', step=step, title=t(f'protocol-step-{step}'))}**")
        if brief.due_at is not None:
            late = brief.due_at < now()
            st.caption(f":red[:material/error: {say_due(brief.due_at)}]" if late else say_due(brief.due_at))
        if brief.about_child:
            st.caption(t(f"protocol-age-{brief.age}"))
        link(
            PROTOCOL, t("protocol-card-open"), address="zero-tolerance", icon=":material/arrow_forward:",
            query={"ref": page.case.reference},
        )  # fmt: skip


def _request(brief: ProtocolBrief, do: Do | None) -> None:
    with st.container(border=True, key="due-protocol" if brief.acknowledged_at is None else "card-protocol", gap="xsmall"):
        st.subheader(t("protocol-request"), anchor=False)
        if brief.acknowledged_at is not None:
            at = spoken().say_moment(brief.acknowledged_at)
            st.markdown(f":green[:material/check:] {t('protocol-request-done', at=at)}")
            return
        st.markdown(t("protocol-request-more"))
        if do is not None and st.button(t("protocol-request-do"), key="protocol-acknowledge", type="primary"):
            do(Acknowledge())


def suspect(do: Do) -> None:
    """What somebody suspects and why; a suspicion is enough."""
    ground = choose(t("protocol-raise-ground"), GROUNDS, "protocol-ground", key="ground")
    said = words(t("protocol-raise-words"), key="raise")
    st.caption(t("protocol-raise-note"))
    if send(t("protocol-raise-do"), said, ready=ground is not None, key="raise") and ground:
        do(RaiseOnSuspicion(ground, said.strip()))
