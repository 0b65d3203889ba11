"""One of the twelve steps: done, now or later; what belongs to it, who owes it until when, and what was written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from components import naming, plain
from components.i18n import now, say_due, spoken, t
from components.protocol import asking, offers
from components.protocol.deeds import Do
from components.protocol.offers import Offer
from db.models.protocol import Protocol, ProtocolItem

SOON = timedelta(days=3)
MARKS = {
    "done": ":green[:material/check:]", "not_needed": ":gray[:material/remove:]",
    "open": ":gray[:material/radio_button_unchecked:]",
}  # fmt: skip


def show(one: Protocol, number: int, do: Do | None, *, current: bool, supervisor: bool) -> None:
    """The step; without `do` nothing can be pressed."""
    items = [item for item in one.items if item.step == number]
    title = f"**{number}. {t(f'protocol-step-{number}')}**"
    if all(item.state != "open" for item in items):
        # What is done folds into one line, its evidence a click away.
        with st.expander(title, icon=":material/check_circle:"), st.container(gap="xsmall"):
            _content(one, number, items)
        return
    due = min((item.due_at for item in items if item.state == "open" and item.due_at), default=None)
    if not current and (due is None or due > now() + SOON):
        # What comes later is one line, too, with its day.
        title = f"{title} · {say_due(due)}" if due else title
        with st.expander(title, icon=":material/circle:", key=f"later-step-{number}"), st.container(gap="xsmall"):
            _content(one, number, items)
            if do is not None:
                _buttons(offers.of(one, number, do, supervisor=supervisor), number, primary=False)
        return
    with st.container(border=True, key=f"{'due' if current else 'card'}-step-{number}", gap="xsmall"):
        st.markdown(f"{':material/arrow_circle_right:' if current else ':material/circle:'} {title}")
        _content(one, number, items)
        if do is not None:
            _buttons(offers.of(one, number, do, supervisor=supervisor), number, primary=current)


def _content(one: Protocol, number: int, items: list[ProtocolItem]) -> None:
    for item in items:
        _line(item, said=item.due_at is not None or item.owner != "coordinator" or item is items[0])
    if number in MORE:
        MORE[number](one)


def _line(item: ProtocolItem, *, said: bool) -> None:
    with st.container(gap=None):
        what = t(f"protocol-item-{item.item}")
        st.markdown(f"{MARKS[item.state]} {what}")
        if said or item.state != "open":
            st.caption(_state(item))
        if item.words:
            plain.quiet(item.words, key=f"item-{item.item}")


def _state(item: ProtocolItem) -> str:
    if item.state == "open":
        owner = naming.choice(f"protocol-owner-{item.owner}")
        if item.due_at is None:
            return t("protocol-owed-by", owner=owner)
        said = t("protocol-owed-until", owner=owner, due=say_due(item.due_at))
        return f":red[:material/error: {said}]" if item.due_at < now() else said
    at = spoken().say_moment(item.at) if item.at else ""
    by = t("protocol-done-by", who=plain.label(item.by), at=at) if item.by else t("protocol-done-self", at=at)
    return spoken().say_clauses([t("protocol-not-needed"), by]) if item.state == "not_needed" else by


def _ages(one: Protocol) -> None:
    if not one.evidence:
        return
    with st.expander(t("protocol-evidence", n=len(one.evidence))):
        for place, piece in enumerate(one.evidence):
            st.markdown(f"**{t(f'protocol-kind-{piece.kind}')}**: {t(f'protocol-says-{piece.says}')}")
            plain.quiet(piece.words, key=f"evidence-{place}")
            who = t("protocol-done-by", who=plain.label(piece.by), at=spoken().say_moment(piece.at))
            st.caption(spoken().say_clauses([t(f"protocol-grade-{piece.grade}"), who]))


def _decision(one: Protocol) -> None:
    if one.refer is not None:
        st.caption(t("protocol-decided-refer" if one.refer else "protocol-decided-not"))
    _voices(one, "referral")


def _referrals(one: Protocol) -> None:
    _bases(one, authority=True)
    for place, referral in enumerate(one.referrals):
        st.markdown(_handed(one, place))
        st.caption(t("protocol-referral-hash", hash=f"{referral.hash[:16]}…"))
        with st.expander(t("protocol-details")):
            plain.show(referral.words)
            st.caption(t("protocol-referral-hash", hash=referral.hash))


def _brands(one: Protocol) -> None:
    _bases(one, authority=False)
    for told in one.told:
        seen = told.acknowledged_at
        state = t("protocol-told-confirmed", at=spoken().say_moment(seen)) if seen else t("protocol-told-open")
        who = t("protocol-told-line", who=plain.label(told.brand), at=spoken().say_moment(told.at))
        st.caption(spoken().say_clauses([who, state]))


def _handed(one: Protocol, place: int) -> str:
    referral = one.referrals[place]
    return t(
        "protocol-referral-line", who=plain.label(referral.authority), role=plain.label(referral.officer_role),
        channel=t(f"protocol-refer-channel-{referral.channel}"), at=spoken().say_moment(referral.handed_at),
    )  # fmt: skip


def _voices(one: Protocol, about: str) -> None:
    for place, voice in enumerate(voice for voice in one.voices if voice.about == about):
        key = "protocol-voice-exit" if about == "exit" else "protocol-voice-refer" if voice.says else "protocol-voice-not"
        st.markdown(f":material/person: {t(key, who=plain.label(voice.by))}")
        plain.quiet(voice.words, key=f"voice-{about}-{place}")


def _bases(one: Protocol, *, authority: bool) -> None:
    for basis in one.bases:
        if (basis.recipient.kind == "authority") is authority:
            said = t("protocol-basis-line", who=plain.label(basis.recipient.name), basis=t(f"protocol-basis-{basis.basis}"))
            st.caption(f":material/gavel: {said}")


def _months(one: Protocol) -> None:
    for month in one.follow_ups:
        day = spoken().say_date(month.due_on)
        if month.outcome is None:
            st.caption(f"{MARKS['open']} {t('protocol-month-open', due=say_due(month.due_on))}")
        else:
            said = [t("protocol-month", day=day), t(f"protocol-outcome-{month.outcome}"), t(f"protocol-how-{month.how}")]
            st.caption(f"{MARKS['done']} {spoken().say_clauses(said)}")


# What belongs to a step beside its own lines.
MORE: dict[int, Callable[[Protocol], None]] = {
    3: _ages, 5: _decision, 6: _referrals, 8: _brands, 10: _months, 12: lambda one: _voices(one, "exit")
}  # fmt: skip


def _buttons(found: list[Offer], number: int, *, primary: bool) -> None:
    if not found:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for place, (words, key, opens) in enumerate(found):
            if st.button(words, key=f"protocol-{key}-{number}", type="primary" if primary and place == 0 else "secondary"):
                asking.open_dialog_titled(words, opens)
