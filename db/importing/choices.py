"""Cells with a fixed choice, in either language: “电话 phone”, “电话” and “phone” are one."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from db.importing.values import plain


class Channel(StrEnum):
    PHONE = "phone"
    CHAT = "chat"
    WEB = "web"
    WALK_IN = "walk_in"


class Status(StrEnum):
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    INADMISSIBLE = "inadmissible"
    ANSWERED = "answered"
    OPEN = "open"


class Outcome(StrEnum):
    REMEDIED = "remedied"
    PARTLY = "partly"
    NOT_REMEDIED = "not_remedied"
    NOT_GROUNDED = "not_grounded"
    WITHDRAWN = "withdrawn"
    INADMISSIBLE = "inadmissible"
    ENQUIRY = "enquiry"


class Confirmation(StrEnum):
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    UNREACHABLE = "unreachable"


_WORDS: dict[type[StrEnum], dict[str, str]] = {
    Channel: {
        "电话": "phone", "来电": "phone", "热线": "phone", "hotline": "phone", "call": "phone",
        "微信": "chat", "在线": "chat", "wechat": "chat", "qq": "chat",
        "网页": "web", "网站": "web", "website": "web",
        "面谈": "walk_in", "来访": "walk_in", "walk-in": "walk_in", "in person": "walk_in",
    },
    Status: {
        "结案": "closed", "已结案": "closed", "撤回": "withdrawn", "撤诉": "withdrawn", "不受理": "inadmissible",
        "已答复": "answered", "处理中": "open", "进行中": "open", "in progress": "open",
    },
    Outcome: {
        "已解决": "remedied", "部分解决": "partly", "partly remedied": "partly", "未解决": "not_remedied",
        "not remedied": "not_remedied", "不成立": "not_grounded", "not grounded": "not_grounded",
        "撤回": "withdrawn", "不受理": "inadmissible", "咨询": "enquiry",
    },
    Confirmation: {"确认": "confirmed", "已确认": "confirmed", "不认可": "disputed", "联系不上": "unreachable"},
}  # fmt: skip

Choice = TypeVar("Choice", bound=StrEnum)

_YES = {"是", "yes", "y", "true", "1", "匿名"}
_NO = {"否", "no", "n", "false", "0", "实名"}


def choose(cell: str, kind: type[Choice]) -> Choice | None:
    """The choice that every part of the cell agrees on; None when unknown or contradicting itself."""
    known = {**{choice.value: choice.value for choice in kind}, **_WORDS[kind]}
    found = {known.get(reading) for reading in _readings(cell)}
    return kind(next(iter(found)) or "") if len(found) == 1 and None not in found else None


def yes_or_no(cell: str) -> bool | None:
    """True, False, or None when it cannot be read."""
    readings = set(_readings(cell))
    if readings and readings <= _YES:
        return True
    return False if readings and readings <= _NO else None


def _readings(cell: str) -> list[str]:
    """The Chinese and the English half of a cell, each as written."""
    text = plain(cell).casefold()
    chinese = "".join(letter for letter in text if ord(letter) > 127)
    english = " ".join("".join(letter if ord(letter) < 128 else " " for letter in text).split()).strip("/ ()")
    return [half for half in (chinese, english) if half]
