"""The five questions of a report, one a screen: each takes the draft, draws itself and returns the draft.

What is typed lives in the draft, not in a widget, so that going back and forth loses nothing. Names of
factories and brands are people's text and go through `plain`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from components import hints, plain
from components.i18n import spoken, t
from components.report.draft import BRANDS_MOST, CATEGORIES, FACTORY, WORDS_MOST, Brand, Draft
from components.report.sentences import Ask, Part, asks, review
from db.models import Organization, Workplace


def story(draft: Draft) -> Draft:
    """What happened, in her own words, and what it is about."""
    st.title(t("report-story-title"), anchor=False)
    st.markdown(t("report-story-lead"))
    words = st.text_area(t("report-story-label"), draft.story, height=200, key=f"story-{draft.request_id}")
    _warn(words or "")
    st.caption(t("report-story-note"))
    key = f"kinds-{draft.request_id}"
    ticked = st.session_state.get(key, draft.categories)
    kinds = st.pills(
        t("report-kinds-label"), tuple(CATEGORIES), selection_mode="multi", default=draft.categories,
        format_func=lambda kind: _ticked(t(f"report-kind-{kind}"), kind in ticked), key=key, wrap=True,
    )  # fmt: skip
    return replace(draft, story=words or "", categories=tuple(kinds))


def _warn(words: str) -> None:
    found = hints.find(words)
    if found:
        with st.container(key="flag-hints", gap="xsmall"):
            st.markdown(f":material/visibility: **{t('report-hint-lead')}**")
            for hint in found:
                st.markdown(t(f"report-hint-{hint}"))
            st.markdown(t("report-hint-after"))


def where(draft: Draft, searched: str, found: Sequence[Workplace] | None) -> tuple[Draft, str | None]:
    """Where it happened. Returns the draft, and the words to look up when she asked for a search."""
    st.title(t("report-where-title"), anchor=False)
    if draft.factory_name:
        with st.container(border=True, key="due-chosen", gap="xsmall"):
            st.caption(t("report-where-chosen"))
            plain.strong(draft.factory_name, key="chosen")
            if not draft.workplace:
                st.caption(t("report-where-typed-note"))
            if st.button(t("report-where-other"), key="where-other"):
                return draft.at_workplace("", ""), None
        return draft, None
    st.markdown(t("report-where-lead"))
    typed = st.text_input(t("report-where-label"), searched, max_chars=WORDS_MOST, autocomplete="off", key="where-words")
    wanted = (typed or "").strip()
    pressed = st.button(t("report-where-search"), icon=":material/search:", width="stretch", key="where-search")
    if found is not None and searched:
        st.markdown(f"**{t('report-where-found')}**" if found else t("report-where-none"))
        for place in found:
            if _place(place):
                return draft.at_workplace(str(place.id), place.name), None
        if wanted and st.button(t("report-where-typed"), width="stretch", key="where-typed"):
            return draft.at_workplace("", wanted), None
    return draft, wanted if wanted and (pressed or wanted != searched) else None


def _place(place: Workplace) -> bool:
    with st.container(
        border=True, horizontal=True, horizontal_alignment="distribute", vertical_alignment="center",
        key=f"card-place-{place.id}",
    ):  # fmt: skip
        plain.show(spoken().t("shell-place", name=place.name, city=place.city) if place.city else place.name)
        return st.button(t("report-where-choose"), key=f"choose-{place.id}")


def labels(draft: Draft, brands: Sequence[Organization]) -> Draft:
    """Which names she has seen: from the public list of all members, never from her factory's own."""
    st.markdown(f"**{t('report-labels-title')}**")
    st.caption(t("report-labels-lead"))
    known = {str(brand.id): brand for brand in brands}
    key, before = f"labels-{draft.request_id}", [brand.id for brand in draft.brands if brand.id in known]
    ticked = st.session_state.get(key, before)
    chosen = st.pills(
        t("report-labels-label"), list(known), selection_mode="multi", key=key, wrap=True, default=before,
        format_func=lambda ident: _ticked(plain.label(known[ident].name), ident in ticked), label_visibility="collapsed",
    )[:BRANDS_MOST]  # fmt: skip
    unknown = st.checkbox(t("report-labels-unknown"), draft.labels_unknown, key="labels-unknown")
    picked = tuple(Brand(ident, known[ident].name, known[ident].country) for ident in chosen)
    return replace(draft, brands=picked, labels_unknown=unknown)


def readers(draft: Draft, brands: Sequence[Organization]) -> Draft:
    """Who may read it: asked by name, one by one, nothing chosen beforehand."""
    st.title(t("report-readers-title"), anchor=False)
    st.markdown(t("report-readers-lead"))
    if draft.workplace:
        draft = _asked(draft, asks(draft, spoken())[0])
    else:
        st.markdown(f":material/factory: {t('report-factory-later')}")
    draft = labels(draft, brands)
    for ask in asks(draft, spoken()):
        if ask.id != FACTORY:
            draft = _asked(draft, ask)
    with st.expander(t("report-show-text"), key="show-text"):
        plain.words(draft.story, key="would-read")
        st.caption(t("report-show-text-note"))
    st.markdown(f":material/handshake: {t('report-if-no')}")
    return draft


def _asked(draft: Draft, ask: Ask) -> Draft:
    with st.container(border=True, key=f"card-ask-{ask.id}", gap="xsmall"):
        plain.strong(ask.head, key=f"ask-{ask.id}")
        plain.show(ask.text)
        key = f"may-{draft.request_id}-{ask.id}-{draft.workplace or draft.workplace_words if ask.id == FACTORY else ''}"
        answer = st.segmented_control(
            t("report-readers-title"), ("yes", "no"), default=ask.answer or None, key=key,
            format_func=lambda word: _answer_words(word, str(st.session_state.get(key, ask.answer))),
            label_visibility="collapsed", width="stretch",
        )  # fmt: skip
    return draft.answered(ask.id, answer == "yes") if answer else draft.unanswered(ask.id)


def _answer_words(word: str, chosen: str) -> str:
    return _ticked(t(f"report-{word}"), word == chosen)


def _ticked(words: str, chosen: bool) -> str:
    """A chosen chip carries a check mark: colour alone would not say it."""
    return f"✓ **{words}**" if chosen else words


def contact(draft: Draft) -> Draft:
    """How to reach her safely; every field may stay empty."""
    st.title(t("report-contact-title"), anchor=False)
    st.markdown(t("report-contact-lead"))
    name = st.text_input(t("report-contact-name"), draft.name, max_chars=100, autocomplete="off", key="contact-name")
    phone = st.text_input(t("report-contact-phone"), draft.phone, max_chars=40, autocomplete="off", key="contact-phone")
    hours = st.text_input(t("report-contact-hours"), draft.hours, max_chars=WORDS_MOST, autocomplete="off", key="contact-hours")
    st.caption(t("report-contact-hours-example"))
    st.markdown(f":material/lock: {t('report-contact-sealed')}")
    return replace(draft, name=name or "", phone=phone or "", hours=hours or "")


def check(draft: Draft) -> int | None:
    """Everything once more; returns the step she wants to change."""
    st.title(t("report-review-title"), anchor=False)
    wanted = None
    for number, part in enumerate(review(draft, spoken())):
        if _part(part, number):
            wanted = part.step
    st.markdown(t("report-review-who"))
    return wanted


def _part(part: Part, number: int) -> bool:
    with st.container(border=True, key=f"card-part-{number}", gap="xsmall"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{part.head}**", width="content")
            pressed = st.button(t("report-review-change"), type="tertiary", key=f"change-{number}")
        for line, text in enumerate(part.lines):
            plain.words(text, key=f"part-{number}-{line}")
    return pressed
