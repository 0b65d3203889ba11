"""The public figures and examples on the light pages: tables instead of charts, the same words."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from components.figures.quarters import quarter
from components.public import stories
from components.public.figures import sections, sum_said
from db.open_data import file_name
from db.publications import public_figures
from pages.public.light_visit import Answer, LightVisit


async def page(visit: LightVisit) -> Response:
    published = await run_in_threadpool(public_figures, visit.gateway)
    latest = published.latest()
    one = latest[0] if latest else None
    return visit.page(
        "transparency",
        one=one,
        file=file_name(one) if one else "",
        quarter=quarter(visit.words, one.quarter) if one else "",
        day=visit.words.say_date(one.published_at) if one else "",
        told=sum_said(visit.words, published),
        sections=sections(visit.words, one) if one else (),
        stories=[stories.story(name, visit.language) for name in stories.STORIES],
    )


DOORS: list[tuple[str, str, Answer]] = [("/light/transparency", "GET", page)]
