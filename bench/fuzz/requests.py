"""Cookies, headers, file names and addresses: every route beside the script, as a client that keeps to no rule would ask it."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import quote_plus

from hypothesis import strategies as st

from auth.open_data import data_routes
from auth.routes import portal_routes
from bench.fuzz.door import KEY, TOKEN, Door, judge
from bench.fuzz.looking import Tally, each
from bench.fuzz.values import Strategy, uuids, words
from bench.fuzz.world import World
from db.gateway import Credentials
from db.open_data import NAME, file_name
from db.publications import public_figures
from db.sealing import Sealer
from pages.public.light import light_routes

NAMES: Final = (
    b"cookie", b"origin", b"referer", b"sec-fetch-site", b"accept-language", b"content-length", b"content-type", b"if-none-match",
    b"x-portal-user", b"x-portal-receipt", b"x-portal-network", b"x-forwarded-for", b"host", b"range", b"accept-encoding",
    b"authorization",
)  # fmt: skip
NEARLY: Final[dict[bytes, tuple[bytes, ...]]] = {
    b"origin": (b"http://[", b"//[", b"null", b"http://portal.example", b"http://[::1"),
    b"referer": (b"http://[", b"//[", b"", b"http://portal.example/light"),
    b"content-length": (b"\xb2", b"-1", b"1e9", b"9" * 30, b"0"),
    b"sec-fetch-site": (b"cross-site", b"same-origin", b"none", b"\xff"),
    b"cookie": (b"=", b";;;", b"a=b=c", b'a="', b"portal_session", b"portal_session=\xe9",
    b"portal_browser=\xe9; portal_session=x",
                b"portal_code=x", b"portal_language=\xe9", b"$Version=1"),
    b"accept-language": (b"en;q=NaN", b"*", b"zh-Hans", b"\xe9"),
    b"if-none-match": (b'W/"', b"*"), b"range": (b"bytes=0-", b"bytes=-"), b"content-type": (b"multipart/form-data",
    b"text/html; charset=\xff"),
}  # fmt: skip
PATHS: Final = ("//[", "/\\", "//evil.example", "/inbox?box=x", "javascript:x", "/%00", "/\n", "http://[", "/" + "x" * 600, "")


def run(world: World, door: Door, amount: int, *, told: str = "") -> Tally:
    """That many requests; in a share of them a worker's receipt, a supervisor's session or a ticket is right."""
    tally = Tally("cookies, headers and addresses")
    routes = [*portal_routes(), *data_routes(), *light_routes(lambda: door.keeper)]
    addresses = sorted({(route.path, method) for route in routes for method in route.methods or () if method != "HEAD"})
    share = -(-amount // len(addresses))
    nearly = st.sampled_from([(name, value) for name, values in NEARLY.items() for value in values])
    header = nearly | st.tuples(st.sampled_from(NAMES), st.one_of(words.map(_line), st.binary(max_size=30).map(_clean)))
    for address, usual in addresses:
        method = st.sampled_from((*[usual] * 12, "GET", "POST", "HEAD", "PUT", "OPTIONS", "BREW"))
        request = st.tuples(method, _path(world, address), _query(), st.lists(header, max_size=4), _cookie(door))

        def look(drawn: tuple[Any, ...], address: str = address) -> None:
            how, path, query, headers, cookie = drawn
            with tally.look(address, drawn):
                answer = door.send(how, path, query, [*headers, (b"cookie", cookie)])
                # Whoever asks for our health is told so when it is bad.
                status = "503" if answer.status == 503 and address.startswith("/health") else judge(answer)
                if status[0] in "45":
                    tally.refuse(status)

        each(request, share, look, f"{told} {address}" if told else "")
    return tally


def _path(world: World, address: str) -> Strategy:
    """The address with something put in for its variable part."""
    if "{" not in address:
        return st.just(address.encode())
    rows = world.facts.rows
    ids = [str(row["id"]) for table in ("attachment", "import_file", "report_grant") for row in rows.get(table, [])][:30]
    right = st.sampled_from(dataset(world) if address.startswith("/data/") else ids)
    wrong = uuids.map(_line) | words.map(_line)
    put: Strategy = st.booleans().flatmap(lambda known: right if known else wrong)
    return put.map(
        lambda part: re.sub(rb"\{\w+\}", lambda _: part if isinstance(part, bytes) else part.encode(), address.encode())[:9_000]
    )


def dataset(world: World) -> list[str]:
    """The names of the open dataset: all of it, what goes with it, one quarter's file and one table's."""
    one = public_figures(world.scene.database.gateway(Credentials())).publications[0]
    return [
        *("licence.txt", "index.json", f"{NAME}.csv", f"{NAME}-dictionary.csv"),
        *(file_name(one), file_name(one, one.tables[0].subject)),
    ]


def _query() -> Strategy:
    ticket = st.sampled_from(("bench", "", "\xe9", "x")).map(
        lambda who: Sealer(KEY, "ticket").seal(f'{{"browser": "{who}", "token": "{TOKEN}"}}')
    )
    pair = st.one_of(
        st.tuples(st.just("next"), st.sampled_from(PATHS) | words),
        st.tuples(st.just("ticket"), ticket | words),
        st.tuples(st.sampled_from(("to", "original", "done", "page", "key")), st.just("1") | words),
    )
    told = pair.map(lambda one: f"{one[0]}={quote_plus(one[1].encode('utf-8', 'surrogatepass'))}")
    return st.one_of(st.lists(told, max_size=3).map(lambda pairs: "&".join(pairs).encode()), st.binary(max_size=20))


def _cookie(door: Door) -> Strategy:
    signed_in = f"portal_session={door.session}; portal_browser=bench".encode()
    receipt = f"portal_receipt={TOKEN}; portal_browser=bench".encode()
    odd = words.map(lambda one: b"portal_browser=" + _line(one))
    return st.one_of(
        st.just(signed_in), st.just(receipt), st.just(signed_in + b"; " + receipt), odd, st.binary(max_size=40).map(_clean)
    )


def _line(text: str) -> bytes:
    return _clean(text.encode("utf-8", "surrogatepass"))


def _clean(value: bytes) -> bytes:
    """What a server lets through: no end of a line in a header."""
    return re.sub(rb"[\r\n\x00]", b"", value)
