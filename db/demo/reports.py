"""The demonstration's reports: one audit of Lianfeng that Brand K shares with Brand A, with the factory's answer, and one that is asked for."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from db.copies import without
from db.copies.base import write
from db.demo.cast import LIANFENG
from db.demo.stage import Stage
from db.sealing import FileSealer

BRAND_K, CHEN = "k.weber@brandk.example", "chen@lianfeng.example"
PDF = "application/pdf"
Put = Callable[[str, bytes], None]
_PAGES = (
    ("Social audit of Lianfeng Footwear", "Spring 2026. Two days on site, 2,150 workers, 38 of them heard in groups.",
     "Wages: paid by the 10th of each month in five of six months. One month was two days late.",
     "Hours: up to 62 a week before the holidays; the plan is 54 by autumn."),
    ("Names and contacts", "People of the factory and of the auditor who took part.", "This page stays with Brand K."),
    ("What was found", "1. Late wages in one month. 2. Overtime above the plan in two workshops. 3. Exits on the third floor kept clear.",
     "In short (摘要): 工资有一个月晚发两天；两个车间加班超出计划；三楼通道畅通。"),
)  # fmt: skip


def play_reports(stage: Stage, put: Put, sealer: FileSealer, today: datetime) -> None:
    """Through the same functions that the portal calls; costs about a tenth of a second."""
    report = _kept(stage, put, sealer, today - timedelta(days=40))
    read = _shared(stage, put, sealer, today - timedelta(days=38), report, "Brand A", "contract")
    at = today - timedelta(days=33)
    stage.act(
        CHEN, at, "answer_grant", request_id=uuid4(), grant_id=read,
        words="三月的工资晚发两天，是因为银行系统更换，已向工人说明并补发利息。加班从六月起按计划下降。\n"
        "Wages of March were two days late because the bank changed its system; interest was paid.",
    )  # fmt: skip
    _shared(stage, put, sealer, today - timedelta(days=2), report, "Brand J", "consent")


def _kept(stage: Stage, put: Put, sealer: FileSealer, at: datetime) -> UUID:
    file = _file(stage, put, sealer, at, BRAND_K, "report", "Lianfeng audit spring 2026.pdf", _pdf())
    page = stage.act(
        BRAND_K, at, "keep_report", request_id=uuid4(), file=file, workplace=stage.organizations[LIANFENG],
        title="Social audit, spring 2026", period_from=date(2026, 3, 1), period_to=date(2026, 5, 31),
    )  # fmt: skip
    return UUID(page["reports"][0]["id"])


def _shared(stage: Stage, put: Put, sealer: FileSealer, at: datetime, report: UUID, to: str, basis: str) -> UUID:
    copy = _file(stage, put, sealer, at, BRAND_K, "copy", "copy.pdf", without(_pdf(), {2}))
    page = stage.act(
        BRAND_K, at, "share_report", request_id=uuid4(), report=report, to_organization=stage.organizations[to],
        purpose="One audit instead of two: plan of 2026 for hours and wages", profile="pages", left_out=[2], basis=basis,
        basis_words="Supplier agreement of 2024, section 7" if basis == "contract" else None,
        expires_on=(at + timedelta(days=180)).date(), file=copy,
    )  # fmt: skip
    return UUID(next(one["id"] for one in page["reports"][0]["grants"] if one["reader"] == to))


def _file(stage: Stage, put: Put, sealer: FileSealer, at: datetime, who: str, use: str, name: str, content: bytes) -> UUID:
    sealed = sealer.seal(content)
    key, plain = sha256(sealed).hexdigest(), sha256(content).hexdigest()
    put(key, sealed)
    made = stage.act(
        who, at, "reserve_sealed_file", request_id=uuid4(), use_=use, name=name, media_type=PDF, sha256=plain, cleaned_sha256=plain,
        key=key, bytes=len(content), original_key=key if use == "report" else None, pages=3 if use == "report" else 2,
    )  # fmt: skip
    return UUID(made["id"])


def _pdf() -> bytes:
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=A4, invariant=1)
    for head, *lines in _PAGES:
        write(canvas, [(head, 18), *((line, 11) for line in lines)])
    canvas.save()
    return written.getvalue()
