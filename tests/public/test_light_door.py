"""The light door through HTTP: five questions, one page, small, once, without a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from uuid import UUID

import pytest

from auth.light import LightKeeper
from db.errors import Absent, BadRequest, Conflict, PortalError, Refused, SignInNeeded, Unavailable
from db.receipts import hash_code, normalise
from tests.public.old_phone import KEY, Phone
from tests.public.test_reaching_her import identity
from tests.public.worker_case import (
    BRAND_A,
    BRAND_K,
    CODE,
    FACTORY,
    HANDSHAKE,
    LIANFENG,
    CountingGateway,
    case_page,
    message,
)

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def walk_to_review(phone: Phone) -> None:
    phone.get("/light/report")
    phone.post("/light/report", go="next", story="No wages since August.", kind=["pay", "overtime"])
    phone.post("/light/report", go="search", where="Lianfeng")
    phone.post("/light/report", go="next", where="Lianfeng", place=f"{LIANFENG}|Lianfeng Footwear")
    phone.post("/light/report", go="next", brand=[f"{BRAND_K}|DE|Brand K"])
    phone.post("/light/report", go="next", **{"may-factory": "yes", f"may-{BRAND_K}": "no"})
    phone.post("/light/report", go="next", name="Li", phone="13812345678", hours="")


def filed(gateway: CountingGateway) -> list[dict[str, object]]:
    return [arguments for name, arguments in gateway.calls if name == "file_case"]


def test_a_worker_files_without_a_script_and_gets_her_code_once(phone: Phone, gateway: CountingGateway) -> None:
    walk_to_review(phone)
    assert not filed(gateway)
    page = phone.post("/light/report", go="send")
    (sent,) = filed(gateway)
    assert sent["statement"] == "No wages since August."
    assert sent["issues"] == ["F1", "I1"]
    assert str(sent["workplace"]) == LIANFENG
    assert sent["consent_factory"] is True
    assert sent["consent_brands"] == []
    code = normalise(re.search(r'class="code">([^<]+)<', page).group(1))  # type: ignore[union-attr]
    assert code is not None
    assert hash_code(code) == sent["receipt_hash"]


def test_name_and_phone_leave_the_process_sealed(phone: Phone, gateway: CountingGateway) -> None:
    walk_to_review(phone)
    phone.post("/light/report", go="send")
    (sent,) = filed(gateway)
    sealed = str(sent["sealed_identity"])
    assert "13812345678" not in str(sent)
    assert "13812345678" in LightKeeper(lambda credentials: gateway, KEY).identities.unseal(sealed)


def test_sending_twice_files_the_same_request_with_the_same_code(phone: Phone, gateway: CountingGateway) -> None:
    walk_to_review(phone)
    review = phone.html
    first = phone.post("/light/report", go="send")
    phone.html = review
    second = phone.post("/light/report", go="send")
    one, two = filed(gateway)
    assert one == two
    codes = [re.search(r'class="code">([^<]+)<', page).group(1) for page in (first, second)]  # type: ignore[union-attr]
    assert codes[0] == codes[1]


def test_when_nobody_knows_whether_it_arrived_the_same_report_can_be_sent_again(phone: Phone, gateway: CountingGateway) -> None:
    walk_to_review(phone)
    gateway.refuse["file_case"] = Unavailable(maybe_done=True)
    page = phone.post("/light/report", go="send")
    assert "We do not know yet whether it arrived" in page
    gateway.refuse.clear()
    phone.post("/light/report", go="send")
    one, two = filed(gateway)
    assert one == two


def test_no_permission_is_chosen_for_her(phone: Phone) -> None:
    phone.get("/light/report")
    phone.post("/light/report", go="next", story="No wages.")
    phone.post("/light/report", go="next", where="Lianfeng", place=f"{LIANFENG}|Lianfeng Footwear")
    page = phone.post("/light/report", go="next", brand=[f"{BRAND_K}|DE|Brand K"])
    assert "checked" not in page
    page = phone.post("/light/report", go="next", **{"may-factory": "yes"})
    assert "Answer yes or no for each one." in page


def test_a_factory_that_is_not_on_the_list_is_asked_about_later(phone: Phone) -> None:
    phone.get("/light/report")
    phone.post("/light/report", go="next", story="No wages.")
    phone.post("/light/report", go="next", where="A factory in Huizhou")
    page = phone.post("/light/report", go="next", unknown="1")
    assert "This factory is not on our list yet." in page
    assert "may-factory" not in page


def test_the_brands_of_a_factory_are_not_told_to_the_public(phone: Phone, gateway: CountingGateway) -> None:
    phone.get("/light/report")
    phone.post("/light/report", go="next", story="No wages.")
    page = phone.post("/light/report", go="next", where="Lianfeng", place=f"{LIANFENG}|Lianfeng Footwear")
    assert BRAND_K in page
    assert BRAND_A in page
    assert gateway.calls[-1] == ("covered_brands", {})


def test_a_telephone_number_in_the_story_is_pointed_out_before_it_goes_on(phone: Phone) -> None:
    phone.get("/light/report")
    page = phone.post("/light/report", go="next", story="Call me at 138 1234 5678, please.")
    assert "It seems to hold a telephone number." in page
    assert "Where did it happen?" in phone.post("/light/report", go="next", story="Call me at 138 1234 5678, please.")


def test_her_code_never_stands_in_an_address_and_is_shown_once_more(phone: Phone) -> None:
    phone.gateway.known_hash = hash_code(CODE)
    phone.get("/light")
    assert phone.post("/light/open", code=CODE.lower()) == "/light/mine"
    assert "7K4M 29QX 0A1B 2C3D" in phone.get("/light/mine")
    assert "7K4M 29QX 0A1B 2C3D" not in phone.get("/light/mine")


def test_each_request_asks_the_backend_once_at_most(opened: Phone) -> None:
    steps: list[tuple[Callable[[], str], list[str]]] = [
        (lambda: opened.get("/light/mine"), ["case_page"]),
        (lambda: opened.post("/light/message", body="Good.", who="only"), ["post_message"]),
        (lambda: opened.get("/light/mine"), ["case_page"]),
        (lambda: opened.post("/light/consent"), ["withdraw_consent"]),
        (lambda: opened.get("/light/brands"), ["covered_brands"]),
        (lambda: opened.get("/light"), []),  # its numbers are kept: test_light_front
        (lambda: opened.get("/light/report"), []),
    ]
    for act, expected in steps:
        opened.gateway.calls.clear()
        act()
        assert opened.gateway.names == expected


def test_only_handshake_reads_unless_she_says_otherwise(opened: Phone) -> None:
    page = opened.get("/light/mine")
    assert '<input type="radio" name="who" value="only" checked>' in page
    opened.post("/light/message", body="Only you.", who="only")
    opened.get("/light/mine")
    opened.post("/light/message", body="Them too.", who="both")
    first, second = (arguments for name, arguments in opened.gateway.calls if name == "post_message")
    assert [str(each) for each in first["audience"]] == [HANDSHAKE]
    assert [str(each) for each in second["audience"]] == [HANDSHAKE, FACTORY]
    assert first["reference"] is None


def test_a_form_sent_twice_carries_one_request_id(opened: Phone) -> None:
    page = opened.get("/light/mine")
    opened.post("/light/message", body="Once.", who="only")
    opened.html = page
    opened.post("/light/message", body="Once.", who="only")
    first, second = (arguments for name, arguments in opened.gateway.calls if name == "post_message")
    assert first["request_id"] == second["request_id"]


def test_a_long_thread_is_cut_into_small_pages(opened: Phone) -> None:
    opened.gateway.page = case_page(messages=[message(n, "handshake", f"No. {n}. " + "字" * 900, []) for n in range(30)])
    assert "No. 29." in opened.get("/light/mine")
    assert "No. 29." not in opened.get("/light/mine?page=1")


def test_a_session_that_ended_says_how_to_come_back(opened: Phone) -> None:
    opened.gateway.refuse["case_page"] = Absent()
    assert "Your page is closed." in opened.get("/light/mine")
    assert opened.get("/light/mine") == "/light"


def test_both_languages_and_back(phone: Phone) -> None:
    assert phone.get("/light/language?to=zh-Hans&next=https://evil.example") == "/light"
    page = phone.get("/light")
    assert '<html lang="zh-Hans">' in page
    assert "工作上遇到了问题" in page


def test_a_text_that_cannot_go_as_the_one_before_stays_in_the_box_under_a_new_request(opened: Phone) -> None:
    opened.get("/light/mine")
    opened.gateway.refuse["post_message"] = Conflict("request_reused")
    page = opened.post("/light/message", body="Once more, in other words.", who="only")
    assert (opened.status, "Once more, in other words.</textarea>" in page) == (409, True)
    assert "This was already sent with other words." in page
    opened.gateway.refuse.clear()
    assert opened.post("/light/message", body="Once more, in other words.", who="only") == "/light/mine?done=only"
    first, second = (arguments for name, arguments in opened.gateway.calls if name == "post_message")
    assert first["request_id"] != second["request_id"]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
@pytest.mark.parametrize("error", [Unavailable(maybe_done=True), Unavailable(), Conflict(), Refused(), SignInNeeded()])
@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/light/answer", {"words": "They <moved> me\nto nights."}),
        ("/light/plan", {"hours": "after nine", "careful": "not at work", "name": "Li", "phone": "138 1234 5678"}),
    ],
)
def test_no_refusal_loses_what_she_wrote(
    opened: Phone, language: str, error: PortalError, path: str, written: dict[str, str]
) -> None:
    function = {"/light/answer": "open_retaliation", "/light/plan": "keep_identity"}[path]
    opened.gateway.page = case_page(identity=identity())
    opened.get(f"/light/language?to={language}&next=/light/mine")
    opened.get("/light/mine")
    opened.gateway.calls.clear()
    opened.gateway.refuse[function] = error
    more = {"answer": "pressure", "request_id": str(UUID(int=7))} if path == "/light/answer" else {}
    opened.post(path, **written, **more)
    on_her_page = f"{written.get('words')}</textarea>" in unescape(opened.html)
    assert on_her_page or sorted(opened.reads()) == sorted(written.values())
    if isinstance(error, Unavailable):
        opened.gateway.refuse.clear()
        opened.post(path, **written)
        assert opened.status == 303
        one, two = (arguments for name, arguments in opened.gateway.calls if name == function)
        assert one["request_id"] == two["request_id"]


def test_signs_that_cannot_be_kept_are_taken_out_of_the_text_that_comes_back(opened: Phone) -> None:
    opened.get("/light/mine")
    opened.post("/light/message", body="One\x00 line.", who="only")
    assert (opened.status, opened.reads()) == (400, ["One line."])


def test_words_of_another_site_are_not_even_read(opened: Phone) -> None:
    opened.get("/light/mine")
    opened.post("/light/message", {"origin": "https://evil.example"}, body="Forged.", who="both")
    assert (opened.status, opened.reads()) == (403, [])


def test_a_report_begun_beside_an_open_case_goes_on_when_that_page_closes(opened: Phone, gateway: CountingGateway) -> None:
    opened.get("/light/report")
    opened.post("/light/report", go="next", story="No wages since August.")
    opened.forget_receipt()
    opened.post("/light/report", go="next", where="A factory in Huizhou")
    opened.post("/light/report", go="next", unknown="1")
    for _ in range(2):
        opened.post("/light/report", go="next")
    opened.post("/light/report", go="send")
    assert [each["statement"] for each in filed(gateway)] == ["No wages since August."]


def test_a_backend_that_does_not_answer_costs_no_step_of_the_report(phone: Phone, gateway: CountingGateway) -> None:
    phone.get("/light/report")
    phone.post("/light/report", go="next", story="No wages since August.")
    gateway.refuse = {"find_workplaces": Unavailable(), "covered_brands": Unavailable()}
    page = phone.post("/light/report", go="search", where="Lianf")
    assert ("The portal does not answer just now." in page, 'value="Lianf"' in page) == (True, True)
    page = phone.post("/light/report", go="next", where="x", place=f"{LIANFENG}|Lianfeng Footwear")
    assert ("The portal does not answer just now." in page, "Lianfeng Footwear" in page) == (True, True)
    gateway.refuse.clear()
    phone.post("/light/report", go="next", where="")
    phone.post("/light/report", go="next", unknown="1")
    gateway.refuse = {"covered_brands": Unavailable()}
    page = phone.post("/light/report", go="back", asking="1", **{"may-factory": "yes"})
    assert "The portal does not answer just now." in page
    phone.post("/light/report", go="next", asking="1")
    phone.post("/light/report", go="next", name="", phone="", hours="")
    gateway.refuse = {"file_case": BadRequest("value_invalid")}
    assert "Something in this form is not right." in phone.post("/light/report", go="send")
    gateway.refuse.clear()
    phone.post("/light/report", go="send")
    one, two = filed(gateway)
    assert one == two
    assert (one["statement"], str(one["workplace"]), one["consent_factory"]) == ("No wages since August.", LIANFENG, True)


def test_a_story_that_is_too_long_comes_back_whole_and_once(phone: Phone) -> None:
    story = "a" * 12_000 + "END"
    phone.get("/light/report")
    for _ in range(2):
        page = phone.post("/light/report", go="next", story=story)
        assert ("longer than 10,000" in page, story in page) == (True, True)
        assert len(page) < 20_000  # and not a second time inside the sealed draft
    assert "Where did it happen?" in phone.post("/light/report", go="next", story=story[:9_000])
