"""The dialogs in which somebody outside is told: an authority, a brand. Never a factory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import now, t, zone
from components.protocol.asking import choose, send, words
from components.protocol.deeds import DecideReferral, Do, DoStep, RecordBasis, RecordReferral, TellBrand
from db.models import Organization
from db.models.protocol import Protocol

BASES = ("danger", "child", "legal_duty", "court")
CHANNELS = ("in_person", "phone", "letter", "mail", "online")


def decide(do: Do) -> None:
    """One of two people says whether an authority is told."""
    refer = choose(t("protocol-decide"), ("refer", "not"), "protocol-decide", key="refer")
    said = words(t("protocol-decide-why"), key="decide")
    st.caption(t("protocol-decide-note"))
    if send(t("protocol-decide"), said, ready=refer is not None, key="decide"):
        do(DecideReferral(refer == "refer", said.strip()))


def basis(one: Protocol, do: Do, *, authority: bool) -> None:
    """A supervisor records why one recipient may be told without the worker's permission."""
    recipient = _who(t("protocol-basis-who"), one.authorities if authority else one.brands, key="basis")
    what = choose(t("protocol-basis-what"), BASES, "protocol-basis", key="basis")
    said = words(t("protocol-basis-why"), key="basis")
    st.caption(t("protocol-basis-note"))
    if send(t("protocol-basis"), said, ready=bool(recipient and what), key="basis") and recipient and what:
        do(RecordBasis(recipient, what, said.strip()))


def refer(one: Protocol, do: Do) -> None:
    """The hand-over: authority, office, how, when, and the very text."""
    if not one.authorities:
        st.markdown(t("protocol-refer-none"))
        return
    authority = _who(t("protocol-refer-authority"), one.authorities, key="authority")
    role = st.text_input(t("protocol-refer-role"), max_chars=200, key="protocol-role", help=None)
    st.caption(t("protocol-refer-role-note"))
    channel = choose(t("protocol-refer-channel"), CHANNELS, "protocol-refer-channel", key="channel")
    here = now().astimezone(zone())
    left, right = st.columns(2)
    day = left.date_input(t("protocol-refer-day"), here.date(), max_value=here.date(), key="protocol-day")
    hour = right.time_input(t("protocol-refer-time"), here.time().replace(second=0, microsecond=0), key="protocol-hour")
    said = words(t("protocol-refer-words"), key="refer", most=20_000)
    st.caption(t("protocol-refer-note"))
    ready = bool(authority and role.strip() and channel)
    if send(t("protocol-refer"), said, ready=ready, key="refer") and authority and channel:
        # To the letter: what is hashed is what was handed over.
        do(RecordReferral(authority, role.strip(), channel, datetime.combine(day, hour, zone()), said))


def tell(one: Protocol, do: Do) -> None:
    """A supervisor lets one brand know, with the written request."""
    brand = _who(t("protocol-tell-who"), one.brands, key="brand")
    said = words(t("protocol-tell-words"), key="tell", most=10_000, value=t("protocol-tell-default"))
    st.caption(t("protocol-tell-note"))
    if send(t("protocol-tell-do"), said, ready=brand is not None, key="tell") and brand:
        do(TellBrand(brand, said.strip()))


def tell_nobody(do: Do) -> None:
    """A supervisor decides that no brand is told, and why."""
    said = words(t("protocol-write-why"), key="nobody")
    if send(t("protocol-tell-nobody"), said, key="tell-nobody"):
        do(DoStep(("brand_told",), said.strip(), needed=False))


def _who(label: str, organizations: Sequence[Organization], *, key: str) -> UUID | None:
    names = {each.id: plain.label(each.name) for each in organizations}
    return st.radio(label, list(names), index=None, format_func=lambda each: names[each], key=f"protocol-who-{key}")
