"""Early warning on the screen: the reasons in words, one call a view and one a deed, looking around for nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import psycopg
import pytest

from components.figures.taking import FORMATS
from components.i18n import words
from db.demo.warnings import SILENT
from db.embedded import EmbeddedServer
from db.warning.job import look
from tests.conftest import _copy
from tests.pages.test_charts import _kind, cards
from tests.pages.visitor import Portal, Visitor, one
from tests.real_database import Database


@pytest.fixture
def demo_database(server: EmbeddedServer, demo_template: str) -> Iterator[Database]:
    """A copy for each test, at which the daily job has looked."""
    for made in _copy(server, demo_template):
        with psycopg.connect(made.conninfo("postgres")) as owner:
            look(owner)
        yield made


@pytest.fixture
def desk(portal: Portal) -> Visitor:
    visitor = portal.visitor("coordinator").open("early_warning")
    assert visitor.calls[-1] == "early_warning"
    assert visitor.broken() is None
    visitor.forget()
    return visitor


def keys(visitor: Visitor, prefix: str) -> list[str]:
    return [str(each.key) for each in visitor.app.button if str(each.key).startswith(prefix)]


def test_the_demonstration_shows_clusters_a_spreading_cause_and_a_silent_site(desk: Visitor) -> None:
    said = desk.says()
    assert "Wangwei Garments" in said
    assert "in 4 weeks; usual:" in said
    assert "of them high or critical." in said
    assert "Student" in said, "the cause that creeps through the sites of Brand K"
    assert "sites of Brand" in said
    assert SILENT in said
    assert "None in the two years we look back." in said
    assert "Last look:" in said


def test_the_drawer_and_both_dialogs_ask_for_nothing(desk: Visitor) -> None:
    for prefix, said in (("look-", "in the last 8 weeks"), ("open-", "links"), ("dismiss-", "Comes back")):
        desk.click("", key=keys(desk, prefix)[0])
        one(desk)
        assert said in desk.says()


def test_the_picture_in_the_drawer_has_its_six_pieces_and_its_file_is_noted(desk: Visitor) -> None:
    desk.click("", key=keys(desk, "look-")[0])
    (card,) = cards(desk, _kind(desk, "vega_lite_chart", "arrow_vega_lite_chart"))
    assert card.title
    assert card.base
    assert card.definition == words("en").t("warning-define")
    assert card.title in card.alt
    assert card.takes == set(FORMATS)
    one(desk)
    desk.click("", key=keys(desk, "take-csv-weeks-")[0])
    one(desk, "log_export")
    wish, address = desk.app.session_state["figures-taken"]
    assert f"]({address})" in desk.says(), "the drawer stands, with the way to the file"
    kept = next(iter(desk.portal.house.handouts._kept.values()))
    assert kept.name == wish.file
    lines = list(csv.reader(io.StringIO(kept.content.decode("utf-8-sig"))))
    switch = next(each for each in desk.app.toggle if str(each.key).startswith("table-"))
    switch.set_value(True)
    desk.run(desk.fragment_of(switch.proto.id))
    table = desk.app.table[-1].value
    assert lines == [table.columns.tolist(), *table.astype(str).to_numpy().tolist()]


def test_opening_l0_is_one_call_and_leads_to_the_strike_desk(desk: Visitor) -> None:
    before = keys(desk, "open-")
    desk.click("", key=before[0])
    desk.click("", key="do-open-warning")
    one(desk, "open_warning")
    assert "L0 is open." in desk.says()
    assert "desk/strikes.py" in "".join(desk.addresses()) or "strike" in "".join(desk.addresses())
    assert before[0] not in keys(desk, "open-")


def test_putting_aside_is_one_call_and_says_who_did(desk: Visitor) -> None:
    first = keys(desk, "dismiss-")[0]
    desk.click("", key=first)
    choice = next(each for each in desk.app.radio if str(each.key).startswith("why-"))
    choice.set_value("known")
    desk.run(desk.fragment_of(choice.proto.id))
    one(desk)
    desk.click("", key="do-dismiss-warning")
    one(desk, "dismiss_warning")
    assert first not in keys(desk, "dismiss-")
    assert "Lin Yue" in desk.says()


def test_before_the_first_look_the_page_says_so(portal: Portal) -> None:
    with portal.database.connect() as admin:
        admin.execute("delete from portal.warning")
        admin.execute("delete from portal.warning_run")
    desk = portal.visitor("supervisor").open("early_warning")
    assert "Nobody has looked yet." in desk.says()


def test_an_old_look_is_said_to_be_old(portal: Portal) -> None:
    with portal.database.connect() as admin:
        admin.execute("update portal.warning_run set at = at - interval '3 days'")
    desk = portal.visitor("supervisor").open("early_warning")
    assert "The daily job did not run." in desk.says()


@pytest.mark.parametrize("who", ["factory", "brand", "custodian", "worker", "stranger"])
def test_nobody_else_opens_the_page(portal: Portal, who: str) -> None:
    visitor = portal.visitor(who).open("early_warning")
    assert "early_warning" not in visitor.calls
    assert SILENT not in visitor.says()
