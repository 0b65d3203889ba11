"""Policies and protocols: what everybody here works by. Everybody reads; those it binds say that they have read it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import streamlit as st

from auth import guard
from components import once, states
from components.i18n import t
from components.policies import draft, listing, version
from db import policies as db
from db.errors import PortalError, SignInNeeded
from db.models.policies import PolicyPage

FRESH, NEWS = "policies-fresh", "policies-news"

visit = guard.require("policies")


def asked() -> tuple[str | None, str | None, int | None]:
    """Which policy the address names; a version that is no number is none."""
    number = st.query_params.get("version", "")
    wanted = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else None
    return st.query_params.get("kind") or None, st.query_params.get("country") or None, wanted


def load() -> PolicyPage:
    """What the last deed answered with, or one call."""
    fresh: PolicyPage | None = st.session_state.pop(FRESH, None)
    return fresh or db.policies(visit.gateway, *asked())


def do(scope: str, news: str, deed: Callable[[UUID], PolicyPage]) -> None:
    """One deed, one call; its answer is what the page shows next."""
    try:
        answer = deed(once.request_id(scope))
    except SignInNeeded:
        st.rerun()
    except PortalError as refused:
        maybe = getattr(refused, "maybe_done", False)
        if not maybe:
            once.done(scope)
        states.refusal(refused.key, refused.facts, writing=True, maybe_done=maybe, scope="policies")
        return
    once.done(scope)
    st.session_state[FRESH], st.session_state[NEWS] = answer, news
    st.query_params.pop("version", None)
    st.rerun()


def publish(page: PolicyPage, wanted: draft.Next) -> None:
    one = page.shown
    next_one = db.Draft(
        one.kind, one.country, one.version, wanted.holds_from, wanted.body["en"], wanted.body["zh-Hans"],
        wanted.changed["en"], wanted.changed["zh-Hans"],
    )  # fmt: skip
    do(f"policy:{one.id}", "policy-published", lambda request: db.publish_policy(visit.gateway, request, next_one))


@st.fragment
def work(page: PolicyPage) -> None:
    mine = next((one for one in page.policies if one.id == page.shown.id and one.binds), None)
    read = version.show(page.shown, mine)
    if read is not None:
        do(f"policy-read:{read}", "policy-thanks", lambda request: db.acknowledge_policy(visit.gateway, request, read))
    if page.publishes and page.shown.holds:
        wanted = draft.show(page.shown)
        if wanted is not None:
            publish(page, wanted)


page = load()
st.title(t("policy-title"), anchor=False)
st.markdown(t("policy-lead"))
if NEWS in st.session_state:
    with st.container(border=True, key="due-policies-news"):
        st.markdown(f":material/check: {t(st.session_state.pop(NEWS))}")
left, right = st.columns([1, 2.15], gap="medium")
with left:
    listing.show(page.policies, page.shown)
with right:
    work(page)
