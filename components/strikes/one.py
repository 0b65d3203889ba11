"""One strike: its ladder, demands, cases and bulletins; what is done next stands in the head."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from components import dialogs, links, naming, plain
from components.i18n import now, spoken, t, zone
from components.strikes import bulletin, deeds, desk, forms
from db.models.strikes import Attempt, DeskBulletin, LevelChange, Strike, StrikeCase

Do = Callable[[deeds.Deed], None]


def head(one: Strike, do: Do) -> None:
    """Where, which level, since when, how many; the deeds of the desk."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium", key="strike-head"):
        st.title(t(f"strike-level-{one.level}"), anchor=False, width="content")
        plain.quiet(naming.place(one.workplace.name, one.workplace.city), key="strike-place")
    st.caption(naming.capital(desk.about(one)))
    if one.ended_at is not None and one.watch_until is not None:
        _watch(one)
    with st.container(horizontal=True, gap="xsmall", key="strike-deeds"):
        if one.ended_at is None and st.button(t("strike-level-change"), key="strike-level", icon=":material/stairs:"):
            dialogs.show(t("strike-level-change"), lambda: forms.level(one, do))
        if st.button(t("strike-tried-add"), key="strike-tried", icon=":material/record_voice_over:"):
            dialogs.show(t("strike-tried-add"), lambda: forms.tried(one, do))
        if st.button(t("strike-describe"), key="strike-describe", icon=":material/edit:"):
            dialogs.show(t("strike-describe"), lambda: forms.describe(one, do))
        if one.ended_at is None and st.button(t("strike-end"), key="strike-end", type="tertiary"):
            dialogs.show(t("strike-end"), lambda: forms.end(one, do))


def _watch(one: Strike) -> None:
    waiting = [each for each in one.linked if each.check_in is not None and each.check_in.done_at is None]
    with st.container(border=True, key="due-watch", gap="xsmall"):
        if one.watch_over_at is not None:
            st.markdown(f":material/check: {t('strike-watch-over', day=spoken().say_date(one.watch_over_at))}")
            return
        assert one.watch_until is not None
        st.markdown(f":material/shield: **{t('strike-watch')}** {spoken().say_due(one.watch_until)}")
        if waiting:
            key = "strike-watch-ask" if one.watch_until <= now() else "strike-watch-will-ask"
            st.caption(t(key, n=len(waiting)))


def ladder(one: Strike) -> None:
    """Every step in order and, under it, what was tried while it stood there."""
    with st.container(border=True, key="card-ladder", gap="xsmall"):
        st.subheader(t("strike-ladder"), anchor=False)
        steps = sorted(one.ladder, key=lambda each: each.at)
        for number, step in enumerate(steps):
            with st.container(gap=None):
                st.markdown(f":material/campaign: **{t(f'strike-level-{step.to_level}')}** {t(f'strike-reason-{step.reason}')}")
                plain.quiet(_who(spoken().say_instant(step.at), step.by), key=f"step-{number}")
            for each in one.attempts:
                if _during(each, steps) is step:
                    st.caption(f":material/subdirectory_arrow_right: {_attempt(each)}")
        if not one.attempts:
            st.caption(t("strike-tried-none"))


def _during(attempt: Attempt, steps: list[LevelChange]) -> LevelChange | None:
    """The step after which it was tried: of the same level, and not over yet on that day."""
    same = [(step, later) for step, later in zip(steps, [*steps[1:], None], strict=True) if step.to_level == attempt.level]
    running = [step for step, later in same if later is None or later.at.astimezone(zone()).date() >= attempt.tried_on]
    after = running or [step for step, _ in same]
    return after[0] if after else None


def _attempt(each: Attempt) -> str:
    return t(
        "strike-tried-line", who=t(f"strike-with-{each.with_whom}"), outcome=t(f"strike-tried-{each.outcome}"),
        day=spoken().say_short_date(each.tried_on),
    )  # fmt: skip


def _who(when: str, name: str | None) -> str:
    return spoken().say_clauses([when, name]) if name else when


def facts(one: Strike) -> None:
    """Who speaks, where, and why it came to this."""
    with st.container(border=True, key="card-strike-facts", gap="xsmall"):
        st.subheader(t("strike-facts"), anchor=False)
        if one.unit:
            st.caption(t("strike-unit"))
            plain.show(one.unit)
        st.caption(t("strike-spokes"))
        st.markdown(t(f"strike-spokes-{one.spokes}"))
        st.caption(t("strike-cause"))
        if one.cause:
            plain.show(one.cause)
        else:
            st.markdown(t("strike-cause-none"))
        st.caption(t("strike-neutral"))


def demands(one: Strike, do: Do) -> None:
    """Each demand with what came of it."""
    with st.container(border=True, key="card-demands", gap="xsmall"):
        st.subheader(t("strike-demands"), anchor=False)
        for each in one.demands:
            said = st.segmented_control(
                naming.known("issue", each.code, "issue-unknown"),
                forms.OUTCOMES,
                default=each.outcome,
                required=True,
                format_func=lambda outcome: naming.choice(f"strike-demand-{outcome}"),
                key=f"demand-{each.code}-{each.outcome}",
                wrap=True,
            )
            if said and said != each.outcome:
                do(deeds.SetDemand(each.code, said))
        if st.button(t("strike-demand-add"), key="strike-demand-add", icon=":material/add:", type="tertiary"):
            dialogs.show(t("strike-demand-add"), lambda: forms.demand(one, do))


def cases(one: Strike, do: Do) -> None:
    """Linked cases, then open ones of the site with the same cause."""
    with st.container(border=True, key="card-strike-cases", gap="small"):
        st.subheader(t("strike-linked"), anchor=False)
        st.caption(t("strike-linked-quiet"))
        for each in one.linked:
            _case(each, do)
        if not one.linked:
            st.markdown(t("strike-linked-none"))


def _case(each: StrikeCase, do: Do) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"strike-case-{each.reference}"):
        with st.container(gap=None, width="stretch"):
            links.link(links.CASE, naming.title(each.issues), address="/case", query={"ref": each.reference})
            parts = [each.reference, t(f"state-{each.state}"), t(f"severity-{each.severity}")]
            if each.check_in and each.check_in.answer:
                parts.append(t(f"retaliation-answer-{each.check_in.answer}"))
            st.caption(" · ".join(parts))
            if each.severity_due:
                st.caption(f":orange[:material/priority_high: {t('strike-severity-due')}]")
        words = "strike-unlink" if each.linked else "strike-link"
        if st.button(t(words), key=f"link-{each.reference}", type="tertiary" if each.linked else "secondary"):
            do(deeds.Link(each.reference, not each.linked))


def bulletins(one: Strike, do: Do) -> None:
    """Drafts to release, and who confirmed what."""
    st.subheader(t("strike-bulletins"), anchor=False)
    plain.quiet(t("strike-brands", brands=spoken().say_list(one.brands) or t("strike-brands-none")), key="strike-brands")
    if one.ended_at is None and st.button(t("strike-bulletin-write"), key="bulletin-write", icon=":material/edit_note:"):
        dialogs.show(t("strike-bulletin-write"), lambda: forms.write(one, do), width="medium")
    for each in one.bulletins:
        _bulletin(one, each, do)


def _bulletin(one: Strike, each: DeskBulletin, do: Do) -> None:
    with st.container(border=True, key=f"{'held' if each.released_at is None else 'card'}-bulletin-{each.id}"):
        bulletin.text(str(each.id), each.level, one.workplace, (each.facts, each.unknown, each.ask), each.released_at)
        if each.released_at is None:
            _draft(one, each, do)
            return
        for reader in each.readers:
            seen = reader.acknowledged_at
            said = t("strike-bulletin-confirmed", day=spoken().say_moment(seen)) if seen else t("strike-bulletin-waits")
            mark = ":green[:material/check:]" if seen else ":material/schedule:"
            st.markdown(f"{mark} {spoken().say_of(plain.label(reader.name), said)}")


def _draft(one: Strike, each: DeskBulletin, do: Do) -> None:
    plain.quiet(
        spoken().say_clauses([t("strike-bulletin-draft"), each.drafted_by or "", spoken().say_moment(each.drafted_at)]),
        key=f"draft-by-{each.id}",
    )
    if each.level != one.level:
        st.markdown(f":orange[:material/error: {t('strike-bulletin-old-level')}]")
    with st.container(horizontal=True, gap="small"):
        if each.mine:
            st.caption(t("strike-bulletin-second"))
        elif st.button(
            t("strike-bulletin-release", n=len(one.brands)), key=f"release-{each.id}", icon=":material/send:", type="primary",
            disabled=each.level != one.level,
        ):  # fmt: skip
            do(deeds.Release(each.id, each.revision))
        if st.button(t("shell-change"), key=f"change-{each.id}", type="secondary" if each.mine else "tertiary"):
            dialogs.show(t("strike-bulletin-write"), lambda: forms.write(one, do, each), width="medium")
