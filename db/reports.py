"""Factory reports, what they are shared under, and their copies. Each write answers with the page that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from db.cleaning import Cleaned, Kind, clean
from db.cleaning.refusal import refuse
from db.copies import as_pdf, pages_of, without
from db.copies.base import PDF
from db.gateway import Gateway
from db.models.reports import Recipe, Reports
from db.papers import Paper
from db.shape import shape

# What may be a report. A voice message is none, and a text file has no author.
KINDS = (Kind.PDF, Kind.XLSX, Kind.DOCX, Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.GIF)
_MEDIA = {kind.media_type for kind in KINDS}
Profile = Literal["whole", "pages", "summary"]


@dataclass(frozen=True)
class Terms:
    """What a grant says."""

    to_organization: UUID
    purpose: str
    profile: Profile
    removed: tuple[int, ...]
    basis: str
    basis_words: str
    expires_on: date
    no_onward: bool


def reports(gateway: Gateway) -> Reports:
    """The caller's page."""
    return shape(Reports, gateway.call("reports"))


def judged(name: str, content: bytes) -> Cleaned:
    """The report without hidden facts. Raises BadRequest(file_refused) for what is none."""
    kept = clean(name, content)
    if kept.media_type not in _MEDIA:
        refuse("kind_unknown")
    return kept


def report_paper(kept: Cleaned, content: bytes) -> Paper:
    """A judged report as it is put away: cleaned, and as it came."""
    pages = pages_of(kept.cleaned, kept.media_type)
    return Paper("report", kept.safe_name, kept.media_type, kept.cleaned, content, pages)


def copy_paper(base: bytes) -> Paper:
    """What a profile left of a report."""
    return Paper("copy", "copy.pdf", PDF, base, None, pages_of(base, PDF))


def answer_paper(name: str, content: bytes) -> Paper:
    """A factory's file, cleaned, as pages that can stand behind a copy. Raises BadRequest(file_refused) for what has none."""
    kept = clean(name, content)
    if pages_of(kept.cleaned, kept.media_type) is None:
        refuse("kind_unknown")
    return Paper("answer", kept.safe_name, PDF, without(as_pdf(kept.cleaned, kept.media_type), ()), content)


def keep(  # noqa: PLR0917  (the arguments of the database's function, in its order)
    gateway: Gateway,
    request_id: UUID,
    file: UUID,
    workplace: UUID,
    title: str,
    period: tuple[date, date],
    brand: UUID | None = None,
) -> Reports:
    """The report is kept for the brand that sources from the workplace."""
    answer = gateway.call(
        "keep_report", request_id=request_id, file=file, workplace=workplace, title=title, period_from=period[0],
        period_to=period[1], brand=brand,
    )  # fmt: skip
    return shape(Reports, answer)


def share(gateway: Gateway, request_id: UUID, report: UUID, terms: Terms, file: UUID) -> Reports:
    """Grant it. Refused without consent or legal basis; nobody reads before the factory answered or had its time."""
    answer = gateway.call(
        "share_report", request_id=request_id, report=report, to_organization=terms.to_organization, purpose=terms.purpose,
        profile=terms.profile, basis=terms.basis, expires_on=terms.expires_on, file=file, left_out=list(terms.removed),
        basis_words=terms.basis_words or None, no_onward=terms.no_onward,
    )  # fmt: skip
    return shape(Reports, answer)


def note_told(gateway: Gateway, request_id: UUID, grant: UUID, how: str) -> Reports:
    """A supervisor told a factory that has no account."""
    return shape(Reports, gateway.call("note_factory_told", request_id=request_id, grant_id=grant, how=how))


def answer(gateway: Gateway, request_id: UUID, grant: UUID, words: str, file: UUID | None) -> Reports:
    """The factory's answer, once; it stands at the end of every copy."""
    said = gateway.call("answer_grant", request_id=request_id, grant_id=grant, words=words or None, file=file)
    return shape(Reports, said)


def consent(gateway: Gateway, request_id: UUID, grant: UUID, *, yes: bool) -> Reports:
    """The factory agrees, says no, or takes its yes back."""
    return shape(Reports, gateway.call("consent_grant", request_id=request_id, grant_id=grant, yes=yes))


def acknowledge(gateway: Gateway, request_id: UUID, grant: UUID) -> Reports:
    """The reader agrees to the terms."""
    return shape(Reports, gateway.call("acknowledge_grant", request_id=request_id, grant_id=grant))


def revoke(gateway: Gateway, request_id: UUID, grant: UUID) -> Reports:
    """No copy leaves from now on."""
    return shape(Reports, gateway.call("revoke_grant", request_id=request_id, grant_id=grant))


def recipe(gateway: Gateway, request_id: UUID, grant: UUID) -> Recipe:
    """Ask for a copy, which is written down. Refused(guard_terms, grant_over) for a reader whose grant does not stand."""
    return shape(Recipe, gateway.call("open_copy", request_id=request_id, grant_id=grant))


def copy_left(gateway: Gateway, download: UUID, sha256: str) -> None:
    """This very copy leaves now. Refused(grant_over) when the grant was taken back while it was made."""
    gateway.call("copy_left", download=download, sha256=sha256)


@dataclass(frozen=True)
class Place:
    """Where a sealed file lies."""

    key: str
    name: str
    media_type: str = "application/pdf"


def document(gateway: Gateway, request_id: UUID, report: UUID, *, original: bool = False) -> Place:
    """The document itself, for its owner or a supervisor; written down, too."""
    return shape(Place, gateway.call("open_report", request_id=request_id, report=report, original=original))


def draft(gateway: Gateway, file: UUID) -> Place:
    """A copy that the caller made and has not shared yet."""
    return shape(Place, gateway.call("open_draft", file=file))
