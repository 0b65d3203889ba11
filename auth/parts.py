"""Which part of the portal an address belongs to, for the journal: addresses carry ids, tickets and what people type."""

from __future__ import annotations

from typing import Final

from auth.roles import PAGES

# Longest first; each is written into a log as it stands here.
_PREFIXES: Final = tuple(
    sorted(
        (
            *("/portal/session/open", "/portal/session/close", "/portal/receipt/open", "/portal/language", "/portal/file"),
            *("/portal/report", "/portal/copy", "/portal/copy-draft", "/portal/document", "/portal/evidence", "/portal/handout"),
            *("/portal/newsletter/addresses", "/portal", "/leave", "/left", "/healthz", "/health"),
            *("/light/report", "/light/mine", "/light/newsletter", "/light/transparency", "/light", "/data"),
            "/_stcore/upload_file",
        ),
        key=len,
        reverse=True,
    )
)
_ASSETS: Final = ("/static/", "/_stcore/", "/media/", "/component/")
_PAGES: Final = {f"/{page.address}": f"page:{page.key}" for page in PAGES}


def part_of(path: str) -> str:
    """`/portal/file`, `page:inbox`, `asset`, or `unknown`: one of a few names of ours, whatever the address."""
    if path in _PAGES:
        return _PAGES[path]
    for prefix in _PREFIXES:
        if path == prefix or path.startswith(f"{prefix}/"):
            return prefix
    return "asset" if path.startswith(_ASSETS) else "unknown"
