"""What reports and packs cost: one call for the page, none for looking around, one for a deed."""

from __future__ import annotations

from typing import Any

import pytest

from components.i18n import LANGUAGES, words
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor, one


def elements(visitor: Visitor, kind: str) -> list[Any]:
    deltas = [one for one in visitor._messages if one.WhichOneof("type") == "delta"]
    return [one for one in deltas if one.delta.new_element.WhichOneof("type") == kind]


def htmls(visitor: Visitor) -> list[str]:
    return [one.delta.new_element.html.body for one in elements(visitor, "html")]


def uploads(visitor: Visitor) -> list[bool]:
    """For each field whether it stands in a place whose words the stylesheet puts in place of the browser's."""
    homes = {
        tuple(one.metadata.delta_path): one.delta.add_block.id
        for one in visitor._messages
        if one.WhichOneof("type") == "delta" and one.delta.WhichOneof("type") == "add_block"
    }
    found = [tuple(one.metadata.delta_path)[:-1] for one in elements(visitor, "file_uploader")]
    return ["own-upload-" in homes.get(home, "") for home in found]


@pytest.mark.parametrize("role", ["brand", "factory", "supervisor"])
def test_the_page_of_reports_is_one_call(portal: Portal, role: str) -> None:
    visitor = portal.visitor(role)
    visitor.forget()
    visitor.open("reports")
    one(visitor, "reports")
    assert "Social audit, spring 2026" in visitor.says()


@pytest.mark.parametrize("role", ["coordinator", "custodian", "stranger"])
def test_nobody_else_opens_it(portal: Portal, role: str) -> None:
    visitor = portal.visitor(role)
    visitor.forget()
    visitor.open("reports")
    assert "reports" not in visitor.calls
    assert "Social audit" not in visitor.says()


@pytest.mark.parametrize("words", ["Upload a report", "Share…", "Take back"])
def test_a_dialog_asks_for_nothing(portal: Portal, words: str) -> None:
    visitor = portal.visitor("brand").open("reports")
    visitor.forget()
    visitor.click(words)
    one(visitor)


@pytest.mark.parametrize(("role", "opens"), [("brand", "Upload a report"), ("factory", "answer-")])
def test_an_upload_says_choose_a_file_in_our_words(portal: Portal, role: str, opens: str) -> None:
    visitor = portal.visitor(role).open("reports")
    visitor.click(opens, key=next((str(each.key) for each in visitor.app.button if str(each.key).startswith(opens)), None))
    assert uploads(visitor) == [True]
    choose = {words(language).t("sharing-choose-file") for language in LANGUAGES}
    assert any(f'--portal-choose:"{one}"' in told for one in choose for told in htmls(visitor))


def test_taking_back_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("brand").open("reports")
    visitor.click("Take back")
    visitor.forget()
    visitor.click("", key="do-revoke")
    one(visitor, "revoke_grant")
    assert visitor.tells("sharing-state-revoked")


def test_a_yes_of_the_factory_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("factory").open("reports")
    visitor.forget()
    visitor.click("", key=next(str(each.key) for each in visitor.app.button if str(each.key).startswith("agree-")))
    one(visitor, "consent_grant")


def test_an_answer_in_words_is_one_call(portal: Portal) -> None:
    visitor = portal.visitor("factory").open("reports")
    visitor.click("", key=next(str(each.key) for each in visitor.app.button if str(each.key).startswith("answer-")))
    field = visitor.app.text_area[0]
    field.input("We have mended it.")
    visitor.run(visitor.fragment_of(field.proto.id))
    visitor.forget()
    visitor.click("", key="do-answer")
    one(visitor, "answer_grant")
    assert "We have mended it." in visitor.says()


def test_a_pack_is_asked_for_put_away_and_finished(portal: Portal) -> None:
    visitor = portal.visitor("brand")
    visitor.forget()
    visitor.open("evidence")
    one(visitor, "evidence")
    visitor.forget()
    visitor.click("", key="evidence-make")
    one(visitor, "evidence_pack", "reserve_sealed_file", "finish_evidence")
    assert visitor.tells("evidence-get-more")


def test_a_supervisor_finds_what_is_shared_with_handshake_in_both_lists(portal: Portal) -> None:
    with portal.database.connect() as admin:
        admin.execute(
            "update portal.grant_ set to_organization = (select id from portal.organization where kind = 'handshake') where id = "
            "(select id from portal.grant_ where revoked_at is null order by made_at limit 1)"
        )
    visitor = portal.visitor("supervisor")
    visitor.forget()
    visitor.open("reports")
    one(visitor, "reports")
    assert visitor.says().count("Social audit, spring 2026") > 1
