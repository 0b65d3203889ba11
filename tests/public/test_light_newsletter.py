"""The newsletter on the light pages: opening a link does nothing, a button does; no answer tells whether an address is known."""

from __future__ import annotations

import re
import time

import pytest

from db.errors import Absent, BadRequest, TooMany
from pages.public.light_newsletter import ASKING_SECONDS
from tests.public.old_phone import HIDDEN, Phone

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")
KEY = "0f8fad5b-d9cb-469f-a165-70867728950e"
READER = "reader@mill.example"


def test_asking_is_one_form_and_one_call(phone: Phone) -> None:
    assert 'name="email"' in phone.get("/light/newsletter")
    assert phone.gateway.calls == []
    page = phone.post("/light/newsletter", email=f" {READER} ", language="zh-Hans")
    assert phone.gateway.calls == [("subscribe", {"email": READER, "language": "zh-Hans"})]
    assert (phone.status, "Look into your mailbox" in page) == (200, True)
    assert READER not in page


def test_the_answer_to_asking_takes_its_time_whatever_the_address(phone: Phone) -> None:
    phone.get("/light/newsletter")
    began = time.monotonic()
    first = HIDDEN.sub("", phone.post("/light/newsletter", email=READER))
    assert time.monotonic() - began >= ASKING_SECONDS
    phone.get("/light/newsletter")
    assert HIDDEN.sub("", phone.post("/light/newsletter", email="other@mill.example")) == first


def test_a_wrong_address_is_said_beside_what_was_typed(phone: Phone) -> None:
    phone.gateway.refuse["subscribe"] = BadRequest("email_invalid", {"field": "email"})
    phone.get("/light/newsletter")
    page = phone.post("/light/newsletter", email='"><img src=x>')
    assert phone.status == 400
    assert "This is not an e-mail address." in page
    assert "<img" not in page


def test_many_from_one_network_wait(phone: Phone) -> None:
    phone.gateway.refuse["subscribe"] = TooMany("rate_limited", {"retry_seconds": 3600})
    phone.get("/light/newsletter")
    assert "Wait 60 minutes" in phone.post("/light/newsletter", email=READER)
    assert phone.status == 429


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_no_other_site_asks_in_somebodys_name(phone: Phone, headers: dict[str, str]) -> None:
    phone.get("/light/newsletter")
    phone.post("/light/newsletter", headers, email=READER)
    assert (phone.status, phone.gateway.calls) == (403, [])


@pytest.mark.parametrize("way", ["confirm", "leave"])
def test_a_program_that_opens_every_link_of_a_mail_changes_nothing(phone: Phone, way: str) -> None:
    for _ in range(2):
        phone.get(f"/light/newsletter/{way}?key={KEY}")
        phone.client.head(f"/light/newsletter/{way}?key={KEY}")
    assert phone.gateway.calls == []
    assert phone.status == 200


def test_the_button_confirms_the_key_of_the_link(phone: Phone) -> None:
    phone.get(f"/light/newsletter/confirm?key={KEY}")
    page = phone.post("/light/newsletter/confirm")
    assert phone.gateway.calls == [("confirm_subscription", {"key": KEY})]
    assert "The newsletter will come to your address." in page


def test_an_old_link_says_so(phone: Phone) -> None:
    phone.gateway.refuse["confirm_subscription"] = Absent("news_link_old")
    phone.get(f"/light/newsletter/confirm?key={KEY}")
    assert "used or is too old" in phone.post("/light/newsletter/confirm")
    assert phone.status == 404


def test_one_click_ends_it_without_cookies_and_from_anywhere(phone: Phone) -> None:
    """As RFC 8058 has it: the mail program posts by itself."""
    answer = phone.client.post(
        f"/light/newsletter/leave?key={KEY}",
        content="List-Unsubscribe=One-Click",
        headers={"content-type": "application/x-www-form-urlencoded", "origin": "https://mail.example"},
    )
    assert answer.status_code == 200
    assert phone.gateway.calls == [("end_subscription", {"key": KEY})]


def test_a_reader_ends_it_by_one_button_on_the_page(phone: Phone) -> None:
    page = phone.get(f"/light/newsletter/leave?key={KEY}")
    (address,) = re.findall(r'action="([^"]+)"', page)
    phone.client.post(address)
    assert ("end_subscription", {"key": KEY}) in phone.gateway.calls


@pytest.mark.parametrize("key", ['"><script>alert(1)</script>', "../../x", "%0d%0aset-cookie: a=b", ""])
def test_what_is_no_key_becomes_nothing_on_the_page(phone: Phone, key: str) -> None:
    page = phone.get(f"/light/newsletter/leave?key={key}")
    assert 'action="/light/newsletter/leave?key="' in page


def test_both_languages_lead_back_to_the_page(phone: Phone) -> None:
    page = phone.get("/light/newsletter")
    assert "/light/language?to=zh-Hans&amp;next=/light/newsletter" in page
    assert phone.get("/light/language?to=zh-Hans&next=/light/newsletter") == "/light/newsletter"
    assert "订阅" in phone.get("/light/newsletter")
