"""The light pages as text: plain HTML without a script, the same blocks in the same order as the full ones.

Everything is escaped by the template engine; `rich` alone lets the catalogue's own bold words through,
after escaping.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from uuid import uuid4

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from components.i18n import LANGUAGES, words
from components.mine.story import Said

FOLDER = Path(__file__).parent / "templates"
# A page stays under 30 kB. Of these go to messages at most so many; so few are not worth measuring the rest.
PAGE_BYTES = 29_500
MESSAGE_BYTES = 12_000
LITTLE = 2_000

# Pages that stay themselves when the language is changed.
OWN_ADDRESS = ("newsletter", "transparency")

_BOLD = re.compile(r"\*\*(.+?)\*\*")


def rich(text: str) -> Markup:
    """A sentence of the catalogue with its bold words; everything else is escaped."""
    # Escaped before the bold marks are read, so nothing but our own <strong> gets through.
    return Markup(_BOLD.sub(r"<strong>\1</strong>", str(escape(text))))  # noqa: S704


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["rich"] = rich
    style = (FOLDER / "style.css").read_text(encoding="utf-8")
    # Our own stylesheet, which no person can write to.
    environment.globals.update(style=Markup(style), fresh_id=lambda: str(uuid4()), languages=LANGUAGES)  # noqa: S704
    environment.globals.update(trouble=None, hints=(), written=(), again="")
    return environment


def draw(page: str, language: str, token: str, **facts: object) -> str:
    """One page in one language; `token` goes as a hidden field into each of its forms."""
    spoken = words(language)
    other = next(name for name in LANGUAGES if name != spoken.language)
    back = "/light/mine" if page in ("mine", "brands") else f"/light/{page}" if page in OWN_ADDRESS else "/light"
    return (
        _environment()
        .get_template(f"{page}.html")
        .render(
            t=spoken.t,
            lang=spoken.language,
            other_lang=other,
            other_language=f"/light/language?to={other}&next={back}",
            hidden=Markup('<input type="hidden" name="form" value="{}">').format(token),
            **facts,
        )
    )


def weight(said: Said) -> int:
    """About how many bytes a message takes on the page."""
    words = escape(said.body + said.head + "".join(said.notes) + "".join(file.name for file in said.files))
    return len(words.encode()) + 300 + 180 * len(said.files)


def turn_pages(sizes: list[int], frame: Callable[[], int]) -> list[tuple[int, int]]:
    """Messages of these sizes, oldest first, cut into pages from the newest on: (first, after last) each.

    `frame` draws the page without a message and says how large it is; it is asked only when there are many.
    """
    most = MESSAGE_BYTES
    if sum(sizes) > LITTLE:
        most = min(most, max(LITTLE, PAGE_BYTES - frame()))
    pages, end, full = [], len(sizes), 0
    for index in range(len(sizes) - 1, -1, -1):
        if full and full + sizes[index] > most:
            pages.append((index + 1, end))
            end, full = index + 1, 0
        full += sizes[index]
    pages.append((0, end))
    return pages
