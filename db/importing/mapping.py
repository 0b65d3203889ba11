"""Which column of a hotline's book is what: guessed from heads in two languages, changed by a person, kept."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from db.importing.findings import FileRefused


class Field(StrEnum):
    """What a row can tell. The order is the one in which the mapping is shown."""

    NUMBER = "number"
    OPENED = "opened"
    CHANNEL = "channel"
    CITY = "city"
    WORKPLACE = "workplace"
    HEADCOUNT = "headcount"
    BRANDS = "brands"
    CATEGORY = "category"
    OTHER_CATEGORIES = "other_categories"
    DESCRIPTION = "description"
    CALLER = "caller"
    PHONE = "phone"
    ANONYMOUS = "anonymous"
    STATUS = "status"
    FIRST_ANSWER = "first_answer"
    CLOSED = "closed"
    OUTCOME = "outcome"
    CONFIRMATION = "confirmation"
    SATISFACTION = "satisfaction"
    AMOUNT = "amount"


REQUIRED = (Field.NUMBER, Field.OPENED, Field.WORKPLACE, Field.CATEGORY, Field.DESCRIPTION)

# Heads as hotlines write them. The first pattern found wins, and the narrower fields come first, so
# that "Other categories" is not taken for the category, nor "Headcount" for the workplace.
_HEADS: tuple[tuple[Field, str], ...] = (
    (Field.NUMBER, r"案件编号|编号|单号|工单号|案号|case (no|number|id)|ticket|^no$|^id$"),
    (Field.FIRST_ANSWER, r"工厂首次回复|首次回复|首次答复|factory first|first (answer|reply|response)"),
    (Field.CLOSED, r"结案日期|关闭日期|结案时间|办结|closed|closing date|date closed"),
    (Field.OPENED, r"来电日期|受理日期|登记日期|投诉日期|^日期|received|opened|^date|call date"),
    (Field.CHANNEL, r"渠道|来源|channel|source"),
    (Field.HEADCOUNT, r"人数|headcount|workers|employees"),
    (Field.CITY, r"城市|所在地|city|town"),
    (Field.ANONYMOUS, r"匿名|anonymous"),
    (Field.BRANDS, r"品牌|brand|buyer"),
    (Field.OTHER_CATEGORIES, r"其他类别|其它类别|次要类别|other categor|further categor|secondary"),
    (Field.CATEGORY, r"类别|分类|问题类型|categor|issue|topic"),
    (Field.DESCRIPTION, r"描述|内容|诉求|经过|description|statement|summary|details"),
    (Field.CALLER, r"来电人|投诉人|姓名|caller|complainant|name of caller"),
    (Field.PHONE, r"电话|手机|联系方式|phone|mobile|telephone"),
    (Field.CONFIRMATION, r"工人确认|确认情况|worker confirm|confirmed by"),
    (Field.SATISFACTION, r"满意|satisfaction|rating"),
    (Field.AMOUNT, r"补偿|金额|赔偿|amount|compensation|paid"),
    (Field.OUTCOME, r"结果|outcome|result"),
    (Field.STATUS, r"状态|status|state"),
    (Field.WORKPLACE, r"工厂|企业|单位|公司|workplace|factory|company|supplier"),
)


@dataclass(frozen=True)
class Mapping:
    """Field → position of its column, for one file. Fields that the file lacks are absent."""

    columns: dict[Field, int]

    def missing(self) -> tuple[Field, ...]:
        """Fields without which no row can be taken in."""
        return tuple(field for field in REQUIRED if field not in self.columns)

    def to_json(self, head: Sequence[str]) -> str:
        """By head, not by position, so that it fits the next export with its columns moved."""
        names = column_names(head)
        return json.dumps({field.value: names[at] for field, at in self.columns.items()}, ensure_ascii=False)


def column_names(head: Sequence[str]) -> tuple[str, ...]:
    """The heads, made unlike each other: a second “Date” becomes “Date (3)”, an empty one “(4)”."""
    names: list[str] = []
    for position, name in enumerate(head, start=1):
        names.append(name if name and name not in names else f"{name} ({position})".strip())
    return tuple(names)


def guess(head: Sequence[str]) -> Mapping:
    """The best reading of the heads; each column is used once, and nothing is made up."""
    columns: dict[Field, int] = {}
    taken: set[int] = set()
    simple = [_simple(name) for name in head]
    for field, pattern in _HEADS:
        for position, name in enumerate(simple):
            if position not in taken and re.search(pattern, name):
                columns[field] = position
                taken.add(position)
                break
    return Mapping({field: columns[field] for field in Field if field in columns})


def from_json(kept: str, head: Sequence[str]) -> Mapping:
    """A kept or hand-written mapping applied to this file's heads.

    Raises FileRefused("mapping_unreadable") or ("mapping_column_absent") naming the column.
    """
    try:
        wished = json.loads(kept)
        pairs = {Field(str(field)): str(name) for field, name in wished.items()}
    except (ValueError, AttributeError) as broken:
        raise FileRefused("mapping_unreadable") from broken
    names = column_names(head)
    for name in pairs.values():
        if name not in names:
            raise FileRefused("mapping_column_absent", column=name)
    if len(set(pairs.values())) < len(pairs):
        raise FileRefused("mapping_column_twice")
    return Mapping({field: names.index(pairs[field]) for field in Field if field in pairs})


def head_key(head: Sequence[str]) -> str:
    """One value for one set of heads, whatever their order: a mapping is kept under it."""
    return hashlib.sha256("\n".join(sorted(_simple(name) for name in head)).encode()).hexdigest()


def _simple(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[\s._\-:/()]+", " ", folded).strip()
