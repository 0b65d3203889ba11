"""One line of cells → ImportRow or the reasons why not. Nothing is guessed in silence."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from db.importing import values
from db.importing.choices import Channel, Choice, Confirmation, Outcome, Status, choose, yes_or_no
from db.importing.encoding import UNREADABLE
from db.importing.findings import Did, Finding, Problem
from db.importing.mapping import Field, Mapping
from db.importing.phones import MASK, find_phones, mask_phones
from db.importing.reader import Line
from db.importing.rows import ImportRow
from db.importing.values import DateOrder, Unreadable

BODY_LIMIT = 10_000
NAME_LIMIT = 200
EARLIEST = date(1990, 1, 1)

# Dates and sums look like phone numbers to the matcher; a phone number in their column is longer than any of them.
_NUMBERS = (Field.OPENED, Field.FIRST_ANSWER, Field.CLOSED, Field.HEADCOUNT, Field.AMOUNT)
_LONG_NUMBER = re.compile(r"\d{9,}")

# Controls and invisible direction marks: they make a text read otherwise than it is stored.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z\-/_.#]{0,39}")


@dataclass(frozen=True)
class Desk:
    """What every row of one file is read with."""

    head: tuple[str, ...]
    mapping: Mapping
    codes: Collection[str]  # the taxonomy, as the database has it
    dates: DateOrder
    latest: date  # no day of a book lies after it


class Reading:
    """Reads one line and keeps what was found on the way."""

    def __init__(self, desk: Desk, line: Line) -> None:
        self.desk = desk
        self.line = line
        self.findings: list[Finding] = []
        self.number = self._cell(Field.NUMBER)[:40]

    def row(self) -> ImportRow | None:
        """The row, or None when a finding refuses it; see `findings` in both cases."""
        if not self._whole():
            return None
        row = self._read()
        if any(finding.did is Did.REFUSED for finding in self.findings):
            self.findings = [replace(finding, did=Did.REFUSED) for finding in self.findings]
            return None
        return row

    def note(self, problem: Problem, did: Did, field: Field | None = None, value: str = "", **facts: str) -> None:
        """Keep a finding; values are shortened, and phone numbers in them are masked."""
        at = self.desk.mapping.columns.get(field) if field else None
        column = self.desk.head[at] if at is not None else ""
        shown = _LONG_NUMBER.sub(MASK, value[:60]) if field in _NUMBERS else mask_phones(value[:60])
        self.findings.append(Finding(self.line.number, self.number, column, problem, did, shown, facts))

    def _cell(self, field: Field) -> str:
        at = self.desk.mapping.columns.get(field)
        return self.line.cells[at].strip() if at is not None and at < len(self.line.cells) else ""

    def _text(self, field: Field, limit: int = NAME_LIMIT) -> str:
        cell = self._cell(field).replace("\r\n", "\n").replace("\r", "\n")
        clean = _CONTROLS.sub("", cell).strip()
        if clean != cell:
            self.note(Problem.CONTROL_CHARACTERS, Did.MENDED, field)
        if len(clean) > limit:
            long = Problem.DESCRIPTION_TOO_LONG if field is Field.DESCRIPTION else Problem.VALUE_TOO_LONG
            self.note(long, Did.REFUSED, field, limit=str(limit))
        if values.is_formula(clean):
            hidden = field is Field.CALLER
            self.note(Problem.FORMULA_IN_TEXT, Did.IMPORTED, field, "" if hidden else clean)
        return clean

    def _whole(self) -> bool:
        """Is this a row at all?"""
        cells, head = self.line.cells, self.desk.head
        if any(UNREADABLE in cell for cell in cells):
            self.note(Problem.TEXT_UNREADABLE, Did.REFUSED)
        elif [cell.strip() for cell in cells] == list(head):
            self.note(Problem.HEAD_REPEATED, Did.THERE)
        elif any(cell.strip() for cell in cells[len(head) :]):
            self.note(Problem.LONG_ROW, Did.REFUSED, has=str(len(cells)), wants=str(len(head)))
        else:
            if len(cells) < len(head):
                lost = "; ".join(head[len(cells) :])
                self.note(Problem.SHORT_ROW, Did.MENDED, lost=lost, has=str(len(cells)), wants=str(len(head)))
            return True
        return False

    def _read(self) -> ImportRow | None:
        if not self.number:
            self.note(Problem.NUMBER_MISSING, Did.REFUSED, Field.NUMBER)
        elif not _NUMBER.fullmatch(self.number):
            self.note(Problem.NUMBER_UNREADABLE, Did.REFUSED, Field.NUMBER, self.number)
        opened = self._date(Field.OPENED)
        if not opened and not self._cell(Field.OPENED):
            self.note(Problem.DATE_MISSING, Did.REFUSED, Field.OPENED)
        workplace = self._text(Field.WORKPLACE)
        if not workplace:
            self.note(Problem.WORKPLACE_MISSING, Did.REFUSED, Field.WORKPLACE)
        codes = self._codes()
        first_answer, closed = self._date(Field.FIRST_ANSWER), self._date(Field.CLOSED)
        status = self._status(closed)
        self._order(opened, first_answer, closed)
        description = self._text(Field.DESCRIPTION, BODY_LIMIT)
        if not description:
            self.note(Problem.DESCRIPTION_MISSING, Did.IMPORTED, Field.DESCRIPTION)
        phone_in_text = bool(find_phones(description))
        if phone_in_text:
            self.note(Problem.PHONE_IN_TEXT, Did.IMPORTED, Field.DESCRIPTION)
        outcome = self._choice(Field.OUTCOME, Outcome, Problem.OUTCOME_UNKNOWN)
        row_facts = (self._headcount(), self._satisfaction(), self._amount())
        channel = self._choice(Field.CHANNEL, Channel, Problem.CHANNEL_UNKNOWN)
        confirmation = self._choice(Field.CONFIRMATION, Confirmation, Problem.CONFIRMATION_UNKNOWN)
        caller, phone, city = self._text(Field.CALLER), self._cell(Field.PHONE)[:40], self._text(Field.CITY)
        brands = tuple(name[:NAME_LIMIT] for name in values.split_list(self._text(Field.BRANDS, 1000)))
        anonymous = self._anonymous()
        if not (opened and codes and status):
            return None
        headcount, satisfaction, amount = row_facts
        return ImportRow(
            self.line.number, self.number, opened, channel or Channel.PHONE, city, workplace, headcount, brands,
            codes, description, phone_in_text, caller, phone, anonymous, status, first_answer, closed, outcome,
            confirmation, satisfaction, amount,
        )  # fmt: skip

    def _date(self, field: Field) -> date | None:
        cell = self._cell(field)
        if not cell:
            return None
        try:
            return values.read_date(cell, self.desk.dates, EARLIEST, self.desk.latest)
        except Unreadable as unreadable:
            self.note(unreadable.problem, Did.REFUSED, field, cell)
            return None

    def _order(self, opened: date | None, first_answer: date | None, closed: date | None) -> None:
        if opened and closed and closed < opened:
            self.note(
                Problem.CLOSED_BEFORE_OPENED,
                Did.REFUSED,
                Field.CLOSED,
                self._cell(Field.CLOSED),
                opened=opened.isoformat(),
            )
        if opened and first_answer and first_answer < opened:
            self.note(
                Problem.ANSWERED_BEFORE_OPENED,
                Did.REFUSED,
                Field.FIRST_ANSWER,
                self._cell(Field.FIRST_ANSWER),
            )

    def _codes(self) -> tuple[str, ...]:
        cell = self._cell(Field.CATEGORY)
        main = values.read_code(cell)
        if not cell:
            self.note(Problem.CATEGORY_MISSING, Did.REFUSED, Field.CATEGORY)
            return ()
        if main not in self.desk.codes:
            self.note(Problem.CATEGORY_UNKNOWN, Did.REFUSED, Field.CATEGORY, cell)
            return ()
        others = []
        for part in re.split(r"[\s、,，;；/|]+", self._cell(Field.OTHER_CATEGORIES)):
            if part and (code := values.read_code(part)) in self.desk.codes and not code.startswith("X"):
                others.append(code)
            elif part:
                self.note(Problem.OTHER_CATEGORY_UNKNOWN, Did.MENDED, Field.OTHER_CATEGORIES, part)
        return tuple(dict.fromkeys((main, *others)))

    def _status(self, closed: date | None) -> Status | None:
        """An unknown end is not made up: without a status the case is open, for a coordinator to look at."""
        cell = self._cell(Field.STATUS)
        status = choose(cell, Status) if cell else Status.OPEN
        if not cell:
            did = Did.REFUSED if closed else Did.MENDED
            if not any(finding.problem is Problem.SHORT_ROW for finding in self.findings):
                self.note(Problem.STATUS_MISSING, did, Field.STATUS)
        elif status is None:
            self.note(Problem.STATUS_UNKNOWN, Did.REFUSED, Field.STATUS, cell)
        elif status is Status.OPEN and self._cell(Field.CLOSED):
            self.note(Problem.OPEN_WITH_CLOSING_DATE, Did.REFUSED, Field.CLOSED, self._cell(Field.CLOSED))
        elif status is not Status.OPEN and not self._cell(Field.CLOSED):
            self.note(Problem.CLOSED_WITHOUT_DATE, Did.REFUSED, Field.CLOSED)
        return status

    def _choice(self, field: Field, kind: type[Choice], problem: Problem) -> Choice | None:
        cell = self._cell(field)
        chosen = choose(cell, kind) if cell else None
        if cell and chosen is None:
            self.note(problem, Did.MENDED, field, cell)
        return chosen

    def _anonymous(self) -> bool:
        """Whoever does not clearly agree to be named stays unnamed."""
        cell = self._cell(Field.ANONYMOUS)
        answer = yes_or_no(cell) if cell else None
        if cell and answer is None:
            self.note(Problem.ANONYMOUS_UNKNOWN, Did.MENDED, Field.ANONYMOUS, cell)
        return answer is not False

    def _headcount(self) -> int | None:
        cell = self._cell(Field.HEADCOUNT)
        try:
            count, in_words = values.read_headcount(cell) if cell else (None, False)
        except Unreadable as unreadable:
            self.note(unreadable.problem, Did.MENDED, Field.HEADCOUNT, cell)
            return None
        if in_words:
            self.note(Problem.HEADCOUNT_IN_WORDS, Did.MENDED, Field.HEADCOUNT, cell, read=str(count))
        return count

    def _satisfaction(self) -> int | None:
        cell = values.plain(self._cell(Field.SATISFACTION))
        if not cell:
            return None
        if cell in {"1", "2", "3", "4", "5"}:
            return int(cell)
        self.note(Problem.SATISFACTION_IN_WORDS, Did.MENDED, Field.SATISFACTION, cell)
        return None

    def _amount(self) -> Decimal | None:
        cell = self._cell(Field.AMOUNT)
        if not cell:
            return None
        try:
            amount, mended = values.read_amount(cell)
        except Unreadable as unreadable:
            self.note(unreadable.problem, Did.REFUSED, Field.AMOUNT, cell)
            return None
        if mended:
            self.note(Problem.AMOUNT_WITH_UNIT, Did.MENDED, Field.AMOUNT, cell, read=f"{amount:.2f}")
        return amount
