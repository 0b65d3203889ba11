"""Mutants that change nothing anybody could see, each with the reason; read by a person before one is added."""

from __future__ import annotations

_ROW = "the row names a party of its own case (a foreign key over both), so naming the case again only serves an index"
_MINE = "the policy of `party` shows one's own seats and no other, and Handshake reads the whole table by a policy of its own"
_WORKER = "only a worker has a party instead of an organisation, and it is hers"
_ROLE = "the organisation already says the role: a trigger lets a person have only the role that fits (role_fits)"
_LINKED = "the rows that are looked at are behind a policy that asks for the same"
_PLACE = "a case is at a workplace, and whoever sees the case as factory or Handshake reads that organisation anyway"
_TWICE = "a restrictive policy or the other condition asks for the same; kept so that neither stands alone"

# What is dropped from which policy: the number counts the conditions of its text.
_DROPPED: dict[str, dict[str, str]] = {
    "using": {
        "acceptance_own on portal.acceptance [1]": _ROW,
        "action_brand on portal.action [3]": "a factory reads what it owns anyway, and there is one in a case",
        "action_owner on portal.action [3]": _ROW,
        "action_worker on portal.action [2]": _WORKER,
        "action_worker on portal.action [4]": _MINE,
        "attachment_evidence on portal.attachment [0]": "evidence is shown with her consent alone, and leaves the screen with it",
        "attachment_owner on portal.attachment [0]": _MINE,
        "attachment_reader on portal.attachment [0]": _TWICE,
        "attachment_reader on portal.attachment [1]": _TWICE,
        "bulletin_brand on portal.bulletin [1]": "a bulletin has readers from its release on, not before",
        "bulletin_reader_brand on portal.bulletin_reader [0]": _ROLE,
        "bulletin_reader_brand on portal.bulletin_reader [1]": _LINKED,
        "bulletin_reader_brand on portal.bulletin_reader [4]": _LINKED,
        "case_desk_worker on portal.case_desk [0]": _WORKER,
        "chain_worker on portal.chain [0]": _MINE,
        "chain_worker on portal.chain [2]": _WORKER,
        "consent_worker on portal.consent [0]": _ROW,
        "consent_worker on portal.consent [2]": _WORKER,
        "consent_worker on portal.consent [3]": _MINE,
        "contact_attempt_own on portal.contact_attempt [0]": _WORKER,
        "contact_attempt_own on portal.contact_attempt [2]": _MINE,
        "evaluation_own on portal.evaluation [0]": _WORKER,
        "evaluation_own on portal.evaluation [2]": _MINE,
        "event_party on portal.event [1]": "an audience is made of parties of the case (private.record)",
        "evidence_pack_brand on portal.evidence_pack [0]": _ROLE,
        "evidence_reader on portal.evidence [1]": "readers are parties of the case (show_evidence refuses others)",
        "grant_brand on portal.grant_ [0]": _ROLE,
        "grant_brand on portal.grant_ [1]": _LINKED,
        "grant_factory on portal.grant_ [0]": _ROLE,
        "group_total_factory on portal.group_total [2]": _MINE,
        "hold_worker on portal.hold [0]": _WORKER,
        "hold_worker on portal.hold [2]": _MINE,
        "message_author on portal.message [0]": _MINE,
        "notice_workplace on portal.notice [0]": _LINKED,
        "organization_of_her_case on portal.organization [0]": _PLACE,
        "organization_of_her_case on portal.organization [1]": _PLACE,
        "organization_of_my_case on portal.organization [0]": _PLACE,
        "organization_of_my_case on portal.organization [1]": _PLACE,
        "organization_supplier on portal.organization [0]": _LINKED,
        "publication_own on portal.publication [0]": _ROLE,
        "release_reader on portal.release [1]": "an audience is made of parties of the case (private.decide)",
        "remedy_claim_own on portal.remedy_claim [0]": _ROW,
        "remedy_claim_own on portal.remedy_claim [2]": _WORKER,
        "remedy_claim_own on portal.remedy_claim [3]": _MINE,
        "remedy_entry_factory on portal.remedy_entry [5]": _MINE,
        "report_brand on portal.report [0]": _ROLE,
        "report_brand on portal.report [1]": _LINKED,
        "report_brand on portal.report [4]": _LINKED,
        "report_download_own on portal.report_download [1]": "who reads a report gave its grants, and reads their copies too",
        "triage_worker on portal.triage [0]": _WORKER,
        "triage_worker on portal.triage [2]": _MINE,
    },
    "with check": {
        "attachment_reserves on portal.attachment [1]": "no grant lets anybody name a message when a file is reserved",
    },
}
_HELPERS = {
    "private.file_open_to(portal.party,uuid,text) [2]": "whose file it is sits in the case of the file, and so does the reader",
    "private.my_reservation(uuid) [0]": "the reservation of a seat that was left is behind the policy of its table already",
    "private.my_reservation(uuid) [1]": "a hidden party's own files are behind the policy of their table already",
    "private.sealed_of(text) [1]": "a hidden party's own files are behind the policy of their table already",
    "private.me() [0]": "without a subject no person has that user id, and null equals nobody",
    "private.file_open_to(portal.party,uuid,text) [0]": "a hidden party reads no release and no evidence that leads to a file",
}
_SAME = "`using` asks the same of whoever changes a row, and nothing of the row"
_REPLACED = {
    "using (true): attachment_note on portal.attachment": _TWICE,
    "using (true): case_no_tip_off on portal.case_": "the party is hidden then, too; flaws.py plants both at once",
    "using (true): export_log_not_previewed on portal.export_log": "in a preview one is no person and no supervisor",
    "with check (true): organization_supervisor_mends on portal.organization": _SAME,
    "with check (true): person_supervisor_mends on portal.person": _SAME,
    "with check (true): supply_link_supervisor_ends on portal.supply_link": _SAME,
    "using (true): message_note on portal.message": "Handshake alone writes notes, and an author's side alone reads originals",
}
EQUIVALENT: dict[str, str] = (
    {f"drop a condition of {word}: {begin}": why for word, some in _DROPPED.items() for begin, why in some.items()}
    | {f"drop a condition of a helper: {begin}": why for begin, why in _HELPERS.items()}
    | _REPLACED
)


def reason(key: str) -> str:
    """Why this one is equivalent, or ''."""
    return next((why for begin, why in EQUIVALENT.items() if key.startswith(begin)), "")
