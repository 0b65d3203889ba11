"""How each function is called in the matrix: what stands for an argument, and which things it may name.

The arguments that name a thing of a case are tried with every such thing of the scene; the others have one sensible value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from tests.policies import protocols, reports, strike_rules
from tests.policies.facts import Facts, Row
from tests.policies.oracle import DESK, HANDSHAKE, RULES, Oracle
from tests.policies.scene import Scene, digest

ABSENT = UUID("00000000-0000-4000-8000-000000000000")
REQUEST = UUID("00000000-0000-4000-8000-00000000000f")

# Who may call it at all: everybody, or those with an account. A function that is missing here fails the matrix.
EVERYBODY = {
    "choose_voice", "decline_plan", "leave_group",
    "accept_plan", "claim_done", "confirm_remedy", "dispute_action", "evaluate",
    "appeal", "move", "reopen", "withdraw_case",
    "case_page", "case_tip", "change_held", "close_receipt", "close_session", "covered_brands", "file_case", "file_content",
    "find_invitation", "find_session", "find_workplaces", "give_consent", "keep_identity", "open_receipt",
    "open_retaliation", "policies", "post_message", "public_figures", "impact", "redeem_session", "renew_session",
    "confirm_subscription", "end_subscription", "subscribe",
    "reserve_file", "schema_version", "sign_in_attempt", "switch_case", "take_back", "withdraw_consent",
}  # fmt: skip
SIGNED_IN = {
    "acknowledge_policy", "exports", "log_export", "scorecard", "publish_policy",
    "choose_notices", "notice_choice", "notices", "read_notices",
    "drop_newsletter", "erase_subscriber", "export_subscribers", "newsletter_desk", "save_newsletter", "send_newsletter",
    "test_newsletter", "enter_impact", "impact_desk",
    "add_complainant", "merge_case", "show_group", "tell_totals",
    "add_evidence", "drop_action", "make_finding", "record_attempt", "record_remedy", "set_action", "show_evidence",
    "verify_action",
    "acknowledge_bulletin", "bulletins", "describe_strike", "draft_bulletin", "end_strike", "link_strike_case", "open_strike",
    "record_check_in", "record_strike_attempt", "release_bulletin", "set_strike_demand", "set_strike_level", "strike_desk",
    "waive_check_ins",
    "accept_invitation", "admit", "answer_identity", "ask_identity", "identities", "open_identity", "pass_on_identity",
    "revoke_identity", "classify", "close_every_session", "contacts_today", "decide", "end_no_tip_off",
    "check_triage", "decide_appeal", "declare_conflict", "record_answer",
    "end_supply", "figures", "clock_rules", "hold", "resume", "set_clock_rule", "rules", "set_causes", "set_legal_minimum",
    "import_begin", "import_chunk", "import_desk", "import_drop", "import_finish", "import_report", "inbox", "invite",
    "link_supply",
    "log_contact", "moderation", "open_session", "people", "preview", "restore", "save_organization", "set_language",
    "set_role",
    "sign_in_succeeded", "suspend", "take_call", "whoami",
    "published",
    "acknowledge_protocol", "decide_referral", "do_protocol", "exit_protocol", "lower_zero_tolerance", "note_age",
    "note_follow_up", "raise_zero_tolerance", "record_basis", "record_referral", "set_protocol_rule",
    "settle_age", "tell_brand", "zero_tolerance",
    "dismiss_warning", "early_warning", "open_warning",
    *reports.SIGNED_IN,
}  # fmt: skip

VALUES: dict[str, Any] = reports.VALUES | {
    "request_id": REQUEST, "body": "Words of the matrix.", "kind": "message", "audience": [], "files": [],
    "outcome": "release", "revision": 1,
    "removed": 0, "reason": "nothing", "note": None, "to_state": "triage", "issues": ["F1"], "severity": 3, "item": "file",
    "given_how": "web", "text_version": "2026-11", "language": "en", "channel": "phone", "statement": "Statement of the "
    "matrix.",
    "receipt_hash": digest("matrix"), "session_hash": digest("matrix"), "ticket_hash": digest("m"), "token_hash": digest("m"),
    "sealed": "x",
    "seconds": 600, "email_hash": digest("m"), "name": "Matrix", "email": "matrix@example.org", "role": "brand",
    "code_hash": digest("m"),
    "words": "Canary", "box": "needs", "severities": None, "flags": None, "month": None, "after_key": None, "before_key": None,
    "from_month": None, "to_month": None, "minutes": 1, "bytes": 10, "sha256": digest("m"), "media_type": "application/pdf",
    "cleaned_sha256": None, "cleaned_bytes": None, "original": True, "workplace_words": None, "consent_factory": False,
    "consent_brands": [], "sealed_identity": None, "anonymous": True, "city": None, "country": "CN", "headcount": 1,
    "time_zone": "Asia/Shanghai", "since": "2026-01-01", "until": "2026-12-31", "head_key": digest("m"), "encoding": "utf-8",
    "mapping": "{}",
    "rows": [], "dry_run": True, "leave_out": False, "total": 0, "ready": 0, "repeated": 0, "refused": 0, "mended": 0,
    "findings": [],
    "code": "F1", "version": 1, "deed": "Pay.", "due_on": "2035-01-01", "evidence_wanted": "Slips", "verified": True,
    "verifier": "coordinator", "verifier_name": None, "was": "done",
    "was_outcome": None, "was_reason": None, "how": "phone", "stage": "claimed", "what": "wages", "label": "",
    "currency": "CNY", "amount": "10.00", "confirmed": True, "said": "confirmed", "on_plan": True, "readers": [],
    "unit": "Canary", "started_on": "2026-01-01", "size_low": 10, "size_high": 20, "spokes": "nobody", "cause": "x",
    "causes": ["management"],
    "level": 1, "with_whom": "hr", "tried_on": "2026-01-01", "linked": True, "unknown": "x", "ask": "x", "violent": False,
    "ask_worker": False,
    "seen": "2035-01-01", "mail": "each", "digest_at": "08:30", "quiet_from": "20:00", "quiet_until": "08:00",
    "yes": True, "number": 1, "size_shown": "range", "said_size": 12, "other": "HS-0000-0000",
    "list": "cases", "format": "csv", "lines": 3, "narrowed": False,
    "after_version": 1, "holds_from": "2035-01-01", "body_en": "x", "body_zh": "x", "changed_en": "x", "changed_zh": "x",
    "counter": "cities", "n": 1, "more": True, "as_of": "2020-01-01", "source_en": "x", "source_zh": "x", "source": "x",
    "issue": None, "subject_en": "x", "subject_zh": "x",
    # of functions in private
    "other_reference": "HS-0000-0000", "one": ABSENT, "place": ABSENT, "carried_by": None, "typed": "slip.pdf", "by_worker": True,
    "zone": "Asia/Shanghai",
    "status": "400", "key": "x", "hint": "x", "facts": "{}", "field": "x", "most": 10, "given": "x",
    "state": "triage", "at": "2026-01-01", "why": "because", "thing": "statement", "digest": digest("m"), "parties": "[]",
    "flag": None, "due_at": "2026-01-01", "hours": 24, "working_days": None,
    "queued": False, "by_due": True, "back": False, "paged": False, "named": False,
    "sealed_plan": None, "plan": "x", "agree": True, "anew": True, "guardian": None, "child_agreed": None,
    "same_as": None, "grounds": "Grounds of the matrix.", "answer": "Answer of the matrix.", "has_conflict": False,
    "covered": True, "specific": True, "internal_channel": "tried", "told_by_phone": False, "refusal": None, "elsewhere": None,
    "authority": None, "from_state": "triage",
    "ground": "violence", "items": ["safe"], "needed": True, "says": "child", "age": "child", "follow_until": "2027-06-01",
    "opened": None,
    "refer": True, "basis": "child", "officer_role": "Head", "handed_at": "2026-11-01", "national_age": 16, "codes": ["A1"],
}  # fmt: skip
THINGS = (
    "reference", "message", "attachment", "consent", "party", "one_case", "organization", "workplace", "brand", "recipient",
    "person", "link",
    "strike", "bulletin", "check_in", "which", "parent", "warning",
    "import", "owner", "unlock", "finding", "action", "one_action", "evidence", "one_evidence", "entry", "one_entry",
    "beneficiary", "mine", "appeal", "piece", "policy", *reports.THINGS,
)  # fmt: skip


# Arguments that name a row whose reader the oracle knows.
_RULED = {
    "finding": "finding", "action": "action", "one_action": "action", "evidence": "evidence", "one_evidence": "evidence",
    "piece": "evidence",
    "entry": "remedy_entry", "one_entry": "remedy_entry",
}  # fmt: skip


@dataclass(frozen=True)
class Thing:
    """A value that names something of the scene, and whether the caller may know that it is there."""

    value: Any
    known: bool


def things(argument: str, scene: Scene, facts: Facts, oracle: Oracle) -> list[Thing]:
    """What to put in for an argument, the absent one first."""
    absent = Thing("HS-0000-0000" if argument == "reference" else ABSENT, known=False)
    if argument in reports.THINGS:
        return [absent, *(Thing(*one) for one in reports.known(argument, facts, oracle))]
    return [absent, *_present(argument, scene, facts, oracle)]


def _present(argument: str, scene: Scene, facts: Facts, oracle: Oracle) -> list[Thing]:
    cases = facts.rows["case_"]
    if argument in ("reference", "one_case", "parent"):
        column = "reference" if argument == "reference" else "id"
        return [Thing(one[column], oracle.sees_case(one["id"]) or one["id"] in oracle.goes_to()) for one in cases]
    if argument in ("strike", "bulletin", "check_in", "which", "warning"):
        return [Thing(*one) for one in strike_rules.known(argument, facts, oracle)]
    ruled = _RULED.get(argument)
    if ruled:
        return [Thing(row["id"], RULES[ruled](oracle, row)) for row in facts.rows[ruled]]
    if argument in ("message", "attachment"):
        rule = {"message": oracle.message, "attachment": oracle.attachment}[argument]
        return [Thing(row["id"], rule(row)) for row in facts.rows[argument]]
    if argument == "appeal":
        return [Thing(row["id"], oracle.role in DESK) for row in facts.rows["appeal"]]
    if argument == "consent":
        return [Thing(row["id"], RULES["consent"](oracle, row) or _of_factory(oracle, row)) for row in facts.rows["consent"]]
    if argument in ("party", "owner", "beneficiary", "mine"):
        return [Thing(row["id"], _known_party(facts, oracle, row)) for row in facts.rows["party"]]
    if argument == "policy":  # the texts are public
        return [Thing(row["id"], known=True) for row in facts.rows["policy"]]
    if argument == "unlock":
        return [Thing(row["id"], oracle.role in HANDSHAKE) for row in facts.rows["unlock"]]
    table = {"person": "person", "link": "supply_link", "import": "import_file"}.get(argument, "organization")
    rows = facts.rows[table]
    # Organisations are public by name (brands, workplaces); people and links are not compared with absent ones here.
    return [Thing(row["id"], known=True) for row in rows[:4]]


def _of_factory(oracle: Oracle, consent: Row) -> bool:
    return oracle.role == "factory" and oracle.sees_case(consent["case_id"])


def _known_party(facts: Facts, oracle: Oracle, party: Row) -> bool:
    """Of a group, those outside know the first who came; one of it knows herself and whoever speaks."""
    if oracle.role in HANDSHAKE or party["side"] != "worker":
        return oracle.sees_case(party["case_id"])
    shown = party["id"] in (oracle.party, facts.first_worker(party["case_id"]))
    return shown and oracle.sees_case(party["case_id"])


def allowed_words(function: str, facts: Facts, oracle: Oracle) -> set[str]:
    """Canaries that a function may tell beyond the rows that may be read: public lists, the two keys, strikes, protocols."""
    own = _of_strikes(function, facts, oracle) | protocols.words(facts, oracle) | reports.words(function, facts, oracle)
    return _listed(function, facts, oracle) | _of_two_keys(function, facts, oracle) | own | _newsletter(function, facts, oracle)


def _newsletter(function: str, facts: Facts, oracle: Oracle) -> set[str]:
    """Supervisors read what they write for everybody."""
    if oracle.role != "supervisor" or not function.endswith(("_newsletter", "newsletter_desk", "erase_subscriber")):
        return set()
    return {
        str(row[column]) for row in facts.rows["newsletter_issue"] for column in row if column.startswith(("subject", "body"))
    }


def _of_strikes(function: str, facts: Facts, oracle: Oracle) -> set[str]:
    """The desk reads all of its strikes; a worker's page names the linked case of hers, and she can turn to it."""
    if oracle.role in DESK:
        return strike_rules.desk_words(facts)
    linked = oracle.goes_to()
    told = {row["reference"] for row in facts.rows["case_"] if row["id"] in linked}
    if function == "switch_case":
        turned = next(iter(linked), str(ABSENT))
        seat = facts.first_worker(turned) if linked else str(ABSENT)
        there = Oracle(facts, replace(oracle.who, case=UUID(turned), party=UUID(seat)))
        told |= {word for table in RULES for row in there.visible(table) for word in strike_rules.words_of(row)}
        allowed = [row["recipient_id"] for row in facts.rows["consent"] if row["case_id"] in linked]
        told |= _of_two_keys(function, facts, there) | {facts.one("organization", each)["name"] for each in allowed}
    return told


def _of_two_keys(function: str, facts: Facts, oracle: Oracle) -> set[str]:
    """Handshake reads why somebody asked, a worker her own plan, and the sealed texts he alone for whom both keys turn."""
    if oracle.role == "worker":
        return {row["plan"] for row in facts.rows["identity"] if row["party_id"] == oracle.party and row["plan"]}
    if oracle.role not in HANDSHAKE:
        return set()
    why = {row["words"].split()[0] for row in facts.rows["unlock"]}
    if function not in ("open_identity", "opened_identity"):
        return why
    opened = {
        row["party_id"]
        for row in facts.rows["unlock"]
        if row["agreed"] and row["ended_at"] is None and row["asked_by"] == str(oracle.who.person)
    }
    kept = [row for row in facts.rows["identity"] if row["party_id"] in opened]
    return why | {row["sealed"] for row in kept} | {row["plan"] for row in kept}


def _listed(function: str, facts: Facts, oracle: Oracle) -> set[str]:
    named = facts.rows["organization"]
    if function in (
        "covered_brands",
        "give_consent",
        "consent_given",
    ):  # a worker allows any member brand, and then reads its name
        return {row["name"] for row in named if row["kind"] == "brand"}
    if function == "find_workplaces":
        return {row["name"] for row in named if row["kind"] == "workplace" and row["ended_at"] is None}
    if function.startswith("import_") and oracle.role == "supervisor":
        return {"Canary-finding"}
    return set()
