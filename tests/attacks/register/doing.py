"""Once and only once, figures, faults and load (lines 31 to 48)."""

from tests.attacks.register.line import Line

_ONCE, _WRITING = "attacks/test_once", "browser/test_writing"
_FAULTS, _DB = "contract/test_faults_on_the_way", "db/test_gateway_faults"
_LIGHT, _SCREENS = "attacks/test_at_the_light_door", "attacks/test_at_the_screens"
_WALK = "deploy/test_walk"
_OWNER = "it is done by whoever runs the portal, through none of its doors"

DOING = (
    Line(
        31, "A double click, Enter and a click, a reload while sending, the way back: one message.",
        portal=(f"{_WRITING}::a_double_click_sends_one_message",
        f"{_WRITING}::enter_and_a_click_at_the_same_moment_send_one_message",
        f"{_WRITING}::the_way_back_and_forth_again_sends_nothing_twice",
        f"{_WRITING}::a_page_loaded_again_while_a_message_is_on_its_way_sends_it_once"),
        both=(f"{_ONCE}::a_double_click_is_one_message", f"{_ONCE}::four_at_the_same_moment_are_one_message"),
        light=("public/test_light_door::a_form_sent_twice_carries_one_request_id",
        "public/test_light_door::sending_twice_files_the_same_request_with_the_same_code"),
        control=(f"{_LIGHT}::the_control_ones_own_things_are_taken",),
    ),
    Line(
        32, "The tab closes after the commit and before the answer: the message is there, once.",
        portal=(f"{_WRITING}::what_is_sent_to_a_silent_database_arrives_once_or_is_kept",
        f"{_DB}::what_was_acknowledged_survives_the_death_of_the_server"),
        api=("contract/test_portal_agrees::sending_twice_stores_once_and_other_words_are_refused",),
        light=("public/test_light_door::when_nobody_knows_whether_it_arrived_the_same_report_can_be_sent_again",),
        control=("db/test_gateway::a_call_that_returns_is_stored_and_one_that_raises_is_not",),
    ),
    Line(
        33, "One request id with other words: refused as a conflict.",
        both=(f"{_ONCE}::a_request_id_with_other_words_is_refused",
        f"{_ONCE}::words_cannot_be_moved_between_arguments_of_one_request"),
        control=(f"{_ONCE}::a_double_click_is_one_message",),
        apart={"light": "its forms reach the same functions; line 31 sends one twice"},
    ),
    Line(
        34, "Two coordinators move one case at once, or a form is an hour old: one wins, the other is told what changed.",
        both=(f"{_ONCE}::two_coordinators_move_and_the_second_sees_what_changed",
        f"{_ONCE}::two_coordinators_decide_and_the_first_wins",
              f"{_ONCE}::a_form_an_hour_old_moves_nothing"),
        portal=("procedure/test_races::of_thirty_two_movers_one_wins_and_the_others_learn_what_changed",
        "pages/test_desk::whoever_is_slower_learns_who_was_faster"),
        light=("public/test_worker_story::an_old_page_changes_nothing_that_was_changed_since",),
        control=("attacks/test_procedure::the_control_whose_move_it_is_moves",),
    ),
    Line(
        35, "A step that is not allowed, or an approval left out: refused by the database, whatever a screen shows.",
        both=(f"{_ONCE}::no_step_is_skipped", "attacks/test_procedure::no_guard_and_no_state_is_skipped"),
        api=("attacks/test_procedure::nobody_moves_a_case_past_its_deeds",
        "attacks/test_procedure::the_helper_behind_a_move_looks_at_its_caller_itself"),
        light=("public/test_choices::what_no_button_of_ours_says_calls_nothing",),
        control=("attacks/test_procedure::the_control_whose_move_it_is_moves",),
    ),
    Line(
        36, "The record of a case edited, "
        "cut in its middle, "
        "reordered, "
        "added to or shortened: the verifier names it, "
        "also by heads kept outside.",
        portal=("db/test_audit::tampering_is_named",
        "db/test_audit::a_cut_end_shows_against_exported_heads_even_when_the_head_was_rewritten"),
        api=(f"{_ONCE}::the_verifier_names_the_event_that_somebody_forged",
             f"{_ONCE}::a_tail_cut_together_with_its_head_differs_from_the_head_that_the_worker_keeps"),
        control=(f"{_ONCE}::the_control_an_untouched_chain_is_whole", "db/test_audit::what_was_left_alone_has_no_flaw"),
        apart={"light": _OWNER},
    ),
    Line(
        37, "Few people in a cell, "
        "differences of one, "
        "totals, "
        "ranges of days: an attacker with a linear program recovers no published cell.",
        portal=("figures/test_attacker::no_count_under_five_is_recovered_from_anything_published",
        "figures/test_attacker::the_attack_was_worth_its_name"),
        api=("attacks/test_figures::nobody_reads_the_true_counts_or_the_key_of_rounding",
        "attacks/test_figures::a_brand_reads_no_counts_in_the_roll_up",
             "db/test_figures::nobody_reads_a_raw_figure"),
        light=("public/test_transparency::the_light_page_shows_the_newest_version_and_hides_what_is_hidden",
               "public/test_transparency::a_file_of_the_dataset_has_every_cell_once_and_no_number_where_hidden"),
        control=("figures/test_attacker::the_control_exact_numbers_with_small_ones_hidden_are_recovered",),
    ),
    Line(
        38, "A workplace with a single case: hidden, "
        "with the rest of its table and its averages. Nothing is counted by department or sex at all.",
        api=("attacks/test_figures::a_workplace_with_one_case_is_hidden_with_everything_around_it",
             "attacks/test_figures::whoever_has_no_account_reads_what_is_public_and_nothing_else"),
        portal=("figures/test_publications::a_hidden_number_is_never_alone_in_its_table",
        "components/test_figures::hidden_numbers_read_hidden_and_their_rows_stay"),
        light=("public/test_transparency::the_light_page_shows_the_newest_version_and_hides_what_is_hidden",),
        control=("db/test_figures::handshake_sees_exact_numbers_of_the_period_it_asks_for",),
    ),
    Line(
        39, "The database dies while people write: nothing acknowledged is lost or doubled, by a ledger kept outside of it. "
        "A hundred deaths and the control without durable commits are `python -m bench crash`.",
        portal=(f"{_DB}::what_was_acknowledged_survives_the_death_of_the_server",
        f"{_WRITING}::what_is_sent_while_the_database_is_stopped_stays_and_goes_out_once",
                "db/test_embedded::a_killed_server_starts_again_at_once_with_everything_committed"),
        control=("bench/test_crash::lost_twice_and_never_sent_are_counted", "bench/test_crash::what_is_stored_once_is_in_order"),
        apart={"api": "it commits in the same database, whose ledger is counted",
        "light": "its forms commit through the same gateway"},
    ),
    Line(
        40, "A backend that is slow, "
        "silent, "
        "or answers with another program's page or half of one: eight seconds, "
        "then not known yet; "
        "the same request again, the draft kept.",
        portal=(f"{_DB}::a_silent_server_does_not_hold_the_caller",
        f"{_DB}::a_commit_slower_than_our_patience_leaves_it_open_too",
                f"{_WRITING}::what_is_sent_to_a_silent_database_arrives_once_or_is_kept"),
        api=(f"{_FAULTS}::each_fault_has_one_meaning_within_the_deadline", f"{_FAULTS}::the_eight_seconds_are_the_default"),
        light=("public/test_light_door::when_nobody_knows_whether_it_arrived_the_same_report_can_be_sent_again",),
        control=(f"{_FAULTS}::a_refused_connection_is_surely_not_done",),
    ),
    Line(
        41, "All connections taken, "
        "or the disk full: a queue and a polite refusal; nothing acknowledged, "
        "what is there readable. "
        "The full disk is `python -m bench crash`.",
        portal=(f"{_DB}::an_exhausted_pool_is_a_polite_refusal", f"{_DB}::calls_work_again_soon_after_the_server_came_back"),
        api=(f"{_FAULTS}::waiting_seconds_are_told", f"{_FAULTS}::each_fault_has_one_meaning_within_the_deadline"),
        apart={"light": "the same pool"},
        control=(f"{_DB}::connections_lost_between_calls_are_replaced_without_the_caller_noticing",),
    ),
    Line(
        42, "An upload cut in half, "
        "a file without its record, "
        "a record without its file: put right by a sweeper, "
        "never shown as evidence.",
        portal=("contract/test_files::a_write_that_breaks_leaves_nothing_that_looks_like_evidence",
        "contract/test_files::what_an_interrupted_write_left_is_swept",
                "notices/test_left_files::a_file_without_record_is_never_shown",
                "notices/test_left_files::a_sweep_that_was_cut_off_loses_nothing"),
        api=("attacks/test_worker_files::reservations_that_are_never_posted_come_to_an_end",),
        light=("attacks/test_files_at_the_light_door::what_is_refused_leaves_no_row_and_no_byte",),
        control=("notices/test_left_files::bytes_that_nobody_names_go_after_a_day_and_those_of_an_upload_under_way_stay",),
    ),
    Line(
        43, "The session ends while somebody writes: the same draft after signing in.",
        portal=("browser/test_draft_survives::the_draft_of_a_factory_manager_survives_the_end_of_her_session",
                f"{_WRITING}::a_session_that_ends_while_writing_gives_the_draft_back_after_sign_in"),
        light=("public/test_choices::words_are_still_there_when_the_database_refused",),
        control=("auth/test_sessions::a_closed_session_is_not_recalled",),
        apart={"api": "it keeps no drafts"},
    ),
    Line(
        44, "A migration that is interrupted: rolled back. An old program on a newer schema: does not start, and says why.",
        portal=("db/test_migrate::an_old_app_on_a_newer_schema_refuses_and_says_why",),
        api=("contract/test_readiness::another_schema_is_refused_with_its_remedy",),
        control=("db/test_migrate::our_own_migrations_apply_and_repeat",
        "db/test_migrate::a_failing_file_is_rolled_back_whole_and_names_its_line"),
        apart={"light": "the same process"},
    ),
    Line(
        45, "A backup of yesterday: receipts, hashes and files agree, and what is missing is listed exactly. "
        "Retention twice: once.",
        portal=("db/test_backup::everything_comes_back_and_only_sessions_are_ended",
        "db/test_backup::what_was_written_after_the_backup_is_listed_by_case",
        "db/test_retention::twice_is_once"),
        api=("db/test_backup::a_database_of_ones_own_is_backed_up_and_restored",),
        control=("db/test_backup::verify_names_a_file_that_is_gone_or_changed",
        "db/test_backup::a_harmed_archive_is_refused_before_anything_is_written"),
        apart={"light": _OWNER},
    ),
    Line(
        46, "A thousand reports from one address at once: all acknowledged or queued with a number. "
        "Junk without end: slowed, and real reports of others pass.",
        both=(f"{_LIGHT}::the_burst_of_one_network_is_stored_with_a_number_and_others_pass",
        f"{_LIGHT}::junk_without_end_is_slowed_and_real_reports_of_others_pass"),
        apart={"light": "its filings reach the function that is tried at the other doors; "
               "a thousand at once are `python -m bench burst`"},
        control=("public/test_light_door::a_worker_files_without_a_script_and_gets_her_code_once",),
    ),
    Line(
        47, "Every handler made to fail: our own words and a number; no trace, "
        "statement or path on a screen, "
        "and nothing that people wrote in the logs.",
        portal=(f"{_SCREENS}::a_page_whose_backend_fails_shows_a_number_and_nothing_else",
        f"{_LIGHT}::a_route_whose_house_fails_says_a_number_and_nothing_else",
        f"{_WALK}::somebody_signs_in_writes_and_goes_on_at_the_other_portal_when_hers_dies",
        f"{_WALK}::no_log_of_proxy_portals_or_database_holds_a_word_that_was_written"),
        api=("contract/test_gateways_agree::an_unknown_fault_tells_an_incident_and_none_of_the_words",
        "db/test_prelude::the_log_holds_nothing_that_people_wrote",
             "journal/test_lines::no_library_and_no_fault_brings_words_into_the_journal"),
        light=(f"{_LIGHT}::a_page_whose_backend_fails_shows_a_number_and_nothing_else",
        "public/test_light_guarding::a_fault_of_ours_shows_a_number_and_nothing_else",
        f"{_WALK}::a_worker_files_at_the_light_door_and_a_refused_row_gives_her_a_number"),
        control=(f"{_SCREENS}::the_control_such_a_page_does_ask_the_backend",
        f"{_LIGHT}::the_control_a_route_without_a_wall_would_tell",
        f"{_WALK}::a_database_that_logs_as_it_does_out_of_the_box_would_have_told",
                 "journal/test_lines::without_the_journal_the_same_process_gives_the_words_away"),
    ),
    Line(
        48, "A secret key in the place of the publishable one: the portal does not start, and does not repeat it.",
        portal=("db/test_settings::a_secret_key_refuses_to_start_and_is_not_repeated",),
        control=("db/test_settings::publishable_keys_are_taken",),
        apart={"api": "it is the portal that is set up", "light": "the same process"},
    ),
)  # fmt: skip
