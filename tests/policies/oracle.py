"""Who may see which row, written in Python from DOMAIN.md 5 to 7, in ignorance of the policies.

It reasons from what is true of the world (who is linked, what is hidden, what the worker allows), not from the marks that
SQL keeps for itself: it never looks at `party.hidden`, for example, but at the flag of the case.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tests.policies import reports, strike_rules
from tests.policies.facts import Facts, Row
from tests.policies.scene import Persona

DESK = ("coordinator", "supervisor")
HANDSHAKE = (*DESK, "custodian")
# Clocks that run from the hour of the first call.
FIRST_CALL = ("contact", "acknowledged", "triage", "feedback", "arbitration", "inspectorate")
Rule = Callable[["Oracle", Row], bool]


class Oracle:
    """What one persona may see."""

    def __init__(self, facts: Facts, who: Persona) -> None:
        self.facts = facts
        self.who = who
        self.role = who.role
        self.organization = str(who.organization)
        self.case = str(who.case)
        self.party = str(who.party)
        self.seats = [row for row in facts.rows["party"] if self._sits(row)]
        self.seat_ids = {row["id"] for row in self.seats}
        self.case_ids = {row["case_id"] for row in self.seats}

    def visible(self, table: str) -> list[dict[str, str | None]]:
        """The rows of a table that may be seen, as text."""
        rule = RULES[table]
        return [text for row, text in zip(self.facts.rows[table], self.facts.texts[table], strict=True) if rule(self, row)]

    def _sits(self, party: Row) -> bool:
        """Whether this persona sits in a case as that party, now."""
        if self.role == "worker":
            return bool(party["id"] == self.party)
        if self.role in HANDSHAKE:
            return bool(party["side"] == "handshake")
        if self.role is None or party["organization_id"] != self.organization or party["until"] is not None:
            return False
        case = self.facts.one("case_", party["case_id"])
        if self.role == "brand" and not self.linked(case["workplace_id"]):
            return False
        # No tip-off: nothing for the factory, and for a brand only what a supervisor let through.
        return not case["no_tip_off"] or (self.role == "brand" and party["basis"] == "legal")

    def linked(self, workplace: str) -> bool:
        return any(
            row["brand_id"] == self.organization and row["workplace_id"] == workplace and row["until"] is None
            for row in self.facts.rows["supply_link"]
        )

    def sources_from(self, workplace: str) -> bool:
        return self.linked(workplace)

    def goes_to(self) -> set[str]:
        """The cases to which a worker's browser may turn."""
        return strike_rules.linked(self.facts, self.case) if self.role == "worker" else set()

    def sees_case(self, case: str) -> bool:
        return self.role in HANDSHAKE or case in self.case_ids

    def allows(self, worker: str, *items: str) -> bool:
        """Whether that worker allows this persona's organisation one of these items, today."""
        return any(
            row["party_id"] == worker
            and row["recipient_id"] == self.organization
            and row["item"] in items
            and row["withdrawn_at"] is None
            for row in self.facts.rows["consent"]
        )

    def message(self, row: Row) -> bool:
        """Originals: coordinators all, the custodian statements and notes, everybody else their own words."""
        if self.role in DESK:
            return True
        if self.role == "custodian":
            return row["kind"] in ("statement", "note")
        return row["author_party"] in self.seat_ids and row["kind"] != "note"

    def release(self, row: Row) -> bool:
        """What was let through: its audience and its author; the worker's words only as long as she allows it."""
        if self.role in DESK:
            return True
        if self.role == "custodian":
            return bool(row["kind"] == "statement")
        if not self.seat_ids & {row["author_party"], *row["audience"]}:
            return False
        author = self.facts.one("party", row["author_party"])
        return author["side"] != "worker" or self.role == "worker" or self.allows(row["author_party"], "statement")

    def attachment(self, row: Row) -> bool:
        """Evidence: coordinators and custodian all, others their own and what was released to them."""
        if self.role in HANDSHAKE or row["party_id"] in self.seat_ids:
            return True
        shown = any(self.release(r) for r in self.facts.rows["release"] if r["message_id"] == row["message_id"])
        shown = shown or any(self.evidence(e) for e in self.facts.rows["evidence"] if e["attachment_id"] == row["id"])
        if self.facts.one("party", row["party_id"])["side"] != "worker":
            return shown
        if self.role == "worker":
            return False  # one of a group hears what its voice says, and gets nobody's papers
        return shown and (self.allows(row["party_id"], *_items(row)) or self.lawful(row["case_id"]))

    def lawful(self, case: str) -> bool:
        """A supervisor wrote down why the law tells its reader, in a zero tolerance that nobody took down as none."""
        spans = [
            (datetime.fromisoformat(one["raised_at"]), datetime.fromisoformat(one["ended_at"] or "9999-12-31T00:00:00+00:00"))
            for one in self.facts.rows["protocol"] if one["case_id"] == case and one["ended_how"] != "lowered"
        ]  # fmt: skip
        return any(
            since <= datetime.fromisoformat(basis["recorded_at"]) <= until
            for basis in self.facts.rows["legal_basis"] for since, until in spans
            if (basis["case_id"], basis["recipient_id"]) == (case, self.organization)
        )  # fmt: skip

    def evidence(self, row: Row) -> bool:
        """A piece of evidence: whose it is and to whom Handshake showed it; the worker's only as long as she allows it."""
        if self.role in HANDSHAKE or row["provided_by"] in self.seat_ids:
            return True
        giver = self.facts.one("party", row["provided_by"])
        allowed = giver["side"] != "worker" or (row["words"] is None or self.allows(row["provided_by"], "statement"))
        if allowed and giver["side"] == "worker" and row["attachment_id"]:
            allowed = self.allows(row["provided_by"], *_items(self.facts.one("attachment", row["attachment_id"])))
        return bool(self.seat_ids & set(row["shown_to"])) and allowed

    def action(self, row: Row) -> bool:
        """The worker sees the whole plan, a factory what it owes, a brand what it and the factory owe."""
        if self.role in HANDSHAKE:
            return True
        if row["dropped_at"] is not None or not self.sees_case(row["case_id"]):
            return False
        if self.role == "brand" and row["owner_side"] == "factory":
            return True
        return self.role == "worker" or row["owner_party"] in self.seat_ids

    def remedy_entry(self, row: Row) -> bool:
        """The worker sees her own, the factory what is agreed, a brand nothing."""
        if self.role == "factory":
            return row["agreed_at"] is not None and not row["apart"] and self.sees_case(row["case_id"])
        return _beneficiary(self, self.facts.one("remedy_claim", row["id"], "entry_id"))

    def organization_row(self, row: Row) -> bool:
        if self.role in HANDSHAKE:
            return True
        if self.role in ("factory", "brand") and row["id"] == self.organization:
            return True
        if self.role == "brand" and row["kind"] == "workplace" and self.linked(row["id"]):
            return True
        own = {self.facts.one("case_", case)["workplace_id"] for case in self.case_ids}
        return self.role in ("brand", "worker") and row["id"] in own

    def read_mark(self, row: Row) -> bool:
        mine = str(self.who.person) if self.who.person else None
        return self.role is not None and row["reader"] in (self.seat_ids if self.role == "worker" else {mine})


def _items(file: Row) -> tuple[str, ...]:
    """What a worker may have allowed that opens this file of hers."""
    return ("file", "photo") if file["media_type"].startswith("image/") else ("file",)


def _clock(one: Oracle, row: Row) -> bool:
    """Deadlines: Handshake all, but brands are no business of its custodian; others what their side or they alone may know."""
    if one.role == "custodian":
        return bool(row["owner_side"] != "brand")
    seats = [seat for seat in one.seats if seat["case_id"] == row["case_id"]]
    if one.role == "worker" and row["kind"] in FIRST_CALL and one.facts.first_worker(row["case_id"]) != one.party:
        return False
    return one.role in DESK or any(seat["side"] in row["sides"] or seat["id"] == row["for_party"] for seat in seats)


def _nobody(_: Oracle, __: Row) -> bool:
    return False


def _everybody(_: Oracle, __: Row) -> bool:
    return True


def _handshake(one: Oracle, _: Row) -> bool:
    return one.role in HANDSHAKE


def _party_of_case(one: Oracle, row: Row) -> bool:
    return one.sees_case(row["case_id"])


def _worker_and_handshake(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or (one.role == "worker" and row["case_id"] == one.case)


def _first_caller(one: Oracle, row: Row) -> bool:
    """Channel and hour of the first call: she who made it, and Handshake."""
    return one.role in HANDSHAKE or (row["case_id"] == one.case and one.facts.first_worker(row["case_id"]) == one.party)


def _total(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or (one.role == "factory" and one.sees_case(row["case_id"]))


def _party(one: Oracle, row: Row) -> bool:
    if one.role == "custodian":
        return bool(row["side"] != "brand")
    return one.role in DESK or row["id"] in one.seat_ids


def _beneficiary(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or (one.role == "worker" and row["beneficiary_party"] in one.seat_ids)


def _own_or_handshake(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or row["party_id"] in one.seat_ids


def _finding(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or (row["told_at"] is not None and one.sees_case(row["case_id"]))


def _plan(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or (one.role in ("worker", "factory") and one.sees_case(row["case_id"]))


def _event(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or bool(one.seat_ids & set(row["audience"]))


def _decision(one: Oracle, row: Row) -> bool:
    return one.message(one.facts.one("message", row["message_id"]))


def _colleague(one: Oracle, row: Row) -> bool:
    own = one.role in ("factory", "brand") and row["organization_id"] == one.organization
    return one.role in HANDSHAKE or (own and one.who.person is not None)


def _link(one: Oracle, row: Row) -> bool:
    return one.role in HANDSHAKE or (one.role == "brand" and row["brand_id"] == one.organization)


def _triage(one: Oracle, row: Row) -> bool:
    """The checklist: Handshake, and a worker whose case was not taken or handed over."""
    told = one.facts.one("case_", row["case_id"])["state"] in ("inadmissible", "referred")
    return one.role in HANDSHAKE or (one.role == "worker" and row["case_id"] == one.case and told)


def _appeal(one: Oracle, row: Row) -> bool:
    """Whoever appealed, and the desk that answers."""
    return one.role in DESK or (one.role in ("worker", "factory") and row["party_id"] in one.seat_ids)


def _publication(one: Oracle, row: Row) -> bool:
    """Published figures: everybody the public ones, a brand its own, a workplace what it compares itself with, the desk all."""
    own = one.role == "brand" and row["organization_id"] == one.organization
    if one.who.preview:  # a preview shows a case, and no figures
        return bool(row["kind"] == "public")
    return row["kind"] == "public" or own or (row["kind"] == "peers" and one.role == "factory") or one.role in DESK


def _notice(one: Oracle, row: Row) -> bool:
    """One's own, and only of cases that one may see now."""
    mine = one.role is not None and row["person_id"] == str(one.who.person)
    seen = row["case_id"] is None or one.sees_case(row["case_id"])
    return mine and seen and (row["workplace_id"] is None or one.linked(row["workplace_id"]))


def _reading(one: Oracle, row: Row) -> bool:
    """Who has read a policy: one's own people, and all for a supervisor."""
    own = one.role not in (None, "worker") and row["organization_id"] == one.organization
    return one.role == "supervisor" or (own and not one.who.preview)


RULES: dict[str, Rule] = {
    "organization": Oracle.organization_row, "supply_link": _link, "person": _colleague,
    "invitation": lambda one, _: one.role == "supervisor", "session": _nobody, "sign_in_try": _nobody, "request": _nobody,
    "issue_code": _everybody, "transition": _everybody, "clock_rule": _everybody, "procedure_rule": _everybody,
    "clock": _clock, "hold": _worker_and_handshake, "calendar": _nobody, "calendar_day": _nobody,
    "retention_rule": _nobody,
    "triage": _triage, "conflict": _handshake, "appeal": _appeal,
    "case_": lambda one, row: one.sees_case(row["id"]), "case_issue": _party_of_case, "case_desk": _first_caller,
    "party": _party, "consent": _own_or_handshake, "message": Oracle.message, "release": Oracle.release,
    "decision": _decision,
    "attachment": Oracle.attachment, "receipt": _nobody, "receipt_session": _nobody, "identity": _nobody, "limit_": _nobody,
    "unlock": _nobody, "unlock_rule": _nobody, "consent_version": _nobody, "consent_text": _nobody,
    "contact": _handshake, "chain": _worker_and_handshake, "event": _event, "read_mark": Oracle.read_mark,
    "figure": _nobody, "figure_total": _nobody, "figure_change": _nobody, "figure_due": _nobody, "counted": _nobody,
    "pulse": _nobody,
    "cause": _nobody, "case_cause": _nobody,
    "publication": _publication, "publication_count": _nobody, "publication_key": _nobody,
    "finding": _finding, "evidence": Oracle.evidence, "plan": _plan, "action": Oracle.action, "acceptance": _own_or_handshake,
    "remedy_kind": _everybody, "remedy_entry": Oracle.remedy_entry, "remedy_claim": _beneficiary,
    "legal_minimum": lambda one, _row: one.role in HANDSHAKE,
    "evaluation": _own_or_handshake, "contact_attempt": _own_or_handshake,
    **strike_rules.RULES, **reports.RULES,
    "protocol_rule": _nobody, "protocol_step_rule": _nobody, "protocol": _nobody, "protocol_item": _nobody,
    "age_evidence_kind": _nobody, "age_evidence": _nobody, "protocol_voice": _nobody, "follow_up": _nobody,
    "legal_basis": _nobody, "referral": _nobody, "brand_notice": _nobody,
    "notice": _notice, "notice_rule": _nobody, "outbox": _nobody,
    "subscriber": _nobody, "newsletter_issue": _nobody, "newsletter_log": _nobody, "impact_entry": _nobody,
    "notice_choice": lambda one, row: one.role is not None and row["person_id"] == str(one.who.person),
    "policy": _everybody, "policy_text": _everybody, "policy_reading": _reading,
    "export_log": lambda one, row: one.role == "supervisor" or (one.role is not None and row["person_id"] == str(one.who.person)),
    "group_": _handshake, "complainant": _own_or_handshake, "voice_choice": _own_or_handshake, "group_total": _total,
    "import_file": _nobody, "import_row": _nobody, "import_key": _nobody, "import_finding": _nobody, "import_mapping": _nobody,
}  # fmt: skip

# Columns that no API role may read, in tables that it may read; a table absent here is read by nobody.
HIDDEN: dict[str, dict[str, set[str]]] = {
    "authenticated": {
        "organization": set(), "supply_link": set(), "person": {"user_id", "valid_from"}, "invitation": {"code_hash"},
        "issue_code": set(), "transition": set(), "clock_rule": {"set_by", "reason"},
        "clock": {
            "id", "sides", "subject", "started_at", "span", "working_days", "rested", "outcome", "called_at", "escalated_at"
        },
        "procedure_rule": set(), "triage": {"checked_by"}, "conflict": set(), "appeal": {"decided_by"},
        "hold": {"id", "held_by"},
        "case_": {
            "zero_tolerance", "no_tip_off", "strike_level", "retaliation_of", "revision", "escalation", "same_as",
            "reopened_for",
        },
        "case_issue": set(), "case_desk": set(),
        "party": {"hidden"}, "consent": set(), "message": {"author_person"},
        "release": {"audience", "author_party", "released_by"},
        "decision": {"decided_by"}, "attachment": {"original_sha256", "place", "party_id", "reserved_at"},
        "contact": {"source", "taken_by"},
        "chain": set(),
        **strike_rules.HIDDEN, **reports.HIDDEN,
        "event": {"seq", "actor_person", "audience", "previous", "hash"}, "read_mark": set(),
        "publication": set(),
        "finding": {"found_by", "found_at"}, "evidence": {"provided_by", "shown_to"}, "plan": set(), "action": {"verified_by"},
        "acceptance": {"noted_by"}, "remedy_kind": set(), "remedy_entry": set(), "remedy_claim": set(), "legal_minimum": set(),
        "evaluation": {"noted_by"}, "contact_attempt": {"made_by"},
        "notice": {"thing", "outbox_id"}, "notice_choice": {"since"},
        "policy": {"published_by"}, "policy_text": set(), "policy_reading": set(), "export_log": set(),
        "group_": set(), "complainant": {"own_case"}, "voice_choice": set(), "group_total": set(),
    },
}  # fmt: skip
HIDDEN["anon"] = {
    table: columns for table, columns in HIDDEN["authenticated"].items()
    if table not in ("supply_link", "person", "invitation", "contact", "conflict", "notice", "notice_choice",
                     "policy_reading", "export_log", "group_", "group_total", *strike_rules.HIDDEN, *reports.HIDDEN)
} | {"case_desk": {"queued", "source", "amount_cny", "satisfaction"}}  # fmt: skip

# Columns that an API role may write at all; which rows, the tests of deeds say.
UPDATES: dict[str, dict[str, set[str]]] = {
    "authenticated": {
        "organization": {"name", "city", "country", "headcount", "time_zone", "ended_at"}, "supply_link": {"until"},
        "person": {"role", "suspended_at", "suspended_why"}, "message": {"body", "state"},
    },
    "anon": {"message": {"body", "state"}},
}  # fmt: skip
INSERTS: dict[str, dict[str, set[str]]] = {
    "authenticated": {
        "organization": {"kind", "name", "city", "country", "headcount", "time_zone"}, "supply_link": {"brand_id",
        "workplace_id", "since"},
        "invitation": {"code_hash", "email", "organization_id", "role", "invited_by"},
        "contact": {"kind", "channel", "language", "minutes", "taken_by"},
        "message": {"id", "case_id", "author_party", "kind", "body", "wanted"},
        "attachment": {
            "id", "case_id", "party_id", "name", "media_type", "original_sha256", "original_bytes", "cleaned_sha256",
            "cleaned_bytes"
        },
    },
}  # fmt: skip
INSERTS["anon"] = {table: INSERTS["authenticated"][table] for table in ("message", "attachment")}


def may_update(one: Oracle, table: str, row: Row) -> bool:
    """Whether this persona may change a row, in the columns above: a supervisor the directory, an author held words."""
    if table == "message":
        seated = {s["id"] for s in one.seats}
        return one.role != "custodian" and row["author_party"] in seated and row["state"] == "held"
    return one.role == "supervisor"
