"""Findings and evidence: what must be there before a case is found, and who reads it when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from db.errors import Absent, Conflict, PortalError, Refused
from tests.procedure.world import Case, World, digest


def find(world: World, case: Case, outcome: str = "grounded", code: str = "F1") -> Any:
    return world.write("lin", "make_finding", reference=case.reference, code=code, outcome=outcome, reason=f"Because {outcome}.")


def guard(world: World, case: Case, name: str = "found") -> str | None:
    query = "select private.guard_found(%s)" if name == "found" else "select private.guard_not_grounded(%s)"
    found: str | None = world.rows(query, case.id)[0][0]
    return found


def evidence(world: World, case: Case, words: str = "The payroll shows it.", **more: Any) -> UUID:
    page = world.write("lin", "add_evidence", reference=case.reference, **{"kind": "record", "words": words} | more)
    return UUID(page["evidence"][-1]["id"])


def test_each_issue_needs_a_finding_and_each_finding_evidence(world: World) -> None:
    case = world.case_in("investigating", issues=("F1", "G1"))
    assert guard(world, case) == "guard_finding_missing"
    find(world, case, "grounded", "F1")
    assert guard(world, case) == "guard_finding_missing"
    find(world, case, "not_verifiable", "G1")
    assert guard(world, case) == "guard_evidence_missing"
    evidence(world, case)
    assert guard(world, case) is None


def test_what_cannot_be_verified_needs_a_reason_and_no_evidence(world: World) -> None:
    case = world.case_in("investigating")
    for reason in ("", " ", None):
        refused = world.refused(
            "lin", "make_finding", reference=case.reference, code="F1", outcome="not_verifiable", reason=reason
        )
        assert refused.key == "body_empty"
    find(world, case, "not_verifiable")
    assert guard(world, case) is None
    assert guard(world, case, "not_grounded") is None


def test_a_page_of_yesterday_does_not_overwrite_what_a_colleague_found(world: World) -> None:
    case = world.case_in("investigating")
    find(world, case, "grounded")
    refused = world.refused("luo", "make_finding", reference=case.reference, code="F1", outcome="not_grounded", reason="No.")
    assert (type(refused), refused.key, refused.facts) == (Conflict, "revision_stale", {"outcome": "grounded"})
    read = {"was_outcome": "grounded", "was_reason": "Because grounded."}
    for stale in ({"was_reason": "Because."}, {"was_outcome": "partly"}, {"was_reason": None}):
        again = {"reference": case.reference, "code": "F1", "outcome": "partly", "reason": "In part.", **read, **stale}
        assert isinstance(world.refused("lin", "make_finding", **again), Conflict), stale
    page = world.write("lin", "make_finding", reference=case.reference, code="F1", outcome="partly", reason="In part.", **read)
    assert [one["outcome"] for one in page["findings"]] == ["partly"], "whoever has read it judges anew"


def test_evidence_about_another_finding_does_not_count(world: World) -> None:
    case = world.case_in("investigating", issues=("F1", "G1"))
    page = find(world, case, "grounded", "F1")
    find(world, case, "grounded", "G1")
    evidence(world, case, finding=page["findings"][0]["id"])
    assert guard(world, case) == "guard_evidence_missing"


@pytest.mark.parametrize("outcome", ["grounded", "partly"])
def test_a_case_of_which_anything_is_grounded_does_not_close_after_its_finding(world: World, outcome: str) -> None:
    case = world.case_in("investigating", issues=("F1", "G1"))
    find(world, case, "not_grounded", "F1")
    find(world, case, outcome, "G1")
    assert guard(world, case, "not_grounded") == "guard_grounded"


@pytest.mark.parametrize("who", ["chen", "weber", "mei", "worker", "wu"])
def test_only_the_desk_finds_and_takes_in_evidence(world: World, who: str) -> None:
    case = world.case_in("investigating")
    asking = case if who == "worker" else who
    for function, more in (
        ("make_finding", {"code": "F1", "outcome": "not_grounded", "reason": "x"}),
        ("add_evidence", {"kind": "record", "words": "x"}),
    ):  # fmt: skip
        assert isinstance(world.refused(asking, function, reference=case.reference, **more), PortalError)
    assert world.rows("select count(*) from portal.finding where case_id = %s", case.id) == [(0,)]


def test_parties_read_a_finding_once_the_case_is_found_and_not_before(world: World) -> None:
    case = world.case_in("investigating")
    find(world, case)
    evidence(world, case)
    for who in (case, "chen", "weber"):
        assert world.page(who, case)["findings"] == []
    world.move(case, "found")
    for who in (case, "chen", "weber"):
        assert [one["outcome"] for one in world.page(who, case)["findings"]] == ["grounded"]
        assert world.page(who, case)["evidence"] == [], "evidence is shown by a deed of its own"


def test_evidence_is_read_by_whom_it_was_shown_to(world: World) -> None:
    case = world.case_in("investigating", brands=("brand_k", "brand_a"))
    piece = evidence(world, case)
    world.write("lin", "show_evidence", evidence=piece, readers=[world.seat(case, "worker"), world.seat(case, "brand_k")])
    seen = {who: len(world.page(who, case)["evidence"]) for who in ("chen", "weber", "sara")}
    assert seen == {"chen": 0, "weber": 1, "sara": 0}
    assert len(world.page(case, case)["evidence"]) == 1
    assert "brand_a" not in str(world.page("weber", case)["evidence"])
    assert world.page("weber", case)["evidence"][0]["readers"] == []
    for who in ("chen", "weber", "wu"):
        assert isinstance(
            world.refused(who, "show_evidence", evidence=piece, readers=[world.seat(case, "lianfeng")]), PortalError
        )
    assert isinstance(world.refused("chen", "show_evidence", evidence=piece, readers=[]), Absent)


def _hers(world: World, case: Case) -> UUID:
    """A file of the worker's, taken as evidence."""
    made = world.write(
        case, "reserve_file", name="slip.jpg", bytes=10, sha256=digest(f"o{case.id}"), media_type="image/jpeg",
        cleaned_sha256=digest(f"c{case.id}"), cleaned_bytes=9,
    )  # fmt: skip
    case.things["file"] = UUID(made["id"])
    return evidence(world, case, kind="file", words=None, attachment=made["id"])


def test_a_file_of_the_worker_needs_her_permission_and_stands_in_her_ledger(world: World) -> None:
    case = world.case_in("investigating")
    piece, factory = _hers(world, case), world.seat(case, "lianfeng")
    assert [one["mine"] for one in world.page(case, case)["evidence"]] == [True]
    refused = world.refused("lin", "show_evidence", evidence=piece, readers=[factory])
    assert (type(refused), refused.key) == (Refused, "guard_consent_missing")
    before = len(world.page(case, case)["exposures"])
    world.write(case, "give_consent", item="photo", recipient=world.organizations["lianfeng"])
    world.write("lin", "show_evidence", evidence=piece, readers=[factory])
    told = world.page(case, case)["exposures"]
    assert [one["item"] for one in told[before:]] == ["photo"]
    assert world.call("chen", "file_content", attachment=case.things["file"])["sha256"] == digest(f"c{case.id}")
    assert isinstance(_refusal(world, "weber", case), Absent)


def test_a_file_that_came_with_words_for_handshake_alone_opens_where_it_is_shown_as_evidence(world: World) -> None:
    case = world.case_in("investigating")
    _hers(world, case)
    file, factory = case.things["file"], world.seat(case, "lianfeng")
    world.arranged("delete from portal.evidence where attachment_id = %s", file)
    world.write(case, "post_message", reference=None, body="My slip, for you alone.", kind="message", audience=[], files=[file])
    world.write(case, "give_consent", item="photo", recipient=world.organizations["lianfeng"])
    assert isinstance(_refusal(world, "chen", case), Absent)
    world.write(
        "lin", "show_evidence", evidence=evidence(world, case, kind="file", words=None, attachment=file), readers=[factory]
    )
    assert [one["item"] for one in world.page(case, case)["exposures"]][-1] == "photo"
    assert world.call("chen", "file_content", attachment=file)["sha256"] == digest(f"c{case.id}"), "as her ledger says"
    shown = [each["file"] for each in world.page("chen", case)["evidence"]]
    assert [each["id"] for each in shown if each] == [str(file)]
    assert "for you alone" not in str(world.page("chen", case))
    assert isinstance(_refusal(world, "weber", case), Absent)


def test_taking_a_permission_back_takes_the_evidence_from_that_screen(world: World) -> None:
    case = world.case_in("investigating")
    piece = _hers(world, case)
    world.write(case, "give_consent", item="photo", recipient=world.organizations["lianfeng"])
    world.write("lin", "show_evidence", evidence=piece, readers=[world.seat(case, "lianfeng")])
    consents = world.page(case, case)["consents"]
    given = next(one["id"] for one in consents if one["item"] == "statement" and one["recipient"]["kind"] == "workplace")
    world.write(case, "withdraw_consent", consent=given)
    assert world.page("chen", case)["evidence"] == []
    assert isinstance(_refusal(world, "chen", case), Absent)


def _refusal(world: World, who: str, case: Case) -> PortalError | None:
    try:
        world.call(who, "file_content", attachment=case.things["file"])
    except PortalError as error:
        return error
    return None
