"""How she may be reached: what she wishes to change, and its form on the full page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from components.i18n import t
from components.identities.texts import MOST, Person, Plan
from db.models import Identity


@dataclass(frozen=True)
class Wish:
    """A new plan; a new name and number, None to keep what there is; or both of these removed."""

    plan: Plan | None = None
    person: Person | None = None
    forget: bool = False


def wish(plan: Plan, person: Person) -> Wish:
    """What a filled form asks for: empty name and number change nothing."""
    return Wish(plan, person if person.name.strip() or person.phone.strip() else None)


def show(identity: Identity, plan: Callable[[], Plan], scope: str) -> Wish | None:
    """What is kept, in one sentence, and the form behind one tap. Draw it inside a fragment."""
    st.header(t("mine-reach-title"), anchor=False)
    with st.container(border=True, key="card-plan"):
        given = identity.kept or identity.plan_kept
        st.markdown(f":material/lock: {t('mine-reach-kept' if given else 'mine-reach-none')}")
        more = st.expander(t("mine-reach-change"), key=f"plan-more-{scope}", on_change="rerun")
        if not more.open:
            return None
        with more:
            return _form(identity, plan(), scope)


def _form(identity: Identity, known: Plan, scope: str) -> Wish | None:
    def field(name: str, label: str, value: str = "", hint: str | None = None) -> str:
        typed = st.text_input(
            label, value, max_chars=MOST[name], autocomplete="off", placeholder=hint, key=f"plan-{name}-{scope}"
        )
        return typed or ""

    hours = field("hours", t("mine-reach-hours"), known.hours)
    careful = field("careful", t("mine-reach-careful"), known.careful, t("mine-reach-careful-hint"))
    st.markdown(f"**{t('mine-reach-person')}**")
    st.caption(t("mine-reach-person-note"))
    name = field("name", t("report-contact-name"))
    phone = field("phone", t("report-contact-phone"))
    if st.button(t("mine-reach-save"), type="primary", width="stretch", key=f"plan-save-{scope}"):
        return wish(Plan(hours, careful), Person(name, phone))
    if identity.kept and st.button(t("mine-reach-forget"), width="stretch", key=f"plan-forget-{scope}"):
        return Wish(forget=True)
    return None
