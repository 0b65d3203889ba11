"""The pages without a script: every route and method, with fields, files, queries and drafts that nobody would send."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote_plus

from hypothesis import strategies as st

from bench.fuzz.door import TOKEN, Door, judge
from bench.fuzz.looking import Tally, each
from bench.fuzz.values import Strategy, uuids, words
from bench.fuzz.world import World
from components.report.draft import to_json
from pages.public.filing import new_draft
from pages.public.light import light_routes

FIELDS: Final = (
    "answer", "thing", "version", "words", "reason", "tick", "number", "readers", "request_id", "recipient", "item",
    "consent", "body",
    "who", "only", "both", "sure", "kept", "name", "phone", "hours", "careful", "forget", "code", "email", "language",
    "key", "step", "go",
    "story", "kind", "where", "place", "brand", "unknown", "asking", "draft", "form", "may-factory", "reference",
)  # fmt: skip
NEARLY: Final[dict[str, tuple[str, ...]]] = {
    "answer": ("accept", "dispute", "have", "have_not", "confirmed", "disputed", "withdraw", "reopen", "appeal", "pressure",
    "switch",
               "speak", "decline", "leave", "explain", "yes", "no"),
    "step": ("1", "2", "3", "4", "5", "6", "0", "-1"), "go": ("next", "back", "send", "search", "to-1", "to-4", "to-9"),
    "item": ("statement", "photo", "file", "identity"), "who": ("only", "both"), "kind": ("money", "safety", "other"),
    "version": ("0", "1", "2", "99999999999999999999"), "tick": ("1",), "reason": ("not_solved", "retaliation"),
    "language": ("en", "zh-Hans"), "number": ("1", "-1"), "asking": ("1",), "sure": ("1",), "forget": ("1",),
}  # fmt: skip
QUERIES: Final = ("done", "page", "key", "to", "next", "ticket")
FILES: Final = (
    b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0", b"%PDF-1.7\n%%EOF", b"PK\x03\x04", b"GIF89a", b"ID3",
    b"RIFF\0\0\0\0WEBP", b"words",
    b"\xef\xbb\xbfa,b\n", b"<svg onload=alert(1)>", b"\0" * 100,
)  # fmt: skip


def run(world: World, door: Door, amount: int, *, told: str = "") -> Tally:
    """That many requests, most of them of a worker whose receipt is open."""
    tally = Tally("light pages")
    places = [
        (method, route.path)
        for route in light_routes(lambda: door.keeper)
        for method in sorted(route.methods or ())
        if method != "HEAD"
    ]
    share = -(-amount // len(places))
    fields = _fields(world, door)
    for method, path in places:
        request = st.tuples(fields, _queries(), _cookies(), st.sampled_from(("form", "form", "form", "files", "raw")), words)

        def look(drawn: tuple[Any, ...], method: str = method, path: str = path) -> None:
            given, query, cookie, kind, raw = drawn
            sort, body = _body(given, kind, raw) if method == "POST" else ("", b"")
            headers = [
                (b"content-type", sort.encode("latin-1")),
                (b"cookie", cookie),
                (b"content-length", str(len(body)).encode()),
            ]
            with tally.look(f"{method} {path}", drawn):
                status = judge(door.send(method, path.encode(), query, headers, body))
                if status[0] == "4":
                    tally.refuse(status)

        each(request, share, look, f"{told} {path}" if told else "")
    return tally


def _fields(world: World, door: Door) -> Strategy:
    rows = world.facts.rows
    known = [str(row["id"]) for table in ("action", "remedy_entry", "party", "consent", "organization") for row in rows[table]][
        :60
    ]
    draft = words.map(lambda story: door.keeper.drafts.seal(to_json(replace(new_draft(), story=story))))
    value = {name: st.one_of(st.sampled_from(NEARLY.get(name, ("1",))), st.sampled_from(known), uuids, words) for name in FIELDS}
    value["form"] = st.one_of(*[st.just(door.form)] * 9, words)
    value["request_id"] = st.one_of(*[st.uuids().map(str)] * 5, words)
    value["draft"] = st.one_of(draft, draft, draft, words)
    always = {name: value[name] for name in ("form", "request_id", "draft", "answer", "step", "go", "body")}
    more = st.lists(st.sampled_from(FIELDS), max_size=8).flatmap(
        lambda names: st.tuples(*(st.tuples(st.just(one), value[one]) for one in names))
    )
    return st.tuples(st.fixed_dictionaries(always), more).map(lambda drawn: [*drawn[0].items(), *drawn[1]])


def _queries() -> Strategy:
    pair = st.tuples(st.sampled_from(QUERIES), words).map(lambda one: f"{one[0]}={_quoted(one[1])}")
    return st.one_of(st.just(b""), st.lists(pair, max_size=3).map(lambda pairs: "&".join(pairs).encode()), st.binary(max_size=20))


def _cookies() -> Strategy:
    good = f"portal_receipt={TOKEN}".encode()
    return st.one_of(
        *[st.just(good)] * 6,
        words.map(lambda one: good + b"; portal_language=" + _bytes(one)),
        words.map(_bytes),
        st.binary(max_size=40),
    )


def _body(given: list[tuple[str, str]], kind: str, raw: str) -> tuple[str, bytes]:
    if kind == "raw":
        return (
            "application/x-www-form-urlencoded" if len(raw) % 2 else _bytes(raw)[:50].decode("latin-1").replace("\n", "")
        ), _bytes(raw)
    if kind == "form":
        return "application/x-www-form-urlencoded", "&".join(
            f"{_quoted(name)}={_quoted(value)}" for name, value in given
        ).encode()
    parts = [
        b'--x\r\ncontent-disposition: form-data; name="%b"\r\n\r\n%b\r\n' % (_bytes(name), _bytes(value)) for name, value in given
    ]
    content = FILES[len(raw) % len(FILES)] + _bytes(raw)[:2_000]
    parts.append(
        b'--x\r\ncontent-disposition: form-data; name="file"; filename="%b"\r\n\r\n%b\r\n' % (_bytes(raw)[:300], content)
    )
    return "multipart/form-data; boundary=x", b"".join(parts) + b"--x--\r\n"


def _quoted(text: str) -> str:
    return quote_plus(_bytes(text))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
