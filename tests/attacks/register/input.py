"""What people type, send and upload (lines 19 to 30)."""

from tests.attacks.register.line import Line

_TYPED, _LIGHT, _CLEAN = "attacks/test_input", "attacks/test_at_the_light_door", "cleaning/test_evidence_is_cleaned"
_FILES, _REST = "public/test_light_files", "contract/test_attacks_on_postgrest"
_STORED = "bytes are judged by the portal before the API stores them under their digest alone"

INPUT = (
    Line(
        19, "Signs of SQL, of patterns and of quoting in every field and filter: kept and searched to the letter.",
        both=(f"{_TYPED}::a_filter_searches_signs_literally", f"{_TYPED}::words_come_back_to_the_byte"),
        light=(f"{_LIGHT}::what_she_writes_comes_back_to_the_letter",),
        control=(f"{_TYPED}::search_finds_composed_and_decomposed_letters",),
    ),
    Line(
        20, "HTML, "
        "script, "
        "pictures, "
        "links, "
        "formulas and directives of Markdown: shown as text, "
        "and no browser asks a foreign server for anything.",
        portal=("browser/test_hostile_text::hostile_names_and_messages_fetch_nothing_even_without_the_policy",
                "components/test_case_screen::what_people_write_is_shown_to_the_letter_and_nowhere_as_markdown",
                "public/test_worker_pages::words_of_people_are_never_markdown"),
        api=("contract/test_gateways_agree::words_come_back_to_the_byte",),
        light=("public/test_light_guarding::what_people_write_is_shown_to_the_letter",
        "browser/test_hostile_text::a_worker_reads_hostile_messages_as_text"),
        control=("browser/test_hostile_text::the_recorder_would_notice_a_picture_from_elsewhere",
        "architecture/test_rules::planted_words_in_markdown_are_found"),
    ),
    Line(
        21, "A text of no, "
        "of too many and of ten million signs, "
        "or of blanks and invisible signs alone: a clear limit, "
        "and the draft stays.",
        both=(f"{_TYPED}::a_body_over_the_limit_is_refused_with_the_limit",
        f"{_TYPED}::words_that_show_nothing_are_refused",
              f"{_TYPED}::controls_that_disguise_words_are_taken_out", f"{_TYPED}::ten_megabytes_are_refused"),
        api=(f"{_REST}::ten_megabytes_are_refused_and_do_no_harm",),
        light=("public/test_light_guarding::too_much_and_unreadable_text_are_refused_before_the_backend",
               "public/test_choices::words_are_still_there_when_the_database_refused"),
        control=(f"{_TYPED}::a_body_within_the_limit_is_taken",),
    ),
    Line(
        22, "A NUL or half a character: 400. Every script and joined sign: back to the byte, "
        "and found in either way of composing it.",
        both=(f"{_TYPED}::a_nul_and_half_a_character_are_refused",
        f"{_TYPED}::search_finds_composed_and_decomposed_letters"),
        portal=("db/test_gateway::text_that_cannot_be_stored_is_refused_before_it_is_sent",),
        api=(f"{_REST}::a_crooked_body_is_never_a_500",),
        light=("public/test_light_guarding::too_much_and_unreadable_text_are_refused_before_the_backend",
        f"{_LIGHT}::what_she_writes_comes_back_to_the_letter"),
        control=(f"{_TYPED}::words_come_back_to_the_byte",),
    ),
    Line(
        23, "Days that do not exist or lie far away, "
        "digits of other scripts, "
        "the edges of time zones, "
        "public holidays: refused or counted rightly.",
        both=(f"{_TYPED}::a_month_that_is_none_is_refused",
        f"{_TYPED}::a_month_far_away_is_an_empty_list"),
        portal=("importing/test_rows::a_row_that_cannot_be_trusted_is_refused_by_name",
        "procedure/test_clocks_counting::one_instant_is_another_day_in_another_zone",
                "figures/test_zones::what_comes_and_happens_counts_in_the_month_of_the_workplace"),
        api=("procedure/test_clocks_counting::working_days_end_with_the_last_second_of_the_day_computed_by_hand",
        "db/test_figures::a_month_that_is_none_is_refused"),
        control=("procedure/test_clocks_counting::the_control_without_its_make_up_days_the_table_does_not_hold",),
        apart={"light": "its forms ask for no day"},
    ),
    Line(
        24, "A telephone number, "
        "name or identity number that a worker types: she is warned before it leaves, "
        "and a moderator sees it marked.",
        portal=("components/test_case_screen::a_hint_finds_what_could_show_who_she_is",
        "components/test_moderation::what_could_identify_a_person_is_found",
                "public/test_worker_pages::a_number_in_the_story_is_pointed_out_before_it_is_sent"),
        light=("public/test_light_door::a_telephone_number_in_the_story_is_pointed_out_before_it_goes_on",),
        control=("components/test_moderation::amounts_dates_and_plain_sentences_are_left_alone",
        "components/test_case_screen::only_a_worker_is_warned_before_sending"),
        apart={"api": "the warning stands on the way to it; whatever arrives is held for a moderator, who sees it marked"},
    ),
    Line(
        25, "Cells that begin a formula, plain, quoted or full-width, in exported tables: inert text.",
        portal=("components/test_exports::what_looks_like_a_formula_is_text_in_csv",
        "components/test_exports::what_looks_like_a_formula_is_text_in_xlsx",
                "sharing/test_pack::no_cell_starts_a_formula",
                "importing/test_files::no_cell_of_the_report_can_become_a_formula"),
        light=("public/test_transparency::what_could_start_a_formula_is_text",),
        control=("components/test_exports::the_control_a_workbook_written_carelessly_holds_a_formula",),
        apart={"api": "it answers JSON; files are written by the portal"},
    ),
    Line(
        26, "A file of another content than its name says, "
        "with two endings, "
        "empty, "
        "too large, "
        "or called like a path: judged by content, "
        ""
        "kept under a name of our own.",
        portal=(f"{_CLEAN}::a_wrong_ending_is_refused_by_content", f"{_CLEAN}::a_second_ending_that_runs_is_refused",
        f"{_CLEAN}::a_double_ending_is_refused",
                f"{_CLEAN}::an_empty_file_is_refused", f"{_CLEAN}::one_byte_more_than_ten_megabytes_is_refused_and_ten_are_not",
                f"{_CLEAN}::a_name_is_harmless_in_any_header_and_on_any_disk",
                f"{_CLEAN}::a_name_of_300_characters_is_cut_and_keeps_its_ending"),
        api=("contract/test_files::only_a_digest_is_a_key", "contract/test_files::a_name_that_is_no_digest_is_never_stored",
             "contract/test_files::content_under_a_wrong_digest_is_refused"),
        light=(f"{_FILES}::a_file_that_is_not_what_it_should_be_is_refused_in_words",
        f"{_FILES}::a_name_decides_nothing_about_where_a_file_lies",
               "attacks/test_files_at_the_light_door::what_is_refused_leaves_no_row_and_no_byte"),
        control=(f"{_CLEAN}::what_people_bring_is_kept_with_two_digests",),
    ),
    Line(
        27, "A picture of 900 million points: refused above 25. A photograph with place, "
        "camera and thumbnail: the copy for others has none of them, "
        ""
        "the original stays sealed.",
        portal=(f"{_CLEAN}::more_than_25_megapixels_are_refused_before_decoding",
        f"{_CLEAN}::a_photo_loses_place_serial_owner_thumbnail_and_stays_upright",
                f"{_CLEAN}::a_screenshot_loses_its_words"),
        api=("attacks/test_worker_files::the_sealed_original_is_hers_and_handshakes_whatever_she_allows",),
        light=("attacks/test_files_at_the_light_door::the_factory_gets_the_picture_without_place_and_camera_and_never_the_original",
               f"{_FILES}::a_picture_goes_with_her_message_without_the_place_it_was_taken"),
        control=(f"{_CLEAN}::every_kind_of_png_survives",),
    ),
    Line(
        28, "A PDF with script or attachment: cleaned. A drawing or page that a browser would run: no evidence, "
        "and every file is a download that is not interpreted.",
        portal=(f"{_CLEAN}::a_pdf_loses_scripts_actions_attachments_and_its_author",
        f"{_CLEAN}::other_kinds_are_refused",
                f"{_CLEAN}::markup_under_the_name_of_text_is_refused", f"{_CLEAN}::what_an_earlier_version_of_a_pdf_hid_is_gone"),
        light=("attacks/test_files_at_the_light_door::a_script_in_a_pdf_does_not_reach_the_factory",),
        control=(f"{_CLEAN}::a_letter_that_speaks_of_markup_is_text",), apart={"api": _STORED},
    ),
    Line(
        29, "A book to import with wrong columns, "
        "mixed encodings, "
        "repeated rows or one bad row among thousands: told by row, "
        "nothing half done, "
        ""
        "and repeating it adds nothing.",
        portal=("importing/test_files::what_is_no_table_is_refused_with_its_reason",
        "importing/test_files::a_book_reads_the_same_in_every_encoding",
                "importing/test_files::a_file_pasted_together_from_two_encodings_loses_only_what_cannot_be_read",
                "importing/test_taking_in::repeating_an_import_adds_nothing_and_says_so_by_row",
                "importing/test_taking_in::one_impossible_value_in_the_middle_leaves_nothing_behind"),
        api=("contract/test_imports::refusals_are_the_same_through_either_door",
        "importing/test_taking_in::nonsense_rows_are_refused_with_a_stable_key"),
        control=("contract/test_imports::an_import_goes_in_once_through_either_door",
        "importing/test_rows::every_row_of_the_sample_is_accounted_for"),
        apart={"light": "nobody imports here"},
    ),
    Line(
        30, "Arguments too many, missing, empty, of another type or ten megabytes long: 400 with a stable key.",
        both=(f"{_TYPED}::crooked_arguments_are_a_bad_request",),
        portal=("db/test_gateway::wrong_arguments_are_a_bad_request_with_a_stable_key",),
        api=(f"{_REST}::a_crooked_body_is_never_a_500", f"{_REST}::ten_megabytes_are_refused_and_do_no_harm"),
        light=("public/test_answers::an_answer_that_is_none_calls_nothing",
        "public/test_light_files::a_kept_file_that_is_no_id_is_refused"),
        control=("db/test_gateway::arguments_arrive_as_they_were_given",),
    ),
)  # fmt: skip
