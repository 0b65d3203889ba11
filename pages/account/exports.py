"""Exports: a list that the viewer may see, as a file. Every page of it is read under the viewer's own rights."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import once, states
from components.exports import choice, tables
from components.i18n import now, t
from components.inbox import filters
from db import exports as db
from db.errors import PortalError, SignInNeeded
from db.inbox import Filters
from db.models import Role
from db.models.exports import Exports
from db.people import people
from db.strikes import bulletins, strike_desk

FRESH, READY = "exports-fresh", "exports-ready"

visit = guard.require("exports")
asked = filters.read()
LISTS = {
    Role.FACTORY: ("cases",), Role.CUSTODIAN: ("cases",), Role.BRAND: ("cases", "bulletins"),
    Role.COORDINATOR: ("cases", "strikes"), Role.SUPERVISOR: ("cases", "strikes", "people", "organizations", "exports"),
}  # fmt: skip


def load() -> Exports:
    """What the last export answered with, or one call."""
    fresh: Exports | None = st.session_state.pop(FRESH, None)
    return fresh or db.exports(visit.gateway)


def case_lines(box: str) -> list[tables.Line]:
    """All cases of the box, 500 a call; the bar moves with each."""
    wanted = Filters(box, asked.words, asked.severities, asked.flags, asked.workplace, asked.brand, asked.month)
    lines: list[tables.Line] = []
    bar = st.progress(0.0, t("export-reading", lines=0))
    for page in db.cases(visit.gateway, wanted):
        lines += tables.cases(page.rows)
        bar.progress(1.0 if page.older is None else choice.so_far(len(lines)), t("export-reading", lines=len(lines)))
    bar.empty()
    return lines


def lines_of(wish: choice.Wish, log: Exports) -> list[tables.Line]:
    match wish.of:
        case "cases":
            return case_lines(wish.box)
        case "people":
            return tables.people(people(visit.gateway))
        case "organizations":
            return tables.organizations(people(visit.gateway))
        case "strikes":
            return tables.strikes(strike_desk(visit.gateway, None).strikes)
        case "bulletins":
            return tables.bulletins(bulletins(visit.gateway).bulletins)
        case _:
            return tables.exports(log.exports)


def make(wish: choice.Wish, log: Exports) -> None:
    """Read, note, hand out."""
    scope = f"export:{wish.of}:{wish.box}:{wish.format}"
    try:
        lines = lines_of(wish, log)
        narrowed = wish.of == "cases" and asked.narrowed
        name = f"handshake-{wish.of}-{now():%Y-%m-%d}.{wish.format}"
        after, address = guard.take_away(
            visit, once.request_id(scope), name, kind=wish.format, head=tables.head(wish.of), rows=lines, of=wish.of,
            narrowed=narrowed,
        )  # fmt: skip
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        if not getattr(refused, "maybe_done", False):
            once.done(scope)
        states.refusal(refused.key, refused.facts, scope="exports")
        return
    once.done(scope)
    st.session_state[FRESH], st.session_state[READY] = after, (len(lines), address)
    st.rerun()


log = load()
st.title(t("export-title"), anchor=False)
st.markdown(t("export-lead"))
if READY in st.session_state:
    choice.ready(*st.session_state.pop(READY))
places = bool(asked.workplace or asked.brand)
said = choice.filters_said(asked.words, asked.severities, asked.flags, asked.month, places=places)
wish = choice.show(LISTS[visit.role] if visit.role else ("cases",), asked.box, said)
if wish is not None:
    make(wish, log)
choice.before(log.exports, everybody=visit.role is Role.SUPERVISOR)
