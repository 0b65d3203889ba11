"""The protocols that run, the one whose clock ends first on top."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import naming, plain
from components.i18n import now, say_due, spoken, t
from db.models.protocol import ProtocolRoom, ProtocolRow

AGES = {"disputed": "orange", "child": "red", "young": "orange", "adult": "gray"}


def headline(room: ProtocolRoom) -> str:
    """How many run."""
    return t("protocol-live", n=sum(each.ended_at is None for each in room.protocols))


def show(room: ProtocolRoom, *, choose: Callable[[str], None]) -> None:
    """A card each; a click on the title opens it beside."""
    for row in room.protocols:
        current = room.chosen is not None and room.chosen.reference == row.reference
        with st.container(border=True, key=f"{'due' if current else 'card'}-queue-{row.reference}", gap="xxsmall"):
            st.button(
                f":primary[**{naming.title(row.issues)}**]", key=f"protocol-{row.reference}", type="tertiary",
                on_click=choose, args=(row.reference,),
            )  # fmt: skip
            plain.quiet(naming.place(row.workplace, row.city), key=f"protocol-{row.reference}")
            st.caption(_step(row))
            st.caption(_due(row))


def _step(row: ProtocolRow) -> str:
    if row.ended_at is not None:
        how = t(f"protocol-ended-{row.ended_how}")
        return f":gray[:material/done_all: {t('protocol-row-ended', how=how, day=spoken().say_date(row.ended_at))}]"
    step = row.step or 12
    return t("protocol-row-step", step=step, title=t(f"protocol-step-{step}"))


def _due(row: ProtocolRow) -> str:
    age = f":{AGES[row.age]}[:material/cake: {t(f'protocol-age-{row.age}')}]" if row.about_child else ""
    if row.ended_at is not None:
        return age
    if row.due_at is None:
        due = f":gray[:material/schedule: {t('protocol-no-due')}]"
    else:
        late = row.due_at < now()
        due = f":{'red' if late else 'orange'}[:material/{'error' if late else 'schedule'}: {say_due(row.due_at)}]"
    return f"{due}  \n{age}" if age else due
