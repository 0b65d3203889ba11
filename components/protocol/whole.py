"""One protocol: what it is about, its twelve steps, and how it comes down."""

from __future__ import annotations

import streamlit as st

from components import naming, plain
from components.i18n import spoken, t
from components.links import CASE, link
from components.protocol import asking, step
from components.protocol.deeds import Do
from components.protocol.listing import AGES
from db.models.protocol import Protocol

STEPS = range(1, 13)


def show(one: Protocol, do: Do, *, desk: bool, supervisor: bool) -> None:
    """The head, then each step: what is done, by whom and with what evidence; what is due; what comes later."""
    _head(one)
    live = one.ended_at is None
    current = next((item.step for item in one.items if item.state == "open"), 0) if live else 0
    for number in STEPS:
        step.show(one, number, do if desk and live else None, current=number == current, supervisor=supervisor)
    if live and desk:
        _lower(one, do, supervisor=supervisor)


def _head(one: Protocol) -> None:
    with st.container(border=True, key="card-protocol-head", gap="xsmall"):
        st.subheader(naming.title(one.issues), anchor=False)
        plain.quiet(naming.place(one.workplace.name, one.workplace.city), key="protocol-place")
        with st.container(horizontal=True, gap="xsmall"):
            if one.about_child:
                st.badge(t(f"protocol-age-{one.age}"), icon=":material/cake:", color=AGES[one.age])  # type: ignore[arg-type]
            if one.silent:
                st.badge(t("badge-no_tip_off"), icon=":material/visibility_off:", color="violet")
        st.markdown(_raised(one))
        if one.words:
            plain.show(one.words)
        st.caption(t("protocol-silent" if one.silent else "protocol-not-silent"))
        st.caption(_rule(one))
        if one.follow_until:
            st.caption(t("protocol-age-until", month=spoken().say_month(one.follow_until)))
        link(
            CASE, t("protocol-open-case"), address="case", icon=":material/forum:", query={"ref": one.reference}
        )  # fmt: skip


def _raised(one: Protocol) -> str:
    at = spoken().say_moment(one.raised_at)
    if one.raised_how == "code":
        return t("protocol-raised-code-only", at=at)
    who = plain.label(one.raised_by or "")
    return t("protocol-raised-suspicion", who=who, at=at, ground=t(f"protocol-ground-{one.ground}"))


def _rule(one: Protocol) -> str:
    country = "CN" if one.country == "ZZ" else one.country
    place = spoken().say_country(one.workplace.country or country)
    return t(f"protocol-rule-{one.age_basis}", country=place, age=one.minimum_age, version=one.version)


def _lower(one: Protocol, do: Do, *, supervisor: bool) -> None:
    asked = [voice for voice in one.voices if voice.about == "lower"]
    for voice in asked:
        st.caption(f":material/south: {t('protocol-voice-lower', who=plain.label(voice.by))}")
    mine = any(voice.mine for voice in asked)
    second = bool(asked) and one.raised_how == "code"
    if mine or not (supervisor or second):
        return
    if st.button(t("protocol-lower"), key="protocol-lower", type="tertiary", icon=":material/south:"):
        asking.open_dialog("protocol-lower", lambda: asking.lower(one, do))
