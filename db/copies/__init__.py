"""Copies of shared reports: what a profile leaves (`base`), and the marked copy that one reader gets (`reader_copy`)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from db.copies.base import as_pdf, pages_of, summary, without
from db.copies.marked import Mark, Words, marked
from db.models.reports import Recipe

__all__ = ["as_pdf", "draft_copy", "pages_of", "reader_copy", "summary", "without"]

Say = Callable[..., str]
Day = Callable[[date | datetime], str]


def reader_copy(base: bytes, answer_file: bytes | None, recipe: Recipe, say: Say, day: Day) -> bytes:
    """The copy for whoever asked. `say` speaks from the catalogue, `day` writes a date with its year, in his language."""
    strip = say(
        "copy-strip", person=recipe.person, organization=recipe.organization, day=day(recipe.at), purpose=recipe.purpose,
        number=str(recipe.download)[:8], brand=recipe.brand,
    )  # fmt: skip
    terms = say("copy-no-onward" if recipe.no_onward else "copy-onward") + " " + say("copy-until", day=day(recipe.expires_on))
    mark = Mark(f"{strip}\n{terms}", f"{recipe.organization} · {str(recipe.download)[:8]}")
    said = recipe.answer
    parts: list[tuple[str, float]] = [
        (say("copy-answer-title"), 15),
        (say("copy-about", title=recipe.title, workplace=recipe.workplace, brand=recipe.brand), 9),
    ]
    if said is None:
        parts.append((say("copy-answer-none"), 10.5))
    else:
        parts.append((say("copy-answer-at", workplace=recipe.workplace, day=day(said.at)), 9))
        if said.words:
            parts.append((said.words, 10.5))
        if said.key is not None:
            parts.append((say("copy-answer-file"), 9))
    return marked(base, mark, Words(tuple(parts)), answer_file)


def draft_copy(base: bytes, say: Say) -> bytes:
    """What a reader would get, for the brand to look at before it shares."""
    mark = Mark(say("copy-draft-strip"), say("copy-draft"))
    return marked(base, mark, Words(((say("copy-answer-title"), 15), (say("copy-draft-answer"), 10.5))), None)
