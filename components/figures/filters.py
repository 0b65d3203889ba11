"""Which months and which workplace: kept in the address, so that a view can be sent to a colleague."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components.i18n import now, t
from components.plain import clean
from db.models.figures import Figures

LAST = "last"
PERIOD, WORKPLACE = "period", "workplace"


@dataclass(frozen=True)
class Wanted:
    """What the address asks for; None means the default."""

    period: str
    first: str | None
    last: str | None
    workplace: UUID | None


def read(address: Mapping[str, str]) -> Wanted:
    """What the address says; anything unreadable in it is as if it were not there."""
    period = address.get(PERIOD, LAST)
    first = last = None
    if period.isascii() and period.isdigit() and len(period) == 4 and 2000 <= int(period) <= now().year:
        first, last = f"{period}-01", f"{period}-12"
    else:
        period = LAST
    return Wanted(period, first, last, _uuid(address.get(WORKPLACE, "")))


def show(data: Figures, wanted: Wanted) -> None:
    """Period and, where the viewer has several workplaces, the workplace."""
    years = [str(now().year - back) for back in range(3)]
    with st.container(horizontal=True, key="figures-filters", vertical_alignment="bottom"):
        st.selectbox(
            t("figures-period"),
            [LAST, *years],
            index=[LAST, *years].index(wanted.period) if wanted.period in years else 0,
            format_func=_period,
            key="figures-period",
            on_change=_keep,
            args=(PERIOD,),
            width=260,
        )
        if len(data.choices) > 1:
            names = {each.id: clean(each.name) for each in data.choices}
            ids: list[UUID | None] = [None, *names]
            st.selectbox(
                t("figures-workplace"),
                ids,
                index=ids.index(wanted.workplace) if wanted.workplace in ids else 0,
                format_func=lambda one: names[one] if one else t("figures-workplace-all"),
                key="figures-workplace",
                on_change=_keep,
                args=(WORKPLACE,),
                width=320,
            )


def _period(period: str) -> str:
    return t("figures-period-last") if period == LAST else t("figures-period-year", year=period)


def _keep(name: str) -> None:
    """Write the choice into the address; the run that follows reads it from there."""
    chosen = st.session_state.get(f"figures-{name}")
    if chosen is None or chosen == LAST:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = str(chosen)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
