"""How she may be reached, on the light door: sealed before it leaves, her name never shown back, one call."""

from __future__ import annotations

from typing import Any

from tests.public.old_phone import Phone
from tests.public.worker_case import case_page


def identity(**more: Any) -> dict[str, Any]:
    return {"kept": True, "plan_kept": False, "plan": None, "requests": [], "history": [], **more}


def step(kind: str, **more: Any) -> dict[str, Any]:
    return {
        "kind": kind, "at": "2026-11-20T02:00:00+00:00", "side": "handshake", "role": "coordinator", "reason": "contact",
        "why": None, **more,
    }  # fmt: skip


def test_her_plan_leaves_sealed_in_one_call(opened: Phone) -> None:
    opened.gateway.page = case_page(identity=identity())
    opened.get("/light/mine")
    opened.gateway.calls.clear()
    form = opened.html.split('action="/light/plan"')[1]
    opened.html = '<form method="post" action="/light/plan"' + form[: form.index("</form>") + 7]
    assert opened.post("/light/plan", hours="after 21:00", careful="no text messages") == "/light/mine?done=plan"
    ((name, sent),) = [call for call in opened.gateway.calls if call[0] == "keep_identity"]
    assert name == "keep_identity"
    assert sent["sealed"] is None
    assert "21:00" not in str(sent["plan"])
    assert str(sent["plan"]).startswith("gAAAA")


def test_she_reads_who_asked_and_who_opened_it_without_a_name(opened: Phone) -> None:
    history = [
        step("identity_asked"),
        step("identity_granted", role="custodian"),
        step("identity_denied", why="identity_expired"),
    ]
    shown = {
        "item": "identity", "recipient_side": "handshake", "recipient_name": None, "at": "2026-11-20T03:00:00+00:00",
        "consent_at": None, "basis": "two_keys", "role": "coordinator", "reason": "contact",
    }  # fmt: skip
    opened.gateway.page = case_page(identity=identity(history=history), exposures=[shown])
    page = opened.get("/light/mine")
    for words in ("asked to open your name", "agreed, as the second person", "The time was over.", "Two people agreed."):
        assert words in page
    assert "Nobody has opened them." not in page


def test_the_last_line_says_nobody_opened_them_only_when_it_is_true(opened: Phone) -> None:
    opened.gateway.page = case_page(identity=identity(history=[step("identity_asked"), step("identity_declined")]))
    assert "Nobody has opened them." in opened.get("/light/mine")
    opened.gateway.page = case_page(identity=identity(kept=False))
    page = opened.get("/light/mine")
    assert "Nobody has opened them." not in page
    assert "nothing to open" in page
