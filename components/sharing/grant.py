"""One grant as a card: between whom, where it stands, why, on what ground, what the factory says, which copies there are."""

from __future__ import annotations

import streamlit as st

from components import plain
from components.i18n import spoken, t
from db.models.reports import Grant

STATES = {
    "open": ("green", "check"), "terms": ("orange", "handshake"), "answer": ("orange", "schedule"),
    "consent": ("orange", "help"), "not_notified": ("orange", "call"), "revoked": ("gray", "block"),
    "ended": ("gray", "link_off"), "withdrawn": ("gray", "undo"),
    "declined": ("gray", "do_not_disturb_on"), "expired": ("gray", "event_busy"),
}  # fmt: skip
LIVE = ("open", "terms", "answer", "consent", "not_notified")


def head(one: Grant, title: str, *, within: str, place: bool = True, mine: bool = False) -> None:
    """A name, and beside it where the grant stands. `within` is its list: Handshake finds one in two of them."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"grant-head-{within}-{one.id}"):
        plain.strong(title, key=f"grant-{within}-{one.id}")
        color, icon = STATES[one.state]
        words = "sharing-state-terms-you" if mine and one.state == "terms" else f"sharing-state-{one.state}"
        st.badge(t(words), icon=f":material/{icon}:", color=color)  # type: ignore[arg-type]
    if place:
        plain.quiet(
            spoken().say_clauses([one.title, one.workplace, period(one)]), key=f"grant-about-{within}-{one.id}"
        )  # fmt: skip


def period(one: Grant) -> str:
    return t("sharing-period", **{"from": spoken().say_short_date(one.period_from), "to": spoken().say_short_date(one.period_to)})


def body(one: Grant, *, within: str) -> None:
    """Why, what of it, on what ground, until when; the answer; the copies."""
    plain.quiet(one.purpose, key=f"grant-why-{within}-{one.id}")
    profile = t(f"sharing-profile-said-{one.profile}", n=len(one.removed))
    parts = [profile, t(f"sharing-basis-said-{one.basis}"), t("sharing-until", day=spoken().say_date(one.expires_on))]
    if one.no_onward:
        parts.append(t("copy-no-onward").rstrip(".。").lower())
    st.caption(" · ".join(parts))
    if one.basis_words:
        plain.quiet(one.basis_words, key=f"grant-ground-{within}-{one.id}")
    if one.state == "answer" and one.answer_until:
        st.caption(f":material/schedule: {t('sharing-answer-until', day=spoken().say_date(one.answer_until))}")
    if one.answer is not None:
        with st.container(border=True, key=f"card-answer-{within}-{one.id}", gap="xsmall"):
            st.caption(t("sharing-answered", day=spoken().say_date(one.answer.at)))
            if one.answer.words:
                plain.show(one.answer.words)
            if one.answer.file:
                st.caption(f":material/attach_file: {t('sharing-answer-has-file')}")
    if one.downloads:
        with st.expander(t("sharing-copies", n=one.copies), type="compact", key=f"copies-{within}-{one.id}"):
            for each in one.downloads:
                who = f"{each.organization} ({t(f'sharing-part-{each.part}')})"
                line = t("sharing-copy-line", number=each.number, who=who, when=spoken().say_instant(each.at))
                plain.quiet(line + ("" if each.left else t("sharing-copy-not-left")), key=f"copy-{each.number}-{within}-{one.id}")
