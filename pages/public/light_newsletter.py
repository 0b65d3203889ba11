"""The newsletter at the light door: asking, and what the links of its mails lead to. Opening a link does nothing; a button does.

Programs that look through mails open every link in them: they must neither confirm nor end anything.
"""

from __future__ import annotations

import asyncio
import time

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from components.i18n import LANGUAGES
from components.mine.trouble import trouble
from components.newsletter.asking import ASKING_SECONDS
from db import newsletter
from db.errors import BadRequest, TooMany
from pages.public.light_visit import STATUS, Answer, LightVisit


async def page(visit: LightVisit) -> Response:
    return _asking(visit)


async def ask(visit: LightVisit) -> Response:
    """The same answer after the same time for every address."""
    began = time.monotonic()
    form = await visit.keeper.form(visit.request)
    email, language = form.one("email").strip(), form.one("language")
    try:
        await run_in_threadpool(newsletter.subscribe, visit.gateway, email, language if language in LANGUAGES else visit.language)
    except (BadRequest, TooMany) as error:
        told = trouble(visit.words, error.key, error.facts)
        return _asking(visit, STATUS[type(error)], email=email, trouble=told)
    await asyncio.sleep(max(0.0, began + ASKING_SECONDS - time.monotonic()))
    return _note(visit, "asked")


async def confirm_page(visit: LightVisit) -> Response:
    return visit.page("newsletter_link", deed="confirm", address="/light/newsletter/confirm", key=_key(visit))


async def confirm(visit: LightVisit) -> Response:
    form = await visit.keeper.form(visit.request)
    await run_in_threadpool(newsletter.confirm, visit.gateway, form.one("key"))
    return _note(visit, "confirmed")


async def leave_page(visit: LightVisit) -> Response:
    return visit.page("newsletter_link", deed="leave", address=f"/light/newsletter/leave?key={_key(visit)}", key=_key(visit))


async def leave(visit: LightVisit) -> Response:
    """RFC 8058: a mail program posts here by itself, without cookies and without a form of ours. The key is the permission."""
    await run_in_threadpool(newsletter.end, visit.gateway, _key(visit))
    return _note(visit, "left")


def _key(visit: LightVisit) -> str:
    """The key of the link; what is none would be an attack on the page, and becomes nothing."""
    key = visit.request.query_params.get("key", "")[:36]
    return key if all(sign in "0123456789abcdef-" for sign in key) else ""


def _asking(visit: LightVisit, status: int = 200, **facts: object) -> Response:
    return visit.page("newsletter", status, **({"email": ""} | facts))


def _note(visit: LightVisit, done: str) -> Response:
    head, more = (visit.words.t(f"newsletter-{done}{end}") for end in ("", "-more"))
    return visit.page("note", head=head, more=more, back="/light")


DOORS: list[tuple[str, str, Answer]] = [
    ("/light/newsletter", "GET", page),
    ("/light/newsletter", "POST", ask),
    ("/light/newsletter/confirm", "GET", confirm_page),
    ("/light/newsletter/confirm", "POST", confirm),
    ("/light/newsletter/leave", "GET", leave_page),
    ("/light/newsletter/leave", "POST", leave),
]
