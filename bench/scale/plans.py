"""Whether a plan asks a function, or reads a row, for each case there is: seen in every plan behind every question.

auto_explain tells the plan of each inner statement, functions included. A plan is wrong when a filter of a scan calls one of our
functions and was tried on more rows than any answer has, or when a scan reads more rows than a page could need.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from bench.scale.asks import Look, become, call

MOST_CALLS = 600  # an export has 500 rows
FIXED = ("organization", "person", "supply_link")  # do not grow with the cases
_OURS = re.compile(r"\b(?:private|api)\.(\w+)\(")

Connection = psycopg.Connection[TupleRow]


@dataclass(frozen=True)
class Flaw:
    """A scan that costs by the number of cases."""

    relation: str
    rows: int
    what: str  # function, or rows
    detail: str


def flaws(owner: Connection, look: Look, growing: Collection[str], rows: int) -> list[Flaw]:
    """What is wrong with the plans behind this question: `growing` are the tables that grow with the cases, and of these a scan
    may read so many rows. Nothing is kept."""
    found = list(plans(owner, look))
    return [flaw for plan in found for flaw in _flaws(plan["Plan"], growing, rows)]


def plans(owner: Connection, look: Look) -> Iterator[dict[str, Any]]:
    """The plan of each statement that ran for it, with what really happened."""
    told: list[str] = []

    def listen(diagnostic: psycopg.errors.Diagnostic) -> None:
        if (diagnostic.message_primary or "").startswith("duration:"):
            told.append(diagnostic.message_primary or "")

    owner.add_notice_handler(listen)
    try:
        with owner.transaction(force_rollback=True):
            owner.execute("load 'auto_explain'")
            owner.execute(
                "select set_config('auto_explain.log_' || k, v, true)"
                " from (values ('min_duration', '0'), ('analyze', 'on'), ('timing', 'off'),"
                " ('verbose', 'on'), ('nested_statements', 'on'), ('format', 'json'), ('level', 'notice')) x (k, v)"
            )
            become(owner, look.persona)
            owner.execute(*call(look))
            owner.execute("set constraints all immediate")
    finally:
        owner.remove_notice_handler(listen)
    for one in told:
        yield json.loads(one[one.index("{") :])


def _flaws(node: dict[str, Any], growing: Collection[str], rows: int) -> Iterator[Flaw]:
    loops = int(node.get("Actual Loops", 0))
    tried = int((node.get("Actual Rows", 0) + node.get("Rows Removed by Filter", 0)) * loops)
    relation = str(node.get("Relation Name", node.get("Function Name", node["Node Type"])))
    conditions = " ".join(str(node.get(name, "")) for name in ("Filter", "Join Filter", "One-Time Filter"))
    if node["Node Type"] == "Bitmap Index Scan" and tried > rows and not str(node["Index Name"]).startswith(FIXED):
        yield Flaw(str(node["Index Name"]), tried, "rows", str(node.get("Index Cond", ""))[:400])
    elif "Scan" in node["Node Type"]:
        called = _OURS.findall(conditions)
        if tried > MOST_CALLS and called:
            yield Flaw(relation, tried, "function", ", ".join(sorted(set(called))))
        if tried > rows and relation in growing:
            yield Flaw(relation, tried, "rows", f"{node['Node Type']} {node.get('Index Name', '')} {conditions}"[:400])
    for child in node.get("Plans", []):
        yield from _flaws(child, growing, rows)
