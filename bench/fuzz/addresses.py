"""The addresses of the screens: what a deep link carries behind its question mark, as staff, as a worker and as nobody."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from typing import Any, Final

from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from auth.roles import PAGES
from bench.fuzz.door import TOKEN, Door
from bench.fuzz.looking import TRACES, Tally, Unhandled, each
from bench.fuzz.values import days, numbers, uuids
from bench.fuzz.values import words as odd_words
from bench.fuzz.world import World
from components.i18n import LANGUAGES, words
from db.sessions import digest
from tests.pages.visitor import PORTAL

NAMES: Final = (
    "ref", "version", "kind", "country", "code", "strike", "message", "outcome", "sheet", "quarter", "period", "from", "to",
    "box", "q", "s", "f", "w", "b", "m", "after", "before", "next", "topic",
)  # fmt: skip


def run(world: World, door: Door, amount: int, *, told: str = "") -> Tally:
    """That many views; none may end at the last wall."""
    tally = Tally("addresses of screens")
    told_of: dict[str, dict[str, str]] = {name: {"sub": digest(token)} for name, token in door.sessions.items()}
    told_of |= {"worker": {"receipt": hashlib.sha256(TOKEN.encode()).hexdigest()}, "nobody": {}}
    references = [case.reference for case in world.scene.cases.values()]
    value = st.one_of(odd_words, st.sampled_from(references), days, uuids, numbers.map(str)).map(_as_typed)
    query = st.dictionaries(st.sampled_from(NAMES), value, max_size=4)
    view = st.tuples(st.sampled_from(PAGES), st.sampled_from(sorted(told_of)), query)

    def look(drawn: tuple[Any, ...]) -> None:
        page, who, asked = drawn
        with tally.look(f"{page.key} as {who}", asked):
            app = AppTest.from_file(str(PORTAL), default_timeout=60)
            app.user = {"network": "n" * 32, "browser": "bench", **told_of[who]}
            app.context = {"locale": "en-GB", "url": f"http://portal.example/{page.address}", "theme": "light"}
            app.query_params = dict(asked)
            app._page_hash = calc_hash(page.address)  # noqa: SLF001  (AppTest knows files, not addresses)
            # Streamlit prints faults to where only numbers belong.
            with contextlib.redirect_stdout(sys.stderr):
                app.run()
            _judge(app)

    each(view, amount, look, told and f"{told} screens")
    return tally


def _judge(app: AppTest) -> None:
    if app.exception:
        raise Unhandled(f"an exception on the page: {app.exception[0].message[:150]}")
    shown = "\n".join(str(one.value) for one in app.markdown)
    if any(words(language).t("error-broken") in shown for language in LANGUAGES):
        raise Unhandled("ends at the last wall")
    for trace in TRACES:
        if trace in shown:
            raise Unhandled(f"tells {trace!r}")


def _as_typed(text: str) -> str:
    """As it comes out of an address: what is no text has become a sign of replacement."""
    return text.encode("utf-8", "replace").decode()[:8_000]
