"""What the dialogs of the page ask for; each hands back one deed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import streamlit as st

from components import hints, plain, style
from components.i18n import ZONE, now, t
from components.sharing import deeds
from components.sharing.choosing import numbers, workplace_of
from db.models.reports import Grant, Report, Reports
from db.reports import Terms

READY = "sharing-ready"
LARGEST = 10
KINDS = ["pdf", "docx", "xlsx", "jpg", "jpeg", "png", "webp", "gif"]
PAPERS = ["pdf", "jpg", "jpeg", "png"]
BASES = ("consent", "contract", "law")
Do = Callable[[deeds.Deed], None]
Make = Callable[[deeds.Prepare], None]


def keep(view: Reports, do: Do) -> None:
    """A report: about which workplace, what it is called, the time that it speaks of, the file."""
    link = workplace_of(view, key="keep")
    title = st.text_input(t("sharing-report-title"), max_chars=200, key="keep-title", placeholder=t("sharing-report-title-hint"))
    today = now().astimezone(ZONE).date()
    left, right = st.columns(2)
    first = left.date_input(
        t("sharing-period-from"), today - timedelta(days=90), max_value=today, key="keep-from", format="YYYY-MM-DD"
    )
    last = right.date_input(t("sharing-period-to"), today, max_value=today, key="keep-to", format="YYYY-MM-DD")
    uploaded = _file(t("sharing-file"), KINDS, "keep-file")
    st.caption(t("sharing-file-kept"))
    st.caption(f":material/block: {t('sharing-no-case')}")
    whole = link is not None and bool(title.strip()) and uploaded is not None and bool(first and last and first <= last)
    if st.button(t("sharing-keep"), type="primary", disabled=not whole, key="do-keep") and whole and link and uploaded:
        do(deeds.Keep(link.workplace.id, link.brand_id, title.strip(), (first, last), uploaded[0], uploaded[1]))


def share(view: Reports, one: Report, do: Do, make: Make) -> None:
    """First the terms, then a look at the copy, then it is shared."""
    ready = st.session_state.get(READY)
    if ready is not None and ready[0] == one.id:
        _look(view, one, ready[1], ready[2], do)
        return
    plain.quiet(one.title, key="share-title")
    receivers = {each.id: plain.label(each.name) for each in view.receivers if each.id != one.brand_id}
    receivers[one.workplace.id] = t("sharing-to-factory", name=plain.label(one.workplace.name))
    to = st.selectbox(t("sharing-to"), list(receivers), index=None, format_func=receivers.__getitem__, key="share-to",
                      placeholder=t("sharing-choose"))  # fmt: skip
    purpose = st.text_input(t("sharing-purpose"), max_chars=500, key="share-purpose", placeholder=t("sharing-purpose-hint"))
    st.caption(t("sharing-purpose-shown"))
    profile, removed, summary = _profile(one)
    basis = st.radio(
        t("sharing-basis"), BASES, index=None, key="share-basis", format_func=lambda each: t(f"sharing-basis-{each}")
    )
    ground = ""
    if basis == "consent":
        st.caption(t("sharing-basis-consent-more"))
    elif basis is not None:
        ground = st.text_input(
            t("sharing-basis-words"), max_chars=500, key="share-ground", placeholder=t("sharing-basis-words-hint")
        )
    today = now().astimezone(ZONE).date()
    expires = st.date_input(
        t("sharing-expires"), today + timedelta(days=180), min_value=today + timedelta(days=1),
        max_value=today + timedelta(days=view.longest_days), key="share-expires", format="YYYY-MM-DD",
    )  # fmt: skip
    no_onward = st.checkbox(t("sharing-no-onward"), value=True, key="share-onward")
    grounded = basis == "consent" or len(ground.strip()) >= 10
    whole = (
        to is not None and bool(purpose.strip()) and removed is not None and grounded and (profile != "summary" or bool(summary))
    )
    if st.button(t("sharing-make-copy"), type="primary", disabled=not whole, key="do-copy") and whole:
        assert to is not None
        assert removed is not None
        assert basis is not None
        terms = Terms(to, purpose.strip(), profile, removed, basis, ground.strip(), expires, no_onward)  # type: ignore[arg-type]
        make(deeds.Prepare(one.id, terms, summary))


def _profile(one: Report) -> tuple[str, tuple[int, ...] | None, str]:
    """What of the report; the removed pages are None while they are not written rightly."""
    choices = (
        ("whole", "pages", "summary") if one.pages and one.pages > 1 else ("whole", "summary") if one.pages else ("summary",)
    )
    if not one.pages:
        st.caption(f":material/info: {t('sharing-profile-only-summary')}")
    profile = st.radio(
        t("sharing-profile"), choices, key="share-profile", format_func=lambda each: t(f"sharing-profile-{each}"), horizontal=True
    )
    if profile == "summary":
        summary = st.text_area(t("sharing-summary"), max_chars=5000, height=160, key="share-summary")
        _hint(summary)
        return profile, (), summary.strip()
    if profile == "pages" and one.pages:
        st.caption(t("sharing-removed-why"))
        typed = st.text_input(t("sharing-removed"), key="share-removed", placeholder=t("sharing-removed-hint"))
        removed = numbers(typed, one.pages)
        if typed.strip() and removed is None:
            st.markdown(f":orange[:material/error: {t('sharing-removed-wrong', n=one.pages)}]")
        elif removed:
            st.caption(t("sharing-removed-left", left=one.pages - len(removed), all=one.pages))
        return profile, removed or None, ""
    return profile, (), ""


def _look(view: Reports, one: Report, terms: Terms, file: object, do: Do) -> None:
    """The copy is there; nobody has it."""
    st.markdown(t("sharing-ready"))
    st.link_button(t("sharing-look"), f"/portal/copy-draft/{file}", icon=":material/picture_as_pdf:")
    name = next((each.name for each in view.receivers if each.id == terms.to_organization), one.workplace.name)
    st.caption(t("sharing-share-then", days=view.answer_days))
    with st.container(horizontal=True, gap="small"):
        if st.button(t("sharing-do-share", name=plain.label(name)), type="primary", key="do-share", icon=":material/share:"):
            do(deeds.Share(one.id, terms, file))  # type: ignore[arg-type]
        if st.button(t("sharing-change"), type="tertiary", key="change-share"):
            st.session_state.pop(READY, None)
            st.rerun(scope="fragment")


def answer(one: Grant, do: Do) -> None:
    """The factory's words, or a file, or both."""
    words = st.text_area(t("sharing-answer-words"), max_chars=5000, height=180, key=f"answer-words-{one.id}")
    _hint(words)
    uploaded = _file(t("sharing-answer-file"), PAPERS, f"answer-file-{one.id}")
    st.caption(t("sharing-answer-more"))
    if st.button(t("sharing-answer-do"), type="primary", disabled=not (words.strip() or uploaded), key="do-answer"):
        name, content = uploaded or ("", b"")
        do(deeds.Answer(one.id, words.strip(), name, content))


def no(one: Grant, do: Do) -> None:
    """Says what a no does before it is said."""
    given = one.consented_at is not None
    st.markdown(t("sharing-withdraw-more") if given else t("sharing-decline-more"))
    if st.button(t("sharing-withdraw") if given else t("sharing-decline"), type="primary", key="do-no"):
        do(deeds.Consent(one.id, yes=False))


def terms(one: Grant, do: Do) -> None:
    """The reader's side of it, line by line."""
    lines = [
        t("sharing-terms-purpose", purpose=plain.label(one.purpose)),
        t("sharing-terms-onward-no") if one.no_onward else t("sharing-terms-onward-yes"),
        t("sharing-terms-mark", brand=plain.label(one.brand)), t("sharing-terms-fair"), t("sharing-terms-end"),
    ]  # fmt: skip
    st.markdown("\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1)))
    if st.button(t("sharing-terms-do"), type="primary", key="do-terms"):
        do(deeds.Acknowledge(one.id))


def revoke(one: Grant, do: Do) -> None:
    st.markdown(t("sharing-revoke-more"))
    if st.button(t("sharing-revoke"), type="primary", key="do-revoke"):
        do(deeds.Revoke(one.id))


def told(view: Reports, one: Grant, do: Do) -> None:
    st.caption(t("sharing-told-more", days=view.answer_days))
    how = st.radio(t("sharing-told-title"), ("phone", "letter", "meeting"), format_func=lambda each: t(f"sharing-told-{each}"),
                   key="told-how", label_visibility="collapsed")  # fmt: skip
    if st.button(t("sharing-told"), type="primary", key="do-told"):
        do(deeds.Told(one.id, how))


def _file(label: str, kinds: list[str], key: str) -> tuple[str, bytes] | None:
    """Streamlit's own field, with its button in our language."""
    with style.own_upload_words(t("sharing-choose-file"), key=key):
        uploaded = st.file_uploader(label, type=kinds, max_upload_size=LARGEST, key=key)
    return (uploaded.name, uploaded.getvalue()) if uploaded is not None else None


def _hint(words: str) -> None:
    for hint in hints.find(words):
        st.markdown(f":orange[:material/visibility: {t(f'report-hint-{hint}')}]")
