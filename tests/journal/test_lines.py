"""The journal says what happened, and holds nothing that anybody wrote."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from auth.open_data import data_routes
from auth.parts import part_of
from auth.roles import PAGES
from auth.routes import portal_routes
from db.errors import BadRequest, PortalError
from db.journal import tell, timed
from db.postgres_gateway import PostgresGateway
from pages.public.light import light_routes
from pages.public.light_visit import Keeper

HOME = Path(__file__).resolve().parents[2]
MARK = "zhang-wei-zahlwort"
# A library that quotes what people wrote in every way there is.
QUOTING = f"""
import asyncio, logging, sys, threading, warnings
from streamlit.logger import get_logger
early = get_logger("streamlit.early")
{{opening}}
logging.getLogger("somebody").error("said %s", "{MARK}")
logging.getLogger("somebody").error(f"said {MARK}")
early.error("said %s", "{MARK}")
get_logger("streamlit.late").warning("said %s", "{MARK}", stack_info=True)
try:
    raise ValueError("{MARK}")
except ValueError:
    logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    early.error("Uncaught app execution", exc_info=True)
warnings.warn("{MARK}")
thread = threading.Thread(target=lambda: int("{MARK}"))
thread.start(); thread.join()
class Late:
    def __del__(self): int("{MARK}")
late = Late(); del late
async def fails(): raise ValueError("{MARK}")
async def forgets():
    task = asyncio.create_task(fails()); await asyncio.sleep(0); await asyncio.sleep(0); del task
asyncio.run(forgets())
int("{MARK}")
"""


def said(opening: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", QUOTING.format(opening=opening)], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    return done.stderr


def test_no_library_and_no_fault_brings_words_into_the_journal() -> None:
    told = said("from db.journal import open_journal; open_journal()")
    assert MARK not in told
    # Streamlit's later handlers read their format from config.toml when the portal runs; here they put the hour before.
    lines = [json.loads(line[line.index("{") :]) for line in told.splitlines()]
    assert {"somebody", "streamlit.early", "streamlit.late", "uvicorn.error", "py.warnings", "asyncio"} <= {
        line.get("by") for line in lines
    }
    assert sum("ValueError at " in line.get("fault", "") for line in lines) >= 6
    assert all(line["at"] and line["level"] for line in lines)


def test_without_the_journal_the_same_process_gives_the_words_away() -> None:
    assert said("").count(MARK) >= 9


@pytest.mark.parametrize(
    "fact", [MARK + "!", "张伟 was here", "13800138000", "Ada Okafor", "ada@example.org", "a" * 65, ["x"], {"x": 1}]
)
def test_a_fact_that_is_no_name_of_ours_is_left_out(fact: object, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "portal.journal"):
        tell("tried", what=fact)  # type: ignore[arg-type]
    (record,) = caplog.records
    assert record.__dict__["journal"] == {"event": "tried", "what": "?"}


def test_a_call_is_told_with_its_function_and_how_it_ended_and_without_its_arguments(
    gateway_for: Callable[..., PostgresGateway], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "portal.journal"):
        gateway_for().call("covered_brands")
        with pytest.raises(PortalError):
            gateway_for().call("find_invitation", code_hash=MARK, more=MARK)
    good, bad = (record.__dict__["journal"] for record in caplog.records)
    assert (good["event"], good["function"], good["outcome"]) == ("call", "covered_brands", "ok")
    assert (bad["function"], bad["outcome"]) == ("find_invitation", "value_invalid")
    assert good["ms"] > 0
    assert MARK not in caplog.text


def test_a_fault_is_told_with_the_number_that_the_person_was_given(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "portal.journal"), pytest.raises(BadRequest), timed("call", function="post_message"):
        raise BadRequest("broken", {"incident": "E-7KQ2M", "body": MARK}, MARK)
    assert caplog.records[0].__dict__["journal"]["incident"] == "E-7KQ2M"
    assert MARK not in caplog.text


@pytest.mark.parametrize(
    "path",
    [f"/{MARK}", f"/portal/file/{MARK}", f"/light/{MARK}", f"/data/{MARK}", f"/_stcore/upload_file/{MARK}", f"/case/{MARK}", ""],
)
def test_a_part_of_the_portal_is_named_without_what_stands_in_its_address(path: str) -> None:
    assert MARK not in part_of(path)


def test_each_page_and_route_has_a_part_of_its_own() -> None:
    assert {part_of(f"/{page.address}") for page in PAGES} == {f"page:{page.key}" for page in PAGES}
    routes = [route.path for route in (*portal_routes(), *data_routes(), *light_routes(lambda: cast("Keeper", None)))]
    assert len(routes) > 30
    assert [path for path in routes if part_of(path.replace("{", "").replace("}", "")) == "unknown"] == []
    assert part_of("/portal/file/3e7") == "/portal/file"
    assert part_of("/static/js/x.js") == "asset"
