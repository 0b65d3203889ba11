"""One of the twelve steps: done, now or later; what belongs to it, who owes it until when, and what was written down."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import plain
from components.i18n import now, say_due, spoken, t
from components.protocol import asking, asking_outside
from components.protocol.deeds import Do
from db.models.protocol import Protocol, ProtocolItem

MARKS = {
    "done": ":green[:material/check:]", "not_needed": ":gray[:material/remove:]", "open": ":gray[:material/radio_button_unchecked:]"
}  # fmt: skip
Button = tuple[str, str, Callable[[], None]]  # words, key, what opens


def show(one: Protocol, number: int, do: Do | None, *, current: bool, supervisor: bool) -> None:
    """The step; without `do` nothing can be pressed."""
    items = [item for item in one.items if item.step == number]
    is_open = any(item.state == "open" for item in items)
    with st.container(border=True, key=f"{'due' if current else 'card'}-step-{number}", gap="xxsmall"):
        mark = ":green[:material/check_circle:]" if not is_open else ":material/arrow_circle_right:" if current else ":material/circle:"
        st.markdown(f"{mark} **{number}. {t(f'protocol-step-{number}')}**")
        for item in items:
            _line(item)
        _more(one, number)
        if do is not None and is_open:
            _buttons(_offers(one, number, do, supervisor=supervisor), primary=current)


def _line(item: ProtocolItem) -> None:
    with st.container(gap=None):
        what = t(f"protocol-item-{item.item}")
        st.markdown(f"{MARKS[item.state]} {what}")
        st.caption(_state(item))
        if item.words:
            plain.quiet(item.words, key=f"item-{item.item}")


def _state(item: ProtocolItem) -> str:
    if item.state == "open":
        owner = t(f"protocol-owner-{item.owner}")
        if item.due_at is None:
            return t("protocol-owed-by", owner=owner)
        said = t("protocol-owed-until", owner=owner, due=say_due(item.due_at))
        return f":red[:material/error: {said}]" if item.due_at < now() else said
    at = spoken().say_moment(item.at) if item.at else ""
    by = t("protocol-done-by", who=plain.label(item.by), at=at) if item.by else t("protocol-done-self", at=at)
    return spoken().say_clauses([t("protocol-not-needed"), by]) if item.state == "not_needed" else by


def _more(one: Protocol, number: int) -> None:
    """What belongs to that step beside its own lines."""
    if number == 3 and one.evidence:
        with st.expander(t("protocol-evidence", n=len(one.evidence))):
            for place, piece in enumerate(one.evidence):
                st.markdown(f"**{t(f'protocol-kind-{piece.kind}')}**: {t(f'protocol-says-{piece.says}')}")
                plain.quiet(piece.words, key=f"evidence-{place}")
                who = t("protocol-done-by", who=plain.label(piece.by), at=spoken().say_moment(piece.at))
                st.caption(spoken().say_clauses([t(f"protocol-grade-{piece.grade}"), who]))
    elif number == 5:
        if one.refer is not None:
            st.caption(t("protocol-decided-refer" if one.refer else "protocol-decided-not"))
        _voices(one, "referral")
    elif number == 6:
        _bases(one, authority=True)
        for place, referral in enumerate(one.referrals):
            st.markdown(_handed(one, place))
            st.caption(t("protocol-referral-hash", hash=f"{referral.hash[:16]}…"))
            with st.expander(t("protocol-details")):
                plain.show(referral.words)
                st.caption(t("protocol-referral-hash", hash=referral.hash))
    elif number == 8:
        _bases(one, authority=False)
        for told in one.told:
            seen = told.acknowledged_at
            state = t("protocol-told-confirmed", at=spoken().say_moment(seen)) if seen else t("protocol-told-open")
            who = t("protocol-told-line", who=plain.label(told.brand), at=spoken().say_moment(told.at))
            st.caption(spoken().say_clauses([who, state]))
    elif number == 10:
        _months(one)
    elif number == 12:
        _voices(one, "exit")


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


def _offers(one: Protocol, number: int, do: Do, *, supervisor: bool) -> list[Button]:
    """What this person can do for the step now, the likeliest first."""
    by_hand = [item for item in one.items if item.step == number and item.by_hand and item.state == "open"]
    offers: list[Button] = []
    if by_hand:
        offers.append((t("protocol-write"), "write", lambda: asking.write(one, number, do)))
    if number == 3:
        offers.append((t("protocol-note-age"), "note-age", lambda: asking.note_age(do)))
        if one.evidence:
            offers.append((t("protocol-settle-age"), "settle-age", lambda: asking.settle_age(do)))
    elif number == 5 and not any(voice.mine for voice in one.voices if voice.about == "referral"):
        offers.append((t("protocol-decide"), "decide", lambda: asking_outside.decide(do)))
    elif number == 6 and one.refer:
        offers.append((t("protocol-refer"), "refer", lambda: asking_outside.refer(one, do)))
    elif number == 8 and supervisor and _opens(one, "brand_told"):
        offers.append((t("protocol-tell"), "tell", lambda: asking_outside.tell(one, do)))
        offers.append((t("protocol-tell-nobody"), "tell-nobody", lambda: asking_outside.tell_nobody(do)))
    elif number == 10 and any(month.outcome is None for month in one.follow_ups):
        offers.append((t("protocol-write"), "month", lambda: asking.month(one, do)))
    elif number == 12 and all(item.state != "open" for item in one.items if item.step < 12):
        if not any(voice.mine for voice in one.voices if voice.about == "exit"):
            offers.append((t("protocol-exit-do"), "exit", lambda: asking.leave(do)))
    if number in (6, 8) and supervisor:
        offers.append((t("protocol-basis"), f"basis-{number}", lambda: asking_outside.basis(one, do, authority=number == 6)))
    return offers


def _opens(one: Protocol, name: str) -> bool:
    return any(item.item == name and item.state == "open" for item in one.items)


def _buttons(offers: list[Button], *, primary: bool) -> None:
    if not offers:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for place, (words, key, opens) in enumerate(offers):
            if st.button(words, key=f"protocol-{key}", type="primary" if primary and place == 0 else "secondary"):
                asking.open_dialog_titled(words, opens)
