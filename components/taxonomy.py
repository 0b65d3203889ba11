"""The codes of the taxonomy in their order (DOMAIN 11); what they mean stands in the catalogue."""

from __future__ import annotations

_SIZES = {
    "A": 4,
    "B": 4,
    "C": 5,
    "D": 5,
    "E": 5,
    "F": 7,
    "G": 6,
    "H": 7,
    "I": 4,
    "J": 7,
    "K": 5,
    "L": 4,
    "M": 3,
    "X": 4,
}

# What the database is told when nobody has chosen yet; a coordinator classifies at screening. It is no choice of a list.
UNSORTED = "X0"
CATEGORIES = tuple(_SIZES)
CODES = tuple(f"{letter}{number}" for letter, size in _SIZES.items() for number in range(1, size + 1))
