"""Pressure on a worker because of her case: what she reads of it, and how she tells Handshake. The same for both doors."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components import plain
from components.i18n import Words, t
from db.models import CasePage
from db.models.strikes import Linked, LinkedCase

MOST = 10_000


@dataclass(frozen=True)
class Other:
    """A linked case of hers: its reference, and what it is to this one."""

    reference: str
    words: str


@dataclass(frozen=True)
class Pressure:
    others: tuple[Other, ...] = ()
    asked: str = ""


@dataclass(frozen=True)
class Tell:
    """She was put under pressure: a case of its own."""

    statement: str
    violent: bool


@dataclass(frozen=True)
class Turn:
    """Look at the linked case from now on."""

    reference: str


def pressure(page: CasePage, words: Words) -> Pressure:
    """Her linked cases, and on which days she is asked how it goes."""
    known = page.linked or Linked()
    days = [words.say_date(each.due_at) for each in known.check_ins if each.done_at is None and not each.void]
    parent = (_other(known.parent, "parent", words),) if known.parent else ()
    return Pressure(
        others=parent + tuple(_other(each, "children", words) for each in known.children),
        asked=words.t("retaliation-mine-asked", days=words.say_list(days)) if days else "",
    )


def _other(one: LinkedCase, key: str, words: Words) -> Other:
    where = words.t(f"phase-{one.phase}")
    return Other(one.reference, words.say_clauses([words.t(f"retaliation-mine-{key}"), one.reference, where]))


def show(known: Pressure, scope: str) -> Tell | Turn | None:
    """Her linked cases, then the place to tell. Draw it inside a fragment."""
    st.header(t("retaliation-mine-title"), anchor=False)
    with st.container(border=True, key="card-pressure"):
        for other in known.others:
            plain.show(other.words)
            if st.button(t("retaliation-mine-go"), width="stretch", key=f"turn-{other.reference}"):
                return Turn(other.reference)
        if known.asked:
            st.markdown(f":material/schedule: {known.asked}")
        st.markdown(t("retaliation-mine-lead"))
        with st.expander(t("retaliation-mine-send"), key=f"pressure-{scope}"):
            said = st.text_area(t("retaliation-mine-words"), max_chars=MOST, height=120, key=f"pressure-words-{scope}")
            violent = st.checkbox(t("retaliation-mine-violent"), key=f"pressure-violent-{scope}")
            pressed = st.button(t("retaliation-mine-send"), icon=":material/send:", width="stretch", key=f"pressure-send-{scope}")
            if pressed and said.strip():
                return Tell(said.strip(), violent)
    return None
