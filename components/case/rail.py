"""Cards of the rail that belong to no deed: permissions, disclosures, and who can see the case."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import naming, plain
from components.case.steering import WithdrawConsent
from components.i18n import spoken, t
from db.models import CasePage, Consent, Exposure, Party, Side


def please() -> None:
    """What a factory reads first: do not ask who it was."""
    with st.container(border=True, key="card-please"):
        st.subheader(t("case-please"), anchor=False)
        st.markdown(t("case-please-more"))


def who_sees(page: CasePage) -> None:
    """Everybody who reads along, for a factory or a brand."""
    with st.container(border=True, key="card-who", gap="xsmall"):
        st.subheader(t("case-who-sees"), anchor=False)
        for one in naming.in_order(page.parties):
            if not one.mine:
                st.markdown(f"{naming.ICONS[one.side]} {_seer(one, anonymous=page.case.anonymous)}")


def _seer(one: Party, *, anonymous: bool) -> str:
    if one.side is Side.WORKER:
        return t("case-sees-anonymous" if anonymous else "side-worker")
    if one.side is Side.HANDSHAKE:
        return t("case-sees-handshake")
    return naming.outsider(one)


def consents(given: tuple[Consent, ...], do: Callable[[WithdrawConsent], None] | None) -> None:
    """The permissions recipient by recipient; what was not given is said too. `do` is None for whoever only reads."""
    with st.container(border=True, key="card-consents", gap="xsmall"):
        st.subheader(t("case-consents"), anchor=False)
        for consent in given:
            live = consent.withdrawn_at is None
            mark = ":green[:material/check:]" if live else ":gray[:material/undo:]"
            with st.container(gap=None):
                st.markdown(f"{mark} **{_consent(consent)}**")
                with st.container(horizontal=True, horizontal_alignment="distribute", gap="xsmall", vertical_alignment="center"):
                    st.caption(_consent_when(consent), width="content")
                    if live and do and st.button(t("case-withdraw"), key=f"withdraw-{consent.id}", type="tertiary"):
                        do(WithdrawConsent(consent.id))
        if not any(each.item in ("name", "contact") and each.withdrawn_at is None for each in given):
            with st.container(gap=None):
                st.markdown(f":material/close: **{t('case-no-name')}**")
                st.caption(t("case-not-given"))


def _consent(consent: Consent) -> str:
    item = t(f"item-{consent.item}")
    if consent.recipient.kind == "workplace":
        return t("case-consent-factory", item=item)
    name = plain.label(consent.recipient.name)
    return t(
        "case-consent-brand",
        item=item,
        name=name,
        country=spoken().say_country(consent.recipient.country or ""),
    )


def _consent_when(consent: Consent) -> str:
    how = naming.known("given", consent.given_how, "channel-other")
    if consent.guardian:
        how = t("consent-by-guardian", how=how, who=t(f"consent-guardian-{consent.guardian}"))
    given = t("case-given", how=how, day=spoken().say_short_date(consent.given_at))
    if consent.label is not None:
        given = f"{t('group-worker', number=consent.label)} · {given}"
    if consent.withdrawn_at is None:
        return given
    return f"{given} · {t('case-withdrawn', day=spoken().say_short_date(consent.withdrawn_at))}"


def exposure(done: tuple[Exposure, ...]) -> None:
    """What has left Handshake so far, derived from the audit log; who opened her identity stands on its own card."""
    done = disclosed(done)
    with st.container(border=True, key="card-exposure", gap="xsmall"):
        st.subheader(t("case-exposure"), anchor=False)
        if done:
            last = max(each.at for each in done)
            text = t("case-exposure-some", count=len(done), day=spoken().say_short_date(last))
            st.markdown(text)
            with st.expander(t("case-exposure-list"), type="compact"):
                for each in done:
                    st.caption(_disclosure(each))
        else:
            st.markdown(t("case-exposure-none"))


def disclosed(done: tuple[Exposure, ...]) -> tuple[Exposure, ...]:
    """What left Handshake; an opened identity has its own card."""
    return tuple(each for each in done if each.basis != "two_keys")


def _disclosure(each: Exposure) -> str:
    name = plain.label(each.recipient_name) if each.recipient_name else t(f"side-{each.recipient_side}")
    item = naming.known("item", each.item, "item-message")
    told = t("case-disclosed", day=spoken().say_short_date(each.at), item=item, name=name)
    return told if each.label is None else f"{t('group-worker', number=each.label)} · {told}"
