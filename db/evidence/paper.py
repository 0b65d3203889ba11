"""The readable report of a pack: A4, one language, the same bytes for the same facts."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from html import escape

from reportlab.lib.colors import Color, HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Spacer, Table, TableStyle

from db.copies.letters import CHINESE, LATIN, draw, ready, runs
from db.copies.words import PaperWords
from db.evidence.facts import Case, Facts

INK, QUIET, LINE, HEAD = (HexColor(code) for code in ("#1E2B28", "#54635D", "#CFD8D0", "#EEF2EC"))
MARGIN = 40.0
PAGE = landscape(A4)
WIDE = PAGE[0] - 2 * MARGIN
_OUTCOMES = ("kept", "missed", "late", "running", "resting")


def paper(facts: Facts, words: PaperWords, key: str) -> bytes:
    """Cover facts, what the brand did, clocks, remedies, the list of cases, and how to check all of it."""
    ready()
    written = io.BytesIO()
    document = BaseDocTemplate(
        written, pagesize=PAGE, leftMargin=MARGIN, rightMargin=MARGIN, topMargin=MARGIN, bottomMargin=MARGIN + 8, invariant=1,
        title=words.say("evidence-title"), author="Handshake", pageCompression=1,
    )  # fmt: skip
    frame = Frame(MARGIN, MARGIN + 8, WIDE, PAGE[1] - 2 * MARGIN - 8, 0, 0, 0, 0)

    def foot(canvas: Canvas, page: BaseDocTemplate) -> None:
        canvas.saveState()
        canvas.setFillColor(QUIET)
        draw(canvas, MARGIN, 22, words.say("evidence-foot", brand=facts.brand, pack=str(facts.pack)[:8], page=page.page), 7.5)
        canvas.restoreState()

    document.addPageTemplates([PageTemplate(frames=[frame], onPage=foot)])
    document.build(_story(facts, words, key))
    return written.getvalue()


def _story(facts: Facts, words: PaperWords, key: str) -> list[Flowable]:
    say = words.say
    style = _Styles(words.language)
    story: list[Flowable] = [
        style.head(say("evidence-title"), 20),
        style.text(say("evidence-of", brand=facts.brand, first=words.month(facts.first), last=words.month(facts.last))),
        style.quiet(say("evidence-made", day=words.day(facts.made_at), pack=str(facts.pack))),
        Spacer(0, 6),
        style.text(say("evidence-what")),
        style.quiet(say("evidence-what-not")),
        style.head(say("evidence-own"), 13),
    ]
    plan = [one for one in facts.clocks if one.owner == "brand"]
    own = [one for one in facts.actions if one.owner == "brand"]
    story += [
        style.text(line)
        for line in (
            say("evidence-own-cases", n=len(facts.cases)),
            say("evidence-own-messages", n=facts.messages),
            say("evidence-own-clocks", n=len(plan), kept=sum(one.outcome == "kept" for one in plan)),
            say("evidence-own-actions", n=len(own), verified=sum(one.state == "verified" for one in own)),
            say("evidence-own-bulletins", n=facts.bulletins.told, confirmed=facts.bulletins.confirmed),
            say("evidence-own-reports", n=facts.reports.shared, answered=facts.reports.answered),
        )
    ]
    story += [style.head(say("evidence-clocks"), 13), *_clocks(facts, words, style)]
    story += [style.head(say("evidence-remedies"), 13), *_remedies(facts, words, style)]
    story += [style.head(say("evidence-cases"), 13), *_cases(facts.cases, words, style)]
    story += [
        style.head(say("evidence-check"), 13),
        style.text(say("evidence-check-how")),
        style.text(say("evidence-check-key", key=key)),
        style.quiet(say("evidence-check-heads")),
    ]
    return story


def _clocks(facts: Facts, words: PaperWords, style: _Styles) -> list[Flowable]:
    counted = Counter((one.kind, one.owner, one.outcome) for one in facts.clocks)
    kinds = sorted({(one.kind, one.owner) for one in facts.clocks})
    if not kinds:
        return [style.text(words.say("evidence-clocks-none"))]
    head = [
        words.say("evidence-clock"),
        words.say("evidence-owner"),
        *(words.say(f"evidence-outcome-{each}") for each in _OUTCOMES),
    ]
    rows = [
        [_known(words, "clock", kind), _known(words, "side", owner), *(str(counted[kind, owner, each]) for each in _OUTCOMES)]
        for kind, owner in kinds
    ]
    return [_table(head, rows, (0.3, 0.2, 0.1, 0.1, 0.1, 0.1, 0.1), style)]


def _remedies(facts: Facts, words: PaperWords, style: _Styles) -> list[Flowable]:
    """What was agreed and done, counted; what a worker gets is told to nobody but herself and who owes it."""
    counted = Counter((one.owner, one.state) for one in facts.actions)
    lines: list[Flowable] = [
        style.text(words.say("evidence-truths", closed=sum(one.closed_on is not None for one in facts.cases),
            done=sum(one.factory_done_on is not None for one in facts.cases),
            verified=sum(one.verified_on is not None for one in facts.cases),
            confirmed=sum(one.worker_says == "confirmed" for one in facts.cases), all=len(facts.cases)))
    ]  # fmt: skip
    states = ("open", "done", "disputed", "verified")
    if facts.actions:
        head = [words.say("evidence-action-owner"), *(words.say(f"evidence-action-{each}") for each in states)]
        rows = [[_known(words, "side", owner), *(str(counted[owner, each]) for each in states)] for owner in ("factory", "brand")]
        lines.append(_table(head, rows, (0.32, 0.17, 0.17, 0.17, 0.17), style))
    else:
        lines.append(style.text(words.say("evidence-actions-none")))
    return lines


def _cases(cases: Sequence[Case], words: PaperWords, style: _Styles) -> list[Flowable]:
    if not cases:
        return [style.text(words.say("evidence-cases-none"))]
    columns = ("reference", "workplace", "issues", "severity", "phase", "known", "answered", "closed", "truth")
    head = [words.say(f"evidence-case-{each}") for each in columns]
    rows = [
        [
            one.reference, one.workplace, words.say("evidence-and").join(_known(words, "issue", code) for code in one.issues[:3]),
            _known(words, "severity", str(one.severity)), _known(words, "phase", one.phase), one.known_since.isoformat(),
            one.answered_on.isoformat() if one.answered_on else "–", one.closed_on.isoformat() if one.closed_on else "–",
            words.say(f"evidence-truth-{_truth(one)}"),
        ]
        for one in cases
    ]  # fmt: skip
    return [_table(head, rows, (0.12, 0.16, 0.25, 0.08, 0.1, 0.075, 0.075, 0.075, 0.065), style)]


def _truth(one: Case) -> str:
    """The furthest of the four truths; never a "resolved" that says not whose."""
    if one.worker_says in ("confirmed", "disputed"):
        return one.worker_says
    return "verified" if one.verified_on else "done" if one.factory_done_on else "closed" if one.closed_on else "open"


def _known(words: PaperWords, prefix: str, code: str) -> str:
    return words.say(f"{prefix}-{code}") if words.has(f"{prefix}-{code}") else code


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float], style: _Styles) -> Table:
    made = Table(
        [[style.cell(each, bold=True) for each in head], *([style.cell(each) for each in row] for row in rows)],
        colWidths=[share * WIDE for share in shares], repeatRows=1,
    )  # fmt: skip
    made.setStyle(
        TableStyle([
            ("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
            ("BACKGROUND", (0, 0), (-1, 0), HEAD),
            ("LEFTPADDING", (0, 0), (-1, -1), 4), ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ])
    )  # fmt: skip
    return made


class _Styles:
    """Paragraphs of one language."""

    def __init__(self, language: str) -> None:
        chinese = language.startswith("zh")
        self._wrap = "CJK" if chinese else None
        self._font = CHINESE if chinese else LATIN

    def _paragraph(
        self, text: str, size: float, color: Color, *, before: float = 0, after: float = 3, stays: bool = False
    ) -> Paragraph:
        marked = "".join(f'<font name="{font}">{escape(piece)}</font>' for font, piece in runs(text))
        style = ParagraphStyle("one", fontName=self._font, fontSize=size, leading=size * 1.4, textColor=color,
                               wordWrap=self._wrap, spaceBefore=before, spaceAfter=after, keepWithNext=stays)  # fmt: skip
        return Paragraph(marked, style)

    def head(self, text: str, size: float) -> Paragraph:
        return self._paragraph(text, size, INK, before=12, after=6, stays=True)

    def text(self, text: str) -> Paragraph:
        return self._paragraph(text, 9.5, INK)

    def quiet(self, text: str) -> Paragraph:
        return self._paragraph(text, 8.5, QUIET)

    def cell(self, text: str, *, bold: bool = False) -> Paragraph:
        return self._paragraph(text, 8, QUIET if bold else INK, after=0)
