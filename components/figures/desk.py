"""What Handshake reads beside the common charts: the work that waits, clocks, causes, and what brands did."""

from __future__ import annotations

from functools import lru_cache

from components.charts.colours import Palette
from components.figures.boards import Board, days, finished, named, told
from components.figures.drawings import Drawn, Row
from components.figures.findings import Finding
from components.i18n import Words, words
from db.models.figures import Backlog, BrandResponse, Cell, Clock, Figures, Flow

OLD = 91  # days from which an open case counts as old
FIRST, MORE = (
    ("ages", "clocks", "repeats", "endings"),
    ("outcomes", "remedies", "causes", "severities", "screened", "channels", "marks", "brands"),
)


@lru_cache(maxsize=64)
def boards(language: str, data: Figures, colours: Palette) -> dict[str, Drawn]:
    """Every board of these figures that has something to say, by kind; kept under all that it shows."""
    said = words(language)
    made = [one for one in _boards(said, data) if one is not None]
    return {one.kind: finished(said, one, colours) for one in made}


def _boards(words: Words, data: Figures) -> list[Board | None]:
    flow, backlog, brands = data.flow, data.backlog, data.brands
    return [
        None if backlog is None else ages(words, backlog),
        None if flow is None else clocks(words, flow),
        repeats(words, data),
        None if flow is None else endings(words, flow),
        None if flow is None else outcomes(words, flow),
        None if flow is None else remedies(words, flow),
        causes(words, data.causes, data.received or 0) if data.causes else None,
        severities(words, data.severities, data.received or 0) if data.severities else None,
        screened(words, data.internal_channel) if data.internal_channel else None,
        channels(words, data.channels, data.received or 0) if data.channels else None,
        marks(words, data.marks, data.received or 0) if data.marks else None,
        None if brands is None else brand_steps(words, brands),
    ]


def ages(words: Words, backlog: Backlog) -> Board:
    """How old the open cases are: the finding speaks of those over three months."""
    old = [each for each in backlog.ages if each.start >= OLD]
    part = sum(each.n for each in old)
    oldest = words.t("figures-days", days=backlog.oldest or 0)
    marked = frozenset(str(each.start) for each in old)
    return Board(
        "ages", told(words, "ages", part, backlog.open, marked=marked, least=1, oldest=oldest), days(words, backlog.ages)
    )


def clocks(words: Words, flow: Flow) -> Board:
    """Clocks that ended in the period: how many were kept, and because of whom the others were missed."""
    kept, missed = sum(one.kept for one in flow.clocks), sum(one.missed for one in flow.clocks)
    whose: dict[str, int] = {}
    for one in flow.clocks:
        if one.missed:
            whose[one.owner] = whose.get(one.owner, 0) + one.missed
    sides = words.say_list(words.t("figures-clocks-whose", side=words.t(f"side-{side}"), n=n) for side, n in whose.items())
    # Those that were always kept are in the base line; a bar of nothing says nothing.
    late = [one for one in flow.clocks if one.missed] or flow.clocks
    rows = tuple(Row(f"{one.kind}:{one.owner}", _clock(words, one), one.missed) for one in late)
    nobody = words.t("figures-clocks-nobody")
    finding = told(words, "clocks", kept, kept + missed, missed=words.say_number(missed), whose=sides or nobody)
    return Board("clocks", finding, rows)


def _clock(words: Words, one: Clock) -> str:
    key = f"clock-{one.kind}"
    name = words.t(key if words.has(key) else "clock-other")
    return words.t("figures-clocks-row", clock=name, all=words.say_number(one.kept + one.missed))


def repeats(words: Words, data: Figures) -> Board:
    """Causes that came back at the same workplace within 12 months."""
    part, whole = sum(each.n or 0 for each in data.repeats), data.received or 0
    rows = named(data.repeats, lambda one: words.t(f"category-{one}"), zeros=False)
    return Board("repeats", told(words, "repeats", min(part, whole), whole, least=1), rows)


def endings(words: Words, flow: Flow) -> Board:
    """Why cases closed in the period; the finding speaks of those remedied, in whole or in part."""
    whole = sum(each.n or 0 for each in flow.endings)
    part = sum(each.n or 0 for each in flow.endings if each.bucket in ("remedied", "partly"))
    rows = named(flow.endings, lambda one: naming_of(words, "closed", one))
    return Board("endings", told(words, "endings", part, whole, marked=frozenset({"remedied", "partly"})), rows)


def outcomes(words: Words, flow: Flow) -> Board:
    """What was found on issues in the period."""
    whole = sum(each.n or 0 for each in flow.findings)
    part = sum(each.n or 0 for each in flow.findings if each.bucket in ("grounded", "partly"))
    rows = named(flow.findings, lambda one: naming_of(words, "finding", one))
    return Board("outcomes", told(words, "outcomes", part, whole, marked=frozenset({"grounded", "partly"})), rows)


def remedies(words: Words, flow: Flow) -> Board:
    """How far remedies came in the period: agreed, paid according to the factory, confirmed by the worker."""
    cells = {each.bucket: each.n or 0 for each in flow.remedies}
    rows = named(flow.remedies, lambda one: words.t(f"figures-remedy-{one}"))
    paid, confirmed = cells.get("paid", 0), cells.get("confirmed", 0)
    return Board("remedies", told(words, "remedies", min(confirmed, paid), paid, marked=frozenset({"confirmed"})), rows)


def causes(words: Words, cells: tuple[Cell, ...], received: int) -> Board:
    """What lies behind cases, as the desk wrote it down; the finding speaks of the buyer's purchasing."""
    whole = sum(each.n or 0 for each in cells)
    bought = [each for each in cells if each.bucket.startswith("purchasing_")]
    rows = named(cells, lambda one: naming_of(words, "figures-cause", one), zeros=False)
    marked = frozenset(each.bucket for each in bought)
    part = sum(each.n or 0 for each in bought)
    return Board("causes", told(words, "causes", part, whole, marked=marked, received=words.say_number(received)), rows)


def screened(words: Words, cells: tuple[Cell, ...]) -> Board:
    """Whether the channel inside the factory was tried before: the health of that channel."""
    asked = [each for each in cells if each.bucket != "not_asked"]
    whole = sum(each.n or 0 for each in asked)
    part = sum(each.n or 0 for each in asked if each.bucket == "unsafe")
    rows = named(asked, lambda one: words.t(f"figures-channel-{one}"))
    return Board("screened", told(words, "screened", part, whole, marked=frozenset({"unsafe"})), rows)


def severities(words: Words, cells: tuple[Cell, ...], received: int) -> Board:
    """How grave the cases are."""
    rows = named(cells, lambda one: words.t(f"severity-{one}"))
    return Board("severities", _counted(words, "severities", received), rows)


def channels(words: Words, cells: tuple[Cell, ...], received: int) -> Board:
    """The way by which workers came."""
    rows = named(cells, lambda one: words.t(f"figures-way-{one}"))
    return Board("channels", _counted(words, "channels", received), rows)


def _counted(words: Words, kind: str, received: int) -> Finding:
    """A neutral title: these counts say nothing as a share."""
    return Finding(words.t(f"figures-{kind}-title"), words.t(f"figures-{kind}-note", all=words.say_number(received)))


def marks(words: Words, cells: tuple[Cell, ...], received: int) -> Board:
    """Cases that need more than the usual way."""
    rows = named(cells, lambda one: words.t(f"figures-mark-{one}"))
    return Board("marks", _counted(words, "marks", received), rows)


def brand_steps(words: Words, brands: BrandResponse) -> Board:
    """What brands themselves did: how soon they spoke, and steps of plans that they took on."""
    middle = brands.words.median
    spoke = words.t("figures-days", days=middle) if middle is not None else words.t("figures-none-yet")
    plan = brands.plan
    kept = words.t("figures-of", part=plan.kept, all=plan.kept + plan.missed) if plan else words.t("figures-none-yet")
    note = words.t("figures-brands-note", n=words.say_number(brands.words.n or 0), spoke=spoke, plan=kept)
    steps = named(brands.actions, lambda one: words.t(f"figures-step-{one}"))
    silent = Row("silent", words.t("figures-brands-silent"), brands.silent)
    return Board("brands", Finding(words.t("figures-brands-title"), note), (*steps, silent))


def naming_of(words: Words, prefix: str, bucket: str) -> str:
    """The words of a code, or the code's neutral name when the catalogue is older."""
    key = f"{prefix}-{bucket}"
    return words.t(key) if words.has(key) else words.t("figures-other")
