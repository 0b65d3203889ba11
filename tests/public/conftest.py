"""A counting backend and an old phone, with and without an open receipt."""

from __future__ import annotations

import pytest

from db.receipts import hash_code
from tests.public.old_phone import Phone
from tests.public.worker_case import CODE, CountingGateway


@pytest.fixture
def gateway() -> CountingGateway:
    return CountingGateway()


@pytest.fixture
def phone(gateway: CountingGateway) -> Phone:
    return Phone(gateway)


@pytest.fixture
def opened(phone: Phone) -> Phone:
    phone.gateway.known_hash = hash_code(CODE)
    phone.get("/light")
    assert phone.post("/light/open", code=CODE) == "/light/mine"
    phone.get("/light/mine")
    phone.gateway.calls.clear()
    return phone
