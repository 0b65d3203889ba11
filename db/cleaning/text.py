"""Plain text: letters of any script, nothing that a browser would run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from db.cleaning.refusal import refuse

if TYPE_CHECKING:
    from db.cleaning.kinds import Kind

# What browsers sniff as markup, at the start of a file after space, a mark or comments.
_MARKUP = re.compile(
    r"\A(?:\s|\ufeff|<!--.*?-->)*<(?:!doctype|\?xml|html|head|body|svg|script|iframe|style|title|"
    r"meta|link|img|object|embed|math|table|div|font|br|p|a|b|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def decoded(content: bytes) -> str | None:
    """Return the text in UTF-8 or GB18030 (with or without mark), or None when it is not text."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            words = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _CONTROL.search(words) else words
    return None


def clean(content: bytes, _kind: Kind) -> bytes:
    """Return the same words in UTF-8; markup is refused, it belongs in no evidence drawer."""
    words = decoded(content)
    if words is None:
        refuse("kind_unknown")
    if _MARKUP.match(words[:4096]):
        refuse("active_content")
    return words.encode("utf-8")
