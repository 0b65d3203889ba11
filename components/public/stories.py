"""Texts of ours that are longer than a sentence: two case stories, and why Handshake works. Markdown files in the repository.

Only headings, paragraphs and lists are known; nothing that a person typed ever stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from components.i18n import nearest

FOLDER = Path(__file__).parent / "stories"
STORIES = ("social-insurance", "child", "why")


@dataclass(frozen=True)
class Block:
    """A piece of a text: `kind` is title, p or li."""

    kind: str
    text: str


@cache
def story(name: str, language: str) -> tuple[Block, ...]:
    """The text in that language, in pieces."""
    told = (FOLDER / nearest(language) / f"{name}.md").read_text(encoding="utf-8")
    blocks: list[Block] = []
    for part in told.strip().split("\n\n"):
        if part.startswith("# "):
            blocks.append(Block("title", part[2:].strip()))
        elif part.startswith("- "):
            blocks += [Block("li", line[2:].strip()) for line in part.split("\n")]
        else:
            blocks.append(Block("p", " ".join(part.split("\n")) if language == "en" else part.replace("\n", "")))
    return tuple(blocks)
