"""ATTACKS 19, 21 to 23, 30: what people type, and what machines send."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from db.errors import BadRequest, PortalError, TooLarge
from tests.policies.scene import Scene

Call = Callable[..., Any]
LIMIT = 10_000
TRICKY = [
    "'; drop table portal.message; --", "100% _sure_ \\o/", "$$ $body$ $1 %s %(x)s {0}", 'quote " and \\" and \\\\', "a\tb\nc",
    "<script>alert(1)</script>", "![x](https://evil.example/x.png)", "NULL", "=1+1", "|", '{"a": [1]}', "-- /* */",
]  # fmt: skip
SCRIPTS = ["工资没有发", "বেতন পাইনি", "လစာ မရသေးပါ", "មិនទាន់បានប្រាក់ខែ", "لم أستلم راتبي", "👩🏽‍🏭 👨‍👩‍👧 می‌خواهم", "Å Å ﬁ"]


def _bodies(page: dict[str, Any]) -> list[str]:
    return [message["body"] for message in page["messages"]]


@pytest.mark.parametrize("words", TRICKY + SCRIPTS)
def test_words_come_back_to_the_byte(call: Call, stage: Scene, words: str) -> None:
    page = call("chen", "post_message", request_id=uuid4(), reference=stage.cases["open"].reference, body=words)
    assert words in _bodies(page)


@pytest.mark.parametrize("words", ["%", "_", "\\", "'", "$$", "%_\\", "x' or '1'='1"])
def test_a_filter_searches_signs_literally(call: Call, stage: Scene, words: str) -> None:
    marked = f"literal {uuid4().hex[:8]}{words}end"
    call("weber", "post_message", request_id=uuid4(), reference=stage.cases["open"].reference, body=marked)

    def found(what: str) -> int:
        return sum(len(call("weber", "inbox", box=box, words=what)["rows"]) for box in ("needs", "waiting", "closed"))

    assert found(marked) == 1
    assert found(marked.replace(words, "x" * len(words))) == 0
    assert call("public", "find_workplaces", words=f"Canary{words}organisation") == []


def test_search_finds_composed_and_decomposed_letters(call: Call, stage: Scene) -> None:
    word = f"Café-{uuid4().hex[:6]}"
    call(
        "chen",
        "post_message",
        request_id=uuid4(),
        reference=stage.cases["open"].reference,
        body=unicodedata.normalize("NFD", word),
    )
    for form in ("NFC", "NFD"):
        rows = [
            call("chen", "inbox", box=box, words=unicodedata.normalize(form, word))["rows"]
            for box in ("needs", "waiting", "closed")
        ]
        assert sum(map(len, rows)) == 1


@pytest.mark.parametrize("length", [1, LIMIT])
@pytest.mark.parametrize("sign", ["a", "字", "😀"])
def test_a_body_within_the_limit_is_taken(call: Call, stage: Scene, length: int, sign: str) -> None:
    page = call("chen", "post_message", request_id=uuid4(), reference=stage.cases["open"].reference, body=sign * length)
    assert sign * length in _bodies(page)


@pytest.mark.parametrize("length", [LIMIT + 1, 1_000_000])
def test_a_body_over_the_limit_is_refused_with_the_limit(call: Call, stage: Scene, length: int) -> None:
    with pytest.raises(TooLarge) as refused:
        call("chen", "post_message", request_id=uuid4(), reference=stage.cases["open"].reference, body="a" * length)
    assert refused.value.key == "body_too_long"
    assert refused.value.facts["limit"] == LIMIT


def test_ten_megabytes_are_refused(call: Call, stage: Scene) -> None:
    with pytest.raises(PortalError) as refused:
        call("chen", "post_message", request_id=uuid4(), reference=stage.cases["open"].reference, body="a" * 10_000_000)
    assert isinstance(refused.value, TooLarge | BadRequest)


EMPTY = [
    "",
    " ",
    "\n\t ",
    "\u200b\u200b",
    "\u202e\u202d",
    "\u00a0\u3000",
    "\ufeff",
    "\u2060\u2066\u2069",
    "\u3164",
    "\u2800",
    "\u00ad",
    "\u200d\ufe0f",
]


@pytest.mark.parametrize("words", EMPTY)
def test_words_that_show_nothing_are_refused(call: Call, stage: Scene, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        call("chen", "post_message", request_id=uuid4(), reference=stage.cases["open"].reference, body=words)
    assert refused.value.key == "body_empty"


def test_controls_that_disguise_words_are_taken_out(call: Call, stage: Scene) -> None:
    page = call(
        "chen",
        "post_message",
        request_id=uuid4(),
        reference=stage.cases["open"].reference,
        body="evil\u202egpj.exe\u2066\u061c\x07\x1b[31m",
    )
    assert "evilgpj.exe[31m" in _bodies(page)


@pytest.mark.parametrize("words", ["a\x00b", "\ud800", "a\udfffb"])
def test_a_nul_and_half_a_character_are_refused(call: Call, stage: Scene, words: str) -> None:
    with pytest.raises(BadRequest) as refused:
        call("chen", "post_message", request_id=uuid4(), reference=stage.cases["open"].reference, body=words)
    assert refused.value.key == "body_unreadable"


@pytest.mark.parametrize(
    "month", ["2026-02-31", "2026-13", "2026-00", "0000-01", "９９99-01", "٢٠٢٦-٠١", "99999-01", "2026-1", "x", ""]
)
def test_a_month_that_is_none_is_refused(call: Call, month: str) -> None:
    with pytest.raises(BadRequest):
        call("chen", "inbox", box="needs", month=month)
    with pytest.raises(BadRequest):
        call("chen", "figures", from_month=month)


@pytest.mark.parametrize("month", ["9999-12", "1990-01", "2024-02"])
def test_a_month_far_away_is_an_empty_list(call: Call, month: str) -> None:
    assert call("chen", "inbox", box="needs", month=month)["rows"] == []


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("inbox", {"box": None}), ("inbox", {"box": "mine"}), ("inbox", {"box": "needs", "after_key": "x"}),
        ("inbox", {"box": "needs", "severities": ["x"]}), ("inbox", {"box": "needs", "workplace": "not-a-uuid"}),
        ("inbox", {"box": "needs", "nothing": 1}), ("inbox", {"box": {"a": 1}}),
        ("post_message", {}), ("post_message", {"request_id": None, "reference": "own", "body": "x"}),
        ("post_message", {"request_id": "x", "reference": "own", "body": "x"}),
        ("post_message", {"request_id": "fresh", "reference": "own", "body": None}),
        ("post_message", {"request_id": "fresh", "reference": "own", "body": "x", "kind": None}),
        ("post_message", {"request_id": "fresh", "reference": "own", "body": "x", "kind": "statement"}),
        ("post_message", {"request_id": "fresh", "reference": "own", "body": "x", "audience": ["x"]}),
        ("post_message", {"request_id": "fresh", "reference": "own", "body": "x", "audience": [str(uuid4())]}),
        ("post_message", {"request_id": "fresh", "reference": "own", "body": "x", "files": [str(uuid4())]}),
        ("post_message", {"request_id": "fresh", "reference": "own", "body": "x", "author": "lin"}),
        ("reserve_file", {"request_id": "fresh", "reference": "own", "name": None, "bytes": 1, "sha256": "0" * 64,
        "media_type": "a/b"}),
        ("reserve_file", {"request_id": "fresh", "reference": "own", "name": "a", "bytes": -1, "sha256": "0" * 64,
        "media_type": "a/b"}),
        ("reserve_file", {"request_id": "fresh", "reference": "own", "name": "a" * 300, "bytes": 1, "sha256": "0" * 64,
        "media_type": "a/b"}),
        ("set_language", {"language": None}), ("set_language", {"language": "tlh"}), ("sign_in_attempt", {"email_hash": None}),
        ("no_such_function", {}),
    ],
)  # fmt: skip
def test_crooked_arguments_are_a_bad_request(call: Call, stage: Scene, function: str, arguments: dict[str, Any]) -> None:
    own = {"own": stage.cases["open"].reference, "fresh": str(uuid4())}
    given = {name: own.get(value, value) if isinstance(value, str) else value for name, value in arguments.items()}
    with pytest.raises(BadRequest) as refused:
        call("chen", function, **given)
    assert "portal." not in json.dumps([refused.value.key, refused.value.facts, refused.value.hint])
