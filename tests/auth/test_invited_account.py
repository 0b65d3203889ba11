"""An invitation is accepted in one step, or in two where Supabase confirms addresses by mail first."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from auth import sign_in_form
from db.ports import AccountExists, BadCredentials, MailUnconfirmed, Tokens

NOW = datetime.now(UTC)
TOKENS = Tokens(user_id="u", access_token="a", refresh_token="r", issued_at=NOW, expires_at=NOW)


class Accounts:
    """An identity service that says in turn what it is told to say."""

    def __init__(self, *, sign_in: object, sign_up: object) -> None:
        self._says = {"sign_in": sign_in, "sign_up": sign_up}

    def _say(self, what: str) -> Tokens:
        said = self._says[what]
        if isinstance(said, Exception):
            raise said
        return TOKENS

    def sign_in(self, email: str, password: str) -> Tokens:
        return self._say("sign_in")

    def sign_up(self, email: str, password: str) -> Tokens:
        return self._say("sign_up")


@pytest.fixture
def accepted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes that were accepted."""
    codes: list[str] = []
    monkeypatch.setattr(sign_in_form, "_gateway", lambda tokens: None)
    monkeypatch.setattr(sign_in_form.sessions, "accept_invitation", lambda gateway, code, name, language: codes.append(code))
    return codes


def _open(monkeypatch: pytest.MonkeyPatch, accounts: Accounts) -> Tokens:
    monkeypatch.setattr(sign_in_form, "house", lambda: SimpleNamespace(backend=SimpleNamespace(identity=accounts)))
    return sign_in_form.sign_up("code", "ada@example.org", "Ada", "a long good password", "en")


def test_a_new_account_is_made_and_bound(monkeypatch: pytest.MonkeyPatch, accepted: list[str]) -> None:
    assert _open(monkeypatch, Accounts(sign_in=BadCredentials(), sign_up=TOKENS)) is TOKENS
    assert accepted == ["code"]


def test_an_unconfirmed_address_binds_nothing_and_keeps_the_invitation(
    monkeypatch: pytest.MonkeyPatch, accepted: list[str]
) -> None:
    for accounts in (
        Accounts(sign_in=BadCredentials(), sign_up=MailUnconfirmed()),
        Accounts(sign_in=MailUnconfirmed(), sign_up=TOKENS),
    ):
        with pytest.raises(MailUnconfirmed):
            _open(monkeypatch, accounts)
    assert accepted == []


def test_after_the_mail_the_same_form_binds_the_account(monkeypatch: pytest.MonkeyPatch, accepted: list[str]) -> None:
    _open(monkeypatch, Accounts(sign_in=TOKENS, sign_up=MailUnconfirmed()))
    assert accepted == ["code"]


def test_another_password_does_not_take_an_account_over(monkeypatch: pytest.MonkeyPatch, accepted: list[str]) -> None:
    with pytest.raises(AccountExists):
        _open(monkeypatch, Accounts(sign_in=BadCredentials(), sign_up=AccountExists()))
    assert accepted == []
