"""The tables of a pack as CSV, every cell inert, and the dictionary that says what each column means."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from db.copies.words import PaperWords
from db.evidence.facts import Facts
from db.spreadsheets import inert

CASES = (
    "reference", "workplace", "city", "issues", "severity", "phase", "known_since", "answered_on", "closed_on", "closed_reason",
    "findings", "factory_done_on", "verified_on", "worker_says", "head",
)  # fmt: skip
CLOCKS = ("reference", "kind", "owner", "due_on", "ended_on", "outcome")
ACTIONS = ("reference", "owner", "due_on", "state", "done_on", "verified_on", "verifier")
COLUMNS = {"cases.csv": CASES, "clocks.csv": CLOCKS, "actions.csv": ACTIONS}


def tables(facts: Facts, words: PaperWords) -> dict[str, bytes]:
    """The three tables and their dictionary, by file name. Codes stay codes: they are the same in every language."""
    cases = (
        (one.reference, one.workplace, one.city, " ".join(one.issues), one.severity, one.phase, one.known_since, one.answered_on,
         one.closed_on, one.closed_reason, " ".join(f"{f.code}:{f.outcome}" for f in one.findings), one.factory_done_on,
         one.verified_on, one.worker_says, one.head)
        for one in facts.cases
    )  # fmt: skip
    clocks = ((one.reference, one.kind, one.owner, one.due_on, one.ended_on, one.outcome) for one in facts.clocks)
    actions = (
        (one.reference, one.owner, one.due_on, one.state, one.done_on, one.verified_on, one.verifier) for one in facts.actions
    )
    dictionary = (
        (file, column, words.say(f"evidence-column-{column.replace('_', '-')}"))
        for file, columns in COLUMNS.items()
        for column in columns
    )
    return {
        "cases.csv": written(CASES, cases),
        "clocks.csv": written(CLOCKS, clocks),
        "actions.csv": written(ACTIONS, actions),
        "dictionary.csv": written(("file", "column", "meaning"), dictionary),
    }


def written(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with mark, so that a spreadsheet shows the Chinese; nothing in it can start a formula."""
    out = io.StringIO(newline="")
    table = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    table.writerow(head)
    for row in rows:
        table.writerow([inert("" if cell is None else str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")
