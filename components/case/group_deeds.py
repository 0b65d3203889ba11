"""What the desk does in a group: a caller joins, a case joins, one of it says something, others learn something."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

import streamlit as st

from components import naming, plain
from components.consents import asked
from components.hotline.draft import CHANNELS, LANGUAGES, STATEMENT_MOST
from components.i18n import spoken, t
from db.models import CasePage, ConsentItem
from db.models.group import Complainant, Group
from db.receipts import new_code

HOW = ("phone", "chat", "walk_in", "letter")
# Each with the reference of its case: a code is the key to one case and stands on no other.
CODE, RECEIPT = "group-code:", "group-receipt:"
OUTCOMES = ("reached", "no_answer", "switched_off", "wrong_person", "not_safe")


@dataclass(frozen=True)
class AddCaller:
    """`code` and `name`, `phone` never stand in a log: they are left out of how it is written."""

    code: str = field(repr=False)
    channel: str
    language: str
    statement: str
    factory: bool
    name: str = field(repr=False)
    phone: str = field(repr=False)


@dataclass(frozen=True)
class Merge:
    other: str
    how: str


@dataclass(frozen=True)
class One:
    """What one of the group said: `way` names it, `said` is its answer, `number` a worker's."""

    party: UUID
    way: str
    how: str
    said: str = ""
    number: int | None = None


@dataclass(frozen=True)
class ShowSize:
    shown: str
    said_size: int | None


@dataclass(frozen=True)
class TellTotals:
    """The factory learns the sums."""


Deed = AddCaller | Merge | One | ShowSize | TellTotals
Do = Callable[[Deed], None]


@dataclass(frozen=True)
class Receipt:
    """A code for this case. Where the answer was lost, `before` says how many complainants there were: she may be there."""

    code: str = field(repr=False)
    before: int | None = None


def pending_code(reference: str) -> str:
    """The receipt of the caller in hand: the same one until she is in the case, so that sending again adds her once."""
    known: str = st.session_state.setdefault(CODE + reference, new_code())
    return known


def forget_code(reference: str) -> None:
    st.session_state.pop(CODE + reference, None)


def tell(reference: str, receipt: Receipt) -> None:
    """A caller is in the case: her code waits there to be read aloud."""
    st.session_state[RECEIPT + reference] = receipt


def told(reference: str) -> Receipt | None:
    known: Receipt | None = st.session_state.get(RECEIPT + reference)
    return known


def forget_receipt(reference: str) -> None:
    st.session_state.pop(RECEIPT + reference, None)


def add(page: CasePage, do: Do) -> None:
    """A call in hand, beside the case."""
    st.caption(t("group-add-lead"))
    with st.container(horizontal=True):
        channel = st.selectbox(t("group-add-channel"), CHANNELS, format_func=lambda one: naming.choice(f"hotline-channel-{one}"))
        language = st.selectbox(
            t("group-add-language"), LANGUAGES, format_func=lambda one: naming.choice(f"hotline-language-{one}")
        )
    statement = st.text_area(t("group-add-words"), max_chars=STATEMENT_MOST, height=140, key="group-words")
    factory = False
    if page.case.workplace.listed:
        plain.show(f"“{asked(spoken(), ConsentItem.STATEMENT, 'workplace', plain.clean(page.case.workplace.name))}”")
        factory = st.toggle(t("group-add-factory"), key="group-factory")
    with st.container(horizontal=True):
        name = st.text_input(t("group-add-name"), max_chars=100, key="group-name", autocomplete="off")
        phone = st.text_input(t("group-add-phone"), max_chars=40, key="group-phone", autocomplete="off")
    st.caption(t("group-add-sealed"))
    if st.button(t("group-add-do"), type="primary", key="do-group-add", disabled=not statement.strip()):
        do(
            AddCaller(
                pending_code(page.case.reference),
                channel or CHANNELS[0],
                language or LANGUAGES[0],
                statement.strip(),
                factory,
                name.strip(),
                phone.strip(),
            )
        )


def merge(do: Do) -> None:
    """The case of somebody who agreed."""
    st.caption(t("group-join-lead"))
    other = st.text_input(t("group-join-reference"), max_chars=20, placeholder="HS-0000-0000", key="group-other")
    how = _how(t("group-join-how"))
    if st.button(t("group-join-do"), type="primary", key="do-group-merge", disabled=not other.strip()):
        do(Merge(other.strip().upper(), how))


def one(page: CasePage, group: Group, do: Do) -> None:
    """What one of them said on the telephone, noted for her."""
    here = {each.party: each for each in group.complainants if each.left_at is None}
    who = st.selectbox(t("group-one-who"), list(here), index=None, format_func=lambda each: _number(here[each]), placeholder="–")
    ways = _ways(page, len(here))
    way = st.radio(t("group-one-what"), ways, format_func=lambda each: naming.choice(f"group-one-{each}"))
    said, number = "", None
    if way == "voice":
        number = st.number_input(t("group-one-number"), min_value=1, max_value=9999, value=None, step=1, format="%d")
    elif way == "heard":
        said = st.radio(
            t("remedy-hearing"),
            ("confirmed", "disputed", "unreachable"),
            format_func=lambda each: naming.choice(f"group-worker-said-{each}"),
        )
    elif way == "attempt":
        said = st.radio(t("group-one-attempt"), OUTCOMES, format_func=lambda each: naming.choice(f"attempt-{each}"))
    elif way == "leave":
        st.caption(t("group-one-leave-note"))
    how = HOW[0] if way == "leave" or said == "unreachable" else _how(t("group-one-how"))
    ready = who is not None and (way != "voice" or number is not None)
    if st.button(t("group-one-do"), type="primary", key="do-group-one", disabled=not ready) and who is not None and way:
        do(One(who, way, how, said, int(number) if number is not None else None))


def _ways(page: CasePage, present: int) -> list[str]:
    ways = ["voice"]
    if page.plan is not None and page.plan.actions:
        ways = ["accept", "decline", *ways]
    if page.case.state == "evaluating":
        ways = ["heard", "attempt", *ways]
    return [*ways, "leave"] if present > 1 else ways


def _number(one_of: Complainant) -> str:
    return t("group-worker", number=one_of.label)


def size(group: Group, do: Do) -> None:
    """Hidden or as a range, worked out now."""
    shown = st.radio(
        t("group-size"), ("hidden", "range"), index=1 if group.size_shown == "range" else 0,
        format_func=lambda each: naming.choice(f"group-size-{each}"),
    )  # fmt: skip
    said = st.number_input(t("group-size-said"), min_value=2, max_value=2_000_000, value=group.said_size, step=1, format="%d")
    st.caption(t("group-size-note"))
    if st.button(t("group-size-do"), type="primary", key="do-group-size"):
        do(ShowSize(shown, int(said) if said is not None else None))


def _how(words: str) -> str:
    chosen = st.segmented_control(
        words, HOW, default=HOW[0], format_func=lambda each: naming.choice(f"channel-{each}"), required=True, wrap=True
    )  # fmt: skip
    return chosen or HOW[0]
