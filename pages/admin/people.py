"""People and organisations: who may sign in, for whom and in which role. For supervisors."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast
from urllib.parse import urljoin

import streamlit as st

from auth import guard
from components import once, plain, states
from components.i18n import t
from components.people import forms, tables
from db import people as db
from db.errors import PortalError
from db.models.people import Directory

FRESH, INVITED, CODE = "people-fresh", "people-invited", "people-code"
VIEWS = ("people", "organizations", "supply", "invitations")

visit = guard.require("people")


def load() -> Directory:
    """The directory that a deed has just answered with, else one call."""
    fresh = st.session_state.pop(FRESH, None)
    return cast("Directory", fresh) if fresh is not None else db.people(visit.gateway)


def do(deed: Callable[[], Directory], scope: str | None = None) -> None:
    """One deed, one call; its answer is what the page shows next."""
    try:
        st.session_state[FRESH] = deed()
    except PortalError as refusal:
        maybe = getattr(refusal, "maybe_done", False)
        states.refusal(refusal.key, refusal.facts, writing=True, maybe_done=maybe, scope="people")
        if scope and not maybe:
            once.done(scope)
        return
    if scope:
        once.done(scope)
    st.rerun()


def change(wanted: forms.Change) -> None:
    if wanted.deed == "role":
        do(lambda: db.set_role(visit.gateway, person=wanted.person, role=wanted.role))
    elif wanted.deed == "suspend":
        do(lambda: db.suspend(visit.gateway, person=wanted.person, reason=wanted.reason))
    else:
        do(lambda: db.restore(visit.gateway, person=wanted.person))


def invite(wanted: forms.Invite) -> None:
    """Invite, and keep the link until the page is left: the code is stored nowhere."""
    code = str(st.session_state.setdefault(CODE, db.new_invitation_code()))
    scope = f"invite:{wanted.email}:{wanted.organization}:{wanted.role}"

    def deed() -> Directory:
        answer = db.invite(
            visit.gateway,
            once.request_id(scope),
            email=wanted.email,
            organization=wanted.organization,
            role=wanted.role,
            code_hash=db.hash_invitation(code),
        )
        st.session_state[INVITED] = (wanted.email, address(code))
        st.session_state.pop(CODE, None)
        return answer

    do(deed, scope)


def link(wanted: forms.Link) -> None:
    scope = f"supply:{wanted.brand}:{wanted.workplace}:{wanted.ends}"
    request_id = once.request_id(scope)
    if wanted.ends is not None:
        ends = wanted.ends
        do(lambda: db.end_supply(visit.gateway, request_id, link=ends, until=wanted.day), scope)
    elif wanted.brand is not None and wanted.workplace is not None:
        brand, workplace = wanted.brand, wanted.workplace
        do(
            lambda: db.link_supply(visit.gateway, request_id, brand=brand, workplace=workplace, since=wanted.day),
            scope,
        )


def address(code: str) -> str:
    """The link that the invited person opens."""
    return f"{urljoin(st.context.url or '', 'invitation')}?code={code}"


def show_invited() -> None:
    """The link, once: after leaving the page nobody can show it again."""
    if INVITED in st.session_state:
        email, address = st.session_state[INVITED]
        with st.container(border=True, key="due-invited"):
            plain.show(t("people-invited-for", email=email))
            st.code(address, language=None, wrap_lines=True)
            st.caption(t("people-invited-once"))


@st.fragment
def desk(directory: Directory) -> None:
    """Looking around asks the database for nothing; each deed is one call."""
    view = st.segmented_control(
        t("people-view"),
        VIEWS,
        default="people",
        required=True,
        format_func=lambda one: t(f"people-view-{one}"),
        key="people-view",
        label_visibility="collapsed",
        wrap=True,
    )
    words = st.text_input(t("people-search"), key="people-words", max_chars=100, icon=":material/search:")
    rows = {
        "organizations": tables.organizations,
        "supply": tables.links,
        "invitations": tables.invitations,
    }.get(view or "", tables.people)
    tables.show(rows(directory, words or ""), key=f"people-table-{view}")
    if view == "organizations" and (form := forms.organization(directory)):
        scope = f"organization:{form.id}:{form.name}:{form.city}"
        do(lambda: db.save_organization(visit.gateway, once.request_id(scope), form), scope)
    elif view == "supply" and (wanted := forms.supply(directory)):
        link(wanted)
    elif view == "invitations":
        show_invited()
        if asked := forms.invitation(directory):
            invite(asked)
    elif view == "people" and (changed := forms.person(directory, me=visit.person and visit.person.id)):
        change(changed)


st.title(t("people-title"), anchor=False)
desk(load())
