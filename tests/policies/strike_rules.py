"""Who may know what of strikes, bulletins and retaliation: the part of the oracle and of the calls that is about them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.policies.facts import Facts, Row
    from tests.policies.oracle import Oracle

DESK = ("coordinator", "supervisor")


def bulletin_reader(one: Oracle, row: Row) -> bool:
    """A brand reads that it was told, as long as it sources there; who else was told stands in no row of its own."""
    return one.role == "brand" and row["brand_id"] == one.organization and one.sources_from(row["workplace_id"])


def bulletin(one: Oracle, row: Row) -> bool:
    """A bulletin that was released to this brand."""
    told = [reader for reader in one.facts.rows["bulletin_reader"] if reader["bulletin_id"] == row["id"]]
    return row["released_at"] is not None and any(bulletin_reader(one, reader) for reader in told)


def _nobody(_: Oracle, __: Row) -> bool:
    return False


_KEPT = (
    "strike", "strike_level_change", "strike_attempt", "strike_demand", "strike_case", "retaliation", "check_in", "warning",
    "warning_run",
)  # fmt: skip
RULES: dict[str, Callable[[Oracle, Row], bool]] = {
    **dict.fromkeys(_KEPT, _nobody), "bulletin": bulletin, "bulletin_reader": bulletin_reader
}  # fmt: skip
HIDDEN = {
    "bulletin": {"strike_id", "drafted_at", "drafted_by", "released_by", "revision"}, "bulletin_reader": {"acknowledged_by"},
}  # fmt: skip


def linked(facts: Facts, case: str) -> set[str]:
    """The cases to which a worker's browser may turn from the one it looks at: about retaliation, or back."""
    pairs = [(row["case_id"], row["parent_id"]) for row in facts.rows["retaliation"]]
    return {a for a, b in pairs if b == case} | {b for a, b in pairs if a == case}


def known(argument: str, facts: Facts, oracle: Oracle) -> list[tuple[str, bool]]:
    """The things that an argument can name, and whether this persona may know of each."""
    if argument == "bulletin":
        return [(row["id"], oracle.role in DESK or bulletin(oracle, row)) for row in facts.rows["bulletin"]]
    table = argument if argument in ("strike", "warning") else "check_in"
    return [(row["id"], oracle.role in DESK) for row in facts.rows[table]]


def desk_words(facts: Facts) -> set[str]:
    """What the desk reads of all its strikes, by function and not by row."""
    return {word for table in ("strike", "bulletin") for row in facts.texts[table] for word in words_of(row)}


def words_of(row: dict[str, str | None]) -> set[str]:
    """The canaries of a row."""
    return set(re.findall(r"Canary-[A-Za-z]+(?:[-_][A-Za-z]+)*", " ".join(str(value) for value in row.values())))
