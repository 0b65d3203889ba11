"""Words that were not taken because somebody else was faster: kept, and shown to copy until their author has them."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass

import streamlit as st

from components import plain
from components.i18n import t

_KEPT = "kept:unsent:"
# Keys of the catalogue, codes of issues, currencies, languages, references: chosen, not written.
_CODE = re.compile(r"[a-z0-9_]*|[A-Z]\d+|[A-Z]{2,3}|[a-z]{2,3}-[A-Za-z]{2,4}|HS-[0-9A-Z-]+")


def written(deed: object) -> tuple[str, ...]:
    """The words that somebody wrote for a deed. What its repr hides is a secret, and stays out."""
    if isinstance(deed, str):
        return () if _CODE.fullmatch(deed.strip()) else (deed,)
    if not is_dataclass(deed):
        return ()
    return tuple(words for each in fields(deed) if each.repr for words in written(getattr(deed, each.name)))


def keep(scope: str, deed: object) -> None:
    """Keep what was written for a deed that came too late, beside what waits there already."""
    known: tuple[str, ...] = st.session_state.get(_KEPT + scope, ())
    new = tuple(one for one in dict.fromkeys(written(deed)) if one not in known)
    if new:
        st.session_state[_KEPT + scope] = known + new


def show(scope: str) -> None:
    """The words that wait there, each to be copied; nothing when there are none."""
    kept: tuple[str, ...] = st.session_state.get(_KEPT + scope, ())
    if not kept:
        return
    with st.container(border=True, key=f"card-unsent-{scope}"):
        st.markdown(f":material/content_copy: {t('error-unsent')}")
        for one in kept:
            plain.to_copy(one)
        st.button(t("error-unsent-done"), key=f"unsent-done-{scope}", on_click=_forget, args=(scope,))


def _forget(scope: str) -> None:
    st.session_state.pop(_KEPT + scope, None)
