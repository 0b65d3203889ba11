"""The card on the case page: what is kept sealed, who asked to open it, and the way to ask.

Nothing of the sealed texts is in here; what is opened is drawn by `opened` and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import streamlit as st

from components import dialogs, naming, plain
from components.i18n import now, spoken, t
from db.models import CasePage, Consent, ConsentItem, Identity, Unlock

REASONS = ("contact", "danger", "referral", "payment", "correction")
WORDS_MOST = 500
PASSED_ON = (ConsentItem.NAME, ConsentItem.CONTACT)


@dataclass(frozen=True)
class Ask:
    reason: str
    words: str


@dataclass(frozen=True)
class Look:
    """Open it: the texts are shown and kept nowhere."""


@dataclass(frozen=True)
class Revoke:
    unlock: UUID


@dataclass(frozen=True)
class PassOn:
    item: ConsentItem
    recipient: UUID


Deed = Ask | Look | Revoke | PassOn
Do = Callable[[Deed], None]


def show(page: CasePage, do: Do, *, may_pass_on: bool) -> None:
    """Draw the card; opening the form to ask costs nothing, each deed is one call."""
    identity = page.identity
    if identity is None:
        return
    with st.container(border=True, key="card-identity", gap="xsmall"):
        st.subheader(t("identity-title"), anchor=False)
        kept = (
            "both"
            if identity.kept and identity.plan_kept
            else "name"
            if identity.kept
            else "plan"
            if identity.plan_kept
            else "none"
        )
        st.markdown(f":violet[:material/lock: **{t('identity-sealed')}**] {t(f'identity-kept-{kept}')}")
        for one in identity.requests:
            _request(one, do)
        own = next((one for one in identity.requests if one.mine), None)
        if own is None and kept != "none" and st.button(t("identity-ask"), key="identity-ask", icon=":material/key:"):
            dialogs.show(t("identity-ask"), lambda: _ask(do))
        if own is not None and own.state == "open":
            if st.button(t("identity-look"), key="identity-look", type="primary", icon=":material/lock_open:"):
                do(Look())
            allowed = _allowed(page) if may_pass_on else ()
            if allowed and st.button(t("identity-pass-on"), key="identity-pass-on", icon=":material/forward:"):
                dialogs.show(t("identity-pass-on"), lambda: _pass_on(allowed, do))
        st.caption(_opened(identity))


def _request(one: Unlock, do: Do) -> None:
    with st.container(gap=None, key=f"identity-request-{one.id}"):
        state = t(f"identity-state-{one.state}", until=spoken().say_instant(one.until))
        st.markdown(f":material/key: **{t('identity-asked-by', name=plain.label(one.by), role=t(f'role-{one.by_role}'))}**")
        st.caption(f"{t(f'identity-reason-{one.reason}')} · {state}")
        if one.may_revoke and st.button(t("identity-revoke"), key=f"identity-revoke-{one.id}", type="tertiary"):
            do(Revoke(one.id))


def _opened(identity: Identity) -> str:
    times = [each.at for each in identity.history if each.kind == "identity_opened"]
    if not times:
        return t("identity-never-opened")
    return t("identity-opened-times", count=len(times), day=spoken().say_short_date(max(times)))


def _ask(do: Do) -> None:
    st.markdown(t("identity-ask-lead"))
    reason = st.radio(t("identity-reason"), REASONS, format_func=lambda key: t(f"identity-reason-{key}"), index=None)
    words = st.text_area(t("identity-words"), max_chars=WORDS_MOST, placeholder=t("identity-words-hint"), key="identity-words")
    st.caption(t("identity-words-note"))
    ready = reason is not None and bool((words or "").strip())
    if st.button(t("identity-ask-do"), type="primary", disabled=not ready, key="do-identity-ask") and reason:
        do(Ask(reason, (words or "").strip()))


def _allowed(page: CasePage) -> tuple[Consent, ...]:
    """Permissions for her name or contact to somebody who sits in the case, or to an authority."""
    seats = {party.name for party in page.parties}
    return tuple(
        each
        for each in page.consents
        if each.withdrawn_at is None and each.item in PASSED_ON and (each.recipient.name in seats or each.purpose == "refer")
    )


def _pass_on(allowed: tuple[Consent, ...], do: Do) -> None:
    by_id = {each.id: each for each in allowed}
    chosen = st.radio(
        t("identity-pass-on-what"),
        list(by_id),
        index=None,
        format_func=lambda one: t(
            "identity-pass-on-item", item=t(f"item-{by_id[one].item}"), who=plain.label(by_id[one].recipient.name)
        ),
    )
    st.caption(t("identity-pass-on-note"))
    if st.button(t("identity-pass-on-do"), type="primary", disabled=chosen is None, key="do-identity-pass-on") and chosen:
        do(PassOn(by_id[chosen].item, by_id[chosen].recipient.id))


def opened(facts: tuple[tuple[str, str], ...], until: datetime) -> None:
    """What both keys opened, in a dialog that closes itself when the time is over."""
    st.caption(t("identity-open-until", until=spoken().say_instant(until)))
    for number, (name, value) in enumerate(facts):
        st.caption(naming.known("identity-fact", name or "text", "identity-fact-text"))
        plain.words(value, key=f"identity-fact-{number}")
    if not facts:
        st.markdown(t("identity-nothing-given"))
    st.caption(t("identity-open-note"))
    _until(until)


def _until(until: datetime) -> None:
    """Closes the dialog at that hour. It holds the hour alone: nothing that was opened stays in this process."""
    left = max(1.0, (until - now()).total_seconds() + 1)

    @st.fragment(run_every=timedelta(seconds=left))
    def watch() -> None:
        if now() >= until:
            dialogs.closed()
            st.rerun()

    watch()
