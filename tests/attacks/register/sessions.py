"""Who is there, and what somebody else's session, receipt or file is worth (lines 10 to 15, 17 and 18)."""

from tests.attacks.register.line import Line

_DOOR, _REST, _ID = "auth/test_door", "contract/test_attacks_on_postgrest", "contract/test_identity"

SESSIONS = (
    Line(
        10, "A token that is unsigned, "
        "signed with another key, "
        "out of its time, "
        "for somebody else, "
        "without an end, "
        "or of a server's role: 401, "
        "never 500.",
        api=(f"{_REST}::a_forged_token_is_refused_with_401_and_never_500",
        f"{_REST}::even_a_signed_token_cannot_become_a_role_of_servers"),
        portal=(f"{_DOOR}::a_cookie_that_was_never_given_out_is_nobody",
        f"{_DOOR}::a_forged_identity_header_never_arrives"),
        light=("public/test_light_guarding::a_form_without_this_sessions_token_does_nothing",),
        control=(f"{_REST}::the_control_a_good_token_is_taken",
        f"{_DOOR}::a_live_cookie_becomes_the_hash_of_its_token_and_never_the_token"),
    ),
    Line(
        11, "An old refresh token used again: the whole family ends. A cookie after sign-out, "
        "a new password or its end: refused. "
        "A session chosen before sign-in: another one is given.",
        portal=(f"{_DOOR}::a_cookie_replayed_after_sign_out_is_nobody", f"{_DOOR}::each_sign_in_draws_another_token",
        f"{_DOOR}::a_ticket_works_once",
                f"{_DOOR}::a_ticket_opens_nothing_in_another_browser",
                "auth/test_sessions::a_new_password_ends_every_session_and_voids_every_token"),
        api=(f"{_ID}::a_replayed_refresh_token_revokes_its_family",
        f"{_DOOR}::a_call_with_a_closed_session_is_refused_by_the_database",
             "contract/test_portal_agrees::a_token_of_before_everything_was_revoked_is_nobody",
             "contract/test_portal_agrees::a_session_header_of_a_closed_session_is_nobody"),
        light=("public/test_light_door::a_session_that_ended_says_how_to_come_back",),
        control=(f"{_ID}::refreshing_gives_new_tokens_of_the_same_person",
        "auth/test_sessions::signing_in_within_the_same_second_as_a_new_password_works"),
    ),
    Line(
        12, "A second connection that shows a live session's id: a fresh session of nobody. "
        "An identity header from outside: taken off.",
        portal=("browser/test_stolen_sessions::a_stolen_session_id_opens_a_fresh_session_that_sees_nothing",
                "browser/test_stolen_sessions::a_forged_header_with_a_stolen_session_id_sees_nothing",
                "browser/test_stolen_sessions::a_socket_from_another_site_is_turned_away",
                f"{_DOOR}::a_forged_identity_header_never_arrives"),
        api=(f"{_REST}::a_session_header_that_is_crooked_is_never_a_500",),
        control=("browser/test_stolen_sessions::the_owner_of_a_session_may_come_back_to_it",),
        apart={"light": "no connection stays open here"},
    ),
    Line(
        13, "A cold process and an address deep inside: the sign-in page, and nothing else runs.",
        portal=("pages/test_every_page::every_page_opens_for_whom_it_is_and_for_nobody_else",
        "auth/test_roles::the_first_statement_of_a_page_is_the_guard",
                "browser/test_who_is_here::a_staff_page_shows_a_stranger_the_sign_in_and_nothing_else"),
        light=("public/test_light_door::a_session_that_ended_says_how_to_come_back",),
        control=("architecture/test_rules::a_page_that_does_something_first_is_found",),
        apart={"api": "it has no pages; who has no account is tried in lines 3 and 4"},
    ),
    Line(
        14, "Ten thousand guesses of a receipt: none opens, "
        "the worker still comes in, "
        "known and unknown look alike; 80 bits or more.",
        both=("attacks/test_guessing::ten_thousand_guesses_open_nothing_and_the_worker_still_comes_in",),
        portal=("attacks/test_guessing::a_receipt_has_eighty_random_bits_or_more",
        "public/test_worker_story::ten_guesses_open_nothing_and_lock_nobody_out"),
        light=("public/test_light_guarding::every_wrong_code_gets_the_same_answer",
        "public/test_light_guarding::many_tries_are_slowed_politely"),
        control=("public/test_receipts::the_usual_ways_of_copying_a_code_all_open_it",),
    ),
    Line(
        15, "Signing in as somebody known and unknown: the same time and words; tries are slowed for the account, "
        "never locked for good.",
        portal=("auth/test_sign_in::known_and_unknown_people_cost_the_same_and_hear_the_same",
                "auth/test_sign_in::the_pause_is_the_same_too_and_nobody_looks_at_the_password",
                "browser/test_sign_in::the_sixth_try_waits_and_nothing_tells_who_has_an_account"),
        api=(f"{_ID}::known_and_unknown_people_wait_equally_long",
        f"{_ID}::a_wrong_password_and_an_unknown_account_get_the_same_answer"),
        control=("auth/test_sign_in::a_right_password_goes_through_the_door_with_the_address",),
        apart={"light": "nobody signs in here; codes are line 14"},
    ),
    Line(
        17, "Evidence of another case by name, "
        "id or copied link, "
        "or without a session: absent. The sealed original, "
        "asked for by a factory: absent.",
        portal=("auth/test_files::a_file_goes_to_its_owner_and_its_readers_and_to_nobody_else",
                "auth/test_files::the_sealed_original_goes_to_its_owner_and_handshake_alone",
                f"{_DOOR}::a_file_without_a_session_is_absent_in_the_same_words",
                "auth/test_files::a_closed_session_opens_no_file"),
        both=("attacks/test_authority::evidence_opens_for_its_readers_only",),
        api=("contract/test_files::nobody_without_a_token_opens_or_puts",
        "attacks/test_worker_files::a_file_of_another_case_is_absent_and_cannot_be_bound"),
        light=("attacks/test_files_at_the_light_door::a_copied_link_is_worth_nothing",
               "attacks/test_files_at_the_light_door::a_file_of_another_case_cannot_be_smuggled_into_a_form"),
        control=("contract/test_files::what_was_put_comes_back_to_the_byte",),
    ),
    Line(
        18, "Two tabs, "
        "two people in one browser, "
        "one of whom leaves: neither meets the other, "
        "and nothing kept for one is shown to the other.",
        portal=("browser/test_sign_in::a_receipt_and_a_member_of_staff_share_a_browser_without_meeting",
                "browser/test_who_is_here::two_people_in_two_browsers_never_meet", f"{_DOOR}::a_page_is_kept_in_no_cache"),
        api=("contract/test_faults_on_the_way::each_call_carries_its_own_caller_and_nothing_shared",
        f"{_ID}::two_people_through_one_pool_never_meet",
             "contract/test_gateways_agree::without_a_person_the_database_sees_anon_and_nothing_of_the_last_caller"),
        light=("attacks/test_files_at_the_light_door::she_opens_her_file_where_somebody_of_a_factory_is_signed_in_too",),
        control=(f"{_DOOR}::a_file_of_the_library_may_be_cached",
        "browser/test_who_is_here::signing_out_in_one_tab_ends_the_other"),
    ),
)  # fmt: skip
