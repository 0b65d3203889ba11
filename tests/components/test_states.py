"""Refusals and faults are said in the words of the catalogue."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from components import i18n, plain

KEYS = [
    "absent", "sign_in_needed", "not_allowed", "case_state_changed", "revision_stale", "transition_illegal",
    "guard_consent_missing", "guard_statement_missing", "guard_no_tip_off", "guard_not_linked", "guard_not_screened",
    "guard_reason_missing", "guard_worker_not_heard", "request_reused", "body_empty", "body_too_long", "body_unreadable",
    "audience_invalid", "file_refused", "rate_limited", "queued", "receipt_unknown", "invitation_unknown", "value_invalid",
    "not_sent", "not_known", "unavailable", "other",
]  # fmt: skip


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_every_refusal_has_a_head_and_what_follows(key: str, language: str) -> None:
    words = i18n.words(language)
    assert words.t(f"error-{key}")
    assert words.t(f"error-{key}-more")


def said(key: str, facts: dict[str, object], writing: bool = False, maybe_done: bool = False) -> str:
    def screen(key: str, facts: dict[str, object], writing: bool, maybe_done: bool) -> None:
        from components import states

        states.refusal(key, facts, writing=writing, maybe_done=maybe_done)

    drawn = AppTest.from_function(screen, args=(key, facts, writing, maybe_done), default_timeout=30).run()
    assert not drawn.exception
    return str(drawn.markdown[0].value)


def test_nothing_was_sent_is_said_only_when_it_is_known() -> None:
    assert "Not sent. Your text is still here." in said("unavailable", {}, writing=True)
    lost = said("unavailable", {}, writing=True, maybe_done=True)
    assert "We do not know yet whether it arrived." in lost
    assert "Not sent" not in lost


def test_our_own_mistake_gives_a_number_and_nothing_else() -> None:
    assert plain.label("E-4F7K2") in said("broken", {"incident": "E-4F7K2"})


def test_who_was_faster_is_named() -> None:
    words = said("case_state_changed", {"by": "Lin Yue", "at": "2026-11-20T01:41:00+00:00"})
    assert "Lin Yue was faster, at 09:41." in words


def test_an_unknown_key_never_reaches_the_screen() -> None:
    assert "secret_new_key" not in said("secret_new_key", {})


@pytest.mark.parametrize("sign", list('!"#$%&*+-./:;<=>?@[\\]^_`{|}~'))
def test_a_label_takes_the_meaning_out_of_every_sign(sign: str) -> None:
    before = "\N{WORD JOINER}" if sign == "." else ""
    assert plain.label(f"a{sign}b") == f"a{before}\\{sign}\N{WORD JOINER}b"


def test_writing_cannot_be_turned_around() -> None:
    assert plain.clean("exe.\u202egpj") == "exe.gpj"
