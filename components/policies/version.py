"""One version of a policy: what holds since when, its words, its history, and who has read it."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import now, spoken, t
from components.links import POLICIES, link
from components.policies import listing
from db.models.policies import Policy, PolicyLine


def show(one: Policy, mine: PolicyLine | None) -> UUID | None:
    """Draw it; returns its id when the viewer says "I have read this". `mine` is None for whom it does not bind."""
    st.header(listing.called(one), anchor=False)
    st.caption(_since(one))
    if not one.holds:
        with st.container(border=True, key="held-policy-old"):
            st.markdown(f":material/history: {t('policy-old')}")
            link(POLICIES, t("policy-newest"), address="/policies", query=listing.query(_newest(one)))
    words = one.words(spoken().language)
    if one.version > 1:
        with st.container(border=True, key="card-policy-changed", gap="xsmall"):
            st.markdown(f"**{t('policy-changed', version=one.version)}**")
            plain.words(words.changed, key="policy-changed")
    agreed = _acknowledge(mine) if one.holds and mine is not None else None
    with st.container(border=True, key="card-policy-text", gap="small"):
        _text(words.body)
    _history(one)
    _readers(one)
    return agreed


def _newest(one: Policy) -> PolicyLine:
    first = one.versions[0]
    return PolicyLine(first.id, first.kind, first.country, first.version, first.published_on, first.holds_from, False, None)


def _since(one: Policy) -> str:
    holds = "policy-holds-from" if one.holds_from > now().date() else "policy-holds-since"
    where = t("policy-for-country", country=spoken().say_country(one.country)) if one.country else t("policy-for-all")
    return " · ".join((t("policy-version", version=one.version), t(holds, day=spoken().say_date(one.holds_from)), where))


def _acknowledge(mine: PolicyLine) -> UUID | None:
    if mine.read_at is not None:
        st.markdown(f":green[:material/check_circle: {t('policy-you-read', day=spoken().say_date(mine.read_at))}]")
        return None
    with st.container(border=True, key="due-policy-read", gap="small"):
        st.markdown(t("policy-please-read"))
        if st.button(t("policy-i-read"), type="primary", icon=":material/check:", key=f"policy-read-{mine.id}"):
            return mine.id
    return None


def _text(body: str) -> None:
    """Headings and points are drawn; the words between them are shown to the letter, for a supervisor typed them."""
    for number, line in enumerate(body.split("\n")):
        words = line.strip()
        if words.startswith("# "):
            plain.strong(words[2:], key=f"policy-{number}")
        elif words.startswith("- "):
            plain.words(f"•  {words[2:]}", key=f"policy-{number}")
        elif words:
            plain.words(words, key=f"policy-{number}")


def _history(one: Policy) -> None:
    if len(one.versions) < 2:
        return
    with st.expander(t("policy-history", count=len(one.versions)), icon=":material/history:"):
        for version in one.versions:
            with st.container(key=f"row-policy-version-{version.version}", gap=None):
                words = t("policy-version-day", version=version.version, day=spoken().say_date(version.published_on))
                link(POLICIES, words, address="/policies", query=listing.query(version, version=True))
                changed = next(each.words for each in version.changes if each.language == spoken().language)
                plain.quiet(changed, key=f"policy-version-{version.version}")


def _readers(one: Policy) -> None:
    if not one.readers:
        return
    read, people = sum(each.read for each in one.readers), sum(each.people for each in one.readers)
    with st.expander(t("policy-readers", read=read, people=people), icon=":material/group:"):
        for number, each in enumerate(one.readers):
            with st.container(horizontal=True, key=f"row-policy-reader-{number}", vertical_alignment="center"):
                plain.quiet(each.name, key=f"policy-reader-{number}")
                st.space("stretch")
                icon = ":material/check_circle:" if each.read == each.people else ":material/schedule:"
                st.markdown(f"{icon} {t('policy-readers-of', read=each.read, people=each.people)}", width="content")
