"""A comment draws the thread and the composer again, and nothing else of the page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from tests.pages.visitor import Portal, Visitor


def post(visitor: Visitor, words: str) -> set[str]:
    """Write it, and say in which fragments something was drawn since; the page itself is the empty one."""
    field = visitor.app.chat_input[0]
    fragment = visitor.fragment_of(field.proto.id)
    field.set_value(words)
    visitor.forget()
    visitor.run(fragment)
    return {each.delta.fragment_id for each in visitor._messages if each.WhichOneof("type") == "delta"}


@pytest.mark.parametrize("who", ["factory", "coordinator", "brand"])
def test_a_comment_draws_two_fragments(portal: Portal, who: str) -> None:
    visitor = portal.visitor(who).open("case", ref=portal.a_case("investigating", "remediating", "verifying"))
    post(visitor, "第一条：我们正在核对工资单。")  # what is read for the first time may change more than the thread
    drawn = post(visitor, "第二条：核对完了。")
    assert visitor.calls == ["post_message"]
    assert "第二条：核对完了。" in visitor.says()
    assert not visitor.app.exception
    assert "" not in drawn
    assert 1 <= len(drawn) <= 2


def test_a_comment_after_which_more_is_another_draws_the_page(portal: Portal) -> None:
    reference = portal.a_case("investigating", "remediating", "verifying")
    visitor = portal.visitor("factory").open("case", ref=reference)
    desk = portal.gateway("coordinator")
    revision = desk.call("case_page", reference=reference)["case"]["revision"]
    until = (datetime.now(UTC) + timedelta(days=9)).date()
    desk.call("hold", request_id=uuid4(), reference=reference, revision=revision, reason="evidence", until=until)
    drawn = post(visitor, "我们的答复：十一月补发。")
    assert visitor.calls == ["post_message"]
    assert "我们的答复：十一月补发。" in visitor.says()
    assert visitor.tells("clock-rests")
    assert "" in drawn


def test_the_poll_knows_what_was_posted_here_and_finds_what_others_write(portal: Portal) -> None:
    reference = portal.a_case("investigating", "remediating", "verifying")
    visitor = portal.visitor("coordinator").open("case", ref=reference)
    (look,) = visitor.polling()
    post(visitor, "请补充十月的工资单。")
    post(visitor, "以及考勤记录。")
    visitor.forget()
    visitor.run(look)
    visitor.run(look)
    assert visitor.calls == ["case_tip"] * len(visitor.calls), "nothing new: the page is not asked for"
    factory = portal.gateway("factory")
    desk = [UUID(each["id"]) for each in factory.call("case_page", reference=reference)["parties"] if each["side"] == "handshake"]
    factory.call("post_message", request_id=uuid4(), reference=reference, body="已发送。", audience=desk)
    visitor.forget()
    visitor.run(look)
    assert visitor.calls == ["case_tip", "case_page"]
    assert "已发送。" in visitor.says()
