"""The lists of the page: a brand's reports with their grants, what is shared with it, what is about a factory."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import dialogs, naming, plain
from components.i18n import spoken, t
from components.sharing import deeds, forms, grant
from db.models.reports import Grant, Report, Reports

Do = Callable[[deeds.Deed], None]
Make = Callable[[deeds.Prepare], None]


def own(view: Reports, do: Do, make: Make) -> None:
    """Reports of the brand (all for a supervisor), each with what it is shared under."""
    for one in view.reports:
        with st.container(border=True, key=f"card-report-{one.id}", gap="small"):
            _report(one)
            with st.container(horizontal=True, gap="small"):
                if st.button(t("sharing-share"), key=f"share-{one.id}", icon=":material/share:"):
                    dialogs.show(t("sharing-share-title"), lambda one=one: forms.share(view, one, do, make), width="medium")  # type: ignore[misc]
                st.link_button(t("sharing-document"), f"/portal/document/{one.id}", icon=":material/download:", type="tertiary")
                st.link_button(t("sharing-original"), f"/portal/document/{one.id}?original=1", type="tertiary")
            for each in one.grants:
                with st.container(border=True, key=f"row-grant-{each.id}", gap="xsmall"):
                    grant.head(each, t("sharing-grant-to", name=each.reader), within="own", place=False)
                    grant.body(each, within="own")
                    _grantor(view, each, do)


def _report(one: Report) -> None:
    plain.strong(one.title, key=f"report-{one.id}")
    said = t("sharing-period", **{"from": spoken().say_short_date(one.period_from), "to": spoken().say_short_date(one.period_to)})
    parts = [*([one.brand] if one.brand else []), naming.place(one.workplace.name, one.workplace.city), said]
    plain.quiet(spoken().say_clauses(parts), key=f"report-about-{one.id}")
    pages = t("sharing-pages", n=one.pages) if one.pages else t("sharing-no-pages")
    plain.quiet(spoken().say_clauses([one.name, pages]), key=f"report-file-{one.id}")


def _grantor(view: Reports, one: Grant, do: Do) -> None:
    if one.state not in grant.LIVE:
        return
    with st.container(horizontal=True, gap="small"):
        st.link_button(t("sharing-read"), f"/portal/copy/{one.id}", icon=":material/picture_as_pdf:", type="tertiary")
        if st.button(t("sharing-revoke"), key=f"revoke-{one.id}", type="tertiary"):
            dialogs.show(t("sharing-revoke-title"), lambda: forms.revoke(one, do))
        if one.state == "not_notified" and view.role == "supervisor" and st.button(t("sharing-told"), key=f"told-{one.id}"):
            dialogs.show(t("sharing-told-title"), lambda: forms.told(view, one, do))


def shared(view: Reports, do: Do) -> None:
    """What others let the viewer read."""
    for one in view.shared:
        waits = one.state == "terms"
        with st.container(border=True, key=f"{'due' if waits else 'card'}-shared-{one.id}", gap="xsmall"):
            grant.head(one, one.title, within="shared", place=False, mine=True)
            plain.quiet(
                spoken().say_clauses([t("sharing-grant-from", name=one.brand), one.workplace, grant.period(one)]),
                key=f"from-{one.id}",
            )
            grant.body(one, within="shared")
            if waits and st.button(t("sharing-terms"), key=f"terms-{one.id}", type="primary", icon=":material/handshake:"):
                dialogs.show(t("sharing-terms-title"), lambda one=one: forms.terms(one, do))  # type: ignore[misc]
            if one.state == "open":
                st.link_button(t("sharing-get"), f"/portal/copy/{one.id}", icon=":material/download:")


def about(view: Reports, do: Do) -> None:
    """What the factory is told of: who may read, why; it answers, agrees, says no."""
    for one in view.about:
        live = one.state in grant.LIVE
        waits = live and (one.state == "consent" or (one.state == "answer" and one.answer is None))
        with st.container(border=True, key=f"{'due' if waits else 'card'}-about-{one.id}", gap="xsmall"):
            grant.head(one, t("sharing-grant-line", **{"from": one.brand, "to": one.reader}), within="about")
            grant.body(one, within="about")
            with st.container(horizontal=True, gap="small"):
                if one.state == "consent" and st.button(
                    t("sharing-agree"), key=f"agree-{one.id}", type="primary", icon=":material/check:"
                ):
                    do(deeds.Consent(one.id, yes=True))
                if live and one.answer is None and st.button(
                    t("sharing-answer"), key=f"answer-{one.id}", icon=":material/edit_note:",
                    type="primary" if one.state == "answer" else "secondary",
                ):  # fmt: skip
                    dialogs.show(t("sharing-answer-title"), lambda one=one: forms.answer(one, do), width="medium")  # type: ignore[misc]
                st.link_button(t("sharing-read"), f"/portal/copy/{one.id}", icon=":material/picture_as_pdf:", type="tertiary")
                if one.basis == "consent" and live:
                    words = "sharing-withdraw" if one.consented_at else "sharing-decline"
                    if st.button(t(words), key=f"no-{one.id}", type="tertiary"):
                        dialogs.show(t(words), lambda one=one: forms.no(one, do))  # type: ignore[misc]
