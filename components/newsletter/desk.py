"""The desk of the newsletter: drafts with their preview, what was sent, and the addresses, of which none is shown."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import Words, spoken, t
from db.mailing import issue as letter
from db.models.newsletter import Issue, NewsletterDesk
from db.newsletter import IssueForm

SUBJECT_MOST, BODY_MOST = 120, 20_000


@dataclass(frozen=True)
class Save:
    form: IssueForm


@dataclass(frozen=True)
class Deed:
    """send, test or drop a draft as it was on the screen."""

    deed: str
    issue: UUID
    revision: int


@dataclass(frozen=True)
class Erase:
    email: str


Wish = Save | Deed | Erase


def show(desk: NewsletterDesk, export: str, sheet: int = 0) -> Wish | None:
    """Draw the desk; `export` is where the list of addresses is downloaded, `sheet` counts the empty sheets begun here."""
    words = spoken()
    st.title(t("newsletter-desk-title"), anchor=False)
    number = words.say_number
    st.caption(
        t("newsletter-desk-lead", confirmed=desk.confirmed, confirmedSaid=number(desk.confirmed),
          chineseSaid=number(desk.chinese), unconfirmedSaid=number(desk.unconfirmed))
    )  # fmt: skip
    wish: Wish | None = None
    drafts = [one for one in desk.issues if one.sent_at is None]
    with st.expander(t("newsletter-desk-new"), icon=":material/edit_note:", expanded=not desk.issues, key="newsletter-new"):
        wish = _form(None, sheet) or wish
    if drafts:
        st.header(t("newsletter-desk-drafts"), anchor=False)
    for one in drafts:
        wish = _draft(words, one, desk) or wish
    _sent(words, [one for one in desk.issues if one.sent_at is not None])
    return _addresses(words, desk, export) or wish


def keep(form: IssueForm) -> None:
    """Somebody was faster: what was typed stays in its fields beside the new state."""
    st.session_state.setdefault(_typed(form.id), form.revision)


def kept(form: IssueForm) -> None:
    """It is stored: the fields begin with what is stored again."""
    st.session_state.pop(_typed(form.id), None)


def _typed(issue: UUID | None) -> str:
    return f"newsletter-typed-{issue}"


def _form(one: Issue | None, sheet: int = 0) -> Save | None:
    key = f"newsletter-{one.id}-{st.session_state.get(_typed(one.id), one.revision)}" if one else f"newsletter-form-{sheet}"
    with st.form(key, border=False):
        st.caption(t("newsletter-desk-plain"))
        columns = st.columns(2)
        typed: dict[str, str] = {}
        for column, tag in zip(columns, ("en", "zh"), strict=True):
            with column:
                typed[f"subject_{tag}"] = st.text_input(
                    t(f"newsletter-desk-subject-{tag}"), getattr(one, f"subject_{tag}", ""), max_chars=SUBJECT_MOST,
                    key=f"{key}-subject-{tag}",
                )  # fmt: skip
                typed[f"body_{tag}"] = st.text_area(
                    t(f"newsletter-desk-body-{tag}"), getattr(one, f"body_{tag}", ""), max_chars=BODY_MOST, height=260,
                    key=f"{key}-body-{tag}",
                )  # fmt: skip
        pressed = st.form_submit_button(t("newsletter-desk-save"))
    return Save(IssueForm(one.id if one else None, one.revision if one else 1, **typed)) if pressed else None


def _draft(words: Words, one: Issue, desk: NewsletterDesk) -> Wish | None:
    wish: Wish | None = None
    with st.container(border=True, key=f"card-draft-{one.id}"):
        _head(words, one)
        with st.expander(t("newsletter-desk-preview"), icon=":material/visibility:", key=f"newsletter-preview-{one.id}"):
            _preview(one)
        with st.expander(t("newsletter-desk-edit"), icon=":material/edit:", key=f"newsletter-edit-{one.id}"):
            wish = _form(one)
        sure = st.checkbox(t("newsletter-desk-sure"), key=f"newsletter-sure-{one.id}-{one.revision}")
        send = t("newsletter-desk-send", n=desk.confirmed, said=words.say_number(desk.confirmed))
        with st.container(horizontal=True, gap="small"):
            if st.button(send, type="primary", disabled=not sure or not desk.confirmed, key=f"newsletter-send-{one.id}"):
                wish = Deed("send", one.id, one.revision)
            if st.button(t("newsletter-desk-test"), key=f"newsletter-test-{one.id}"):
                wish = Deed("test", one.id, one.revision)
            if st.button(t("newsletter-desk-drop"), type="tertiary", key=f"newsletter-drop-{one.id}"):
                wish = Deed("drop", one.id, one.revision)
    return wish


def _head(words: Words, one: Issue) -> None:
    plain.strong(one.subject_zh if words.language == "zh-Hans" else one.subject_en, key=f"title-issue-{one.id}")
    who = t("newsletter-desk-written", who=one.written_by, when=words.say_instant(one.written_at))
    plain.quiet(who, key=f"issue-{one.id}")


def _preview(one: Issue) -> None:
    for column, (tag, subject, body) in zip(
        st.columns(2), (("en", one.subject_en, one.body_en), ("zh-Hans", one.subject_zh, one.body_zh)), strict=True
    ):
        written = letter(tag, subject, body, t("newsletter-desk-link"))
        with column:
            plain.strong(written.subject, key=f"seen-{tag}-{one.id}")
            plain.show(written.body)


def _sent(words: Words, sent: list[Issue]) -> None:
    st.header(t("newsletter-desk-sent-title"), anchor=False)
    if not sent:
        st.caption(t("newsletter-desk-none"))
    for one in sent:
        with st.container(key=f"row-issue-{one.id}", gap="xxsmall"):
            plain.strong(one.subject_zh if words.language == "zh-Hans" else one.subject_en, key=f"title-sent-{one.id}")
            assert one.sent_at is not None
            progress = {name: words.say_number(getattr(one, name)) for name in ("letters", "arrived", "waiting", "refused")}
            st.markdown(t("newsletter-desk-progress", **progress))
            st.caption(t("newsletter-desk-sent-on", when=words.say_instant(one.sent_at)))


def _addresses(words: Words, desk: NewsletterDesk, export: str) -> Erase | None:
    st.header(t("newsletter-desk-addresses"), anchor=False)
    st.link_button(t("newsletter-desk-export"), export, icon=":material/download:")
    st.caption(t("newsletter-desk-export-note"))
    with st.form("newsletter-erase", border=False):
        email = st.text_input(t("newsletter-desk-erase-label"), max_chars=254, autocomplete="off", key="newsletter-erase-email")
        pressed = st.form_submit_button(t("newsletter-desk-erase"))
    if desk.erased is not None:
        st.markdown(t(f"newsletter-desk-erased-{min(desk.erased, 1)}"))
    if desk.log:
        st.subheader(t("newsletter-desk-log"), anchor=False)
    for number, one in enumerate(desk.log):
        said = {"by": one.by, "n": words.say_number(one.n), "when": words.say_instant(one.at)}
        plain.quiet(t(f"newsletter-desk-log-{one.deed}", **said), key=f"newsletter-log-{number}")
    return Erase(email.strip()) if pressed and email.strip() else None
