"""What the law gives at the least for a remedy: the desk works it out beside what was agreed, so that less can be seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

import streamlit as st

from components import dialogs, plain
from components.i18n import t
from db.models import Remedy

SOURCE_MOST = 300


@dataclass(frozen=True)
class Minimum:
    """What the law gives at the least for an entry, and by which rule."""

    entry: UUID
    amount: Decimal
    source: str


def line(one: Remedy, do: Callable[[Minimum], None]) -> None:
    """What is known of it under the entry, and the way to write it down."""
    with st.container(gap="xxsmall", key=f"minimum-{one.id}"):
        if one.minimum is not None:
            told = t("remedy-minimum-is", amount=money(one.minimum, one.currency))
            under = one.agreed is not None and one.agreed < one.minimum
            st.markdown(f":red[:material/gavel: **{told} {t('remedy-minimum-under')}**]" if under else f":material/gavel: {told}")
            plain.quiet(one.minimum_source or "", key=f"minimum-source-{one.id}")
        key = "remedy-minimum-change" if one.minimum is not None else "remedy-minimum-note"
        if st.button(t(key), key=f"minimum-open-{one.id}", type="tertiary", icon=":material/gavel:"):
            dialogs.show(t("remedy-minimum"), lambda: _write(one, do))


def _write(one: Remedy, do: Callable[[Minimum], None]) -> None:
    st.caption(t("remedy-minimum-why"))
    before = "" if one.minimum is None else str(one.minimum)
    amount = typed(
        st.text_input(
            t("remedy-minimum-amount", currency=one.currency or ""), before, placeholder="1200.50", key="minimum-amount"
        )
    )
    source = st.text_area(t("remedy-minimum-source"), one.minimum_source or "", max_chars=SOURCE_MOST, key="minimum-source")
    if (
        st.button(t("shell-save"), type="primary", key="do-minimum", disabled=amount is None or not source.strip())
        and amount is not None
    ):
        do(Minimum(one.id, amount, source.strip()))


def money(amount: Decimal | None, currency: str | None) -> str:
    """An amount with its currency, to the cent; nothing for a deed."""
    return f"{currency} {amount:,.2f}" if amount is not None and currency else ""


def typed(text: str) -> Decimal | None:
    """The amount that was typed, or None when it is none."""
    try:
        amount = Decimal(text.replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 and amount == round(amount, 2) else None
