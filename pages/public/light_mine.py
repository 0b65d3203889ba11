"""The worker's own page on the light door: read, write, allow, take back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from components import hints
from components.i18n import dwell, words
from components.identities.texts import MOST, Person, Plan
from components.light.pages import turn_pages, weight
from components.mine.deeds import read, unsent
from components.mine.plan import Wish, wish
from components.mine.story import Story, takes, tell
from components.mine.trouble import trouble
from db import receipts
from db.errors import Absent, BadRequest, Conflict, Refused, SignInNeeded, TooLarge, TooMany, Unavailable
from db.models import CasePage, ConsentItem
from pages.public import answers, light_files
from pages.public.filing import Seals
from pages.public.keeping import her_plan, keep
from pages.public.light_files import Kept
from pages.public.light_visit import STATUS, Fields, LightVisit

DONE = {
    "only": "mine-write-sent-only",
    "both": "mine-write-sent-factory",
    "back": "mine-consent-withdrawn",
    "yes": "mine-consent-given",
    "plan": "mine-reach-saved",
    "forgotten": "mine-reach-forgotten",
    "back-files": "mine-consent-withdrawn-files",
    "yes-files": "mine-consent-given-files",
    **answers.DONE,
}

PAST = 20  # lines of what has happened; the full page shows all


async def mine(visit: LightVisit) -> Response:
    """Where her case stands; without an open receipt, the front page says how to open one."""
    if not visit.keeper.has_receipt(visit.request):
        return visit.on_to("/light")
    try:
        page = await run_in_threadpool(receipts.my_case, visit.gateway)
    except (Absent, SignInNeeded):
        return visit.closed()
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
    """Post, once; what could show who she is is pointed out before it leaves.

    Her files are taken first: whatever becomes of the text, those that arrived need not be chosen again.
    """
    form = await visit.keeper.form(visit.request, own=True, files=True)
    body, both = form.one("body").strip(), form.one("who") == "both"
    readers = [_uuid(each) for each in form.one("both" if both else "only").split()]
    request_id = _uuid(form.one("request_id"))
    kept = light_files.kept_before(form)
    refused: tuple[str, ...] = ()
    try:
        refused = await light_files.take(visit, form, request_id, kept)
        if refused:
            return await _again(visit, form, kept, wrong=refused)
        if kept and not body:
            return await _again(visit, form, kept, wrong=(visit.words.t("mine-add-words"),))
        found = hints.find(body) if not form.one("sure") else ()
        if found:
            return await _again(visit, form, kept, hints=found)
        await run_in_threadpool(receipts.write, visit.gateway, request_id, body, readers, [each.id for each in kept])
    except (Absent, SignInNeeded):
        return visit.closed()
    except (BadRequest, TooLarge, TooMany) as error:
        told = trouble(visit.words, error.key, error.facts)
        return await _again(visit, form, kept, wrong=(told.head, told.more))
    except Conflict as error:
        # Another message has this request id, or the case moved on: her words go with the next id, for her to decide.
        told = trouble(visit.words, error.key, error.facts)
        gone = error.key == "request_reused"  # and her files went with that other message
        return await _shown(visit, 409, body=form.one("body"), both=both, kept=() if gone else kept, wrong=(told.head, told.more))
    except Unavailable as error:
        # A file that was not stored is named on her page alone, so nothing is sent without it from elsewhere.
        return visit.trouble(error, kept, again=not refused)
    return visit.on_to(f"/light/mine?done={'both' if both else 'only'}")


async def consent(visit: LightVisit) -> Response:
    """Give or take back one permission."""
    form = await visit.keeper.form(visit.request, own=True)
    request_id = _uuid(form.one("request_id"))
    item = form.one("item") or ConsentItem.STATEMENT
    about = "-files" if item in (ConsentItem.PHOTO, ConsentItem.FILE) else ""
    try:
        if form.one("consent"):
            await run_in_threadpool(receipts.take_back, visit.gateway, request_id, _uuid(form.one("consent")))
            return visit.on_to(f"/light/mine?done=back{about}")
        recipient = _uuid(form.one("recipient"))
        await run_in_threadpool(receipts.allow, visit.gateway, request_id, recipient, visit.language, _item(item))
    except SignInNeeded:
        return visit.closed()
    return visit.on_to(f"/light/mine?done=yes{about}")


async def answer(visit: LightVisit) -> Response:
    """What she says by a button. When it is refused she sees the new state, and her words are still in their field."""
    form = await visit.keeper.form(visit.request, own=True)
    given = read(form.one)
    if given is None:
        raise BadRequest("value_invalid")
    try:
        await run_in_threadpool(answers.send, visit.gateway, _uuid(form.one("request_id")), given, visit.words)
    except SignInNeeded:
        return visit.closed()
    except (BadRequest, Conflict, Refused, TooLarge, TooMany) as error:
        if not form.one("words"):
            raise
        told = trouble(visit.words, error.key, error.facts)
        return await _shown(visit, STATUS[type(error)], trouble=told, written=unsent(given))
    done = answers.done(given)
    return visit.on_to(f"/light/mine?done={done}" if done else "/light/mine")


async def plan(visit: LightVisit) -> Response:
    """How she may be reached, sealed here; empty name and number change nothing."""
    form = await visit.keeper.form(visit.request, own=True)
    person = Person(form.one("name")[: MOST["name"]], form.one("phone")[: MOST["phone"]])
    wanted = wish(Plan(form.one("hours")[: MOST["hours"]], form.one("careful")[: MOST["careful"]]), person)
    if form.one("forget"):
        wanted = Wish(forget=True)
    seals = Seals(visit.keeper.identities.seal, visit.keeper.plans.seal)
    try:
        await run_in_threadpool(keep, visit.gateway, _uuid(form.one("request_id")), wanted, seals)
    except (Absent, SignInNeeded):
        return visit.closed()
    return visit.on_to(f"/light/mine?done={'forgotten' if wanted.forget else 'plan'}")


async def brands(visit: LightVisit) -> Response:
    """All member brands, for the one whose name she has seen."""
    if not visit.keeper.has_receipt(visit.request):
        return visit.on_to("/light")
    known = await run_in_threadpool(receipts.covered_brands, visit.gateway)
    return visit.page("brands", brands=known)


def drawn(visit: LightVisit, page: CasePage, *, turned: str = "0", status: int = 200, **facts: Any) -> Response:
    """Her page; long threads are cut into several, newest first."""
    dwell(page.case.zone, script=False)
    story = tell(page, words(visit.language))
    known: dict[str, Any] = {
        "story": story,
        "plan": her_plan(page.identity, visit.keeper.plans.unseal),
        "said": (),
        "earlier": 0,
        "later": None,
        "request_id": str(uuid4()),
        "code": "", "done": "", "body": "", "both": False, "wrong": (), "hints": (), "sure": "1", "kept": (),
        "typed": {}, "most_past": PAST,
        "added": any(each.files for each in story.said), "most": light_files.MOST, "megabytes": light_files.MEGABYTES,
        **_kept(story, facts.pop("written", None), visit),
        **facts,
    }  # fmt: skip
    cuts = turn_pages([weight(each) for each in story.said], lambda: len(visit.page("mine", **known).body))
    number = min(int(turned), len(cuts) - 1) if turned.isascii() and turned.isdigit() and len(turned) < 4 else 0
    first, last = cuts[number]
    turns = {
        "said": story.said[first:last],
        "earlier": number + 1 if number + 1 < len(cuts) else 0,
        "later": number - 1 if number else None,
    }
    return visit.page("mine", status, **{**known, **turns})


def _kept(story: Story, written: tuple[str, str] | None, visit: LightVisit) -> dict[str, Any]:
    """Her words that could not be sent, in their own field, or in the box for messages when that is gone."""
    if written is None:
        return {}
    name, words_ = written
    if takes(story, name):
        return {"typed": {name: words_}}
    return {"body": words_, "wrong": (visit.words.t("mine-unsent-kept"),)}


async def _again(visit: LightVisit, form: Fields, kept: Sequence[Kept], **told: tuple[str, ...]) -> Response:
    """Her page again with her text and files in it and what is wrong beside them; the request id stays the same."""
    return await _shown(
        visit, 200, body=form.one("body"), both=form.one("who") == "both", request_id=form.one("request_id"), kept=kept, **told
    )


async def _shown(visit: LightVisit, status: int, **facts: Any) -> Response:
    """Her page as it is now, with these facts in it."""
    try:
        page = await run_in_threadpool(receipts.my_case, visit.gateway)
    except (Absent, SignInNeeded):
        return visit.closed()
    return drawn(visit, page, status=status, **facts)


def _item(text: str) -> ConsentItem:
    try:
        return ConsentItem(text)
    except ValueError:
        raise BadRequest("value_invalid") from None


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise BadRequest("value_invalid") from None
