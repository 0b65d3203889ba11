"""The cells of files: who gets the key of which stored bytes, from a function and from the store itself, and who may put some.

A file is an attachment (the original as it came, the cleaned copy) or a sealed one (reports, their copies, answers, packs).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from psycopg import sql

from tests.policies import reports
from tests.policies.facts import Facts, Row
from tests.policies.oracle import HANDSHAKE, Oracle
from tests.policies.tables import Door

_LATELY = timedelta(minutes=15)  # as long a download is open


def cells(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
    """Every file, every way to it."""
    for row in facts.rows["attachment"]:
        for original in (False, True):
            yield _told(door, "file_content", [row["id"], original], _content(oracle, row, original=original))
        for key in (row["original_key"], row["cleaned_key"]):
            if key:
                yield _answer(door, "may_read_file", key, wanted=_readable(oracle, row, key))
                yield _answer(door, "may_store_file", key, wanted=_storable(oracle, row))
        # What somebody knows who has the content too.
        yield _answer(door, "may_read_file", row["original_sha256"], wanted=False)
        yield _answer(door, "may_store_file", row["original_sha256"], wanted=False)
    for row in facts.rows["sealed_file"]:
        for digest in (row["key"], row["original_key"]):
            if digest:
                yield _answer(door, "may_read_file", digest, wanted=_gets_sealed(oracle, row))
                mine = row["bound_at"] is None and _mine(oracle, row["person_id"])
                yield _answer(door, "may_store_file", digest, wanted=mine)
    yield _answer(door, "may_read_file", "0" * 64, wanted=False)


def _told(door: Door, function: str, values: list[object], wanted: str | None) -> str:
    """Whether the function of `api` tells that key, or refuses."""
    held = sql.SQL(", ").join([sql.Placeholder()] * len(values))
    state, found, _ = door.attempt(sql.SQL("select api.{}({})").format(sql.Identifier(function), held), values)
    got = found[0][0]["key"] if found and not state else None
    right = got == wanted and (got is not None or state.startswith("PT4"))
    return "" if right else f"{door.who.name} gets {got} {state} of {function}{json.dumps(values)}, not {wanted}"


def _answer(door: Door, function: str, digest: str, *, wanted: bool) -> str:
    """What the policies of the store ask."""
    call = sql.SQL("select private.{}(%s)").format(sql.Identifier(function))
    state, found, _ = door.attempt(call, [f"{digest[:2]}/{digest}"])
    said = bool(found and found[0][0])
    return "" if not state and said == wanted else f"{door.who.name}: {function} of {digest[:8]} is {said} {state}, not {wanted}"


def _owns(oracle: Oracle, row: Row) -> bool:
    return oracle.role in HANDSHAKE or row["party_id"] in oracle.seat_ids


def _content(oracle: Oracle, row: Row, *, original: bool) -> str | None:
    """The cleaned copy for whoever may see the file, the original for its owner and Handshake."""
    if not oracle.attachment(row):
        return None
    if original or row["cleaned_sha256"] is None:
        return str(row["original_key"]) if _owns(oracle, row) else None
    return str(row["cleaned_key"])


def _readable(oracle: Oracle, row: Row, key: str) -> bool:
    """Bytes lie under their own reservation: that somebody reserved the same content opens nothing."""
    return (row["cleaned_key"] == key and oracle.attachment(row)) or (row["original_key"] == key and _owns(oracle, row))


def _storable(oracle: Oracle, row: Row) -> bool:
    """Whoever reserved it, until it is part of a message."""
    return row["message_id"] is None and row["party_id"] in oracle.seat_ids


def _mine(oracle: Oracle, person: str) -> bool:
    return oracle.role not in (None, "worker") and person == str(oracle.who.person)


def _gets_sealed(oracle: Oracle, row: Row) -> bool:
    """Who brought it, and for a quarter of an hour whoever was just given its key."""
    return _mine(oracle, row["person_id"]) or any(row["id"] in _given(oracle, each) for each in _open_downloads(oracle))


def _open_downloads(oracle: Oracle) -> list[Row]:
    begun = datetime.now(UTC) - _LATELY
    return [
        row
        for row in oracle.facts.rows["report_download"]
        if _mine(oracle, row["person_id"]) and row["left_at"] is None and datetime.fromisoformat(row["at"]) > begun
    ]


def _given(oracle: Oracle, download: Row) -> set[str | None]:
    """The files of a download: the report itself, or the copy of a grant and the factory's answer to it."""
    if download["grant_id"] is None:
        return {oracle.facts.one("report", download["report_id"])["file_id"]}
    about = oracle.facts.one("grant_", download["grant_id"])
    answers = [row["file_id"] for row in oracle.facts.rows["grant_answer"] if row["grant_id"] == about["id"]]
    return {about["copy_id"], *answers} - {None}


def sealed(door: Door, oracle: Oracle, facts: Facts) -> Iterator[str]:
    """The functions that hand out a sealed file: reports, drafts of copies, copies, packs."""
    by_id = {row["id"]: row for row in facts.rows["sealed_file"]}
    if door.who.database_role == "anon":
        return
    for row in facts.rows["report"]:
        may = reports.report(oracle, row)
        for original in (False, True):
            kept = by_id[row["file_id"]]
            key = kept["original_key"] if original else kept["key"]
            yield _told(door, "open_report", [_REQUEST, row["id"], original], key if may else None)
    for row in facts.rows["grant_"]:
        key = by_id[row["copy_id"]]["key"]
        yield _told(door, "open_copy", [_REQUEST, row["id"]], key if _copies(oracle, row) else None)
    for row in facts.rows["sealed_file"]:
        waits = row["use_"] == "copy" and row["bound_at"] is None and _mine(oracle, row["person_id"])
        may = waits and oracle.role in ("brand", "supervisor")
        yield _told(door, "open_draft", [row["id"]], row["key"] if may else None)
    for row in facts.rows["evidence_pack"]:
        may = row["file_id"] is not None and _mine(oracle, row["made_by"]) and oracle.role in ("brand", "supervisor")
        yield _told(door, "open_evidence", [row["id"]], by_id[row["file_id"]]["key"] if may else None)


_REQUEST = "00000000-0000-4000-8000-00000000000f"


def _copies(oracle: Oracle, row: Row) -> bool:
    """The brand that shares, the factory, a supervisor; the reader while it may read."""
    if row["to_organization"] == oracle.organization and oracle.role in ("brand", "supervisor"):
        return reports.readable(row)
    return reports.grant(oracle, row)
