"""The page that the portal is compared with is a page that works."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from streamlit.testing.v1 import AppTest

PAGE = Path(__file__).parents[2] / "bench" / "peers" / "page.py"
CASES = [
    {
        "reference": f"HS-0000-000{number}", "workplace": "Lianfeng", "issue": "F1", "status": status, "severity": 3,
        "last_activity": f"2026-11-0{number}T08:00:00+00:00", "received_at": "2026-10-01T08:00:00+00:00",
        "first_answer_at": "2026-10-05T08:00:00.5+00:00",
    }
    for number, status in ((1, "needs"), (2, "needs"), (3, "closed"))
]  # fmt: skip
MESSAGES = [
    {"case_reference": "HS-0000-0002", "author": "worker", "body": words, "created_at": f"2026-11-0{day}T08:00:00+00:00"}
    for day, words in ((2, "second"), (1, "first"))
]


def test_the_usual_page_shows_its_cases_and_the_talk_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given
    tables = {"/cases": CASES, "/messages": MESSAGES}
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=tables[request.url.path]))
    whole = httpx.Client
    monkeypatch.setattr(httpx, "Client", lambda **options: whole(transport=transport, base_url=options["base_url"]))
    monkeypatch.setenv("SUPABASE_URL", "http://supabase.example")
    monkeypatch.setenv("SUPABASE_KEY", "key")
    # When
    page = AppTest.from_file(str(PAGE), default_timeout=30).run()
    # Then
    assert not page.exception
    assert list(page.dataframe[0].value["reference"]) == ["HS-0000-0002", "HS-0000-0001"]
    assert [said.markdown[0].value for said in page.chat_message] == ["first", "second"]
