"""One cell → one value. What cannot be read without guessing raises Unreadable, and nothing is made up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from db.importing.findings import Problem

_ISO = re.compile(r"([0-9]{4})([-/.])([0-9]{1,2})\2([0-9]{1,2})")
_COMPACT = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_CHINESE = re.compile(r"([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})[日号]?")
_YEAR_LAST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_CLOCK_TIME = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$")
_WHOLE = re.compile(r"[0-9]{1,7}")
_MONEY = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.([0-9]{1,2}))?")
_CURRENCY = re.compile(r"^(?:￥|¥|cny|rmb|人民币)|(?:元整?|块|cny|rmb)$")
_FORMULA = re.compile(r"^[\s'\"]*[=＝+＋@＠]|^[\s'\"]*[-－](?!\s)")
_ABOUT = re.compile(r"^(约|大约|大概|近|将近|about|ca\.?|approx\.?|~)\s*|(人|名|个人|左右|上下|workers|people|\+|多人)$")


class Unreadable(Exception):
    """The cell is not what its column holds."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.value)
        self.problem = problem


@dataclass(frozen=True)
class DateOrder:
    """How dates with the year last are read in this file, and on what evidence.

    With dots the day comes first wherever people write so. With slashes or dashes the file itself
    must prove it (a first part above 12), else such a date is refused as ambiguous.
    """

    day_first: dict[str, bool]
    proven: int  # dates that can only be read this way

    @classmethod
    def of(cls, cells: Iterable[str]) -> DateOrder:
        first: dict[str, int] = {}
        second: dict[str, int] = {}
        for cell in cells:
            found = _YEAR_LAST.fullmatch(plain(cell))
            if found:
                first[found[2]] = first.get(found[2], 0) + (int(found[1]) > 12)
                second[found[2]] = second.get(found[2], 0) + (int(found[3]) > 12)
        order = {}
        for mark in set(first) | set(second):
            if first[mark] and not second[mark]:
                order[mark] = True
            elif second[mark] and not first[mark]:
                order[mark] = False
            elif mark == "." and not second[mark]:
                order[mark] = True
        return cls(order, sum(first.values()) + sum(second.values()))


def plain(cell: str) -> str:
    """Full-width digits and spaces as ordinary ones, ends trimmed."""
    return unicodedata.normalize("NFKC", cell).strip() if not cell.isascii() else cell.strip()


def read_date(cell: str, order: DateOrder, earliest: date, latest: date) -> date:
    """A day in one of the formats that hotlines use; a time of day behind it is left out."""
    text = _CLOCK_TIME.sub("", plain(cell)).replace(" ", "")
    found = _ISO.fullmatch(text)
    parts = (found[1], found[3], found[4]) if found else None
    if not parts and (found := _CHINESE.fullmatch(text) or _COMPACT.fullmatch(text)):
        parts = (found[1], found[2], found[3])
    if not parts and (found := _YEAR_LAST.fullmatch(text)):
        if found[2] not in order.day_first:
            raise Unreadable(Problem.DATE_AMBIGUOUS)
        day, month = (found[1], found[3]) if order.day_first[found[2]] else (found[3], found[1])
        parts = (found[4], month, day)
    if not parts:
        raise Unreadable(Problem.DATE_UNREADABLE)
    try:
        read = date(int(parts[0]), int(parts[1]), int(parts[2]))
    except ValueError as impossible:
        raise Unreadable(Problem.DATE_IMPOSSIBLE) from impossible
    if not earliest <= read <= latest:
        raise Unreadable(Problem.DATE_OUT_OF_RANGE)
    return read


def read_headcount(cell: str) -> tuple[int, bool]:
    """A headcount, and whether it was written in words (“约五百人” → 500, True)."""
    text = plain(cell).replace(",", "")
    if _WHOLE.fullmatch(text):
        return int(text), False
    bare = _ABOUT.sub("", _ABOUT.sub("", text.casefold()).strip()).strip()
    if _WHOLE.fullmatch(bare):
        return int(bare), True
    return _chinese_number(bare), True


def _chinese_number(text: str) -> int:
    """“三千二百” → 3200. Only whole numbers written out in full; “几百” or “五百多” stay unread."""
    total = section = digit = 0
    if not text:
        raise Unreadable(Problem.HEADCOUNT_UNREADABLE)
    for letter in text.replace("两", "二").replace("〇", "零"):
        value = int(unicodedata.numeric(letter, -1)) if letter in "零一二三四五六七八九十百千万" else -1
        if value < 0:
            raise Unreadable(Problem.HEADCOUNT_UNREADABLE)
        if value == 10_000:
            total, section, digit = (section + digit) * value, 0, 0
        elif value >= 10:
            section, digit = section + max(digit, 1) * value, 0
        else:
            digit = value
    return total + section + digit


def read_amount(cell: str) -> tuple[Decimal, bool]:
    """Yuan, and whether a thousands separator or a unit had to be read away (“1,234.50元”)."""
    text = plain(cell).casefold().replace(" ", "")
    bare = _CURRENCY.sub("", _CURRENCY.sub("", text))
    found = _MONEY.fullmatch(bare)
    if not found:
        raise Unreadable(Problem.AMOUNT_UNREADABLE)
    return Decimal(found[1].replace(",", "") + "." + (found[2] or "0")), bare != text or "," in bare


def is_formula(text: str) -> bool:
    """Would a spreadsheet compute this text? A sentence that begins with a dash and a space would not."""
    return bool(_FORMULA.match(text))


def split_list(cell: str) -> tuple[str, ...]:
    """Several entries in one cell, each once, in their order (“Brand K、Brand D”)."""
    parts = (part.strip() for part in re.split(r"[、,，;；|\n]", cell))
    return tuple(dict.fromkeys(part for part in parts if part))


def read_code(cell: str) -> str:
    """A taxonomy code at the start of a cell: “F1”, “f1 工资”; empty when there is none."""
    found = re.match(r"([A-Za-z][0-9])(?![0-9A-Za-z])", plain(cell))
    return found[1].upper() if found else ""
