"""What a coordinator does with a case besides writing and moving it: admit somebody, classify it, note a permission.

Each opens as a dialog over what the page already knows, so opening costs no call; `do` makes the one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import streamlit as st

from components import dialogs, naming, plain
from components.case import holding, whose
from components.consents import GUARDIANS, asked
from components.i18n import spoken, t
from components.taxonomy import CODES
from db.models import CasePage, ConsentItem, Organization, Side

HOW = ("phone", "web", "guardian")
SILENCE = "no_tip_off"


@dataclass(frozen=True)
class Admit:
    organization: UUID


@dataclass(frozen=True)
class Classify:
    issues: tuple[str, ...]
    severity: int


@dataclass(frozen=True)
class GiveConsent:
    item: ConsentItem
    recipient: UUID
    given_how: str
    guardian: str | None = None
    child_agreed: bool | None = None
    party: UUID | None = None  # of a group: whose permission it is


@dataclass(frozen=True)
class WithdrawConsent:
    consent: UUID


@dataclass(frozen=True)
class EndSilence:
    reason: str


@dataclass(frozen=True)
class SetCauses:
    causes: tuple[str, ...]


Steering = Admit | Classify | GiveConsent | WithdrawConsent | EndSilence | SetCauses | holding.Rest | holding.GoOn
Do = Callable[[Steering], None]


def show(page: CasePage, do: Do, *, supervisor: bool = False, more: Callable[[], None] | None = None) -> None:
    """The card with its buttons. `do` carries a deed out and reruns the page, or shows the refusal.
    Under no tip-off it says why the factory is not told, and offers a supervisor to end that.
    `more` draws what is rarely done."""
    with st.container(border=True, key="card-steer", gap="xsmall"):
        st.subheader(t("case-steer"), anchor=False)
        if SILENCE in page.case.badges:
            _silence(page, do, supervisor=supervisor)
        else:
            st.session_state.pop(_kept_reason(page), None)
        with st.container(horizontal=True, gap="xsmall"):
            if page.admissible and st.button(t("case-admit"), key="steer-admit", icon=":material/group_add:"):
                _dialog("case-admit", _admit, page, do)
            if st.button(t("case-classify"), key="steer-classify", icon=":material/label:"):
                _dialog("case-classify", _classify, page, do)
            if page.causes is not None and st.button(t("case-causes"), key="steer-causes", icon=":material/account_tree:"):
                _dialog("case-causes", _causes, page, do)
            if st.button(t("case-consent-note"), key="steer-consent", icon=":material/check:"):
                _dialog("case-consent-note", _consent, page, do)
            holding.button(page, do)
        if page.causes is not None and page.causes.chosen:
            st.caption(t("case-causes-known", causes=spoken().say_list(_cause(code) for code in page.causes.chosen)))
        if more is not None:
            more()


def _cause(code: str) -> str:
    return naming.known("figures-cause", code, "figures-other")


def _causes(page: CasePage, do: Do) -> None:
    assert page.causes is not None
    st.caption(t("case-causes-note"))
    chosen = st.pills(
        t("case-causes-which"), page.causes.choices, selection_mode="multi", default=page.causes.chosen, format_func=_cause,
        key="causes-which",
    )  # fmt: skip
    if st.button(t("shell-save"), type="primary", key="do-causes"):
        do(SetCauses(tuple(chosen)))


def _silence(page: CasePage, do: Do, *, supervisor: bool) -> None:
    with st.container(gap="xsmall", key="steer-silence"):
        st.markdown(f":violet[:material/visibility_off: **{t('case-silence')}**] {t('case-silence-why')}")
        if not supervisor:
            st.caption(t("case-silence-who"))
        elif st.button(t("case-silence-end"), key="steer-end-silence", icon=":material/visibility:"):
            _dialog("case-silence-end", _end_silence, page, do)


def _dialog(words: str, body: Callable[[CasePage, Do], None], page: CasePage, do: Do) -> None:
    dialogs.show(t(words), lambda: body(page, do))


def _admit(page: CasePage, do: Do) -> None:
    by_id = {one.id: one for one in page.admissible}
    chosen = st.radio(t("case-admit-who"), list(by_id), format_func=lambda each: _organization(by_id[each]), index=None)
    st.caption(t("case-admit-note"))
    if st.button(t("case-admit-do"), type="primary", disabled=chosen is None, key="do-admit") and chosen:
        do(Admit(chosen))


def _organization(one: Organization) -> str:
    where = one.city or (spoken().say_country(one.country) if one.country else "")
    return plain.label(naming.place(one.name, where))


def _classify(page: CasePage, do: Do) -> None:
    issues = st.multiselect(
        t("case-issues"), CODES, default=[code for code in page.case.issues if code in CODES], max_selections=12,
        format_func=lambda code: f"{code} {t(f'issue-{code}')}", placeholder=t("case-issues-choose"),
    )  # fmt: skip
    severity = st.segmented_control(
        t("case-severity"), (1, 2, 3, 4), default=page.case.severity, wrap=True,
        format_func=lambda level: t(f"severity-{level}"), required=True,
    )  # fmt: skip
    if st.button(t("shell-save"), type="primary", disabled=not issues, key="do-classify"):
        do(Classify(tuple(issues), int(severity or page.case.severity)))


def _consent(page: CasePage, do: Do) -> None:
    here = page.case.workplace
    known = ({here.id: here} if here.listed else {}) | {one.id: one for one in page.admissible}
    known |= {consent.recipient.id: consent.recipient for consent in page.consents}
    known |= {one.id: one for one in page.authorities}
    clear, party = whose.choose(page, "consent-whose")
    recipient = st.radio(t("case-consent-who"), list(known), format_func=lambda each: _organization(known[each]), index=None)
    item = st.selectbox(t("case-consent-what"), list(ConsentItem), format_func=lambda each: t(f"item-{each}"))
    how = st.segmented_control(
        t("case-consent-how"),
        HOW,
        default=HOW[0],
        format_func=lambda each: t(f"given-{each}"),
        required=True,
        wrap=True,
    )
    guardian, agreed = _guardian() if how == "guardian" else (None, None)
    if recipient is not None and item is not None:
        st.caption(t("consent-read"))
        one = known[recipient]
        plain.words(asked(spoken(), item, one.kind, naming.place(one.name, "")), key="consent-words")
    st.caption(t("consent-withdraw-note"))
    ready = clear and recipient is not None and (how != "guardian" or (guardian is not None and agreed))
    if st.button(t("case-consent-do"), type="primary", disabled=not ready, key="do-consent") and recipient and item:
        do(GiveConsent(item, recipient, how or HOW[0], guardian, agreed, party))


def _guardian() -> tuple[str | None, bool]:
    """Who speaks for a child; the child herself is asked too."""
    who = st.radio(
        t("consent-guardian"), GUARDIANS, format_func=lambda each: t(f"consent-guardian-{each}"), index=None, horizontal=True
    )
    return who, st.checkbox(t("consent-child-asked"), key="consent-child-asked")


def _end_silence(page: CasePage, do: Do) -> None:
    sides = {one.side for one in page.parties}
    if sides & {Side.FACTORY, Side.BRAND}:
        st.markdown(t("case-silence-follows-again"))
    if Side.FACTORY not in sides:
        st.markdown(t("case-silence-follows"))
    kept = _kept_reason(page)
    reason = st.text_area(t("case-silence-reason"), st.session_state.get(kept, ""), max_chars=500, key="silence-reason")
    st.caption(t("case-silence-kept"))
    if st.button(t("case-silence-do"), type="primary", key="do-end-silence"):
        # Kept under a name that outlives the dialog: when somebody was faster the page is drawn anew.
        st.session_state[kept] = reason
        if reason.strip():
            do(EndSilence(reason.strip()))
        else:
            st.markdown(f":red[:material/error: {t('case-silence-missing')}]")


def _kept_reason(page: CasePage) -> str:
    return f"kept:silence:{page.case.reference}"
