"""A worker's page on the screen: the blocks of `mine_story`, one column, nothing that opens over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from uuid import UUID

import streamlit as st

from components import hints, plain
from components.case.composer import Upload
from components.consents import asked
from components.i18n import spoken, t
from components.mine import asking, files, leave, lines
from components.mine.permissions import Permission
from components.mine.story import Said, Story
from components.report.receipt import again
from db.models import ConsentItem, MessageState, Organization

BADGES = {
    MessageState.RELEASED: ("green", ":material/check_circle:"),
    MessageState.HELD: ("orange", ":material/hourglass_top:"),
    MessageState.PRIVATE: ("blue", ":material/shield:"),
    MessageState.WITHHELD: ("red", ":material/block:"),
    MessageState.SENT_BACK: ("orange", ":material/edit:"),
    MessageState.TAKEN_BACK: ("gray", ":material/undo:"),
}


@dataclass(frozen=True)
class Deed:
    """What she wants done: text to post with its readers and files, a permission to give or to take back."""

    body: str = ""
    readers: tuple[UUID, ...] = ()
    also_factory: bool = False
    files: tuple[Upload, ...] = ()
    give: UUID | None = None
    take_back: UUID | None = None
    item: ConsentItem = ConsentItem.STATEMENT


def head(story: Story) -> None:
    """Title, reference, the step it is at, where it stands in two sentences, and what Handshake wrote down for her."""
    st.title(t("mine-title"), anchor=False)
    st.html(f'<p class="portal-reference">{escape(story.reference)}</p>')
    leave.progress(f"**{story.step_words}**", story.step, story.steps)
    with st.container(border=True, key="due-standing", gap="small"):
        for sentence in story.standing:
            st.markdown(sentence)
        for sentence in story.also:
            st.caption(sentence)
    if story.told:
        st.header(t("mine-told-title"), anchor=False)
        lines.card(story.told, "told")


def code_again(spaced: str) -> None:
    with st.expander(t("mine-code-show"), key="code-again"):
        again(spaced)
        st.caption(t("report-receipt-again-note"))


def owed(story: Story) -> None:
    if story.owed:
        st.header(t("mine-owed-title"), anchor=False)
        lines.card(story.owed, "owed")


def safety(story: Story) -> None:
    """Behind one tap, closed: its title says nothing to whoever looks over her shoulder."""
    if story.safety is None:
        return
    with st.expander(t("mine-safety-title"), key="safety"):
        st.markdown(t("mine-safety-lead"))
        lines.each(story.safety.steps, "safety")
        lines.each(story.safety.told, "safety-told")
        st.caption(t("mine-safety-after"))


def messages(story: Story) -> None:
    st.header(t("mine-messages-title"), anchor=False)
    if not story.said:
        st.markdown(t("mine-messages-none"))
    for said in story.said:
        _message(said)


def _message(said: Said) -> None:
    kind = "held" if said.state is MessageState.HELD else "card"
    with st.container(border=True, key=f"{kind}-said-{said.id}", gap="xsmall"):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            plain.show(said.head)
            st.caption(said.when, width="content")
            color, icon = BADGES[said.state]
            st.badge(said.badge, icon=icon, color=color)  # type: ignore[arg-type]
            if said.fresh:
                st.badge(said.fresh, color="green")
        plain.words(said.body, key=f"body-{said.id}")
        files.links(said.files)
        for number, note in enumerate(said.notes):
            plain.quiet(note, key=f"note-{said.id}-{number}")


def answer_box(story: Story, scope: str) -> Deed | None:
    """Write to Handshake; a first press points out what could show who she is, the second sends it.

    Draw it inside a fragment.
    """
    asking.landing()
    with st.container(border=True, key="card-write"):
        body = st.text_area(t("mine-write-title"), placeholder=t("mine-write-placeholder"), height=120, key=f"write-{scope}")
        choices = ("only", "both") if story.also_factory else ("only",)
        who = st.radio(
            t("mine-write-who"), choices, key=f"who-{scope}",
            format_func=lambda each: t("mine-write-only" if each == "only" else "mine-write-factory"),
        )  # fmt: skip
        if not story.also_factory:
            st.caption(story.only_note)
        added = files.choose(scope)
        if added and who == "both" and story.about_files:
            st.caption(t("mine-add-allow"))
        asked = st.session_state.get(f"asked-{scope}")
        found = hints.find(body or "")
        warned = bool(found) and asked == body
        if warned:
            _warn(found)
        words = t("mine-write-anyway" if warned else "mine-write-send")
        pressed = st.button(words, type="primary", icon=":material/send:", width="stretch", key=f"send-{scope}")
        if pressed and added and not (body or "").strip():
            st.markdown(f":material/edit: {t('mine-add-words')}")
        if not pressed or not (body or "").strip():
            return None
        if found and not warned:
            st.session_state[f"asked-{scope}"] = body
            st.rerun(scope="fragment")
    both = who == "both" and story.also_factory is not None
    readers = story.also_factory if both and story.also_factory else story.only_handshake
    return Deed(body=body or "", readers=readers, also_factory=both, files=added)


def _warn(found: Sequence[str]) -> None:
    with st.container(key="flag-hints", gap="xsmall"):
        st.markdown(f":material/visibility: **{t('report-hint-lead')}**")
        for hint in found:
            st.markdown(t(f"report-hint-{hint}"))
        st.markdown(t("report-hint-after"))


def learnt(story: Story) -> None:
    st.header(t("mine-learnt-title"), anchor=False)
    lines.card(story.learnt, "learnt")


def allowed(story: Story, brands: Callable[[], Sequence[Organization]]) -> Deed | None:
    """What she allows, to take back or to add to; brands come from the public list of all members."""
    st.header(t("mine-consent-title"), anchor=False)
    with st.container(border=True, key="card-allowed"):
        for one in story.given:
            if _permission(one, t("mine-consent-withdraw"), ":material/undo:"):
                return Deed(take_back=one.id, item=one.item)
        st.caption(t("mine-consent-withdraw-note" if story.given else "mine-consent-none"))
        allow = _about_files(story)
        if allow:
            return allow
        more = st.expander(t("mine-consent-give"), key="allow-more", on_change="rerun")
        if not more.open:
            return None
        with more:
            for one in story.could_give:
                if _permission(one, t("mine-consent-yes"), None):
                    return Deed(give=one.id)
            return _brand(brands())


def _about_files(story: Story) -> Deed | None:
    """Open when it matters: once a file of hers stands in the thread."""
    if not story.about_files:
        return None
    added = any(said.files for said in story.said)
    # The browser keeps an expander as it was: with its first file the question is a new one.
    with st.expander(t("mine-files-title"), key=f"allow-files-{added}", expanded=added):
        st.markdown(t("mine-files-lead"))
        for one in story.about_files:
            if _permission(one, t(f"mine-consent-yes-{one.item}"), None):
                return Deed(give=one.id, item=one.item)
    return None


def _brand(brands: Sequence[Organization]) -> Deed | None:
    known = {brand.id: plain.label(brand.name) for brand in brands}
    chosen = st.pills(
        t("mine-consent-brand"),
        list(known),
        format_func=lambda ident: known[ident],
        key="allow-brand",
        wrap=True,
    )
    named = next((brand.name for brand in brands if brand.id == chosen), None)
    plain.show(asked(spoken(), ConsentItem.STATEMENT, "brand", plain.clean(named) if named else t("consent-this-brand")))
    pressed = st.button(t("mine-consent-yes"), disabled=chosen is None, width="stretch", key="allow-brand-yes")
    return Deed(give=chosen) if pressed and chosen else None


def _permission(one: Permission, words: str, icon: str | None) -> bool:
    plain.show(one.text)
    return st.button(words, icon=icon, width="stretch", key=f"permission-{one.id}-{one.item}")


def law(story: Story) -> None:
    """The law's own limits, and that nothing said here stops them."""
    st.header(t("mine-law-title"), anchor=False)
    with st.container(border=True, key="card-law"):
        st.markdown(f":orange[:material/warning:] {t('mine-law-warning')}")
        lines.each(story.law, "law")


def foot(story: Story) -> None:
    """What the case is about, what has happened so far, and the head of the record's chain: for whoever looks it up."""
    with st.expander(t("mine-about-title"), key="more-about"):
        lines.each(story.about, "about")
    with st.expander(t("mine-past-title"), key="more-past"):
        for number, each in enumerate(story.past):
            plain.quiet(each.head, key=f"past-{number}")
        if story.chain_head:
            st.html(f'<p class="portal-head">{escape(t("mine-head", head=story.chain_head))}</p>')
            st.caption(t("mine-head-note"))
