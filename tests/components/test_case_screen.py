"""The pieces of the case page, drawn from constants."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from components import hints, naming
from components.case import composer, thread
from db.models import MessageState, Side
from tests.components import constants


def draw(viewer: str = "handshake", text: str = "Words.", name: str = "Brand K", language: str = "en") -> AppTest:
    def screen(viewer: str, text: str, name: str, language: str) -> None:
        import streamlit as st

        from components import i18n
        from components.case import beside, composer, header, strip, thread
        from db.models import Side
        from tests.components import constants

        i18n.speak(language)
        page = constants.case_page(Side(viewer), text=text, name=name)
        header.show(page)
        strip.show(page)
        st.session_state["deed"] = thread.show(page.messages, page.parties, page.viewer)
        composer.show(page, lambda draft: None, scope="one")
        beside.show(page, beside.Hands(lambda deed: None, lambda deed: None))

    return AppTest.from_function(screen, args=(viewer, text, name, language), default_timeout=30).run()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("viewer", ["handshake", "factory", "brand", "worker"])
def test_every_side_can_open_the_case_in_both_languages(viewer: str, language: str) -> None:
    assert not draw(viewer, language=language).exception


def walk(node: Any) -> list[Any]:
    found = [node]
    for child in getattr(node, "children", {}).values():
        found += walk(child)
    return found


@pytest.mark.parametrize("viewer", ["handshake", "factory", "brand", "worker"])
def test_what_people_write_is_shown_to_the_letter_and_nowhere_as_markdown(viewer: str) -> None:
    screen = draw(viewer, text=constants.HOSTILE, name=constants.HOSTILE)
    assert not screen.exception
    assert constants.HOSTILE in [each.value for each in screen.text]
    for node in walk(screen._tree):
        proto = getattr(node, "proto", None)
        if proto is None or getattr(node, "type", "") == "text":
            continue
        said = str(proto)
        assert "](https://evil" not in said
        assert "https://evil" not in said
        assert "www.evil" not in said
        assert "<img" not in said


def test_a_held_message_carries_its_three_actions_for_handshake() -> None:
    screen = draw()
    held = next(m for m in constants.case_page().messages if m.state is MessageState.HELD)
    screen.button(key=f"review-{held.id}").click().run()
    deed = screen.session_state["deed"]
    assert deed.verb == "review"
    assert deed.message.id == held.id


def test_the_author_can_change_or_take_back_what_is_held() -> None:
    screen = draw("factory")
    keys = [button.key for button in screen.button]
    assert any(str(key).startswith("change-") for key in keys)
    assert any(str(key).startswith("take_back-") for key in keys)
    assert not any(str(key).startswith("review-") for key in keys)


def test_a_reader_is_offered_nothing_on_a_held_message() -> None:
    assert not [b for b in draw("brand").button if str(b.key).split("-")[0] in ("review", "change", "withhold")]


def test_what_was_read_folds_and_what_waits_stays_open() -> None:
    messages = constants.case_page(many=8).messages
    folded, shown = thread.fold(messages)
    assert len(folded) == 7
    assert any(message.state is MessageState.HELD for message in shown)
    new = (*messages[:3], constants.message(50, fresh=True), *messages[3:])
    assert thread.fold(new)[1][0].fresh


def test_the_sentence_says_who_reads_and_who_does_not() -> None:
    page = constants.case_page()
    assert composer.reads(page, [constants.WORKER], False) == "**The worker** will read this. Factory and Brand K will not."
    assert composer.reads(page, [constants.WORKER], True) == "Only Handshake reads this."


def test_a_worker_writes_to_handshake_alone_unless_she_chooses() -> None:
    assert [one.side for one in composer.preset(constants.case_page(Side.FACTORY))] == [Side.WORKER]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call me on 138 0752 4419", ("phone",)),
        ("我的电话是１３８０７５２４４１９", ("phone",)),
        ("身份证 11010519491231002X", ("id_number",)),
        ("My name is Mei and I sew", ("name",)),
        ("我叫张梅，在三号线", ("name",)),
        ("412 of us, since 2021, 3 lines", ()),
        ("", ()),
    ],
)
def test_a_hint_finds_what_could_show_who_she_is(text: str, expected: tuple[str, ...]) -> None:
    assert hints.find(text) == expected


def test_only_a_worker_is_warned_before_sending() -> None:
    assert composer.warning("call 138 0752 4419", Side.FACTORY) is None
    assert "phone number" in (composer.warning("call 138 0752 4419", Side.WORKER) or "")


def draw_silence(*, supervisor: bool, told_before: bool = False, language: str = "en") -> AppTest:
    """The steering of a case under no tip-off; `told_before`: the factory had been admitted when the flag went up."""

    def screen(supervisor: bool, told_before: bool, language: str) -> None:
        import streamlit as st

        from components import i18n
        from components.case import steering
        from tests.components import constants

        i18n.speak(language)
        page = constants.silent_case(told_before=told_before)
        steering.show(page, lambda deed: st.session_state.update(steered=deed), supervisor=supervisor)

    return AppTest.from_function(screen, args=(supervisor, told_before, language), default_timeout=30).run()


def said(screen: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*screen.markdown, *screen.caption))


def end_silence(screen: AppTest) -> AppTest:
    return screen.button(key="steer-end-silence").click().run()


def test_only_a_supervisor_is_offered_to_end_no_tip_off() -> None:
    coordinator, supervisor = draw_silence(supervisor=False), draw_silence(supervisor=True)
    assert "may not even learn that it exists" in said(coordinator)
    assert "Only a supervisor can end this." in said(coordinator)
    assert "steer-end-silence" not in [one.key for one in coordinator.button]
    assert "steer-end-silence" in [one.key for one in supervisor.button]
    assert "Only a supervisor" not in said(supervisor)


def test_a_case_without_no_tip_off_speaks_of_no_silence() -> None:
    assert "no tip-off" not in said(draw())
    assert "steer-end-silence" not in [one.key for one in draw().button]


def test_ending_no_tip_off_says_first_what_follows() -> None:
    never_told = end_silence(draw_silence(supervisor=True))
    assert "once it is admitted and a statement is released" in said(never_told)
    assert "see the case again at once" not in said(never_told)
    known = end_silence(draw_silence(supervisor=True, told_before=True))
    assert "see the case again at once" in said(known)
    assert "once it is admitted" not in said(known)


def test_under_no_tip_off_nobody_is_told_to_write_to_the_factory() -> None:
    silent = constants.silent_case()
    assert naming.next_step(silent)[0] == "Decide whether the factory may be told"
    told = replace(silent, case=replace(silent.case, badges=()))
    assert naming.next_step(told)[0] == "Admit the factory and write to it"


def test_a_case_that_nobody_has_sorted_asks_a_coordinator_to_classify_it() -> None:
    page = constants.silent_case()
    fresh = replace(page, case=replace(page.case, state="triage", issues=("X0",)))
    assert naming.title(fresh.case.issues) == "Case without a category yet"
    assert naming.next_step(fresh)[0] == "Choose what it is about"
    known = replace(fresh, case=replace(fresh.case, issues=("C3",)))
    assert naming.next_step(known)[0] == "Decide the screening"
