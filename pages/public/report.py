"""File a case: one question a step; nothing is sent before the last one."""

from __future__ import annotations

import streamlit as st

from auth import guard
from components import states
from components.i18n import spoken, t
from components.mine import leave
from components.report import receipt as report_receipt
from components.report import steps
from components.report.draft import (
    CONTACT,
    READERS,
    REVIEW,
    STEPS,
    STORY,
    WHERE,
    Draft,
    missing,
)
from db import receipts
from db.errors import PortalError
from db.sealing import seal, seal_plan
from pages.public.filing import Seals, member_brands, new_draft, report_of, sealed

visit = guard.worker(guard.require("report"))
state = st.session_state


def draft() -> Draft:
    if "report-draft" not in state:
        state["report-draft"], state["report-step"] = new_draft(), STORY
    known: Draft = state["report-draft"]
    return known


def go(step: int) -> None:
    state["report-step"] = step
    state.pop("report-problem", None)
    st.rerun()


def where(now: Draft) -> Draft:
    now, wanted = steps.where(now, state.get("where-searched", ""), state.get("where-found"))
    if wanted:
        state["where-found"], state["where-searched"] = (
            receipts.find_workplaces(visit.gateway, wanted),
            wanted,
        )
        state["report-draft"] = now
        st.rerun()
    if now != draft():
        state["report-draft"] = now
        st.rerun()
    return now


def contact(now: Draft) -> Draft:
    """Sealed here, once: what leaves the process, and what a second sending repeats, is the sealed text."""
    return sealed(steps.contact(now), now, Seals(seal, seal_plan))


def navigate(now: Draft, step: int) -> None:
    problem = missing(now, step)
    if problem and state.get("report-problem") == step:
        st.markdown(f":orange[:material/error:] {t(problem)}")
    with st.container(horizontal=True, key="steps"):
        back = step > STORY and st.button(t("report-back"), icon=":material/arrow_back:", key="back")
        forward = st.button(t("report-continue"), type="primary", width="stretch", key=f"continue-{step}")
    st.caption(t("report-nothing-sent"))
    if back:
        go(step - 1)
    if forward and problem:
        state["report-problem"] = step
        st.rerun()
    if forward:
        go(step + 1)


def send(now: Draft) -> None:
    """File it; whatever happens, the draft and its request id stay until it is known to be stored."""
    first = next((step for step in range(STORY, REVIEW) if missing(now, step)), None)
    if first is not None:
        go(first)
    try:
        filed = receipts.file_case(visit.gateway, report_of(now, spoken().language))
    except PortalError as error:
        states.refusal(error.key, error.facts, writing=True, maybe_done=getattr(error, "maybe_done", False))
        return
    state["report-receipt"] = (now.code, filed)
    for name in ("report-draft", "report-step", "where-found", "where-searched"):
        state.pop(name, None)
    st.rerun()


def receipt() -> None:
    code, filed = state["report-receipt"]
    shown = receipts.grouped(code)
    if report_receipt.show(code, shown, filed.reference, queued=filed.queued, changed=filed.changed):
        try:
            guard.open_receipt(code)
        except PortalError as error:
            states.refusal(error.key, error.facts)


def questions() -> None:
    now = draft()
    step = int(state["report-step"])
    leave.progress(t("report-step", step=step, steps=STEPS), step, STEPS)
    if step == STORY:
        now = steps.story(now)
    elif step == WHERE:
        now = where(now)
    elif step == READERS:
        now = steps.readers(now, member_brands(visit.gateway))
    elif step == CONTACT:
        now = contact(now)
    elif change := steps.check(now):
        go(change)
    state["report-draft"] = now
    if step < REVIEW:
        navigate(now, step)
    else:
        pressed = st.button(
            t("report-review-send"),
            type="primary",
            icon=":material/send:",
            width="stretch",
            key="report-send",
        )
        if st.button(t("report-back"), icon=":material/arrow_back:", width="stretch", key="back"):
            go(CONTACT)
        if pressed:
            send(now)


leave.show()
if "report-receipt" in state:
    receipt()
else:
    questions()
