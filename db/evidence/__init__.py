"""The due-diligence evidence pack of a brand: asked for, written, signed, kept, given out; and checked by anybody."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from db.copies.words import PaperWords, paper_words
from db.evidence.facts import Facts
from db.evidence.paper import paper
from db.evidence.signing import Fault, Verdict, public_key, verify
from db.evidence.signing import archive as signed_archive
from db.evidence.tables import tables
from db.gateway import Gateway
from db.models.reports import Evidence
from db.papers import Paper
from db.reports import Place
from db.sealing import signing_secret
from db.shape import shape

__all__ = ["Fault", "Verdict", "archive", "ask", "evidence", "finish", "make", "pack_paper", "public_key", "verify"]

# What the words on a pack are made of.
SUBJECTS = ("evidence", "taxonomy", "clocks", "case", "shell")
Progress = Callable[[str], None]


def evidence(gateway: Gateway) -> Evidence:
    """Packs that were made, and for whom one can be made."""
    return shape(Evidence, gateway.call("evidence"))


def ask(gateway: Gateway, request_id: UUID, first: str, last: str, brand: UUID | None) -> Facts:
    """The content of a new pack for these months ("2026-07"); that it is made is written down."""
    return shape(Facts, gateway.call("evidence_pack", request_id=request_id, from_month=first, to_month=last, brand=brand))


def make(facts: Facts, language: str, secret: bytes | None = None, progress: Progress | None = None) -> bytes:
    """The archive. The same facts, language and key give the same bytes; `progress` is told each step by its key."""
    told = progress or (lambda _: None)
    secret = secret or signing_secret()
    words = paper_words(language, *SUBJECTS)
    told("tables")
    files = tables(facts, words)
    told("paper")
    files["report.pdf"] = paper(facts, words, public_key(secret))
    files["README.txt"] = _readme(facts, words, public_key(secret))
    told("signing")
    heads = {one.reference: one.head for one in facts.cases}
    about = {
        "pack": str(facts.pack), "brand": facts.brand, "first": facts.first.isoformat(), "last": facts.last.isoformat(),
        "made_at": facts.made_at.isoformat(), "language": words.language, "heads": heads,
    }  # fmt: skip
    return signed_archive(files, about, secret)


def pack_paper(facts: Facts, content: bytes) -> Paper:
    """The archive as it is put away."""
    return Paper("pack", f"evidence-{facts.first:%Y-%m}-{facts.last:%Y-%m}-{str(facts.pack)[:8]}.zip", "application/zip", content)


def finish(gateway: Gateway, request_id: UUID, pack: UUID, file: UUID) -> Evidence:
    """The archive is there: its hash is written down, and its maker can have it for a day."""
    return shape(Evidence, gateway.call("finish_evidence", request_id=request_id, pack=pack, file=file))


def archive(gateway: Gateway, pack: UUID) -> Place:
    """Where the archive lies, for its maker within a day. Raises Absent otherwise."""
    told = gateway.call("open_evidence", pack=pack)
    return Place(str(told["key"]), str(told["name"]), "application/zip")


def _readme(facts: Facts, words: PaperWords, key: str) -> bytes:
    lines = [
        "evidence-readme-title",
        "evidence-readme-files",
        "evidence-readme-verify",
        "evidence-readme-hand",
        "evidence-readme-heads",
    ]
    told = [words.say(line, brand=facts.brand, key=key, pack=str(facts.pack)) for line in lines]
    return ("\r\n\r\n".join(told).replace("\n", "\r\n").replace("\r\r", "\r") + "\r\n").encode("utf-8")
