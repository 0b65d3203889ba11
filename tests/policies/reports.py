"""Reports and evidence packs in the scene, and who may know of them: every state of a grant, readers that differ by it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from tests.policies.scene import Scene, digest

if TYPE_CHECKING:
    from tests.policies.facts import Facts, Row
    from tests.policies.oracle import Oracle

TODAY = datetime.now(UTC).date()


def play(scene: Scene) -> None:
    """Brand K shares with brand A (read), brand B (asked), Handshake, brand U (taken back); U, which leaves, and B with K."""
    first = kept(scene, "weber", "lianfeng", "first")
    read = shared(scene, "weber", first, "brand_a", "read")
    paper = reserved(scene, "chen", "answer")
    scene.write("chen", "answer_grant", grant_id=read, words="Canary-answer-read of a factory.", file=paper)
    scene.write("sara", "acknowledge_grant", grant_id=read)
    for who in ("sara", "chen", "weber", "ada"):
        recipe = scene.write(who, "open_copy", grant_id=read)
        if who == "sara":
            scene.call(who, "copy_left", download=recipe["download"], sha256=digest("copy"))
    shared(scene, "weber", first, "brand_b", "asked", basis="consent")
    # One that only waits for the factory's answer, and one that was answered and never agreed to.
    second = kept(scene, "weber", "lianfeng", "second")
    shared(scene, "weber", second, "brand_a", "waiting")
    agreed = shared(scene, "weber", second, "brand_b", "unagreed", basis="consent")
    with scene.database.connect() as admin:
        admin.execute("update portal.grant_ set answered_at = now() where id = %s", [agreed])
    ours = shared(scene, "weber", first, "handshake", "ours", basis="law")
    scene.write("chen", "answer_grant", grant_id=ours, words="Canary-answer-ours of a factory.")
    scene.write("ada", "acknowledge_grant", grant_id=ours)
    scene.write("ada", "open_copy", grant_id=ours)
    back = shared(scene, "weber", first, "brand_u", "back")
    scene.write("chen", "answer_grant", grant_id=back, words="Canary-answer-back of a factory.")
    scene.write("una", "acknowledge_grant", grant_id=back)
    scene.write("weber", "revoke_grant", grant_id=back)
    scene.write("weber", "open_report", report=first, original=False)
    left = shared(scene, "una", kept(scene, "una", "lianfeng", "left"), "brand_k", "left")
    scene.write("chen", "answer_grant", grant_id=left, words="Canary-answer-left of a factory.")
    scene.write("weber", "acknowledge_grant", grant_id=left)
    terms = shared(scene, "ben", kept(scene, "ben", "tianhe", "terms"), "brand_k", "terms", basis="consent")
    scene.write("wu", "consent_grant", grant_id=terms, yes=True)
    scene.write("wu", "answer_grant", grant_id=terms, words="Canary-answer-terms of a factory.")
    # Brand A reads one that the factory agreed to, and never learns of one that was taken back before it could be read.
    others = kept(scene, "ben", "tianhe", "others")
    opened = shared(scene, "ben", others, "brand_a", "opened", basis="consent")
    scene.write("wu", "consent_grant", grant_id=opened, yes=True)
    scene.write("wu", "answer_grant", grant_id=opened, words="Canary-answer-opened of a factory.")
    scene.write("sara", "acknowledge_grant", grant_id=opened)
    never = shared(scene, "ben", others, "brand_k", "never")
    scene.write("ben", "revoke_grant", grant_id=never)
    with scene.database.connect() as admin:
        admin.execute("update portal.grant_ set answered_at = now() where id = %s", [never])
    # Nobody at the factory had an account then, and nobody has told it since.
    untold = shared(scene, "ben", kept(scene, "ben", "tianhe", "untold"), "brand_k", "untold")
    with scene.database.connect() as admin:
        admin.execute(
            "update portal.grant_ set notified_at = null, notified_how = null, answer_until = null where id = %s", [untold]
        )
    with scene.database.connect() as admin:  # a download that was begun too long ago
        admin.execute(
            "update portal.report_download set at = at - interval '1 hour' where left_at is null and person_id = %s",
            [scene.personas["chen"].person],
        )
    reserved(scene, "weber", "copy")
    for who, brand in (("weber", "brand_k"), ("ada", "brand_b")):
        month = f"{TODAY:%Y-%m}"
        made = scene.write(who, "evidence_pack", from_month=month, to_month=month, brand=scene.organizations[brand])
        scene.write(who, "finish_evidence", pack=made["pack"], file=reserved(scene, who, "pack"))


def reserved(scene: Scene, who: str, use: str, label: str = "") -> str:
    """A sealed file of theirs that waits to be used."""
    mark = f"{who} {use} {label or uuid4()}"
    made = scene.write(
        who, "reserve_sealed_file", use_=use, name=f"Canary-paper-{label or use}.pdf", media_type="application/pdf",
        sha256=digest(f"came {mark}"), cleaned_sha256=digest(f"cleaned {mark}"), key=digest(f"sealed {mark}"), bytes=1000,
        original_key=digest(f"original {mark}"), pages=5,
    )  # fmt: skip
    return str(made["id"])


def kept(scene: Scene, who: str, workplace: str, label: str) -> str:
    """A report of their brand about that workplace."""
    page = scene.write(
        who, "keep_report", file=reserved(scene, who, "report", label), workplace=scene.organizations[workplace],
        title=f"Canary-report-{label} of spring", period_from="2026-01-01", period_to="2026-03-31",
    )  # fmt: skip
    return next(str(one["id"]) for one in page["reports"] if f"-{label} " in one["title"])


def shared(scene: Scene, who: str, report: str, to: str, label: str, *, basis: str = "contract") -> str:
    """A grant of it, and its id."""
    page = scene.write(
        who, "share_report", report=report, to_organization=scene.organizations[to], purpose=f"Canary-purpose-{label} of it.",
        profile="pages", left_out=[2], basis=basis, basis_words=None if basis == "consent" else f"Canary-basis-{label} of 2024",
        expires_on=TODAY + timedelta(days=90), file=reserved(scene, who, "copy"),
    )  # fmt: skip
    return next(
        str(each["id"]) for one in page["reports"] for each in one["grants"] if f"-{label} " in each["purpose"]
    )  # fmt: skip


def _at(row: Row, column: str) -> datetime | None:
    return datetime.fromisoformat(row[column]) if row[column] else None


def ready(row: Row) -> bool:
    """The factory was told, agreed where it must, and answered or had its time."""
    until = _at(row, "answer_until")
    agreed = row["basis"] != "consent" or row["consented_at"] is not None
    waited = row["answered_at"] is not None or (until is not None and until <= datetime.now(UTC))
    known = row["reader_told_at"] is not None or not (row["revoked_at"] or row["ended_at"])
    return row["notified_at"] is not None and agreed and known and (waited or row["to_organization"] == row["workplace_id"])


def readable(row: Row) -> bool:
    over = any(row[each] for each in ("revoked_at", "ended_at", "withdrawn_at", "declined_at"))
    return ready(row) and row["acknowledged_at"] is not None and not over and row["expires_on"] >= TODAY.isoformat()


def report(one: Oracle, row: Row) -> bool:
    mine = one.role == "brand" and row["brand_id"] == one.organization and one.linked(row["workplace_id"])
    return one.role == "supervisor" or mine


def grant(one: Oracle, row: Row) -> bool:
    """The brand that shares, the factory it is about, its one reader once it may read, a supervisor."""
    if one.role == "supervisor":
        return True
    if one.role == "factory":
        return row["workplace_id"] == one.organization and row["notified_at"] is not None
    if one.role != "brand":
        return False
    gives = row["from_brand"] == one.organization and one.linked(row["workplace_id"])
    return gives or (row["to_organization"] == one.organization and ready(row))


def answer(one: Oracle, row: Row) -> bool:
    """A reader has the factory's answer as long as the report."""
    about = one.facts.one("grant_", row["grant_id"])
    reads = one.role == "brand" and about["to_organization"] == one.organization
    return grant(one, about) and (not reads or readable(about))


def download(one: Oracle, row: Row) -> bool:
    """The brand that shares and the factory see each copy; a reader sees its own, not those of others."""
    if row["grant_id"] is None:
        return report(one, one.facts.one("report", row["report_id"]))
    about = one.facts.one("grant_", row["grant_id"])
    reads = one.role == "brand" and about["to_organization"] == one.organization
    return grant(one, about) and (not reads or row["organization_id"] == one.organization)


def pack(one: Oracle, row: Row) -> bool:
    return one.role == "supervisor" or (one.role == "brand" and row["brand_id"] == one.organization)


def _nobody(_: Oracle, __: Row) -> bool:
    return False


RULES: dict[str, Callable[[Oracle, Row], bool]] = {
    "sealed_file": _nobody, "report": report, "grant_": grant, "grant_answer": answer, "report_download": download,
    "evidence_pack": pack,
}  # fmt: skip
HIDDEN = {
    "report": {"file_id", "kept_by"}, "grant_": set[str](), "grant_answer": {"file_id", "by_"},
    "report_download": {"person_id", "copy_sha256"}, "evidence_pack": {"made_by", "cases", "file_id"},
}  # fmt: skip
SIGNED_IN = {
    "reports", "reserve_sealed_file", "keep_report", "share_report", "note_factory_told", "answer_grant", "consent_grant",
    "acknowledge_grant", "revoke_grant", "open_copy", "copy_left", "open_report", "open_draft", "evidence", "evidence_pack",
    "finish_evidence", "open_evidence",
}  # fmt: skip
THINGS = ("report", "grant_id", "download", "file", "pack")
VALUES: dict[str, Any] = {
    "title": "A report", "period_from": "2026-01-01", "period_to": "2026-02-01", "to_organization": uuid4(), "purpose": "Matrix",
    "profile": "whole", "left_out": [], "basis_words": "A contract of 2024", "expires_on": "2030-01-01", "no_onward": True,
    "use_": "report", "original_key": None, "pages": 3, "roles": ["brand"],
}  # fmt: skip


def known(argument: str, facts: Facts, oracle: Oracle) -> list[tuple[Any, bool]]:
    """The things that an argument can name, and whether this persona may know of each."""
    if argument == "report":
        return [(row["id"], report(oracle, row)) for row in facts.rows["report"]]
    if argument == "grant_id":
        return [(row["id"], grant(oracle, row)) for row in facts.rows["grant_"]]
    if argument == "pack":
        return [(row["id"], pack(oracle, row)) for row in facts.rows["evidence_pack"]]
    mine = str(oracle.who.person)
    table = "sealed_file" if argument == "file" else "report_download"
    return [(row["id"], oracle.role is not None and row["person_id"] == mine) for row in facts.rows[table]]


def words(function: str, facts: Facts, oracle: Oracle) -> set[str]:
    """Beyond the rows: a brand that shares may choose among the members, whose names are public, and gets back its own file."""
    if oracle.role not in ("brand", "supervisor"):
        return set()
    if function == "acknowledge_grant":
        # Agreeing to the terms opens the factory's answer in the same breath.
        waits = [row["id"] for row in facts.rows["grant_"] if row["to_organization"] == oracle.organization and ready(row)]
        answers = " ".join(str(row["words"]) for row in facts.rows["grant_answer"] if row["grant_id"] in waits)
        return words("reports", facts, oracle) | set(re.findall(r"Canary-[A-Za-z]+(?:[-_][A-Za-z]+)*", answers))
    members = {row["name"] for row in facts.rows["organization"] if row["kind"] in ("brand", "handshake")}
    own = {row["name"] for row in facts.rows["sealed_file"] if row["person_id"] == str(oracle.who.person)}
    named = {word for name in own for word in re.findall(r"Canary-[A-Za-z]+(?:[-_][A-Za-z]+)*", name)}
    pages = SIGNED_IN | {"report_receivers", "reports_page"}
    return (members | named) if function in pages else set()
