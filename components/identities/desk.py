"""The custodian's desk: what waits for a second key, and what is open now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import links, naming, plain, states
from components.i18n import spoken, t
from db.models import Unlock


@dataclass(frozen=True)
class Decision:
    """Agree, decline, or end at once."""

    unlock: UUID
    verb: str  # agree, decline, revoke


def show(requests: Sequence[Unlock]) -> Decision | None:
    """Both lists; returns what was decided. Draw it inside a fragment."""
    waiting = [one for one in requests if one.state == "waiting"]
    live = [one for one in requests if one.state == "open"]
    decided = None
    st.subheader(t("identities-waiting"), anchor=False)
    if not waiting:
        states.empty(t("identities-none-waiting"), scope="identities-waiting")
    for one in waiting:
        decided = _waiting(one) or decided
    st.subheader(t("identities-open"), anchor=False)
    if not live:
        states.empty(t("identities-none-open"), scope="identities-open")
    for one in live:
        decided = _live(one) or decided
    return decided


def _waiting(one: Unlock) -> Decision | None:
    with st.container(border=True, key=f"due-request-{one.id}", gap="xsmall"):
        _head(one)
        st.markdown(f"**{naming.capital(t(f'identity-reason-{one.reason}'))}**")
        plain.words(one.words, key=f"identity-why-{one.id}")
        st.caption(naming.capital(t("identity-state-waiting", until=spoken().say_moment(one.until))))
        if one.mine:
            st.caption(t("identities-own"))
        elif not one.may_agree:
            st.caption(t("identities-custodian"))
        with st.container(horizontal=True, gap="xsmall"):
            agree = one.may_agree and st.button(
                t("identities-agree"), type="primary", icon=":material/key:", key=f"agree-{one.id}"
            )
            decline = not one.mine and st.button(t("identities-decline"), key=f"decline-{one.id}")
            revoke = one.mine and st.button(t("identity-revoke"), type="tertiary", key=f"revoke-{one.id}")
    verb = "agree" if agree else "decline" if decline else "revoke" if revoke else None
    return Decision(one.id, verb) if verb else None


def _live(one: Unlock) -> Decision | None:
    with st.container(border=True, key=f"card-open-{one.id}", gap="xsmall"):
        _head(one)
        state = t("identity-state-open", until=spoken().say_moment(one.until))
        st.caption(f"{naming.choice(f'identity-reason-{one.reason}')} · {state}")
        if one.may_revoke and st.button(t("identities-end"), key=f"revoke-{one.id}", icon=":material/lock:"):
            return Decision(one.id, "revoke")
    return None


def _head(one: Unlock) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        with st.container(gap=None, width="content"):
            plain.strong(t("identity-asked-by", name=one.by, role=t(f"role-{one.by_role}")), key=f"by-{one.id}")
            plain.quiet(
                t("identities-asked", when=spoken().say_instant(one.asked_at), place=one.workplace), key=f"asked-{one.id}"
            )
        if one.label is not None:
            st.caption(t("group-worker", number=one.label), width="content")
        links.link(links.CASE, one.reference, address="/case", query={"ref": one.reference})
