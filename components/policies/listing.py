"""The policies that hold, and which of them the viewer has yet to read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from components.i18n import spoken, t
from components.links import POLICIES, link
from db.models.policies import Policy, PolicyLine, PolicyVersion


def called(one: PolicyLine | Policy | PolicyVersion) -> str:
    """ "Zero-tolerance protocol: China"."""
    words = t(f"policy-kind-{one.kind}")
    return t("policy-name-country", policy=words, country=spoken().say_country(one.country)) if one.country else words


def query(one: PolicyLine | PolicyVersion, *, version: bool = False) -> Mapping[str, str]:
    """The address of a policy within the page."""
    asked = {"kind": one.kind}
    if one.country:
        asked["country"] = one.country
    if version:
        asked["version"] = str(one.version)
    return asked


def show(policies: Sequence[PolicyLine], shown: Policy) -> None:
    """One line for each, the open one in bold."""
    for one in policies:
        with st.container(key=f"row-policy-{one.id}", gap=None):
            words = called(one)
            current = (one.kind, one.country) == (shown.kind, shown.country)
            link(
                POLICIES, f"**{words}**" if current else words, address="/policies", query=query(one),
                icon=":material/chevron_right:" if current else ":material/article:",
            )  # fmt: skip
            said = [t("policy-version", version=one.version)]
            if one.binds and one.read_at is None:
                said.append(f":orange-badge[:material/mark_email_unread: {t('policy-to-read')}]")
            elif one.read_at is not None:
                said.append(t("policy-read-on", day=spoken().say_date(one.read_at)))
            st.caption("  ".join(said) if one.read_at is None else " · ".join(said))
