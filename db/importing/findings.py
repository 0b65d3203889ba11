"""What an import has to say about one line: what is wrong, and what was done about it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from enum import StrEnum


class Did(StrEnum):
    """What happened to the row because of this finding; the strongest of a row's findings counts."""

    IMPORTED = "imported"  # taken in as it stands; the finding is for somebody to look at
    MENDED = "mended"  # taken in after reading a cell with care
    THERE = "there"  # adds nothing: it is in the portal, or earlier in this file, already
    REFUSED = "refused"  # left out


class Problem(StrEnum):
    """Every kind of damage that the importer knows by name."""

    SHORT_ROW = "short_row"
    LONG_ROW = "long_row"
    TEXT_UNREADABLE = "text_unreadable"
    CONTROL_CHARACTERS = "control_characters"
    HEAD_REPEATED = "head_repeated"
    NUMBER_MISSING = "number_missing"
    NUMBER_UNREADABLE = "number_unreadable"
    NUMBER_USED_TWICE = "number_used_twice"
    NUMBER_CONTRADICTS = "number_contradicts"
    ROW_REPEATED = "row_repeated"
    ALREADY_THERE = "already_there"
    ALREADY_THERE_DIFFERENT = "already_there_different"
    DATE_MISSING = "date_missing"
    DATE_IMPOSSIBLE = "date_impossible"
    DATE_UNREADABLE = "date_unreadable"
    DATE_AMBIGUOUS = "date_ambiguous"
    DATE_OUT_OF_RANGE = "date_out_of_range"
    CLOSED_BEFORE_OPENED = "closed_before_opened"
    ANSWERED_BEFORE_OPENED = "answered_before_opened"
    CLOSED_WITHOUT_DATE = "closed_without_date"
    OPEN_WITH_CLOSING_DATE = "open_with_closing_date"
    WORKPLACE_MISSING = "workplace_missing"
    CATEGORY_MISSING = "category_missing"
    CATEGORY_UNKNOWN = "category_unknown"
    OTHER_CATEGORY_UNKNOWN = "other_category_unknown"
    DESCRIPTION_MISSING = "description_missing"
    DESCRIPTION_TOO_LONG = "description_too_long"
    FORMULA_IN_TEXT = "formula_in_text"
    PHONE_IN_TEXT = "phone_in_text"
    CHANNEL_UNKNOWN = "channel_unknown"
    STATUS_UNKNOWN = "status_unknown"
    STATUS_MISSING = "status_missing"
    OUTCOME_UNKNOWN = "outcome_unknown"
    CONFIRMATION_UNKNOWN = "confirmation_unknown"
    ANONYMOUS_UNKNOWN = "anonymous_unknown"
    HEADCOUNT_IN_WORDS = "headcount_in_words"
    HEADCOUNT_UNREADABLE = "headcount_unreadable"
    SATISFACTION_IN_WORDS = "satisfaction_in_words"
    AMOUNT_WITH_UNIT = "amount_with_unit"
    AMOUNT_UNREADABLE = "amount_unreadable"
    VALUE_TOO_LONG = "value_too_long"


@dataclass(frozen=True)
class Finding:
    """One remark about one line. `value` is never a caller's name, phone number or whole statement."""

    line: int
    number: str
    column: str  # the column's head as the file has it; empty when the row as a whole is meant
    problem: Problem
    did: Did
    value: str = ""
    facts: dict[str, str] = field(default_factory=dict)

    def to_json(self) -> str:
        """The finding as the database keeps it with the import."""
        return json.dumps(
            {
                "line": self.line, "number": self.number, "column": self.column,
                "problem": self.problem.value, "did": self.did.value, "value": self.value, "facts": self.facts,
            },
            ensure_ascii=False,
        )  # fmt: skip

    @classmethod
    def from_json(cls, kept: dict[str, object]) -> Finding:
        """The finding read back; raises ValueError when it is not one of ours."""
        facts = kept.get("facts")
        facts = facts if isinstance(facts, dict) else {}
        return cls(
            line=int(str(kept["line"])),
            number=str(kept.get("number") or ""),
            column=str(kept.get("column") or ""),
            problem=Problem(str(kept["problem"])),
            did=Did(str(kept["did"])),
            value=str(kept.get("value") or ""),
            facts={str(name): str(fact) for name, fact in facts.items()},
        )


class FileRefused(Exception):
    """The file as a whole cannot be read; `key` is stable, `facts` are for the sentence."""

    def __init__(self, key: str, **facts: str) -> None:
        super().__init__(key)
        self.key = key
        self.facts = facts
