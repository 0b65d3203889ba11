"""A burst from one address: counted without waiting for the one before, set aside beyond a thousand, not turned away."""

from __future__ import annotations

import threading
from uuid import uuid4

import pytest

from db.errors import TooMany
from db.gateway import Credentials
from db.receipts import hash_code, new_code
from tests.real_database import Database

NETWORK = "f" * 32


def file(database: Database, request_id: object, code: str, network: str = NETWORK) -> dict[str, object]:
    answer: dict[str, object] = database.gateway(Credentials(network=network)).call(
        "file_case", request_id=request_id, receipt_hash=hash_code(code), language="zh-Hans", statement="没有发加班费。",
        issues=["F1"], workplace_words="A mill",
    )  # fmt: skip
    return answer


def counted(database: Database, so_many: int) -> None:
    """As if so many had filed from that address within this hour."""
    with database.connect() as admin:
        for lot in range(16):
            admin.execute(
                "insert into portal.limit_ (bucket, hour, used) values (private.digest(%s), date_trunc('hour', now()), %s)"
                " on conflict on constraint limit__pkey do update set used = excluded.used",
                [f"file:{lot}:{NETWORK}", so_many // 16],
            )


def test_beyond_a_thousand_an_hour_a_report_waits_and_says_so_again(database: Database) -> None:
    assert file(database, uuid4(), new_code())["queued"] is False
    counted(database, 1600)
    request, code = uuid4(), new_code()
    first = file(database, request, code)
    assert first["queued"] is True
    assert file(database, request, code) == first, "sent twice because the answer was lost"
    assert file(database, uuid4(), new_code(), "e" * 32)["queued"] is False, "another address waits for nobody"


def test_ten_thousand_junk_filings_lock_nobody_out_and_more_than_any_dormitory_ends(database: Database) -> None:
    counted(database, 11_000)
    assert file(database, uuid4(), new_code())["queued"] is True
    counted(database, 40_000)
    with pytest.raises(TooMany, match="rate_limited"):
        file(database, uuid4(), new_code())


def test_who_files_does_not_wait_for_a_neighbour_who_is_being_stored(database: Database) -> None:
    counted(database, 16)
    passed: list[object] = []

    def one() -> None:
        passed.append(file(database, uuid4(), new_code()))

    with database.connect() as neighbour, neighbour.transaction():
        lot = [f"file:0:{NETWORK}"]
        neighbour.execute("select from portal.limit_ where bucket = private.digest(%s) for update", lot)
        several = [threading.Thread(target=one) for _ in range(4)]  # all four on his lot: once in 65,536 runs
        for each in several:
            each.start()
        for each in several:
            each.join(3)
        assert passed, "everybody waited"
    for each in several:
        each.join(10)
    assert len(passed) == 4
