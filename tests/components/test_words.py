"""Both languages say everything, with the same facts in it."""

from __future__ import annotations

import re
from collections import Counter
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from components import i18n

FOLDER = Path(i18n.__file__).parent / "words"


class Placeholders(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802  (the visitor's name)
        self.names.add(node.id.name)


def catalogue(language: str) -> dict[str, set[str]]:
    """Key → names of its facts, over all files of one language."""
    found: dict[str, set[str]] = {}
    for file in sorted((FOLDER / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{file.name}: {entry.content[:80]!r}"
            if isinstance(entry, ast.Message):
                seen = Placeholders()
                seen.visit(entry)
                found[entry.id.name] = seen.names
    return found


def test_every_language_has_every_file() -> None:
    files = [{file.name for file in (FOLDER / language).glob("*.ftl")} for language in i18n.LANGUAGES]
    assert files[0] == files[1]


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, chinese = (catalogue(language) for language in i18n.LANGUAGES)
    assert english.keys() == chinese.keys(), sorted(english.keys() ^ chinese.keys())
    differing = [key for key in english if english[key] != chinese[key]]
    # English may leave out a number that its plural already says ("1 day").
    assert not differing, differing


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_no_key_is_given_twice(language: str) -> None:
    keys: Counter[str] = Counter()
    for file in (FOLDER / language).glob("*.ftl"):
        body = FluentParser().parse(file.read_text(encoding="utf-8")).body
        keys.update(entry.id.name for entry in body if isinstance(entry, ast.Message))
    assert [key for key, times in keys.items() if times > 1] == []


def test_a_missing_key_is_an_error_and_never_shown() -> None:
    with pytest.raises(i18n.MissingWords):
        i18n.words("en").t("no-such-key")


def test_a_missing_fact_is_an_error() -> None:
    with pytest.raises(i18n.MissingWords):
        i18n.words("en").t("shell-day-at", day="Fri")


def test_deadlines_are_said_in_words_in_both_languages() -> None:
    at = i18n.now().replace(hour=12, minute=0) + timedelta(days=3)
    assert i18n.words("en").say_due(at).endswith(", in 3 days")
    assert i18n.words("zh-Hans").say_due(at).endswith("，还有 3 天")
    late = i18n.now() - timedelta(days=4)
    assert i18n.words("en").say_due(late).startswith("Overdue by 4 days")


def test_numbers_and_lists_follow_the_language() -> None:
    assert i18n.words("en").say_number(1204) == "1,204"
    assert i18n.words("en").say_list(["Worker", "Handshake"]) == "Worker, Handshake"
    assert i18n.words("zh-Hans").say_list(["工人", "Handshake"]) == "工人、Handshake"
    assert i18n.words("zh-Hans").say_country("DE") == "德国"


def test_what_was_said_as_today_is_a_day_after_midnight(monkeypatch: pytest.MonkeyPatch) -> None:
    written = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)  # 23:30 in China
    said = []
    for later in (timedelta(minutes=10), timedelta(hours=1), timedelta(days=60)):
        monkeypatch.setattr(i18n, "now", lambda later=later: (written + later).astimezone(i18n.zone()))
        said.append(i18n.words("en").say_instant(written))
    assert said == ["Today, 23:30", "Sun 22 Nov, 23:30", "22 Nov 2026, 23:30"]


def test_times_are_told_on_the_clocks_of_the_workplace() -> None:
    written = datetime(2026, 3, 4, 20, 30, tzinfo=UTC)

    def said(place: str | None) -> tuple[str, str, str]:
        if place:
            i18n.dwell(place, script=False)
        say = i18n.words("en")
        return say.say_instant(written), say.say_date(written), say.say_zone()

    assert copy_context().run(said, None) == ("Thu 5 Mar, 04:30", "Thu 5 Mar", "China Standard Time")
    assert copy_context().run(said, "Asia/Dhaka") == ("Thu 5 Mar, 02:30", "Thu 5 Mar", "Bangladesh Standard Time")
    assert copy_context().run(said, "America/Bogota") == ("Wed 4 Mar, 15:30", "Wed 4 Mar", "Colombia Standard Time")
    assert copy_context().run(said, None)[0] == "Thu 5 Mar, 04:30"


def test_a_latin_name_stands_off_from_the_chinese_around_it_and_is_not_changed_within() -> None:
    chinese = i18n.words("zh-Hans")
    assert chinese.t("mine-message-from", author="Handshake", readers="您") == "Handshake 发给您"
    assert chinese.t("mine-message-from", author="您", readers="联丰A厂") == "您发给联丰A厂"


def test_a_thing_has_one_name_in_chinese_and_a_sentence_its_own_full_stop() -> None:
    chinese = i18n.words("zh-Hans")
    every = "\n".join(one.read_text(encoding="utf-8") for one in FOLDER.glob("zh-Hans/*.ftl"))
    assert "保管员" not in every, "the custodian is 保管人 where roles are named"
    assert "罢工通报" not in every, "the strike desk writes 停工通报"
    assert "宿舍" not in chinese.t("hotline-hours-hint"), "not at work, as in English"
    assert chinese.t("impact-basis", told="共三年", own="来源：网页") == "共三年。来源：网页"


def test_today_is_written_small_inside_a_sentence() -> None:
    english = i18n.words("en")
    assert english.say_instant(i18n.now()).startswith("Today, ")
    assert english.say_moment(i18n.now()).startswith("today, ")


def test_every_refusal_of_the_database_has_words() -> None:
    migrations = Path(__file__).parents[2] / "db" / "supabase" / "migrations"
    sql = "\n".join(one.read_text() for one in migrations.glob("*.sql"))
    keys = set(re.findall(r"refuse\('\d+', '([a-z_]+)'", sql)) | set(re.findall(r"'(guard_[a-z_]+)'", sql))
    assert len(keys) > 60
    # Told by a command, which speaks English.
    assert {key for key in keys - {"supervisor_exists"} if not i18n.words("en").has(f"error-{key}")} == set()
