"""Phone numbers in free text: they unmask a caller, so a coordinator must see them before a release."""

from __future__ import annotations

import re

from phonenumbers import Leniency, PhoneNumberMatcher

# The matcher costs a tenth of a millisecond or more; most statements hold no seven digits together.
_ENOUGH_DIGITS = re.compile(r"(?:\d[\s\-().]{0,2}){7,}")
MASK = "•••"


def find_phones(text: str) -> tuple[tuple[int, int], ...]:
    """Where numbers that could be dialled in China stand in the text: (start, end), from the left.

    POSSIBLE rather than VALID: hotline staff write down numbers of ranges that are newer than the tables.
    """
    if not _ENOUGH_DIGITS.search(text):
        return ()
    matcher = PhoneNumberMatcher(text, "CN", leniency=Leniency.POSSIBLE, max_tries=200)
    return tuple((match.start, match.end) for match in matcher)


def mask_phones(text: str) -> str:
    """The text with every phone number replaced, for reports and logs."""
    parts: list[str] = []
    end = 0
    for start, stop in find_phones(text):
        parts += [text[end:start], MASK]
        end = stop
    return "".join([*parts, text[end:]])
