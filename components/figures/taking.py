"""Taking away the table of a chart: exactly what is shown, as CSV or XLSX. The page notes it and makes the file."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from components.i18n import t

FORMATS = ("csv", "xlsx")
_WISH, _READY = "figures-take", "figures-taken"


@dataclass(frozen=True)
class Sheet:
    """The table of one chart: `about` names chart and period for the file, a hidden number is the word that the table shows."""

    about: str
    head: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    narrowed: bool = False  # to one workplace


@dataclass(frozen=True)
class Wish:
    sheet: Sheet
    format: str

    @property
    def file(self) -> str:
        return f"handshake-figures-{self.sheet.about}.{self.format}"


def offer(sheet: Sheet) -> None:
    """The button on the chart's card. Opening it asks for nothing; choosing a format leaves a wish for the page."""
    if not sheet.rows:
        return
    with st.popover(t("figures-take"), type="tertiary", icon=":material/download:", key=f"take-{sheet.about}"):
        taken: tuple[Wish, str] | None = st.session_state.get(_READY)
        if taken and taken[0].sheet == sheet:
            st.markdown(f"**[{t('export-fetch')}]({taken[1]})**")
            st.caption(taken[0].file)
        with st.container(horizontal=True, gap="small"):
            for kind in FORMATS:
                if st.button(t(f"export-format-{kind}"), key=f"take-{kind}-{sheet.about}"):
                    st.session_state[_WISH] = Wish(sheet, kind)
        st.caption(t("figures-take-note"))


def wanted() -> Wish | None:
    """What was chosen in this run, once."""
    wish: Wish | None = st.session_state.pop(_WISH, None)
    return wish


def ready(wish: Wish, address: str) -> None:
    """The file is made: its card shows the way to it."""
    st.session_state[_READY] = (wish, address)
