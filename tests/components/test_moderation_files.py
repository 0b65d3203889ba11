"""What the desk says about a worker's files is what the database will do with them."""

from __future__ import annotations

from uuid import UUID

import pytest

from components.i18n import speak
from components.moderation.files import reach
from db.models import Attachment, KeptBack, Party, Side
from tests.components.constants import NOW

FILE = Attachment(UUID(int=1), "slip.jpg", 412_000, "image/jpeg")
FACTORY = Party(UUID(int=11), Side.FACTORY, "Lianfeng Footwear", "CN", False, NOW)
BRAND = Party(UUID(int=12), Side.BRAND, "Brand K", "DE", False, NOW)


@pytest.fixture(autouse=True)
def english() -> None:
    speak("en")


def test_a_file_that_everybody_may_have_says_so() -> None:
    assert reach(FILE, (FACTORY, BRAND), ()) == "goes to everybody chosen"
    # Another file's limits, and those of somebody who is not chosen, do not matter
    others = (KeptBack(FACTORY.id, UUID(int=2)), KeptBack(UUID(int=13), FILE.id))
    assert reach(FILE, (FACTORY, BRAND), others) == "goes to everybody chosen"


def test_the_one_who_lacks_the_permission_is_named_and_nobody_else() -> None:
    said = reach(FILE, (FACTORY, BRAND), (KeptBack(FACTORY.id, FILE.id),))
    assert "Lianfeng Footwear" in said
    assert "Brand K" not in said
    assert "not allowed by the worker" in said


def test_that_it_reaches_nobody_is_said_outright() -> None:
    said = reach(FILE, (FACTORY,), (KeptBack(FACTORY.id, FILE.id),))
    assert "goes to nobody chosen" in said


def test_a_name_is_no_markdown() -> None:
    hostile = Party(UUID(int=14), Side.BRAND, "![x](https://evil.example/x.png)", "DE", False, NOW)
    said = reach(FILE, (FACTORY, hostile), (KeptBack(hostile.id, FILE.id),))
    assert "evil" in said
    assert "](https://" not in said
