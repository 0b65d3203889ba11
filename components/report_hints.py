"""What in a text could show who wrote it: telephone numbers, identity numbers, names said outright.

A hint warns before sending and never blocks. The database flags the same things again for the moderator.
"""

from __future__ import annotations

import re
import unicodedata

_PHONE = re.compile(r"(?<!\d)(?:\+?\d[\s\-().]{0,2}){7,14}(?!\d)")
_IDENTITY = re.compile(r"(?<![0-9A-Za-z])\d{6}(?:\s?\d){11}\s?[0-9Xx](?![0-9A-Za-z])|(?<!\d)\d{15}(?!\d)")
_NAME = re.compile(
    r"\b(?:my name is|my name's|i am called)\s+\w+|我(?:的名字)?(?:叫|姓)(?!做|他|她|我)\w|我的?名字是",
    re.IGNORECASE,
)
_DAY = re.compile(r"^(?:19|20)\d{2}[\s\-.]?\d{1,2}[\s\-.]?\d{1,2}$")


def hints(text: str) -> tuple[str, ...]:
    """Which of `phone`, `id_number`, `name` the text seems to hold, in this order."""
    plain = unicodedata.normalize("NFKC", text)
    without_identity = _IDENTITY.sub(" ", plain)
    found = []
    if any(_is_phone(match.group()) for match in _PHONE.finditer(without_identity)):
        found.append("phone")
    if without_identity != plain:
        found.append("id_number")
    if _NAME.search(plain):
        found.append("name")
    return tuple(found)


def _is_phone(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return 7 <= digits <= 14 and not _DAY.match(text.strip())
