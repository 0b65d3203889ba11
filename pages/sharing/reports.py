"""Reports: a brand keeps and shares them, a factory answers, a reader agrees to the terms and gets a marked copy."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from auth import guard
from components import dialogs, once, states
from components.i18n import t
from components.sharing import deeds, forms, lists
from db import reports as db
from db.copies import as_pdf, summary, without
from db.errors import PortalError, SignInNeeded
from db.models.reports import Reports

FRESH = "sharing-fresh"

visit = guard.require("reports")


def load() -> Reports:
    """What the last deed answered with, or one call."""
    fresh: Reports | None = st.session_state.pop(FRESH, None)
    return fresh or db.reports(visit.gateway)


def send(deed: deeds.Deed, request: UUID) -> Reports:
    """The one call of a deed; a file goes before it."""
    gateway = visit.gateway
    match deed:
        case deeds.Keep(workplace, brand, title, period, name, content):
            file = visit.put_away(request, db.report_paper(db.judged(name, content), content))
            return db.keep(gateway, request, file, workplace, title, period, brand)
        case deeds.Share(report, terms, file):
            return db.share(gateway, request, report, terms, file)
        case deeds.Answer(grant, words, name, content):
            return db.answer(
                gateway, request, grant, words, visit.put_away(request, db.answer_paper(name, content)) if content else None
            )
        case deeds.Consent(grant, yes):
            return db.consent(gateway, request, grant, yes=yes)
        case deeds.Acknowledge(grant):
            return db.acknowledge(gateway, request, grant)
        case deeds.Revoke(grant):
            return db.revoke(gateway, request, grant)
        case deeds.Told(grant, how):
            return db.note_told(gateway, request, grant, how)


def prepare(asked: deeds.Prepare, view: Reports) -> None:
    """Make the copy that would be shared and put it away, for the brand to look at."""
    one = next(each for each in view.reports if each.id == asked.report)
    scope = f"sharing-copy:{hash(asked)}"
    request = once.request_id(scope)
    try:
        with st.spinner(t("sharing-busy")):
            if asked.terms.profile == "summary":
                brand = one.brand or next((each.brand for each in view.links if each.brand_id == one.brand_id), "")
                base = summary(one.title, asked.summary, t("sharing-summary-lead", brand=brand))
            else:
                place = db.document(visit.gateway, request, one.id)
                content = visit.fetch(place.key)
                base = without(as_pdf(content, place.media_type), asked.terms.removed)
            file = visit.put_away(request, db.copy_paper(base))
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, scope="sharing")
        return
    once.done(scope)
    st.session_state[forms.READY] = (one.id, asked.terms, file)
    st.rerun(scope="fragment")


def carry_out(deed: deeds.Deed) -> None:
    """Once; the answer is the next view, a refusal stands where the button was and keeps what was typed."""
    scope = f"sharing:{hash(deed)}"
    try:
        view = send(deed, once.request_id(scope))
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="sharing")
        return
    once.done(scope)
    st.session_state.pop(forms.READY, None)
    st.session_state[FRESH] = view
    st.rerun()


@st.fragment
def work(view: Reports) -> None:
    """Opening a dialog or choosing in it asks the database for nothing."""

    def make(asked: deeds.Prepare) -> None:
        prepare(asked, view)

    if view.role == "factory":
        if view.about:
            lists.about(view, carry_out)
        else:
            states.empty(t("sharing-none-factory"), t("sharing-none-factory-more"))
        return
    if view.shared:
        st.subheader(t("sharing-shared"), anchor=False)
        lists.shared(view, carry_out)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="sharing-own"):
        st.subheader(t("sharing-all" if view.role == "supervisor" else "sharing-mine"), anchor=False, width="content")
        if st.button(t("sharing-upload"), key="sharing-upload", icon=":material/upload_file:"):
            dialogs.show(t("sharing-upload"), lambda: forms.keep(view, carry_out), width="medium")
    if view.reports:
        lists.own(view, carry_out, make)
    elif view.role == "supervisor":
        states.empty(t("sharing-none-supervisor"))
    else:
        states.empty(t("sharing-none-brand"), t("sharing-none-brand-more"))


dialogs.closed()
view = load()
st.title(t("sharing-title"), anchor=False)
st.markdown(t(f"sharing-lead-{view.role}"))
work(view)
