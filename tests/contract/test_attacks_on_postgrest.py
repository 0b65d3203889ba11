"""What somebody with the publishable key can try at the API itself (ATTACKS 4, 10, 30)."""

from __future__ import annotations

import base64
import json
import time
from typing import Any

import httpx
import jwt
import psycopg
import pytest

from tests.contract.doors import Door, token
from tests.contract.supabase_parts import JWT_SECRET

CHEN = "11111111-1111-4111-8111-111111111111"
CALLS = ("whoami", "case_page")


@pytest.fixture
def door(doors: dict[str, Door]) -> Door:
    return doors["supabase"]


def _unsigned(**claims: Any) -> str:
    def part(value: object) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()

    usual = {"sub": CHEN, "role": "authenticated", "aud": "authenticated", "exp": int(time.time()) + 600}
    return f"{part({'alg': 'none', 'typ': 'JWT'})}.{part({**usual, **claims})}."


def _signed_otherwise(key: str, algorithm: str = "HS256", **claims: Any) -> str:
    usual = {"sub": CHEN, "role": "authenticated", "aud": "authenticated", "exp": int(time.time()) + 600}
    return jwt.encode({**usual, **claims}, key, algorithm)


FORGED = {
    "unsigned": _unsigned(),
    "unsigned service_role": _unsigned(role="service_role"),
    "wrong key": _signed_otherwise("another-key-that-is-long-enough-0123456789"),
    "publishable key as key": _signed_otherwise("sb_publishable_contract-and-long-enough-to-sign"),
    "other algorithm": _signed_otherwise(JWT_SECRET + "x" * 32, "HS512"),
    "expired": token(CHEN, exp=int(time.time()) - 3600),
    "not yet": token(CHEN, nbf=int(time.time()) + 3600),
    "never ends": token(CHEN, exp=None),
    "ends in words": token(CHEN, exp="tomorrow"),
    "other audience": token(CHEN, aud="somebody-else"),
    "no audience": token(CHEN, aud=None),
    "service_role": token(CHEN, role="service_role"),
    "nobody's": token(CHEN, sub=None),
    "odd sub": token("not-a-uuid"),
    "two parts": "a.b",
    "garbage": "\u00ff\u00fe.x.y".encode("latin-1").decode("latin-1"),
    "huge": "a" * 7000,
}


@pytest.mark.parametrize("kind", FORGED)
def test_a_forged_token_is_refused_with_401_and_never_500(door: Door, kind: str) -> None:
    answer = door.post("whoami", {}, {"Authorization": b"Bearer " + FORGED[kind].encode("latin-1")})  # type: ignore[dict-item]
    assert answer.status_code == httpx.codes.UNAUTHORIZED, (kind, answer.text)


@pytest.mark.parametrize(
    "role",
    [
        "authenticator",
        "postgres",
        "supabase_admin",
        "supabase_auth_admin",
        "portal_keeper",
        'x"; drop schema portal; --',
    ],
)
def test_even_a_signed_token_cannot_become_a_role_of_servers(door: Door, role: str) -> None:
    answer = door.post("whoami", {}, {"Authorization": f"Bearer {token(CHEN, role=role)}"})
    assert 400 <= answer.status_code < 500, answer.text


def test_the_control_a_good_token_is_taken(door: Door) -> None:
    answer = door.post("whoami", {}, {"Authorization": f"Bearer {token(CHEN)}"})
    assert (answer.status_code, answer.json()) == (httpx.codes.OK, None), "an account without a person sees nothing"


@pytest.mark.parametrize("schema", ["portal", "private", "auth", "storage", "public", "pg_catalog", "supabase_migrations"])
def test_no_other_schema_is_exposed(door: Door, schema: str) -> None:
    answer = httpx.get(f"{door.address}/person", headers={"Accept-Profile": schema}, trust_env=False)
    assert answer.status_code == httpx.codes.NOT_ACCEPTABLE


@pytest.mark.parametrize("who", ["nobody", "a person"])
def test_every_table_is_absent_from_the_api(door: Door, who: str) -> None:
    headers = {"Authorization": f"Bearer {token(CHEN)}"} if who == "a person" else {}
    with psycopg.connect(door.database.conninfo("supabase_admin")) as admin:
        tables = admin.execute(
            "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace "
            "where nspname in ('portal', 'private', 'auth') and relkind in ('r', 'v', 'p')"
        ).fetchall()
    assert tables
    for (table,) in tables:
        for method in ("GET", "POST", "PATCH", "DELETE"):
            answer = httpx.request(method, f"{door.address}/{table}", headers=headers, trust_env=False)
            assert answer.status_code in (404, 400, 405), (table, method, answer.text)


def test_the_root_tells_functions_of_api_and_no_table(door: Door) -> None:
    answer = httpx.get(f"{door.address}/", trust_env=False)
    if answer.status_code == httpx.codes.OK:
        described = answer.json()
        assert not described.get("definitions")
        assert all(path == "/" or path.startswith("/rpc/") for path in described["paths"])


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"words"',
        b'{"reference": {"a": 1}, "extra": 2}',
        b'{"reference": "\\u0000"}',
        b'{"reference": "\\ud800"}',
        b'{"reference": "\xff\xfe"}',
        b'{"nothing": true}',
    ],
)
def test_a_crooked_body_is_never_a_500(door: Door, body: bytes) -> None:
    for function in CALLS:
        answer = door.post(function, body, {"Authorization": f"Bearer {token(CHEN)}"})
        assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, (function, answer.text)


def test_ten_megabytes_are_refused_and_do_no_harm(door: Door) -> None:
    answer = door.post("case_page", {"reference": "H" * 10_000_000}, {"Authorization": f"Bearer {token(CHEN)}"})
    assert 400 <= answer.status_code < 500
    assert door.post("covered_brands", {}).status_code == httpx.codes.OK


def test_a_session_header_that_is_crooked_is_never_a_500(door: Door) -> None:
    for value in ("", "'; drop schema portal; --", '"', "\\", "x" * 4000):
        for name in ("x-portal-session", "x-receipt-session", "x-portal-network"):
            answer = door.post("case_page", {}, {name: value.encode("latin-1")})  # type: ignore[dict-item]
            assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, (name, value, answer.text)
