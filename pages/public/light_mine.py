"""The worker's own page on the light door: read, write, allow, take back."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from components import hints
from components.i18n import words
from components.light.pages import turn_pages
from components.mine.story import tell
from db import receipts
from db.errors import Absent, BadRequest, SignInNeeded
from db.models import CasePage
from pages.public.light_visit import Fields, LightVisit

DONE = {
    "only": "mine-write-sent-only",
    "both": "mine-write-sent-factory",
    "back": "mine-consent-withdrawn",
    "yes": "mine-consent-given",
}


async def mine(visit: LightVisit) -> Response:
    """Where her case stands; without an open receipt, the front page says how to open one."""
    if not visit.keeper.has_receipt(visit.request):
        return visit.on_to("/light")
    try:
        page = await run_in_threadpool(receipts.my_case, visit.gateway)
    except (Absent, SignInNeeded):
        return closed(visit)
    done = DONE.get(visit.request.query_params.get("done", ""))
    typed = visit.keeper.code_once_more(visit.request)
    response = drawn(
        visit,
        page,
        done=visit.words.t(done) if done else "",
        code=receipts.grouped(typed) if typed else "",
        turned=visit.request.query_params.get("page", "0"),
    )
    if typed:
        visit.keeper.forget_code(response)
    return response


async def message(visit: LightVisit) -> Response:
    """Post, once; what could show who she is is pointed out before it leaves."""
    form = await visit.keeper.form(visit.request, own=True)
    body, both = form.one("body").strip(), form.one("who") == "both"
    readers = [_uuid(each) for each in form.one("both" if both else "only").split()]
    found = hints.find(body) if not form.one("sure") else ()
    if found:
        return await _again(visit, form, found)
    try:
        await run_in_threadpool(receipts.write, visit.gateway, _uuid(form.one("request_id")), body, readers)
    except (Absent, SignInNeeded):
        return closed(visit)
    return visit.on_to(f"/light/mine?done={'both' if both else 'only'}")


async def consent(visit: LightVisit) -> Response:
    """Give or take back one permission."""
    form = await visit.keeper.form(visit.request, own=True)
    request_id = _uuid(form.one("request_id"))
    try:
        if form.one("consent"):
            await run_in_threadpool(receipts.take_back, visit.gateway, request_id, _uuid(form.one("consent")))
            return visit.on_to("/light/mine?done=back")
        recipient = _uuid(form.one("recipient"))
        await run_in_threadpool(receipts.allow, visit.gateway, request_id, recipient, visit.language)
    except SignInNeeded:
        return closed(visit)
    return visit.on_to("/light/mine?done=yes")


async def brands(visit: LightVisit) -> Response:
    """All member brands, for the one whose name she has seen."""
    if not visit.keeper.has_receipt(visit.request):
        return visit.on_to("/light")
    known = await run_in_threadpool(receipts.covered_brands, visit.gateway)
    return visit.page("brands", brands=known)


def drawn(visit: LightVisit, page: CasePage, *, turned: str = "0", **facts: Any) -> Response:
    """Her page; long threads are cut into several, newest first."""
    story = tell(page, words(visit.language))
    sizes = [len((each.body + "".join(each.notes)).encode()) + 300 for each in story.said]
    cuts = turn_pages(sizes)
    number = min(int(turned), len(cuts) - 1) if turned.isascii() and turned.isdigit() and len(turned) < 4 else 0
    first, last = cuts[number]
    known: dict[str, Any] = {
        "story": story,
        "said": story.said[first:last],
        "earlier": number + 1 if number + 1 < len(cuts) else 0,
        "later": number - 1 if number else None,
        "request_id": str(uuid4()),
        "code": "", "done": "", "body": "", "both": False, "wrong": "", "hints": (), "sure": "1",
    }  # fmt: skip
    return visit.page("mine", **{**known, **facts})


def closed(visit: LightVisit) -> Response:
    """The receipt session has ended: forget it, and say how to come back."""
    said = visit.words
    response = visit.page("note", 401, head=said.t("mine-closed-title"), more=said.t("mine-closed-text"), back="/light")
    visit.keeper.let_out(response)
    return response


async def _again(visit: LightVisit, form: Fields, found: tuple[str, ...]) -> Response:
    """Her page again with her text in it and the warning beside it; the request id stays the same."""
    try:
        page = await run_in_threadpool(receipts.my_case, visit.gateway)
    except (Absent, SignInNeeded):
        return closed(visit)
    return drawn(
        visit, page, body=form.one("body"), both=form.one("who") == "both",
        request_id=form.one("request_id"), hints=found,
    )  # fmt: skip


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("value_invalid") from None
