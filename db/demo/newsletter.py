"""The newsletter in the demonstration: people who asked for it and confirmed, one issue that went out, and a draft."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from db.demo.stage import Stage

SUPERVISOR = "ada.okafor@handshake.example"
READERS = (
    ("en", "sourcing@brandk.example"), ("en", "compliance@northcoat.example"), ("en", "editor@labour-news.example"),
    ("en", "library@trade-school.example"), ("zh-Hans", "hr@lianfeng.example"), ("zh-Hans", "gonghui@hongsheng.example"),
    ("zh-Hans", "yanjiu@daxue.example"),
)  # fmt: skip
# Asked, and has not followed the link yet.
LATE = ("en", "curious@reader.example")
SENT = {
    "subject_en": "What a quarter of questions about social insurance taught us",
    "body_en": (
        "Most questions of this quarter were about social insurance, and most of them could be answered before anybody was"
        " angry.\n\nWhat helped: a list of who is enrolled from when, shown to each person alone; a plan with dates; and a"
        " worker who says herself whether it is solved.\n\nThe figures of the quarter are on our page of figures."
    ),
    "subject_zh": "一个季度的社保问题告诉我们什么",
    "body_zh": (
        "本季度问得最多的是社保，其中大多数在有人生气之前就能答复。\n\n有用的做法：每个人都能单独查到自己从哪天起参保；有日期的补缴计划；"
        "由工人自己说问题是不是解决了。\n\n本季度的数字见我们的公开数字页面。"
    ),
}
DRAFT = {
    "subject_en": "Before New Year: wages on time",
    "body_en": "Four weeks before New Year is when wages are asked about most. What factories and buyers can do now.",
    "subject_zh": "春节之前：按时发工资",
    "body_zh": "春节前四周是询问工资最多的时候。工厂和品牌现在可以做什么。",
}


def play_newsletter(stage: Stage, now: datetime) -> None:
    """They ask, confirm and get an issue; one has asked only yesterday, and the next issue is a draft."""
    asked, sent = now - timedelta(days=60), now - timedelta(days=20)
    for language, email in READERS:
        stage.act("", asked, "subscribe", email=email, language=language)
    for (key,) in stage.rows("select confirm_key::text from portal.subscriber"):
        stage.act("", asked + timedelta(hours=3), "confirm_subscription", key=key)
    desk = stage.act(SUPERVISOR, sent, "save_newsletter", request_id=uuid4(), issue=None, revision=1, **SENT)
    stage.act(SUPERVISOR, sent, "send_newsletter", request_id=uuid4(), issue=desk["issues"][0]["id"], revision=1)
    # There is no mail server on a stage: the letters of that day went out.
    stage.rows(
        "select private.mail_sent(b.id, b.due_at + interval '1 minute') from portal.outbox b where b.subscriber_id is not null"
    )
    stage.act("", now - timedelta(days=1), "subscribe", email=LATE[1], language=LATE[0])
    stage.act(SUPERVISOR, now - timedelta(hours=5), "save_newsletter", request_id=uuid4(), issue=None, revision=1, **DRAFT)
