"""What is put in: words, numbers, days and shapes that break careless programs, by the type that a function asks for."""

from __future__ import annotations

import string
from datetime import date
from typing import Any, Final

from hypothesis import strategies as st

Strategy = st.SearchStrategy[Any]

DEEP: Final = "[" * 3_000 + "]" * 3_000
WORDS: Final = (
    "", " ", "\n", "\t", "\u200b", "\u200e\u200f", "\u3000", "\ufeff", "\x00", "a\x00b", "\x01\x1f\x7f\x85", "\ud800", "a\udfff",
    "\u202egnp.exe", "\u2066x\u2069", "e\u0301", "\u00e9", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\U0010ffff", "\uffff",
    "%", "_", "\\", "%_\\'; $$ --", "$body$", "'; drop table portal.case_; --", "\" or 1=1 --", "{a,b}", "{", "(", "[[",
    "*", "|", "a|b|c",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "![x](https://evil.example/x.png)", "{{7*7}}", "${7*7}",
    "{ $name }",
    "javascript:alert(1)", "data:text/html,x", ":material/key:", "=1+1", "+1", "-1", "@SUM(A1)", "＝1", "\t=1", "'=1",
    "null", "None", "undefined", "true", "NaN", "Infinity", "-Infinity", "1e309", "1e-999", "0x10", "9" * 40, "-0", "１２",
    "٣", "²", "½",
    "2026-02-31", "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "infinity", "-infinity", "epoch", "now", "today",
    "25:61",
    "2026-11-01T00:00:00+99:00", "24:00", "4714-01-01 BC", "294277-01-01", "5874898-01-01", "{}", "[]", '{"a": 1}',
    '{"a": ', DEEP, '"',
    "../../etc/passwd", "C:\\con", "a" * 255, "HS-0000-0000", "hs-0000-0000", "00000000-0000-0000-0000-000000000000", "0000-01|x",
    "{00000000-0000-4000-8000-000000000000}", "x@y", "a@example.org\r\nBcc: b@example.org", "zh-Hans", "xx-Klingon", "CN",
    "Asia/Shanghai",
    "Mars/Olympus", "x" * 201, "长" * 10_001, "x" * 60_000,
)  # fmt: skip

# Half a surrogate pair and unassigned signs too: Hypothesis leaves the first out by itself.
words: Final[Strategy] = st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=()), max_size=30),
    st.text(string.printable, max_size=60),
    st.builds(
        lambda one, much: one * much,
        st.sampled_from(("x", "长", "é", " ", "\n", "=")),
        st.sampled_from((199, 2_001, 10_000, 10_001)),
    ),
)
hexes: Final[Strategy] = st.one_of(st.text("0123456789abcdef", min_size=63, max_size=65), st.just("A" * 64))
numbers: Final[Strategy] = st.one_of(
    st.integers(-3, 20),
    st.integers(-(2**31), 2**31 - 1),
    st.sampled_from((0, -1, 2**31 - 1, -(2**31), 32_767, 100_000)),
    st.sampled_from((2**15, 2**31 - 1, 2**31, -(2**31) - 1, 2**63, -(2**63) - 1, 10**30, 1.5, 1e300, True)),
    st.sampled_from(WORDS),
)
amounts: Final[Strategy] = st.one_of(
    st.sampled_from(("0.01", "0", "-0.01", "0.001", "999999999999.99", "1" * 20, "1" * 40, "1e400", "1e-400", "NaN", "Infinity")),
    st.sampled_from(
        (0, -1, 0.1, 1e20, 1e300, "0.001", "1" * 40, "1e400", "1e-400", "NaN", "Infinity", "-Infinity", "-0", "1_000", "1,5")
    ),
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    st.sampled_from(WORDS),
)
days: Final[Strategy] = st.one_of(
    st.dates().map(str),
    st.dates(date(2026, 1, 1), date(2028, 1, 1)).map(str),
    st.sampled_from(("0001-01-01", "9999-12-31", "5874897-12-31", "4714-11-24 BC", "infinity", "-infinity", "2026-11-23")),
    st.sampled_from((
        "0001-01-01", "9999-12-31", "10000-01-01", "5874897-12-31", "4714-11-24 BC", "infinity", "-infinity", "2026-02-31",
        "2027-02-29",
        "2026-13-01", "1900-01-01", "2026-11-23", "2027-06-01", "2050-01-01", "01/02/2026", "２０２６-０１-０１", "",
    )),
    st.sampled_from(WORDS),
)  # fmt: skip
instants: Final[Strategy] = st.one_of(
    st.sampled_from(
        ("infinity", "-infinity", "294276-12-31T23:59:59Z", "4714-11-24 00:00:00+00 BC", "2026-11-23T00:00:00+08:00")
    ),
    st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    st.sampled_from(("infinity", "-infinity", "294276-12-31T23:59:59Z", "4713-01-01 BC", "2026-11-23T00:00:00+16:00", "")),
    st.sampled_from(WORDS),
)
uuids: Final[Strategy] = st.one_of(st.uuids().map(str), st.just("00000000-0000-4000-8000-000000000000"), st.sampled_from(WORDS))
switches: Final[Strategy] = st.one_of(st.booleans(), st.sampled_from(("t", "on", "yes", "x", "", 2, -1, 0.5)))
# Of another type altogether: what a caller of the bare API can send for any argument.
shapes: Final[Strategy] = st.one_of(
    st.none(),
    st.sampled_from(({}, [], [[]], {"a": {"b": [1, None, {"c": "\u0000"}]}}, [[1], [2, 3]], float("nan"), float("inf"),
    2**70, True, b"\xff")),
    st.recursive(st.none() | st.integers() | st.text(max_size=5), lambda one: st.lists(one,
    max_size=3) | st.dictionaries(st.text(max_size=3), one, max_size=3), max_leaves=6),
)  # fmt: skip

_SCALARS: Final[dict[str, Strategy]] = {
    "text": words | hexes, "uuid": uuids, "integer": numbers, "bigint": numbers, "smallint": numbers, "boolean": switches,
    "date": days,
    "numeric": amounts, "timestamp with time zone": instants,
}  # fmt: skip


def many(one: Strategy) -> Strategy:
    """Lists of it: none, a few, with nulls, nested, far too many, or no list at all."""
    return st.one_of(
        st.lists(one | st.none(), max_size=4),
        st.lists(st.lists(one, max_size=2), min_size=1, max_size=2),
        one.map(lambda each: [each] * 2_000 if len(str(each)) < 100 else [each]),
        st.sampled_from(("{}", "{a", "{{a},{b}}", "{NULL}", "")),
    )


def odd(kind: str) -> Strategy:
    """Anything at all for an argument of that type; mostly something that looks nearly right."""
    one = _SCALARS.get(kind.removesuffix("[]"), words)
    right = many(one) if kind.endswith("[]") else one
    return st.one_of(right, right, right, right, right, st.none(), shapes)
