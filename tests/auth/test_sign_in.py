"""Signing in says and does the same for people we know and people we do not. ATTACKS 10."""

from __future__ import annotations

from typing import Any

import bcrypt
import pytest

from auth import guard, sign_in_form
from auth.house import House
from auth.sign_in_form import REFUSAL, PortalModel, Refusal
from db.gateway import Credentials
from db.ports import Tokens
from tests.auth.conftest import LIN, PASSWORD

NETWORK = "n" * 32
UNKNOWN = "nobody@handshake.example"


@pytest.fixture
def state(held: House, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the script would keep for its next run."""
    kept: dict[str, Any] = {}
    monkeypatch.setattr("streamlit.session_state", kept)
    monkeypatch.setattr(sign_in_form, "house", lambda: held)
    monkeypatch.setattr(guard, "network", lambda: NETWORK)
    return kept


@pytest.fixture
def compared(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The hashes that bcrypt was asked to compare with."""
    hashes: list[bytes] = []
    compare = bcrypt.checkpw

    def noting(password: bytes, hashed: bytes) -> bool:
        hashes.append(hashed)
        return compare(password, hashed)

    monkeypatch.setattr("db.identity_embedded.bcrypt.checkpw", noting)
    return hashes


def cost(hashed: bytes) -> bytes:
    return hashed.split(b"$")[2]


@pytest.mark.parametrize("password", ["wrong", "x" * 100, "w\x00rong", "错误的密码"])
def test_known_and_unknown_people_cost_the_same_and_hear_the_same(
    state: dict[str, Any], compared: list[bytes], noted: list[str], password: str
) -> None:
    heard = {}
    for email in (LIN, UNKNOWN):
        compared.clear()
        noted.clear()
        assert PortalModel("/inbox").login(email, password) is False
        heard[email] = (state.pop(REFUSAL), [cost(one) for one in compared], list(noted))
    assert heard[LIN] == heard[UNKNOWN]
    refusal, costs, calls = heard[LIN]
    assert refusal == Refusal("credentials_wrong", {"tries_left": 4})
    assert costs == [b"10"]
    assert calls == ["sign_in_attempt"]


def test_the_pause_is_the_same_too_and_nobody_looks_at_the_password(state: dict[str, Any], compared: list[bytes]) -> None:
    heard = []
    for email in (LIN, UNKNOWN):
        for _ in range(5):
            PortalModel("/inbox").login(email, "wrong")
        compared.clear()
        assert PortalModel("/inbox").login(email, PASSWORD) is False
        heard.append(state.pop(REFUSAL))
        assert compared == []
    assert {one.key for one in heard} == {"sign_in_paused"}
    assert all(880 <= one.facts["seconds"] <= 900 for one in heard)


def test_case_and_blanks_of_an_address_do_not_give_new_tries(state: dict[str, Any]) -> None:
    for number, email in enumerate((LIN, f" {LIN}", LIN.upper(), f"{LIN} "), start=1):
        PortalModel("/inbox").login(email, "wrong")
        assert state.pop(REFUSAL).facts == {"tries_left": 5 - number}


def test_a_try_carries_the_network_it_comes_from(held: House, state: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Credentials] = []
    gateway = held.backend.gateway

    def noting(credentials: Credentials | None = None) -> Any:
        seen.append(credentials or Credentials())
        return gateway(seen[-1])

    monkeypatch.setattr(held.backend, "gateway", noting)
    PortalModel("/inbox").login(UNKNOWN, "wrong")
    assert [one.network for one in seen] == [NETWORK]


def test_a_right_password_goes_through_the_door_with_the_address(state: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    let_in: list[tuple[Tokens, str]] = []
    monkeypatch.setattr(guard, "sign_in", lambda tokens, address: let_in.append((tokens, address)))
    assert PortalModel("/case?ref=HS-7KQ2-M4XD").login(LIN, PASSWORD) is True
    assert [address for _, address in let_in] == ["/case?ref=HS-7KQ2-M4XD"]
    assert REFUSAL not in state
    assert PASSWORD not in str(state)
