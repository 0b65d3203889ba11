"""The remedy ledger on the case page: what was claimed, agreed and paid, and what she has."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

import streamlit as st

from components import dialogs, naming, plain
from components.case import legal
from components.case.legal import Minimum, money, typed
from components.case.plan import WRITABLE
from components.case.plan_deeds import HOW
from components.i18n import spoken, t
from db.models import CasePage, Remedy, Side

MONEY = (
    "wages", "overtime_pay", "social_insurance", "housing_fund", "severance", "compensation", "medical_costs",
    "deductions_returned", "stipend", "other_money",
)  # fmt: skip
DEEDS = (
    "reinstated", "contract_corrected", "enrolled", "apology", "machine_guard", "safety_fixed", "papers_returned",
    "hours_corrected", "transferred", "school", "rule_changed", "other_deed",
)  # fmt: skip
CURRENCIES = ("CNY", "VND", "BDT", "KHR", "IDR", "USD", "EUR")
KEPT = ("remedy_agreed", "remediating", "verifying")  # while a remedy is at work


@dataclass(frozen=True)
class Open:
    what: str
    label: str
    currency: str | None
    stage: str
    amount: Decimal | None


@dataclass(frozen=True)
class Record:
    entry: UUID
    stage: str
    amount: Decimal | None


@dataclass(frozen=True)
class Confirm:
    entry: UUID
    confirmed: bool
    amount: Decimal | None
    how: str


Deed = Open | Record | Confirm | Minimum
Do = Callable[[Deed], None]


def card(page: CasePage, do: Do | None) -> None:
    """The ledger; with `do` the desk keeps it and a factory says what it paid."""
    desk = do is not None and page.viewer is Side.HANDSHAKE
    if not page.remedy and not (desk and page.case.state in KEPT):
        return
    with st.container(border=True, key="card-remedy", gap="xsmall"):
        st.subheader(t("remedy-ledger"), anchor=False)
        for one in page.remedy:
            with st.container(
                horizontal=True, horizontal_alignment="distribute", vertical_alignment="top", key=f"entry-{one.id}"
            ):
                _line(one, "entry-label")
                if (
                    do
                    and stages(one, desk=desk)
                    and st.button(t("remedy-open" if desk else "remedy-say-paid"), key=f"entry-open-{one.id}", type="tertiary")
                ):
                    dialogs.show(t("remedy-ledger"), lambda each=one: _entry(each, do, desk=desk))  # type: ignore[misc]
            if do and desk and one.currency and not one.total:
                legal.line(one, do)
        if do and desk:
            _add(do)


def door(page: CasePage, do: Do) -> None:
    """The button for a first entry, before a remedy is what comes next."""
    if not page.remedy and page.case.state in WRITABLE and page.case.state not in KEPT:
        _add(do)


def _add(do: Do) -> None:
    if st.button(t("remedy-entry-add"), key="entry-add", icon=":material/add:"):
        dialogs.show(t("remedy-entry-add"), lambda: _open(do))


def stages(one: Remedy, *, desk: bool) -> tuple[str, ...]:
    """What can be written down of an entry now."""
    if not desk:
        return () if one.confirmed_at or one.total else ("paid",)
    later = ("paid",) if one.agreed_at else ()
    heard = ("confirmed", "disputed") if one.paid_at else ()
    return ("claimed", "agreed", *later, *heard)


def _line(one: Remedy, scope: str) -> None:
    with st.container(gap="xxsmall", width="stretch"):
        st.markdown(f"{_mark(one)} **{naming.known('remedy-what', one.what, 'remedy-what-other_deed')}**")
        if one.label:
            plain.quiet(one.label, key=f"{scope}-{one.id}")
        for words in said(one):
            st.caption(words)


def _mark(one: Remedy) -> str:
    if one.disputed_at:
        return ":red[:material/report:]"
    return ":green[:material/check_circle:]" if one.confirmed_at else ":orange[:material/schedule:]"


def said(one: Remedy) -> list[str]:
    """One line for each of the four: claimed, agreed, paid, confirmed."""
    told = (
        ("claimed", one.claimed, one.claimed_at), ("agreed", one.agreed, one.agreed_at), ("paid", one.paid, one.paid_at),
        ("confirmed", one.confirmed, one.confirmed_at), ("disputed", None, one.disputed_at),
    )  # fmt: skip
    return [
        spoken().t(f"remedy-was-{name}", amount=money(amount, one.currency), day=spoken().say_short_date(at))
        for name, amount, at in told if at
    ]  # fmt: skip


def _open(do: Do) -> None:
    what = st.selectbox(
        t("remedy-what"),
        (*MONEY, *DEEDS),
        index=None,
        format_func=lambda one: naming.choice(f"remedy-what-{one}"),
        placeholder=t("remedy-choose"),
    )
    currency, amount = None, None
    if what in MONEY:
        currency = st.selectbox(t("remedy-currency"), CURRENCIES)
        amount = typed(st.text_input(t("remedy-amount"), placeholder="1200.50"))
    label = st.text_input(t("remedy-label"), max_chars=120)
    stage = st.segmented_control(
        t("remedy-stage"),
        ("claimed", "agreed"),
        default="claimed",
        format_func=lambda one: naming.choice(f"remedy-stage-{one}"),
        required=True,
    )
    st.caption(t("remedy-ledger-read"))
    ready = what is not None and (what in DEEDS or amount is not None)
    if st.button(t("remedy-entry-do"), type="primary", key="do-entry", disabled=not ready) and what:
        do(Open(what, label.strip(), currency, stage or "claimed", amount))


def _entry(one: Remedy, do: Do, *, desk: bool) -> None:
    _line(one, "open-label")
    ways = stages(one, desk=desk)
    stage = (
        st.segmented_control(
            t("remedy-stage"),
            ways,
            default=ways[0],
            format_func=lambda each: naming.choice(f"remedy-stage-{each}"),
            required=True,
            wrap=True,
        )
        or ways[0]
    )
    amount = typed(st.text_input(t("remedy-amount"), key=f"amount-{stage}")) if one.currency and stage != "disputed" else None
    how = HOW[0]
    if stage in ("confirmed", "disputed"):
        how = (
            st.segmented_control(
                t("remedy-how-she"),
                HOW,
                default=HOW[0],
                format_func=lambda each: naming.choice(f"channel-{each}"),
                required=True,
                wrap=True,
            )
            or HOW[0]
        )
    ready = one.currency is None or amount is not None or stage == "disputed"
    if st.button(t("remedy-entry-do"), type="primary", key="do-stage", disabled=not ready):
        do(
            Confirm(one.id, stage == "confirmed", amount, how)
            if stage in ("confirmed", "disputed")
            else Record(one.id, stage, amount)
        )
