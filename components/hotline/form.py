"""Writing down a call: what happened, where, what about, who may read it, how to reach the caller."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from components import plain
from components.consents import asked
from components.hotline.draft import CHANNELS, FACTORY, LANGUAGES, STATEMENT_MOST, Draft, suggested
from components.i18n import spoken, t
from components.naming import place
from components.taxonomy import CODES
from db.models import ConsentItem, Organization, Workplace

FOUND = "hotline-found"
Search = Callable[[str], Sequence[Workplace]]


def show(draft: Draft, brands: Sequence[Organization], *, search: Search) -> Draft:
    """Draw the form and return the draft with what was changed. `search` is one call, made on the button alone."""
    left, right = st.columns([1.35, 1], gap="medium")
    with left:
        with st.container(border=True, key="card-call-story"):
            draft = _how(draft)
            draft = _story(draft)
        with st.container(border=True, key="card-call-where"):
            draft = _where(draft, search)
        with st.container(border=True, key="card-call-contact"):
            draft = _contact(draft)
    with right:
        with st.container(border=True, key="card-call-about"):
            draft = _about(draft)
        with st.container(border=True, key="card-call-readers"):
            draft = _readers(draft, brands)
    return draft


def _key(draft: Draft, name: str) -> str:
    """Each call has widgets of its own, so that nothing of one caller stands in the next one's form."""
    return f"hotline-{name}-{draft.request_id}"


def _how(draft: Draft) -> Draft:
    with st.container(horizontal=True, gap="medium"):
        channel = st.segmented_control(
            t("hotline-channel"),
            CHANNELS,
            default=draft.channel,
            required=True,
            format_func=lambda one: t(f"hotline-channel-{one}"),
            key=_key(draft, "channel"),
            wrap=True,
        )
        language = st.selectbox(
            t("hotline-language"),
            LANGUAGES,
            index=LANGUAGES.index(draft.language),
            format_func=lambda one: t(f"hotline-language-{one}"),
            key=_key(draft, "language"),
            width=200,
        )
    return replace(draft, channel=channel or draft.channel, language=language)


def _story(draft: Draft) -> Draft:
    statement = st.text_area(
        t("hotline-story"),
        value=draft.statement,
        height=220,
        max_chars=STATEMENT_MOST,
        placeholder=t("hotline-story-hint"),
        key=_key(draft, "story"),
    )
    return replace(draft, statement=statement or "")


def _where(draft: Draft, search: Search) -> Draft:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        words = st.text_input(
            t("hotline-where"),
            value=draft.workplace_words,
            max_chars=200,
            key=_key(draft, "where"),
            width="stretch",
        )
        asked = st.button(t("hotline-search"), key=_key(draft, "search"), icon=":material/search:")
    draft = replace(draft, workplace_words=words or "")
    if asked and draft.workplace_words.strip():
        st.session_state[FOUND] = (draft.workplace_words, tuple(search(draft.workplace_words.strip())))
        draft = draft.at_workplace(None)  # what was chosen before is not what is asked for now
    found: tuple[Workplace, ...] = st.session_state.get(FOUND, ("", ()))[1]
    if not found:
        if FOUND in st.session_state:
            st.caption(t("hotline-where-none"))
        if draft.workplace is not None:
            plain.quiet(t("hotline-where-chosen", name=draft.workplace_name), key="call-where")
        return draft
    names = {str(each.id): place(each.name, each.city) for each in found}
    options = [*names, ""]
    index = options.index(str(draft.workplace)) if str(draft.workplace) in options else None
    chosen = st.radio(
        t("hotline-where-which"),
        options,
        index=index,
        format_func=lambda one: plain.label(names[one]) if one else t("hotline-where-other"),
        key=_key(draft, f"which-{len(found)}-{found[0].id}"),
    )
    if chosen is None:
        return draft
    picked = next((each for each in found if str(each.id) == chosen), None)
    return draft.at_workplace(picked)


def _about(draft: Draft) -> Draft:
    issues = st.multiselect(
        t("hotline-issues"),
        CODES,
        default=list(draft.issues),
        format_func=lambda code: t(f"issue-{code}"),
        placeholder=t("hotline-issues-hint"),
        key=_key(draft, "issues"),
    )
    draft = replace(draft, issues=tuple(issues))
    advice = suggested(draft.issues)
    severity = st.segmented_control(
        t("hotline-severity"),
        (1, 2, 3, 4),
        default=draft.graded,
        format_func=lambda one: t(f"severity-{one}"),
        # A new suggestion draws the control afresh, unless the coordinator has chosen otherwise.
        key=_key(draft, f"severity-{advice if draft.severity is None else 'own'}"),
        wrap=True,
    )
    own = severity if severity is not None and severity != advice else None
    st.caption(t("hotline-severity-advice", severity=t(f"severity-{advice}")))
    return replace(draft, severity=own)


def _readers(draft: Draft, brands: Sequence[Organization]) -> Draft:
    st.subheader(t("hotline-readers"), anchor=False)
    st.caption(t("hotline-readers-lead"))
    by_id = {each.id: each for each in brands}
    named = st.multiselect(
        t("hotline-brands"),
        list(by_id),
        default=[each.id for each in draft.brands if each.id in by_id],
        format_func=lambda one: plain.clean(by_id[one].name),
        placeholder=t("hotline-brands-hint"),
        key=_key(draft, "brands"),
    )
    draft = replace(draft, brands=tuple(by_id[one] for one in named))
    if draft.place and draft.workplace is None:
        st.caption(t("hotline-factory-later"))
    for recipient in draft.recipients():
        draft = _ask(draft, recipient)
    return draft


def _ask(draft: Draft, recipient: str) -> Draft:
    """One recipient, one question to read aloud, no answer preselected."""
    brand = next((each for each in draft.brands if str(each.id) == recipient), None)
    with st.container(key=f"row-consent-{recipient}", gap="xxsmall"):
        kind = "workplace" if brand is None else "brand"
        who = draft.place if brand is None else named_in(brand)
        plain.show(f"“{asked(spoken(), ConsentItem.STATEMENT, kind, who)}”")
        known = draft.answer(recipient)
        said = st.segmented_control(
            t("hotline-answer"),
            ("yes", "no"),
            default=None if known is None else "yes" if known else "no",
            format_func=lambda one: t(f"hotline-{one}"),
            # An answer belongs to the factory that was named in the question.
            key=_key(draft, f"consent-{recipient}-{draft.workplace if brand is None else ''}"),
            label_visibility="collapsed",
        )
    return draft.answered(recipient, None if said is None else said == "yes")


def named_in(brand: Organization) -> str:
    """A brand with the country it sits in."""
    return t("shell-named-in", name=plain.clean(brand.name), country=spoken().say_country(brand.country))


def _contact(draft: Draft) -> Draft:
    st.subheader(t("hotline-contact"), anchor=False, icon=":material/lock:")
    st.caption(t("hotline-contact-sealed"))
    name = st.text_input(t("hotline-name"), value=draft.name, max_chars=100, key=_key(draft, "name"), autocomplete="off")
    phone = st.text_input(t("hotline-phone"), value=draft.phone, max_chars=40, key=_key(draft, "phone"), autocomplete="off")
    hours = st.text_input(
        t("hotline-hours"),
        value=draft.hours,
        max_chars=200,
        placeholder=t("hotline-hours-hint"),
        key=_key(draft, "hours"),
        autocomplete="off",
    )
    anonymous = st.toggle(t("hotline-anonymous"), value=draft.anonymous, key=_key(draft, "anonymous"), wrap=True)
    return replace(draft, name=name or "", phone=phone or "", hours=hours or "", anonymous=anonymous)


def recipient_name(draft: Draft, recipient: str) -> str:
    """A recipient in plain text."""
    if recipient == FACTORY:
        return t("hotline-factory")
    return next((each.name for each in draft.brands if str(each.id) == recipient), "")
