"""The filters of an inbox. The address is the truth: widgets show it, and a change writes it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import streamlit as st

from components import plain
from components.i18n import now, say_number, spoken, t
from components.links import EXPORTS, link
from db.models import COUNTED, Inbox, Organization

BOXES = ("needs", "waiting", "closed")
FLAGS = ("unread", "zero_tolerance", "strike")
MONTHS = 24
_KEYS = {"box": "inbox-box", "q": "inbox-words", "s": "inbox-severity", "f": "inbox-flags"}
_RARE = {"w": "inbox-workplace", "b": "inbox-brand", "m": "inbox-month"}


@dataclass(frozen=True)
class Chosen:
    """The filters as the address says them; anything unreadable there counts as not chosen."""

    box: str
    words: str
    severities: tuple[int, ...]
    flags: tuple[str, ...]
    workplace: UUID | None
    brand: UUID | None
    month: str | None
    after: str | None
    before: str | None

    @property
    def narrowed(self) -> bool:
        return bool(self.words or self.severities or self.flags or self.workplace or self.brand or self.month)


def read() -> Chosen:
    """The filters of this address."""
    asked = st.query_params
    box = asked.get("box", "needs")
    return Chosen(
        box=box if box in BOXES else "needs",
        words=asked.get("q", "")[:200],
        severities=tuple(int(each) for each in asked.get("s", "").split(".") if each in ("1", "2", "3", "4")),
        flags=tuple(each for each in asked.get("f", "").split(".") if each in FLAGS),
        workplace=_uuid(asked.get("w")),
        brand=_uuid(asked.get("b")),
        month=_month(asked.get("m")),
        after=asked.get("after"),
        before=asked.get("before"),
    )


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _month(text: str | None) -> str | None:
    try:
        return date.fromisoformat(f"{text}-01").isoformat()[:7]
    except ValueError:
        return None


def _count(number: int) -> str:
    return f":gray[{say_number(min(number, COUNTED))}{'+' if number > COUNTED else ''}]"


def _write() -> None:
    """What the widgets say becomes the address; a new filter starts at the first page."""
    state = st.session_state
    said = {
        "box": state.get(_KEYS["box"]) or "needs",
        "q": (state.get(_KEYS["q"]) or "").strip(),
        "s": ".".join(str(each) for each in state.get(_KEYS["s"]) or ()),
        "f": ".".join(state.get(_KEYS["f"]) or ()),
        "w": str(state.get(_RARE["w"]) or ""),
        "b": str(state.get(_RARE["b"]) or ""),
        "m": state.get(_RARE["m"]) or "",
    }
    if said["box"] == "needs":
        said["box"] = ""
    st.query_params.from_dict({name: value for name, value in said.items() if value})


def _turn(name: str, key: str) -> None:
    kept = {each: value for each, value in st.query_params.to_dict().items() if each not in ("after", "before")}
    st.query_params.from_dict(kept | {name: key})


def clear() -> None:
    kept = st.query_params.get("box")
    st.query_params.from_dict({"box": kept} if kept else {})


def show(page: Inbox, chosen: Chosen, title: str) -> None:
    """Title, segments and search in one line; chips and the rare filters in the next."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium", key="inbox-top"):
        st.title(title, anchor=False, width="content")
        _segments(page, chosen)
        st.space("stretch")
        st.session_state[_KEYS["q"]] = chosen.words
        st.text_input(
            t("shell-search"), key=_KEYS["q"], placeholder=t("inbox-search"), icon=":material/search:",
            label_visibility="collapsed", max_chars=200, width=280, on_change=_write,
        )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="inbox-chips"):
        _chips("s", [1, 2, 3, 4], chosen.severities, page.counts, "severity")
        _chips("f", list(FLAGS), chosen.flags, page.counts, "inbox-flag")
        st.space("stretch")
        _rare(page, chosen)


def _segments(page: Inbox, chosen: Chosen) -> None:
    def words(box: str) -> str:
        count = _count(page.counts.get(box, 0))
        name = t(f"inbox-box-{box}")
        return f"✓ **{name}** {count}" if box == chosen.box else f"{name} {count}"

    st.session_state[_KEYS["box"]] = chosen.box
    st.segmented_control(
        t("inbox-boxes"), BOXES, key=_KEYS["box"], format_func=words, required=True, wrap=True,
        label_visibility="collapsed", on_change=_write,
    )  # fmt: skip


def _chips(name: str, options: list[int] | list[str], picked: tuple[object, ...], counts: dict[str, int], words: str) -> None:
    """Chips with counts; a chip without cases is not shown unless it is chosen."""
    prefix = "severity_" if name == "s" else ""
    shown = [each for each in options if counts.get(f"{prefix}{each}") or each in picked]
    if not shown:
        return

    def label(each: object) -> str:
        count = _count(counts.get(f"{prefix}{each}", 0))
        text = t(f"{words}-{each}")
        return f"✓ **{text}** {count}" if each in picked else f"{text} {count}"

    st.session_state[_KEYS[name]] = list(picked)
    st.pills(
        t(f"inbox-chips-{name}"), shown, selection_mode="multi", format_func=label, key=_KEYS[name],
        label_visibility="collapsed", on_change=_write,
    )  # fmt: skip


def _rare(page: Inbox, chosen: Chosen) -> None:
    active = sum(1 for each in (chosen.workplace, chosen.brand, chosen.month) if each)
    words = t("inbox-rare") + (f" **{active}**" if active else "")
    with st.popover(words, icon=":material/tune:", type="tertiary"):
        if page.workplaces:
            _choice("w", "inbox-workplace", page.workplaces, chosen.workplace)
        if page.brands:
            _choice("b", "inbox-brand", page.brands, chosen.brand)
        st.session_state[_RARE["m"]] = chosen.month
        st.selectbox(
            t("inbox-month"), _months(chosen.month), key=_RARE["m"], index=None, placeholder=t("shell-all"),
            format_func=lambda each: spoken().say_month(date.fromisoformat(f"{each}-01")), on_change=_write,
        )  # fmt: skip
        if chosen.narrowed:
            st.button(t("inbox-clear"), key="inbox-clear", type="tertiary", on_click=clear)


def _choice(name: str, words: str, options: Iterable[Organization], picked: UUID | None) -> None:
    by_id = {one.id: one for one in options}
    st.session_state[_RARE[name]] = picked if picked in by_id else None
    st.selectbox(
        t(words), list(by_id), key=_RARE[name], index=None, placeholder=t("shell-all"),
        format_func=lambda each: plain.clean(by_id[each].name), on_change=_write,
    )  # fmt: skip


def _months(chosen: str | None) -> list[str]:
    year, month = now().year, now().month
    found = []
    for _ in range(MONTHS):
        found.append(f"{year}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found if chosen is None or chosen in found else [*found, chosen]


def foot(page: Inbox) -> None:
    """How many rows stand here, and the way to newer and older ones."""
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="row-foot"):
        with st.container(width="content", key="inbox-shown"):
            st.caption(t("inbox-shown", count=len(page.rows)), width="content")
        kept = {name: value for name, value in st.query_params.to_dict().items() if name not in ("after", "before")}
        link(EXPORTS, t("export-this"), address="/exports", icon=":material/download:", query=kept)
        st.space("stretch")
        st.button(
            t("shell-newer"), key="inbox-newer", icon=":material/chevron_left:", disabled=page.newer is None,
            on_click=_turn, args=("before", page.newer or ""),
        )  # fmt: skip
        st.button(
            t("shell-older"), key="inbox-older", icon=":material/chevron_right:", icon_position="right",
            disabled=page.older is None, on_click=_turn, args=("after", page.older or ""),
        )  # fmt: skip
