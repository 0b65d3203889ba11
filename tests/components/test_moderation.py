"""Moderation: what could identify a person is found, and what is cut leaves words in brackets."""

from __future__ import annotations

import pytest

from components.moderation.marks import Mark, find
from components.moderation.passages import choices, chosen, cut, release

FACTORY_EN = (
    "369 of 412 are enrolled now. 43 have not handed in a copy of their ID card. Please give us the names of those "
    "who complained so that we can begin with them. Zhang Mei of line 3 can call me on 138 0752 4419."
)


def found(text: str) -> list[tuple[str, str]]:
    return [(text[mark.start : mark.end], mark.kind) for mark in find(text)]


def test_the_release_of_the_picture() -> None:
    released = release(FACTORY_EN, find(FACTORY_EN), ())
    assert released.body == (
        "369 of 412 are enrolled now. 43 have not handed in a copy of their ID card. [question about people removed] "
        "[name removed] can call me on [phone number removed]."
    )
    assert released.removed == 3


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("3 号线的张梅可以说明", "name", "3 号线的张梅"),
        ("二车间的李小红在家", "name", "二车间的李小红"),
        ("我叫陈大明，在这里三年", "name", "陈大明"),
        ("找王主管说过", "name", "王主管"),
        ("Ask Mr Wu about it", "name", "Mr Wu"),
        ("Zhang Mei of line 3 knows", "name", "Zhang Mei of line 3"),
        ("打１３８０７５２４４１９给我", "phone", "１３８０７５２４４１９"),
        ("call +86 138-0752-4419 now", "phone", "+86 138-0752-4419"),
        ("办公室 0752-2345678", "phone", "0752-2345678"),
        ("一三八零七五二四四一九", "phone", "一三八零七五二四四一九"),
        ("身份证440102199003072316。", "id_number", "440102199003072316"),
        ("工号 A00123 的人", "id_number", "工号 A00123"),
        ("加我微信：zhangmei88", "contact", "微信：zhangmei88"),
        ("mail wu@example.com", "contact", "wu@example.com"),
        ("是谁投诉的？", "asks_who", "是谁投诉的？"),
        ("请提供反映人的姓名。", "asks_who", "请提供反映人的姓名。"),
        ("哪个员工打的电话", "asks_who", "哪个员工打的电话"),
        ("Who reported this?", "asks_who", "Who reported this?"),
        ("Tell us which worker called.", "asks_who", "Tell us which worker called."),
    ],
)
def test_what_could_identify_a_person_is_found(text: str, kind: str, words: str) -> None:
    assert (words, kind) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "We paid 120000 RMB on 2026-10-15 to 412 people.",
        "The list of workers is ready.",
        "已于11月3日支付，高温补贴从下月起发放，方便时回复。",
        "车间温度 38 度，每天加班 4 小时。",
        "",
    ],
)
def test_amounts_dates_and_plain_sentences_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_passages_joined_again_are_the_original() -> None:
    for text in (FACTORY_EN, "3 号线的张梅，13807524419。\n第二行", "x", "  "):
        assert "".join(passage.text + passage.tail for passage in cut(text, find(text))) == text


def test_a_kept_passage_stays_and_is_not_counted() -> None:
    marks = find(FACTORY_EN)
    name = next(passage.name for passage in cut(FACTORY_EN, marks) if passage.kind == "name")
    released = release(FACTORY_EN, marks, {name})
    assert "Zhang Mei of line 3 can call me" in released.body
    assert released.removed == 2


def test_chinese_text_gets_chinese_brackets() -> None:
    text = "请告诉我们是谁投诉的。3 号线的张梅可以打我电话 13807524419。"
    assert release(text, find(text), ()).body == "[打听是谁的话已删去][姓名已删去]可以打我电话 [电话号码已删去]。"


def test_words_marked_by_hand_are_cut_wherever_they_stand() -> None:
    text = "The tall girl saw it. Ask the tall girl."
    marks = chosen(text, "tall girl")
    assert release(text, marks, ()).body == "The [passage removed] saw it. Ask the [passage removed]."
    assert chosen(text, "short boy") == chosen(text, "  ") == ()


def test_a_moderators_own_mark_wins_over_a_hint() -> None:
    text = "Call Ms Wu of line 3 today."
    whole = Mark(0, len(text), "chosen")
    assert [passage.kind for passage in cut(text, (*find(text), whole))] == ["chosen"]


def test_each_sentence_can_be_marked() -> None:
    text = "One is here. 第二句在这里。Third"
    (passage,) = cut(text, ())
    assert [text[mark.start : mark.end] for mark in choices(passage)] == ["One is here.", "第二句在这里。", "Third"]
