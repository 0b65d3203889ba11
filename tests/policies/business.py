"""Whose business each function of `api` is, from DOMAIN.md 3 to 12: everybody else is turned away whatever it names.

Turned away means that nothing is told but that one has to sign in, that this is not for one's role, or that nothing is there. A
refusal that speaks of the case (its stage, its revision, a missing consent) is an answer for those whose business it is.
"""

from __future__ import annotations

TURNED_AWAY = {"sign_in_needed", "not_allowed", "absent"}

_DESK = {"coordinator", "supervisor"}
_HANDSHAKE = _DESK | {"custodian"}
_ACCOUNTS = _HANDSHAKE | {"factory", "brand"}
_ALL = {*_ACCOUNTS, "worker", None}

_GROUPS: tuple[tuple[set[str | None] | set[str], str], ...] = (
    ({"brand"}, "acknowledge_bulletin acknowledge_protocol bulletins"),
    ({"factory"}, "answer_grant consent_grant"),
    ({"worker"}, "switch_case"),
    (
        {"supervisor"},
        (
            "enter_impact impact_desk "
            "drop_newsletter end_no_tip_off end_supply erase_subscriber export_subscribers import_begin import_chunk import_desk "
            "import_drop import_finish import_report invite link_supply newsletter_desk note_factory_told people publish_policy "
            "restore rules save_newsletter save_organization send_newsletter set_clock_rule set_protocol_rule set_role suspend "
            "test_newsletter"
        ),
    ),
    (
        _DESK,
        (
            "add_complainant add_evidence admit check_triage classify decide decide_appeal decide_referral declare_conflict "
            "describe_strike dismiss_warning do_protocol draft_bulletin drop_action early_warning end_strike exit_protocol hold "
            "link_strike_case log_contact lower_zero_tolerance make_finding merge_case moderation note_age note_follow_up "
            "open_strike open_warning pass_on_identity preview raise_zero_tolerance record_answer record_attempt record_basis "
            "record_check_in record_referral record_remedy record_strike_attempt release_bulletin resume scorecard set_action "
            "set_causes set_strike_demand set_strike_level settle_age show_evidence show_group strike_desk take_call tell_brand "
            "tell_totals waive_check_ins set_legal_minimum"
        ),
    ),
    (_HANDSHAKE, "answer_identity contacts_today revoke_identity zero_tolerance"),
    ({"supervisor", "custodian"}, "identities"),
    ({"worker", "custodian"}, "keep_identity"),
    (
        {"brand", "supervisor"},
        (
            "acknowledge_grant evidence evidence_pack finish_evidence keep_report open_draft open_evidence open_report "
            "revoke_grant share_report"
        ),
    ),
    ({"factory", "brand", "supervisor"}, "copy_left open_copy reports reserve_sealed_file"),
    (_DESK | {"factory"}, "figures"),
    (_DESK | {"factory", "brand"}, "published verify_action"),
    ({"worker", "factory"}, "appeal"),
    # The desk notes for a worker what she said on the telephone.
    (_DESK | {"worker"}, "choose_voice confirm_remedy evaluate give_consent leave_group open_retaliation withdraw_consent"),
    (_DESK | {"worker", "factory"}, "accept_plan decline_plan move reopen withdraw_case"),
    (_DESK | {"worker", "factory", "brand"}, "claim_done dispute_action post_message reserve_file"),
    # Handshake has one seat: its custodian, too, is told that a note of the desk is not held any more.
    (_HANDSHAKE | {"worker", "factory", "brand"}, "change_held take_back"),
    (_HANDSHAKE | {"worker", "factory", "brand"}, "case_page case_tip file_content"),
    # Who asks for an identity without the right to is answered, and written down.
    (
        _ACCOUNTS,
        (
            "acknowledge_policy ask_identity choose_notices close_every_session exports inbox log_export notice_choice notices "
            "open_identity open_session read_notices"
        ),
    ),
    (
        _ALL,
        (
            "accept_invitation clock_rules close_receipt close_session confirm_subscription covered_brands end_subscription "
            "file_case impact find_invitation find_session find_workplaces open_receipt policies public_figures redeem_session "
            "renew_session schema_version set_language sign_in_attempt sign_in_succeeded subscribe whoami"
        ),
    ),
)
BUSINESS: dict[str, frozenset[str | None]] = {name: frozenset(roles) for roles, names in _GROUPS for name in names.split()}
