"""The worker's own page: where her case stands, her messages, who has learnt what, what she allows."""

from __future__ import annotations

from uuid import UUID

import streamlit as st

from auth import guard
from components import once, plain, states
from components.case.composer import Upload
from components.i18n import dwell, spoken, t
from components.identities.texts import Person, Plan
from components.mine import asking, files, leave
from components.mine import group as mine_group
from components.mine import outcome as mine_outcome
from components.mine import page as mine_page
from components.mine import plan as mine_plan
from components.mine.deeds import Answer, unsent
from components.mine.page import Deed
from components.mine.story import Story, takes, tell
from db import receipts
from db.errors import Absent, BadRequest, Conflict, PortalError, Refused, SignInNeeded
from db.models import CasePage, ConsentItem
from db.sealing import seal, seal_plan, unseal_plan
from pages.public import answers
from pages.public.filing import Seals, member_brands
from pages.public.keeping import her_plan, keep

visit = guard.worker(guard.require("mine"))
state = st.session_state
DONE, REFUSED, UNSENT, WRITTEN = "mine-done", "mine-refused", "mine-unsent", "mine-written"


def closed() -> None:
    st.title(t("mine-closed-title"), anchor=False)
    st.markdown(t("mine-closed-text"))
    st.page_link("public/front.py", label=t("front-return-title"), icon=":material/arrow_back:")
    if WRITTEN in state:
        st.markdown(f"**{t('light-written')}**")
        plain.words(state[WRITTEN], key="written")


def over(*written: str) -> None:
    """Her two hours ended while she wrote: the page is closed, and her words stand there to be copied."""
    state[WRITTEN] = "\n\n".join(filter(None, written))
    st.rerun()


def about(deed: Deed) -> str:
    """Which words say that it is done: those about her words, or about her files."""
    return "-files" if deed.item in (ConsentItem.PHOTO, ConsentItem.FILE) else ""


def attached(request: UUID, chosen: tuple[Upload, ...]) -> list[UUID] | None:
    """Every file put in its place, or None when one was refused and she was told which; nothing chosen is lost."""
    reserved = []
    for each in chosen[: files.MOST]:
        try:
            reserved.append(visit.attach(request, None, each.name, each.content))
        except BadRequest as error:
            with st.container(border=True, key="flag-file"):
                plain.show(files.refused(spoken(), each.name, error.facts))
                st.markdown(t("mine-add-other"))
            return None
    return reserved


def act(deed: Deed) -> None:
    """One call; its answer is the new page. A request id lives until the database has answered."""
    scope = f"mine:{deed.give or deed.take_back or 'write'}:{deed.item}"
    request = once.request_id(scope)
    try:
        if deed.body:
            added = attached(request, deed.files)
            if added is None:
                return
            page = receipts.write(visit.gateway, request, deed.body, deed.readers, added)
            state["mine-round"] = state.get("mine-round", 0) + 1
            done = "mine-write-sent-factory" if deed.also_factory else "mine-write-sent-only"
        elif deed.take_back:
            page = receipts.take_back(visit.gateway, request, deed.take_back)
            done = f"mine-consent-withdrawn{about(deed)}"
        elif deed.give:
            page = receipts.allow(visit.gateway, request, deed.give, spoken().language, deed.item)
            done = f"mine-consent-given{about(deed)}"
        else:
            return
    except SignInNeeded:
        over(deed.body)
        return
    except PortalError as error:
        maybe_done = getattr(error, "maybe_done", False)
        if not maybe_done:
            once.done(scope)
        states.refusal(error.key, error.facts, writing=True, maybe_done=maybe_done)
        return
    once.done(scope)
    state["mine-page"], state[DONE] = page, t(done)
    st.rerun()


@st.fragment
def writing(story: Story) -> None:
    """Typing and choosing redraws this box alone and asks the backend for nothing."""
    deed = mine_page.answer_box(story, turn())
    if deed:
        act(deed)


def answer(given: Answer | None) -> None:
    """What she says by a button: one call, whose answer is the new page."""
    if given is None:
        return
    scope = answers.scope(given)
    try:
        page = answers.send(visit.gateway, once.request_id(scope), given, spoken())
    except (Conflict, Refused) as error:
        # Something changed since she looked: she sees the new state, and what she typed stays where it is.
        once.done(scope)
        state[REFUSED], state[UNSENT] = (error.key, error.facts), unsent(given)
        st.rerun()
    except SignInNeeded:
        over((unsent(given) or ("", ""))[1])
        return
    except PortalError as error:
        maybe_done = getattr(error, "maybe_done", False)
        if not maybe_done:
            once.done(scope)
        states.refusal(error.key, error.facts, writing=True, maybe_done=maybe_done)
        return
    once.done(scope)
    said = answers.done(given)
    state["mine-page"], state["mine-round"] = page, state.get("mine-round", 0) + 1
    if said:
        state[DONE] = t(answers.DONE[said])
    st.rerun()


def turn() -> str:
    """Changes with each deed that was done, so that what was typed for it is gone."""
    return str(state.get("mine-round", 0))


@st.fragment
def asked(story: Story) -> None:
    """The one question, linked cases, and what stands close to it."""
    answer(asking.one(story.question) or asking.linked(story.linked) or asking.choices(story.near, turn()))


@st.fragment
def planning(story: Story) -> None:
    answer(mine_outcome.show(story))


@st.fragment
def belonging(story: Story) -> None:
    answer(mine_group.show(story.group, turn()))


@st.fragment
def rare(story: Story) -> None:
    answer(asking.choices(story.rare, turn()))


@st.fragment
def reaching(story: Story) -> None:
    """How she may be reached: sealed before it leaves this process, in one call."""
    if story.identity is None:
        return
    round_ = str(state.get("plan-round", 0))
    wish = mine_plan.show(story.identity, lambda: her_plan(story.identity, unseal_plan), round_)
    if wish is None:
        return
    try:
        page = keep(visit.gateway, once.request_id("mine:plan"), wish, Seals(seal, seal_plan))
    except SignInNeeded:
        plan, person = wish.plan or Plan(), wish.person or Person()
        over(plan.hours, plan.careful, person.name, person.phone)
        return
    except PortalError as error:
        maybe_done = getattr(error, "maybe_done", False)
        if not maybe_done:
            once.done("mine:plan")
        states.refusal(error.key, error.facts, writing=True, maybe_done=maybe_done, scope="plan")
        return
    once.done("mine:plan")
    state["plan-round"] = int(round_) + 1
    state["mine-page"], state[DONE] = page, t("mine-reach-forgotten" if wish.forget else "mine-reach-saved")
    st.rerun()


@st.fragment
def allowing(story: Story) -> None:
    deed = mine_page.allowed(story, lambda: member_brands(visit.gateway))
    if deed:
        act(deed)


def draw(story: Story) -> None:
    mine_page.head(story)
    if DONE in state:
        with st.container(border=True, key="due-done"):
            st.markdown(f":material/check: {state.pop(DONE)}")
    if REFUSED in state:
        key, facts = state.pop(REFUSED)
        states.refusal(key, facts, writing=True)
    kept = state.pop(UNSENT, None)
    if kept and not takes(story, kept[0]):
        # The field in which she wrote is gone with the change: her words wait in the box for messages.
        state[f"write-{turn()}"] = "\n\n".join(filter(None, (state.get(f"write-{turn()}"), kept[1])))
        st.markdown(f":material/edit: {t('mine-unsent-kept')}")
    # Kept for this look at the page only: it is gone with the tab.
    state["mine-code"] = guard.receipt_code_once(visit) or state.get("mine-code")
    if state["mine-code"]:
        mine_page.code_again(receipts.grouped(state["mine-code"]))
    asked(story)
    mine_page.owed(story)
    mine_page.safety(story)
    planning(story)
    belonging(story)
    mine_page.messages(story)
    writing(story)
    mine_page.learnt(story)
    allowing(story)
    mine_page.law(story)
    reaching(story)
    st.header(t("mine-more-title"), anchor=False)
    mine_page.foot(story)
    rare(story)
    st.button(t("mine-refresh"), icon=":material/refresh:", width="stretch", key="mine-refresh")


def page() -> CasePage:
    """The answer of the last deed, else one call."""
    known: CasePage | None = state.pop("mine-page", None)
    return known or receipts.my_case(visit.gateway)


leave.show()
try:
    shown = page()
except (Absent, SignInNeeded):
    closed()
except PortalError as error:
    states.refusal(error.key, error.facts)
else:
    # Whose page opens next in this tab does not read them.
    state.pop(WRITTEN, None)
    dwell(shown.case.zone)
    draw(tell(shown, spoken()))
