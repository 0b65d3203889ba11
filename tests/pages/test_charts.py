"""Every chart has its six pieces: title, base, a definition one click away, words for those who do not see it, table, download.

A chart's card is all that stands beside it in its container; the pages are drawn under AppTest and read message by message.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass, field
from typing import Any

import openpyxl
import pytest

from components.figures.taking import FORMATS, Wish
from components.i18n import words
from tests.pages.conftest import demo_of_one_test as demo_database  # noqa: F401  (deeds change what the next would find)
from tests.pages.visitor import Portal, Visitor

WITH_CHARTS = [("figures", who) for who in ("coordinator", "supervisor", "factory", "brand")] + [("transparency", "stranger")]


@dataclass
class Card:
    """What stands on the card of a chart."""

    title: str = ""
    base: str = ""
    definition: str = ""
    alt: str = ""
    tables: int = 0
    takes: set[str] = field(default_factory=set)


def _path(message: Any) -> tuple[int, ...]:
    return tuple(message.metadata.delta_path)


def _deltas(visitor: Visitor) -> list[Any]:
    return [one for one in visitor._messages if one.WhichOneof("type") == "delta"]


def cards(visitor: Visitor, drawn: str) -> list[Card]:
    """One for each element of the kind `drawn` (a chart or a table), in the order of the page."""
    deltas = _deltas(visitor)
    found = []
    for one in deltas:
        if one.delta.WhichOneof("type") != "new_element" or one.delta.new_element.WhichOneof("type") != drawn:
            continue
        home = _path(one)[:-1]
        found.append(_card([each for each in deltas if _path(each)[: len(home)] == home], home))
    return found


def _card(deltas: list[Any], home: tuple[int, ...]) -> Card:
    card = Card()
    folded = [
        _path(each)
        for each in deltas
        if each.delta.WhichOneof("type") == "add_block" and each.delta.add_block.WhichOneof("type") in ("popover", "expandable")
    ]
    for each in deltas:
        if each.delta.WhichOneof("type") != "new_element":
            continue
        element = each.delta.new_element
        kind = element.WhichOneof("type")
        inside = any(_path(each)[: len(fold)] == fold for fold in folded)
        if kind == "heading":
            card.title = element.heading.body
        elif kind == "markdown":
            if inside:
                card.definition = card.definition or element.markdown.body
            elif len(_path(each)) == len(home) + 1:
                card.base = card.base or element.markdown.body
        elif kind in ("vega_lite_chart", "arrow_vega_lite_chart"):
            card.alt = getattr(element, kind).alt
        elif kind in ("table", "arrow_table"):
            card.tables += 1
        card.takes |= _takes(element, kind)
    return card


def _takes(element: Any, kind: str) -> set[str]:
    """The formats in which this element gives the table away."""
    if kind == "button":
        return {one for one in FORMATS if f"take-{one}-" in element.button.id}
    return {"csv"} if kind == "html" and "/data/" in element.html.body and ".csv" in element.html.body else set()


def _kind(visitor: Visitor, *names: str) -> str:
    kinds = {
        one.delta.new_element.WhichOneof("type") for one in _deltas(visitor) if one.delta.WhichOneof("type") == "new_element"
    }
    return next((name for name in names if name in kinds), "")


@pytest.mark.parametrize(("page", "who"), WITH_CHARTS)
def test_every_chart_has_its_six_pieces(portal: Portal, page: str, who: str) -> None:
    visitor = portal.visitor(who).open(page)
    kind = _kind(visitor, "vega_lite_chart", "arrow_vega_lite_chart")
    charts = cards(visitor, kind)
    assert len(charts) >= 3, "the walk finds the charts at all"
    for card in charts:
        assert card.title, card
        assert card.base, card
        assert card.definition, card
        assert card.title in card.alt or len(card.alt) > 30, card
        assert card.takes == ({"csv"} if page == "transparency" else set(FORMATS)), card
    if who == "factory":
        return  # AppTest reads the options of a Chinese page in English and cannot run it again
    switch = next(each for each in visitor.app.button_group if str(each.key).endswith("-switch"))
    switch.set_value("tables")
    visitor.run(visitor.fragment_of(switch.proto.id))
    tables = {card.title for card in cards(visitor, _kind(visitor, "table", "arrow_table"))}
    assert {card.title for card in charts} <= tables


def test_the_control_a_card_without_download_is_found(portal: Portal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("components.figures.taking.offer", lambda _sheet: None)
    visitor = portal.visitor("coordinator").open("figures")
    charts = cards(visitor, _kind(visitor, "vega_lite_chart", "arrow_vega_lite_chart"))
    assert charts
    assert not any(card.takes for card in charts)


@pytest.mark.parametrize(("who", "kind"), [("brand", "csv"), ("coordinator", "xlsx")])
def test_a_download_is_the_table_that_stands_there_noted_and_handed_to_its_maker(portal: Portal, who: str, kind: str) -> None:
    visitor = portal.visitor(who).open("figures")
    visitor.forget()
    button = next(each.key for each in visitor.app.button if str(each.key).startswith(f"take-{kind}-"))
    visitor.click("", key=button)
    assert visitor.calls == ["log_export"], "one call, and none before it"
    wish, address = visitor.app.session_state["figures-taken"]
    assert isinstance(wish, Wish)
    assert f"]({address})" in visitor.says()
    owner = next(iter(portal.house.handouts._kept.values()))
    assert owner.name == wish.file
    if kind == "csv":
        lines = list(csv.reader(io.StringIO(owner.content.decode("utf-8-sig"))))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(owner.content)).active
        lines = [[str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]  # type: ignore[union-attr]
    switch = next(each for each in visitor.app.button_group if each.key == "figures-switch")
    switch.set_value("tables")
    visitor.run(visitor.fragment_of(switch.proto.id))
    shown = [[table.value.columns.tolist(), *table.value.astype(str).to_numpy().tolist()] for table in visitor.app.table]
    plain = [[[cell.replace(",", "") for cell in row] for row in table] for table in shown]
    assert [[cell.replace(",", "") for cell in row] for row in lines] in plain, "the same rows, hidden ones hidden"
    if who == "brand":
        hidden = words("en").t("figures-hidden")
        assert all(cell[1] == hidden or cell[1].isdigit() or hidden in cell[1] for cell in lines[1:])
