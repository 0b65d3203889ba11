"""Who may see and do what (lines 1 to 9 and 16)."""

from tests.attacks.register.line import Line

_SCREENS, _LIGHT, _RIGHTS = "attacks/test_at_the_screens", "attacks/test_at_the_light_door", "attacks/test_authority"
_NO_STAFF = "staff do not come in here"

AUTHORITY = (
    Line(
        1, "The case of another factory, brand or worker by id, reference, address or argument: as if it did not exist, "
        "in the same words, code and time.",
        portal=(f"{_SCREENS}::a_foreign_reference_shows_what_an_invented_one_shows",
        f"{_SCREENS}::a_reference_that_is_none_is_an_absent_case"),
        both=(f"{_RIGHTS}::a_case_of_others_answers_exactly_as_one_that_does_not_exist",
        f"{_RIGHTS}::absent_and_foreign_take_the_same_time",
              f"{_RIGHTS}::a_filter_is_no_question_about_others"),
        api=("contract/test_portal_agrees::every_case_is_the_same_to_the_letter_or_absent_for_both",),
        light=(f"{_LIGHT}::a_thing_of_another_case_answers_as_an_invented_one", f"{_LIGHT}::another_case_is_not_turned_to"),
        control=(f"{_SCREENS}::the_control_ones_own_reference_shows_the_case",
        f"{_LIGHT}::the_control_ones_own_things_are_taken"),
    ),
    Line(
        2, "A brand that was unlinked a moment ago, "
        "a person who was suspended or deleted, "
        "with everything still open: nothing on the next call.",
        portal=(f"{_SCREENS}::a_suspended_person_sees_the_sign_in_on_the_next_view",
                f"{_SCREENS}::a_brand_that_was_unlinked_a_moment_ago_sees_no_case_on_the_next_view",
                "auth/test_door::a_suspended_person_is_nobody_at_once"),
        both=(f"{_RIGHTS}::a_brand_unlinked_a_moment_ago_is_out_on_its_next_call",),
        api=(f"{_RIGHTS}::a_suspended_person_with_a_live_token_is_nobody",
        "contract/test_portal_agrees::a_suspended_person_with_a_live_token_sees_nothing_at_once",
             "contract/test_identity::a_banned_or_deleted_account_neither_signs_in_nor_refreshes"),
        control=(f"{_SCREENS}::the_control_ones_own_reference_shows_the_case",),
        apart={"light": "neither brands nor accounts come in here"},
    ),
    Line(
        3, "All columns, "
        "each single column and every function, "
        "as every kind of person: nothing beyond what an oracle in Python allows.",
        portal=("pages/test_every_page::every_page_opens_for_whom_it_is_and_for_nobody_else",
        "auth/test_roles::a_role_opens_what_it_should"),
        api=("policies/test_matrix_of_tables::everybody_reads_exactly_what_the_oracle_allows",
             "policies/test_matrix_of_tables::nobody_writes_a_table_otherwise_than_allowed"),
        control=("policies/test_matrix_of_tables::the_control_a_planted_flaw_is_found",
        "policies/test_matrix_of_tables::the_control_a_careless_grant_is_found"),
        apart={"light": "its pages call the same functions, as the worker whom the matrix of `python -m bench matrix` has too"},
    ),
    Line(
        4, "The publishable key straight to the API: every table, "
        "every schema and the description at its root tell only the functions of `api`, "
        ""
        "and nothing of anybody.",
        api=("contract/test_attacks_on_postgrest::no_other_schema_is_exposed",
        "contract/test_attacks_on_postgrest::every_table_is_absent_from_the_api",
             "contract/test_attacks_on_postgrest::the_root_tells_functions_of_api_and_no_table",
             "attacks/test_warnings::no_raw_query_reads_or_writes_warnings",
             "attacks/test_strikes::no_raw_query_reads_what_the_desk_keeps"),
        control=("contract/test_attacks_on_postgrest::the_control_a_good_token_is_taken",
        "attacks/test_warnings::the_control_a_careless_grant_is_found"),
        apart={"portal": "a screen sends no table's name", "light": "a form sends no table's name"},
    ),
    Line(
        5, "Held, withheld or redacted words read by the factory or a brand: none of them, and no count moves.",
        portal=(f"{_SCREENS}::a_held_message_stands_on_no_screen_of_its_reader",),
        both=(f"{_RIGHTS}::held_and_withheld_words_reach_nobody_and_move_no_count",),
        api=("attacks/test_worker_files::a_file_reaches_nobody_outside_before_its_message_is_released",
             "attacks/test_no_tip_off::a_factory_learns_nothing_before_and_the_released_words_after"),
        control=(f"{_RIGHTS}::the_control_a_released_message_moves_the_tip",),
        apart={"light": "its reader is the worker, "
        "to whom Handshake writes unheld"},
    ),
    Line(
        6, "Words in another's name: there is no argument for the author, "
        "and a name that an account gives itself is no role on a screen.",
        portal=(f"{_SCREENS}::a_borrowed_name_is_no_role_on_any_screen",),
        api=(f"{_RIGHTS}::nobody_posts_as_somebody_else", "attacks/test_procedure::there_is_no_argument_for_who_did_it",
             f"{_RIGHTS}::nobody_chooses_the_hour_at_which_they_write"),
        light=("public/test_light_guarding::a_form_without_this_sessions_token_does_nothing",
        "public/test_light_guarding::a_form_of_another_site_does_nothing"),
        control=("attacks/test_procedure::the_record_names_whoever_called",),
    ),
    Line(
        7, "Making oneself a coordinator, "
        "by a change of one's own record, "
        "by claims of one's own in a token, "
        "or at sign-up: refused or ignored.",
        portal=("auth/test_invitations::an_account_that_is_somebody_already_cannot_become_somebody_else",
                "auth/test_invitations::somebody_else_s_account_is_not_taken_over_by_an_invitation"),
        both=(f"{_RIGHTS}::nobody_makes_oneself_coordinator",),
        api=("contract/test_attacks_on_postgrest::even_a_signed_token_cannot_become_a_role_of_servers",),
        control=("auth/test_invitations::an_invited_person_signs_up_and_is_who_the_invitation_says",), apart={"light": _NO_STAFF},
    ),
    Line(
        8, "A factory closes its own case or verifies its own action: the database refuses.",
        both=(f"{_RIGHTS}::nobody_makes_a_move_that_is_not_theirs",),
        portal=("attacks/test_remedy::nobody_outside_the_desk_verifies",
        "pages/test_remedy::a_custodian_reads_and_has_no_button"),
        api=("attacks/test_remedy::a_factory_does_not_close_its_case", "procedure/test_remedy_plan::the_factory_never_verifies"),
        control=("attacks/test_procedure::the_control_whose_move_it_is_moves",), apart={"light": "factories do not come in here"},
    ),
    Line(
        9, "A worker's name opened without a reason or without a second person: refused, and written down.",
        portal=("procedure/test_identity::without_a_reason_nothing_is_even_asked",
        "procedure/test_identity::one_person_is_never_both_keys",
                "procedure/test_identity::two_people_without_a_custodian_open_nothing",
                "procedure/test_identity::a_party_of_the_case_is_refused_and_recorded"),
        api=("contract/test_two_keys::no_reason_no_second_person_no_custodian_no_opening",
             "contract/test_two_keys::what_stands_behind_the_functions_is_not_there_at_the_api",
             "contract/test_two_keys::nobody_without_an_account_reaches_a_key"),
        control=("procedure/test_identity::a_coordinator_and_a_custodian_open_it_together",
        "pages/test_identity::two_keys_open_it_for_one_look_and_no_session_keeps_it"),
        apart={"light": "nobody but the worker herself comes in here, and her name is not shown to her"},
    ),
    Line(
        16, "Words, events and decisions changed, deleted or emptied as a role of the API: permission denied.",
        both=(f"{_RIGHTS}::words_that_somebody_has_read_are_neither_changed_nor_taken_back",),
        api=(f"{_RIGHTS}::nobody_rewrites_what_was_said_and_done", f"{_RIGHTS}::a_row_is_written_by_those_whose_deed_it_is",
             "attacks/test_figures::nobody_rewrites_or_repeats_what_was_published"),
        control=("policies/test_matrix_of_tables::the_control_a_careless_grant_is_found",),
        apart={"light": "a form names no row to be changed but one's own"},
    ),
)  # fmt: skip
