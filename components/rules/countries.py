"""What is zero tolerance where: the age and the codes of each country, with basis and versions."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from babel import Locale

from components import dialogs, plain
from components.i18n import spoken, t
from components.rules.deeds import REASON_MOST, Do, SetCountry
from components.taxonomy import CODES
from db.models.rules import CountryLine, CountryVersion

ELSEWHERE = "ZZ"
AGES = range(12, 19)


def show(countries: Sequence[CountryLine], general: Sequence[str], do: Do) -> None:
    """One row a country, all others last; opening a form asks for nothing. Draw it inside a fragment."""
    st.caption(t("rules-general", codes=spoken().say_list(general)))
    for one in sorted(countries, key=lambda each: (each.country == ELSEWHERE, each.country != "CN", name(each.country))):
        _country(one, general, do)
    if st.button(t("rules-add"), key="rule-add", icon=":material/add:"):
        known = {one.country for one in countries}
        elsewhere = next(one for one in countries if one.country == ELSEWHERE)
        dialogs.show(t("rules-add"), lambda: _add(known, elsewhere, general, do))


def name(country: str) -> str:
    return t("rules-elsewhere") if country == ELSEWHERE else spoken().say_country(country)


def _country(one: CountryLine, general: Sequence[str], do: Do) -> None:
    now = one.versions[0]
    with st.container(border=True, key=f"card-country-{one.country}", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            with st.container(gap=None, width="content"):
                st.markdown(f"**{name(one.country)}**")
                st.caption(spoken().say_list([t(f"rules-basis-{now.basis}"), t("rules-version", n=now.version)]))
            if st.button(t("rules-change"), key=f"country-{one.country}", type="tertiary", icon=":material/edit:"):
                dialogs.show(name(one.country), lambda: _form(one.country, now, now.version, general, do))
        st.markdown(t("rules-age-line", national=now.national_age, minimum=now.minimum_age))
        st.caption(_codes(now, general))
        if len(one.versions) > 1:
            _history(one)


def _codes(version: CountryVersion, general: Sequence[str]) -> str:
    more = [code for code in version.codes if code not in general]
    return t("rules-codes-more", codes=spoken().say_list(more)) if more else t("rules-codes-none")


def _history(one: CountryLine) -> None:
    with st.expander(t("rules-history"), key=f"country-past-{one.country}", type="compact"):
        for version in one.versions:
            was = t(
                "rules-country-was", n=version.version, day=spoken().say_short_date(version.since),
                age=t("rules-age", age=version.minimum_age), basis=t(f"rules-basis-{version.basis}"),
            )  # fmt: skip
            by = t("rules-was-by", who=version.by, reason=version.reason or "") if version.by else t("rules-default")
            plain.show(spoken().say_sentences(was, by))


def _add(known: set[str], elsewhere: CountryLine, general: Sequence[str], do: Do) -> None:
    every = {str(code) for code in Locale.parse("en").territories} - known - {ELSEWHERE, "XA", "XB"}
    others = sorted((code for code in every if len(code) == 2 and code.isalpha()), key=name)
    country = st.selectbox(t("rules-add-which"), others, index=None, format_func=name, key="rule-country", placeholder="–")
    if country is not None:
        _form(country, elsewhere.versions[0], 0, general, do)


def _form(country: str, now: CountryVersion, version: int, general: Sequence[str], do: Do) -> None:
    age = st.selectbox(t("rules-age-ask"), AGES, index=AGES.index(now.national_age), key=f"rule-age-{country}")
    more = st.multiselect(
        t("rules-codes"), [code for code in CODES if code not in general], key=f"rule-codes-{country}", placeholder="–",
        default=[code for code in now.codes if code not in general and code in CODES],
        format_func=lambda code: f"{code} {t(f'issue-{code}')}",
    )  # fmt: skip
    source = st.text_area(t("rules-source"), max_chars=REASON_MOST, height=88, key=f"rule-source-{country}") or ""
    st.caption(t("rules-reason-note"))
    st.markdown(f":material/info: {t('rules-keep-country')}")
    if st.button(t("rules-do", n=version + 1), type="primary", key="do-country"):
        if not source.strip():
            st.markdown(f":material/edit: {t('rules-missing')}")
            return
        do(SetCountry(country, version, int(age or now.national_age), (*general, *more), source.strip()))
