"""The page of evidence packs: months to choose, the finished archive, the portal's key, what was made earlier."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

import streamlit as st

from components import plain, states
from components.i18n import ZONE, now, spoken, t
from db.models.reports import Evidence

if TYPE_CHECKING:
    from streamlit.delta_generator import DeltaGenerator

LANGUAGES = {"en": "English", "zh-Hans": "中文"}
_STEPS = ("asking", "tables", "paper", "signing", "keeping")


@dataclass(frozen=True)
class Asked:
    """Months as "2026-07", and in which language the report is written."""

    first: str
    last: str
    language: str
    brand: UUID | None


def months(today: date, count: int = 36) -> list[str]:
    """The month that runs and those before it, newest first."""
    number = today.year * 12 + today.month - 1
    return [f"{each // 12}-{each % 12 + 1:02d}" for each in range(number, number - count, -1)]


def choose(view: Evidence, language: str) -> Asked | None:
    """The form; returns what is to be made."""
    known = months(now().astimezone(ZONE).date())
    with st.container(border=True, key="card-evidence"):
        brand: UUID | None = None
        if view.role == "supervisor":
            names = {each.id: plain.label(each.name) for each in view.brands}
            brand = st.selectbox(
                t("evidence-brand"), list(names), index=None, format_func=names.__getitem__, key="evidence-brand",
                placeholder=t("sharing-choose"),
            )  # fmt: skip
        left, right, third = st.columns(3)
        said = lambda month: spoken().say_month(date.fromisoformat(f"{month}-01"))  # noqa: E731
        first = left.selectbox(t("evidence-from"), known, index=min(11, len(known) - 1), format_func=said, key="evidence-first")
        last = right.selectbox(
            t("evidence-to"), [each for each in known if each >= first], index=0, format_func=said, key="evidence-last"
        )
        written = third.selectbox(t("evidence-language"), list(LANGUAGES), index=list(LANGUAGES).index(language),
                                  format_func=LANGUAGES.__getitem__, key="evidence-language")  # fmt: skip
        st.caption(t("evidence-holds-not"))
        whole = view.role == "brand" or brand is not None
        if st.button(t("evidence-make"), type="primary", key="evidence-make", icon=":material/folder_zip:", disabled=not whole):
            return Asked(first, last, written, brand)
    return None


def tell(bar: DeltaGenerator, step: str) -> None:
    """How far the making is."""
    bar.progress((_STEPS.index(step) + 0.5) / len(_STEPS), t(f"evidence-step-{step}"))


def ready(pack: UUID, cases: int) -> None:
    """The archive, through the portal's own door."""
    with st.container(border=True, key="due-evidence"):
        st.markdown(f":material/check: **{t('evidence-ready', n=cases)}**")
        st.link_button(t("evidence-get"), f"/portal/evidence/{pack}", icon=":material/download:")
        st.caption(t("evidence-get-more"))


def key(public: str) -> None:
    """What a reader compares."""
    with st.container(border=True, key="card-evidence-key", gap="xsmall"):
        st.subheader(t("evidence-key-title"), anchor=False)
        plain.quiet(public, key="evidence-key")
        st.caption(t("evidence-key-more"))


def earlier(view: Evidence) -> None:
    """Who can be asked about which archive."""
    st.subheader(t("evidence-earlier"), anchor=False)
    if not view.packs:
        states.empty(t("evidence-earlier-none"), scope="evidence-earlier")
    for one in view.packs:
        with st.container(key=f"row-pack-{one.id}", gap=None):
            first, last = spoken().say_month(one.first), spoken().say_month(one.last)
            plain.strong(t("evidence-made-line", brand=one.brand, first=first, last=last), key=f"pack-{one.id}")
            said = t("evidence-made-when", when=spoken().say_moment(one.made_at), sha=f"{one.sha256[:16]}…")
            plain.quiet(said, key=f"pack-when-{one.id}")
