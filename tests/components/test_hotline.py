"""Hotline: nothing is filed before every recipient was answered for, and severity is suggested from the issues."""

from __future__ import annotations

import json
from dataclasses import replace
from uuid import uuid4

import pytest

from components.hotline.draft import FACTORY, fresh, identity_text, missing, suggested
from db.models import Organization, Workplace

LIANFENG, TIANHE = (Workplace(uuid4(), name, "Huizhou") for name in ("Lianfeng Footwear", "Tianhe Shoes"))


@pytest.mark.parametrize(
    ("issues", "severity"),
    [(("A1",), 1), (("F1", "B1"), 1), (("C3",), 1), (("E4",), 2), (("F1",), 3), (("L2",), 4), (("L2", "F1"), 3), ((), 3)],
)
def test_severity_follows_the_domain(issues: tuple[str, ...], severity: int) -> None:
    assert suggested(issues) == severity


def test_each_recipient_must_be_answered_for_by_name() -> None:
    brand = Organization(uuid4(), "brand", "Brand K", None, "DE")
    draft = replace(fresh(), statement="No insurance.", issues=("G1",), brands=(brand,)).at_workplace(LIANFENG)
    assert missing(draft) == ("hotline-missing-consent",)
    draft = draft.answered(FACTORY, False)
    assert missing(draft) == ("hotline-missing-consent",)
    draft = draft.answered(str(brand.id), True)
    assert missing(draft) == ()
    assert draft.allowed_brands() == (brand.id,)


def test_a_call_that_nobody_has_sorted_is_filed_as_not_sorted_and_medium() -> None:
    draft = replace(fresh(), statement="Something is wrong.").at_workplace(LIANFENG).answered(FACTORY, False)
    assert missing(draft) == ()
    assert draft.filed_as == ("X0",)
    assert draft.graded == 3
    assert replace(draft, issues=("G1",)).filed_as == ("G1",)


def test_no_consent_is_preselected() -> None:
    draft = fresh().at_workplace(LIANFENG)
    assert [draft.answer(each) for each in draft.recipients()] == [None]


def test_a_yes_for_one_factory_is_no_yes_for_another() -> None:
    draft = fresh().at_workplace(LIANFENG).answered(FACTORY, True)
    assert draft.at_workplace(LIANFENG).answer(FACTORY) is True
    assert draft.at_workplace(TIANHE).answer(FACTORY) is None
    assert draft.at_workplace(None).answer(FACTORY) is None


def test_nobody_is_asked_about_a_factory_that_is_not_on_the_list() -> None:
    draft = replace(fresh(), statement="No insurance.", workplace_words="Nobody Shoes")
    assert draft.recipients() == ()
    assert missing(draft) == ()
    assert draft.place == "Nobody Shoes"


def test_a_brand_that_is_taken_out_again_takes_its_yes_with_it() -> None:
    brand = Organization(uuid4(), "brand", "Brand K", None, "DE")
    draft = replace(fresh(), brands=(brand,)).answered(str(brand.id), True)
    assert replace(draft, brands=()).allowed_brands() == ()


def test_identity_is_one_text_to_seal_or_nothing() -> None:
    assert identity_text(fresh()) == ""
    assert json.loads(identity_text(replace(fresh(), name=" 梅 ", phone="138"))) == {"name": "梅", "phone": "138"}


def test_two_calls_never_share_a_code_or_a_request() -> None:
    one, other = fresh(), fresh()
    assert one.code != other.code
    assert one.request_id != other.request_id
