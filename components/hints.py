"""What in a text could show who somebody is: phone numbers and identity numbers, before it is sent.

A hint is a question to the writer, never a verdict: nothing is removed here and nothing is refused.
The database looks again on arrival, and a moderator reads what is held.
"""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

# Chinese resident identity: 6 digits region, 8 date of birth, 3 order, 1 check (GB 11643-1999).
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])([1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx])(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_PASSPORT = re.compile(r"(?<![0-9A-Za-z])[EGDSPH]\d{8}(?![0-9A-Za-z])")
_GAPS = re.compile(r"(?<=\d)[\s\-–·.]+(?=\d)")
_REGIONS = ("CN", "BD", "VN", "KH")
_NAMED = (
    re.compile(r"(?:我叫|我的名字[是叫]|我是|名叫|本人)\s*[\u4e00-\u9fff]{2,4}(?=[，。,.\s]|$)"),
    re.compile(r"\b(?:[Mm]y name is|I am called|[Cc]all me)\s+[A-Z][a-z]+"),
)
_MIN_DIGITS = 7


def find(text: str) -> tuple[str, ...]:
    """Hint codes of the catalogue (`hint-…`), in a fixed order: phone, name, id_number."""
    plain = unicodedata.normalize("NFKC", text)
    found = []
    identity = bool(_identities(plain)) or bool(_PASSPORT.search(plain))
    if sum(map(str.isdigit, plain)) >= _MIN_DIGITS and _phone(_IDENTITY.sub(" ", plain)):
        found.append("phone")
    if any(pattern.search(plain) for pattern in _NAMED):
        found.append("name")
    if identity:
        found.append("id_number")
    return tuple(found)


def _identities(text: str) -> list[str]:
    return [number for number in _IDENTITY.findall(_GAPS.sub("", text)) if _valid(number)] or _loose(text)


def _loose(text: str) -> list[str]:
    """A wrong check digit is a slip of the finger: the person can still be found by it."""
    return list(_IDENTITY.findall(text))


def _valid(number: str) -> bool:
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def _phone(text: str) -> bool:
    return any(
        True for region in _REGIONS for _ in phonenumbers.PhoneNumberMatcher(text, region, leniency=phonenumbers.Leniency.VALID)
    )
