"""The dialogs of the strike desk: each knows what the page knows, and hands back one deed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import hints, naming
from components.i18n import now, t, zone
from components.strikes import bulletin, deeds
from components.taxonomy import CODES
from db.models.strikes import DeskBulletin, Strike
from db.strikes import Description, Words

LADDER = ("team_leader", "hr", "manager", "owner", "union", "brand", "authority")
TRIED = ("solved", "partly", "promised", "refused", "no_answer")
SPOKES = ("unknown", "nobody", "everybody", "representatives", "union", "committee")
UP = ("grew", "violence", "lockout", "police", "other_sites")
OUTCOMES = ("open", "met", "partly", "refused")
LEVELS = range(5)
Do = Callable[[deeds.Deed], None]


def level(one: Strike, do: Do) -> None:
    """Another level and why; lowest first, said before it is refused."""
    to = st.radio(
        t("strike-level-to"), [each for each in LEVELS if each != one.level], index=None,
        format_func=lambda each: f"**{t(f'strike-level-{each}')}** {t(f'strike-level-{each}-means')}", key="strike-to",
    )  # fmt: skip
    if to is None:
        return
    if to < one.level:
        reason: str | None = "calmed"
        st.caption(t("strike-reason-calmed"))
    else:
        reason = st.selectbox(
            t("strike-reason"),
            UP,
            index=None,
            format_func=lambda each: naming.choice(f"strike-reason-{each}"),
            key="strike-reason",
            placeholder=t("strike-choose"),
        )
        if not any(each.with_whom == "team_leader" for each in one.attempts) and reason not in ("violence", "lockout"):
            st.markdown(f":orange[:material/stairs: **{t('strike-lowest-first')}**] {t('strike-lowest-first-more')}")
            return
    if st.button(t("strike-level-do"), type="primary", disabled=reason is None, key="do-strike-level") and reason:
        do(deeds.SetLevel(to, reason))


def tried(_one: Strike, do: Do) -> None:
    """With whom, what came of it, when."""
    who = st.radio(t("strike-with"), LADDER, format_func=lambda each: naming.choice(f"strike-with-{each}"), key="strike-with")
    outcome = st.selectbox(
        t("strike-tried-outcome"),
        TRIED,
        index=None,
        format_func=lambda each: naming.choice(f"strike-tried-{each}"),
        key="strike-outcome",
        placeholder=t("strike-choose"),
    )
    today = now().astimezone(zone()).date()
    day = st.date_input(t("strike-tried-on"), today, max_value=today, key="strike-on", format="YYYY-MM-DD")
    if st.button(t("shell-save"), type="primary", disabled=outcome is None, key="do-strike-tried") and outcome and day:
        do(deeds.Tried(who, outcome, day))


def describe(one: Strike, do: Do) -> None:
    """Unit, range, who speaks as a role, and the cause. The database refuses what hints at a person."""
    unit = st.text_input(t("strike-unit"), one.unit or "", max_chars=200, key="strike-unit")
    left, right = st.columns(2)
    low = left.number_input(t("strike-size-low"), 0, 1_999_999, one.size_low or 0, key="strike-low")
    high = right.number_input(t("strike-size-high"), 0, 2_000_000, one.size_high or 0, key="strike-high")
    st.caption(t("strike-size-why"))
    spokes = st.selectbox(
        t("strike-spokes"),
        SPOKES,
        index=SPOKES.index(one.spokes),
        format_func=lambda each: naming.choice(f"strike-spokes-{each}"),
        key="strike-spokes",
    )
    cause = st.text_area(t("strike-cause"), one.cause or "", max_chars=4000, height=140, key="strike-cause")
    st.caption(t("strike-no-names"))
    known = low > 0 or high > 0
    wrong = known and not 0 < low < high
    if wrong:
        st.markdown(f":orange[:material/error: {t('strike-size-wrong')}]")
    if st.button(t("shell-save"), type="primary", disabled=wrong, key="do-strike-describe"):
        said = Description(unit.strip(), int(low) if known else None, int(high) if known else None, spokes, cause.strip())
        do(deeds.Describe(said))


def demand(one: Strike, do: Do) -> None:
    """One more demand, by its code."""
    known = {each.code for each in one.demands}
    code = st.selectbox(
        t("strike-demand"), [each for each in CODES if each not in known and not each.startswith("X")], index=None,
        format_func=lambda each: naming.choice(f"issue-{each}"), key="strike-code", placeholder=t("strike-choose"),
    )  # fmt: skip
    if st.button(t("shell-save"), type="primary", disabled=code is None, key="do-strike-demand") and code:
        do(deeds.SetDemand(code, "open"))


def end(_one: Strike, do: Do) -> None:
    """The end is said once: the watch begins with it."""
    st.markdown(t("strike-end-more"))
    if st.button(t("strike-end"), type="primary", key="do-strike-end"):
        do(deeds.End())


def write(one: Strike, do: Do, draft: DeskBulletin | None = None) -> None:
    """The three parts, beside what a brand will see of them."""
    before = (draft.facts, draft.unknown, draft.ask) if draft else ("", "", "")
    key = str(draft.id) if draft else "new"
    parts = [
        st.text_area(t(f"strike-bulletin-{name}"), words, max_chars=3000, height=110, key=f"bulletin-{name}-{key}",
                     placeholder=t(f"strike-bulletin-{name}-hint"))
        for name, words in zip(("facts", "unknown", "ask"), before, strict=True)
    ]  # fmt: skip
    for hint in hints.find("\n".join(parts)):
        st.markdown(f":orange[:material/visibility: {t(f'report-hint-{hint}')}]")
    st.caption(t("strike-no-names"))
    whole = all(each.strip() for each in parts)
    if whole:
        st.markdown(f"**{t('strike-bulletin-preview')}**")
        with st.container(border=True, key="card-bulletin-preview"):
            bulletin.text("preview", one.level, one.workplace, (parts[0], parts[1], parts[2]), None)
    if st.button(t("strike-bulletin-keep"), type="primary", disabled=not whole, key="do-bulletin-draft"):
        words = Words(*(each.strip() for each in parts))
        do(deeds.Draft(words, draft.id if draft else None, draft.revision if draft else None))
