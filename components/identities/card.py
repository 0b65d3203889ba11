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
from components.case import whose
from components.i18n import now, spoken, t
from components.identities import keeping
from components.identities.keeping import Keep
from db.models import CasePage, Consent, ConsentItem, Identity, Unlock

REASONS = ("contact", "danger", "referral", "payment", "correction")
WORDS_MOST = 500
PASSED_ON = (ConsentItem.NAME, ConsentItem.CONTACT)


@dataclass(frozen=True)
class Ask:
    reason: str
    words: str
    party: UUID | None = None  # of a group: whose


@dataclass(frozen=True)
class Look:
    """Open it: the texts are shown and kept nowhere."""

    party: UUID | None = None


@dataclass(frozen=True)
class Revoke:
    unlock: UUID


@dataclass(frozen=True)
class PassOn:
    item: ConsentItem
    recipient: UUID
    party: UUID | None = None


Deed = Ask | Look | Revoke | PassOn | Keep
Do = Callable[[Deed], None]


def show(page: CasePage, do: Do, *, may_pass_on: bool, may_keep: bool = False) -> None:
    """Draw the card; opening a form costs nothing, each deed is one call. A custodian (`may_keep`) writes anew."""
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
        own = tuple(one for one in identity.requests if one.mine)
        askable = _askable(page, own)
        if askable is not None and kept != "none" and st.button(t("identity-ask"), key="identity-ask", icon=":material/key:"):
            dialogs.show(t("identity-ask"), lambda: _ask(page, askable, do))
        live = tuple(one for one in own if one.state == "open")
        for one in live:
            if st.button(_look_words(one), key=_key("identity-look", one), icon=":material/lock_open:"):
                do(Look(one.party))
        allowed = _allowed(page, live) if live and may_pass_on else ()
        if allowed and st.button(t("identity-pass-on"), key="identity-pass-on", icon=":material/forward:"):
            dialogs.show(t("identity-pass-on"), lambda: _pass_on(allowed, do))
        if may_keep and st.button(t("identity-keep"), key="identity-keep", type="tertiary", icon=":material/edit:"):
            dialogs.show(t("identity-keep"), lambda: keeping.form(page, do))
        st.caption(_opened(identity))


def _askable(page: CasePage, own: tuple[Unlock, ...]) -> frozenset[UUID] | None:
    """Whom the viewer may still ask about; None for nobody. Where there is one worker it is empty: the database knows her."""
    people = whose.present(page)
    left = frozenset(people) - {one.party for one in own if one.party}
    return None if (own and not people) or (people and not left) else left


def _look_words(one: Unlock) -> str:
    return t("identity-look") if one.label is None else t("identity-look-worker", number=one.label)


def _key(name: str, one: Unlock) -> str:
    return name if one.label is None else f"{name}-{one.label}"


def _request(one: Unlock, do: Do) -> None:
    with st.container(gap=None, key=f"identity-request-{one.id}"):
        state = t(f"identity-state-{one.state}", until=spoken().say_moment(one.until))
        st.markdown(f":material/key: **{t('identity-asked-by', name=plain.label(one.by), role=t(f'role-{one.by_role}'))}**")
        if one.label is not None:
            st.caption(t("group-worker", number=one.label))
        st.caption(f"{naming.choice(f'identity-reason-{one.reason}')} · {state}")
        if one.may_revoke and st.button(t("identity-revoke"), key=f"identity-revoke-{one.id}", type="tertiary"):
            do(Revoke(one.id))


def _opened(identity: Identity) -> str:
    times = [each.at for each in identity.history if each.kind == "identity_opened"]
    if not times:
        return t("identity-never-opened")
    return t("identity-opened-times", count=len(times), day=spoken().say_short_date(max(times)))


def _ask(page: CasePage, among: frozenset[UUID], do: Do) -> None:
    st.markdown(t("identity-ask-lead"))
    clear, party = whose.choose(page, "identity-ask-whose", among)
    reason = st.radio(t("identity-reason"), REASONS, format_func=lambda key: naming.choice(f"identity-reason-{key}"), index=None)
    words = st.text_area(t("identity-words"), max_chars=WORDS_MOST, placeholder=t("identity-words-hint"), key="identity-words")
    st.caption(t("identity-words-note"))
    ready = clear and reason is not None and bool((words or "").strip())
    if st.button(t("identity-ask-do"), type="primary", disabled=not ready, key="do-identity-ask") and reason:
        do(Ask(reason, (words or "").strip(), party))


def _allowed(page: CasePage, live: tuple[Unlock, ...]) -> tuple[Consent, ...]:
    """Permissions for a name or contact that is open now, to somebody who sits in the case or to an authority."""
    opened_now = {one.party for one in live}
    seats = {party.name for party in page.parties}
    live_ones = (one for one in page.consents if one.withdrawn_at is None and one.item in PASSED_ON)
    return tuple(
        one for one in live_ones if one.party in opened_now and (one.recipient.name in seats or one.purpose == "refer")
    )  # fmt: skip


def _pass_on(allowed: tuple[Consent, ...], do: Do) -> None:
    by_id = {each.id: each for each in allowed}
    chosen = st.radio(
        t("identity-pass-on-what"),
        list(by_id),
        index=None,
        format_func=lambda one: _pass_on_words(by_id[one]),
    )
    st.caption(t("identity-pass-on-note"))
    if st.button(t("identity-pass-on-do"), type="primary", disabled=chosen is None, key="do-identity-pass-on") and chosen:
        do(PassOn(by_id[chosen].item, by_id[chosen].recipient.id, by_id[chosen].party))


def _pass_on_words(one: Consent) -> str:
    words = t("identity-pass-on-item", item=t(f"item-{one.item}"), who=plain.label(one.recipient.name))
    return words if one.label is None else spoken().say_list([t("group-worker", number=one.label), words])


def opened(facts: tuple[tuple[str, str], ...], until: datetime) -> None:
    """What both keys opened, in a dialog that closes itself when the time is over."""
    st.caption(t("identity-open-until", until=spoken().say_moment(until)))
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
