"""The states of a screen and their words: refusals, faults, emptiness, waiting.

The words are those of SCREENS 7; the head is bold, what follows is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta

import streamlit as st

from components import plain
from components.i18n import spoken, t

_CALM = {"absent", "queued", "sign_in_needed", "case_state_changed", "revision_stale"}
_ICONS = {
    "absent": ":material/person_search:",
    "queued": ":material/schedule:",
    "case_state_changed": ":material/sync_problem:",
    "revision_stale": ":material/sync_problem:",
}


def refusal(
    key: str,
    facts: Mapping[str, object] | None = None,
    *,
    writing: bool = False,
    maybe_done: bool = False,
    scope: str = "state",
) -> None:
    """Say what was refused or failed. `writing`: something was being sent; `maybe_done`: it may have arrived."""
    facts = facts or {}
    if key == "unavailable" and writing:
        key = "not_known" if maybe_done else "not_sent"
    head, more = _words(key, facts, writing)
    color = "" if key in _CALM else "red"
    if key in ("case_state_changed", "revision_stale"):
        color = "orange"
    icon = _ICONS.get(key, ":material/error:")
    bold = f"**{head}**"
    # A hair space after the stars: behind a Chinese full stop Markdown would take them for text.
    line = f":{color}[{icon} {bold}]" if color else f"{icon} {bold}\u200a"
    with st.container(border=True, key=f"card-{scope}-{key}"):
        st.markdown(spoken().say_sentences(line, more))


def _words(key: str, facts: Mapping[str, object], writing: bool) -> tuple[str, str]:
    if key == "broken":
        incident = plain.label(str(facts.get("incident", "")))
        more = "error-broken-nothing-sent" if writing else "error-broken-more"
        return t("error-broken"), t(more, incident=incident)
    if key == "rate_limited" and isinstance(facts.get("retry_seconds"), int | float):
        seconds = float(str(facts["retry_seconds"]))
        span = spoken().say_span(timedelta(seconds=max(60.0, seconds)))
        return t("error-rate_limited"), t("error-rate_limited-wait", span=span)
    if key == "case_state_changed" and facts.get("by") and facts.get("at"):
        at = spoken().say_time(datetime.fromisoformat(str(facts["at"])))
        name = plain.label(str(facts["by"]))
        return t("error-faster", name=name, time=at), t("error-case_state_changed-more")
    if not spoken().has(f"error-{key}"):
        key = "other"
    return t(f"error-{key}"), t(f"error-{key}-more")


def empty(head: str, more: str = "", *, scope: str = "empty") -> None:
    """Nothing to do here, said as a fact."""
    with st.container(border=True, key=f"card-{scope}"):
        st.markdown(f":material/done_all: **{head}**" + (f"  \n{more}" if more else ""))


@contextmanager
def opening(words: str = "shell-opening", *, lines: int = 4) -> Iterator[None]:
    """While a page is loading: a skeleton of the true shape, which vanishes when the page is there."""
    place = st.empty()
    with place.container():
        st.caption(t(words))
        for number in range(lines):
            st.skeleton(height=72 if number else 28)
    try:
        yield
    finally:
        place.empty()
