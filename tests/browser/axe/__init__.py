"""axe-core, which looks for what keeps people out of a page. `python -m tests.browser.axe` fetches it with npm, as pinned."""

from __future__ import annotations

from pathlib import Path

from tests.real_parts import TOOLS, NpmPart

PART = NpmPart(Path(__file__).parent, TOOLS / "axe", "python -m tests.browser.axe")


def source() -> str:
    """The script that runs in a page."""
    return (PART.or_refuse() / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
