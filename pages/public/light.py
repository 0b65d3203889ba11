"""The light door: filing and coming back as plain pages, for old phones and for a thousand people at once.

The same functions, words and order as the full pages, and no script. Each request makes at most one backend
call. `app.py` adds the routes and says which keeper (`auth/light.py`) stands at the door.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from components.i18n import LANGUAGES
from components.mine.trouble import slow, trouble
from components.report.code import code_picture
from components.report.draft import CATEGORIES, STORY, from_json, to_json
from components.report.sentences import review
from db import receipts
from db.errors import Absent, PortalError, Refused, TooMany
from db.sealing import SealBroken
from pages.public import light_mine, light_newsletter, light_transparency
from pages.public.filing import Seals, new_draft, report_of
from pages.public.light_front import Front
from pages.public.light_report import Turn, turn
from pages.public.light_visit import Answer, Keeper, LightVisit, answering

# A wrong code and a right one take equally long, and nobody tries quickly.
OPENING_SECONDS = 0.4
DRAFT_LIVES_SECONDS = 24 * 3600
PAGES = ("/light", "/light/mine", "/light/newsletter", "/light/transparency")


def light_routes(keeper: Callable[[], Keeper]) -> list[Route]:
    """Every route of the light door; the keeper is asked for on each request, when the backend is open."""
    front = Front()
    doors: list[tuple[str, str, Answer]] = [
        ("/light", "GET", front),
        ("/light/language", "GET", language),
        ("/light/report", "GET", report),
        ("/light/report", "POST", report_turn),
        ("/light/open", "GET", front),
        ("/light/open", "POST", open_case),
        ("/light/mine", "GET", light_mine.mine),
        ("/light/message", "GET", back_to_mine),
        ("/light/message", "POST", light_mine.message),
        ("/light/consent", "GET", back_to_mine),
        ("/light/consent", "POST", light_mine.consent),
        ("/light/answer", "GET", back_to_mine),
        ("/light/answer", "POST", light_mine.answer),
        ("/light/plan", "GET", back_to_mine),
        ("/light/plan", "POST", light_mine.plan),
        ("/light/brands", "GET", light_mine.brands),
    ]
    doors += [*light_newsletter.DOORS, *light_transparency.DOORS]
    return [Route(path, answering(answer, keeper), methods=[method]) for path, method, answer in doors]


async def back_to_mine(visit: LightVisit) -> Response:
    """Somebody reloaded the address of a form."""
    return visit.on_to("/light/mine")


async def language(visit: LightVisit) -> Response:
    """Change the language and go back to where it was asked; only our own pages are gone back to."""
    wanted = visit.request.query_params
    response = visit.on_to(wanted["next"] if wanted.get("next") in PAGES else "/light")
    if wanted.get("to") in LANGUAGES:
        visit.keeper.remember_language(visit.request, response, wanted["to"])
    return response


async def report(visit: LightVisit) -> Response:
    facts: dict[str, Any] = {"kinds": tuple(CATEGORIES), "hints": ()}
    return _drawn(visit, Turn(new_draft(), STORY, facts))


async def report_turn(visit: LightVisit) -> Response:
    """One button of the five questions; the last one files the case."""
    form = await visit.keeper.form(visit.request)
    try:
        sealed = visit.keeper.drafts.unseal(form.one("draft"), within_seconds=DRAFT_LIVES_SECONDS)
    except SealBroken:
        raise Refused("form_stale") from None
    seals, gateway = Seals(visit.keeper.identities.seal, visit.keeper.plans.seal), visit.gateway
    taken = await run_in_threadpool(turn, from_json(sealed), form, visit.words, gateway, seals)
    if not taken.send:
        return _drawn(visit, taken)
    try:
        filed = await run_in_threadpool(receipts.file_case, gateway, report_of(taken.draft, visit.language))
    except PortalError as error:
        return _not_filed(visit, taken, error)
    code = receipts.grouped(taken.draft.code)
    return visit.page(
        "receipt",
        code=code,
        picture=code_picture(taken.draft.code),
        reference=filed.reference,
        queued=filed.queued,
        changed=filed.changed,
    )


async def open_case(visit: LightVisit) -> Response:
    """Come back with a receipt: the same answer after the same time for every code that opens nothing."""
    began = time.monotonic()
    form = await visit.keeper.form(visit.request)
    typed = form.one("code")
    token, kept = visit.keeper.new_session()
    try:
        if not typed.strip():
            return visit.page("front", 400, wrong=visit.words.t("front-return-empty"), reached=())
        try:
            await run_in_threadpool(receipts.open_receipt, visit.gateway, receipts.guess_hash(typed), kept)
        finally:
            await asyncio.sleep(max(0.0, began + OPENING_SECONDS - time.monotonic()))
    except Absent:
        return visit.page("front", 404, wrong=visit.words.t("front-return-unknown"), reached=())
    except TooMany as error:
        return visit.page("front", 429, wrong=slow(visit.words, error.facts), reached=())
    response = visit.on_to("/light/mine")
    visit.keeper.let_in(visit.request, response, token, receipts.normalise(typed) or "")
    return response


def _drawn(visit: LightVisit, taken: Turn, **more: Any) -> Response:
    facts = {"problem": None, "hints": (), **taken.facts, **more}
    if facts["problem"]:
        facts["problem"] = visit.words.t(facts["problem"])
    # Where the story stands in its own field, it need not come back twice: a form holds only so many bytes.
    carried = replace(taken.draft, story="") if taken.step == STORY else taken.draft
    sealed = visit.keeper.drafts.seal(to_json(carried))
    return visit.page("report", draft=taken.draft, step=taken.step, sealed=sealed, **facts)


def _not_filed(visit: LightVisit, taken: Turn, error: PortalError) -> Response:
    """Not stored, or not known: the review again with everything in it; sending again cannot file twice."""
    told = trouble(visit.words, error.key, error.facts, maybe_done=getattr(error, "maybe_done", False))
    return _drawn(visit, Turn(taken.draft, taken.step, {"review": review(taken.draft, visit.words)}), trouble=told)
