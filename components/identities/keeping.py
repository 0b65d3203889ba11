"""The custodian writes down what a worker says on the telephone later: name, contact, how to reach her. Sealed at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import streamlit as st

from components.case import whose
from components.i18n import t
from components.identities.texts import MOST, Person, Plan
from db.models import CasePage

FIELDS = ("name", "phone", "hours", "careful")


@dataclass(frozen=True)
class Keep:
    """What she said; what is empty leaves what was kept before. It never stands in a log."""

    person: Person = field(repr=False)
    plan: Plan = field(repr=False)
    party: UUID | None = None


def form(page: CasePage, do: Callable[[Keep], None]) -> None:
    """Opening it shows nothing of what is kept: that takes two keys."""
    st.markdown(t("identity-keep-lead"))
    clear, party = whose.choose(page, "identity-keep-whose")
    said = {name: _field(name) for name in FIELDS}
    st.caption(t("identity-keep-note"))
    ready = clear and any(said.values())
    if st.button(t("identity-keep-do"), type="primary", disabled=not ready, key="do-identity-keep"):
        do(Keep(Person(said["name"], said["phone"]), Plan(said["hours"], said["careful"]), party))


def _field(name: str) -> str:
    typed = st.text_input(t(f"identity-fact-{name}"), max_chars=MOST[name], autocomplete="off", key=f"identity-keep-{name}")
    return (typed or "").strip()
