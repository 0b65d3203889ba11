"""Figures of an imported book, number by number, against pandas, which reads the same book and knows nothing of the portal.

Every cell that the book allows is compared: by scope, workplace, month, measure and value. And nothing else may be counted.
"""

from __future__ import annotations

import io
import random
from collections import Counter
from datetime import date, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pytest

from db.figures import figures
from db.gateway import Credentials
from db.importing.mapping import Field
from db.models.figures import Cell, Spread
from tests.importing.books import SHARED, book
from tests.importing.desk import people, take_in
from tests.real_database import Database

# DOMAIN 7, written out: which codes raise zero tolerance by themselves
# (A2 in its worst forms and C5 when it is physical: no book says that).
RAISING = {"A1", "B1", "B2", "B3", "B4", "C1", "C3", "J1"}
# What waits for hands depends on the clocks of the portal; the criteria of UNGP 31 count what no book says.
NOT_OF_A_BOOK = {"needs", "principle", "updates", "update_day", "said"}
Cells = Counter[tuple[str, str, str, str, str]]  # scope, workplace, month, measure, value


def our_own() -> bytes:
    """A small book that is always tested: 240 rows, two workplaces, four years, every status."""
    draw, rows = random.Random(4), []
    for _ in range(240):
        opened = date(2021, 1, 1) + timedelta(days=draw.randrange(1400))
        status, outcome = draw.choice([
            ("结案 closed", "已解决 remedied"), ("结案 closed", "部分解决 partly"), ("结案 closed", "不成立 not grounded"),
            ("结案 closed", "未解决 not remedied"), ("撤回 withdrawn", "撤回 withdrawn"),
            ("不受理 inadmissible", "不受理 inadmissible"),
            ("处理中 open", ""),
        ])  # fmt: skip
        answered = opened + timedelta(days=draw.randrange(30)) if draw.random() < 0.6 and "inadmissible" not in status else None
        closed = (answered or opened) + timedelta(days=draw.randrange(500)) if outcome else None
        rows.append({
            Field.OPENED: opened.isoformat(), Field.CHANNEL: draw.choice(["电话 phone", "微信 chat", "网页 web", "面谈 walk-in"]),
            Field.WORKPLACE: draw.choice(["惠州样本鞋业有限公司", "嘉兴样本针织有限公司"]),
            Field.CATEGORY: draw.choice(["F1", "F6", "G3", "H3", "C2", "C1", "A1", "J4", "L1", "M2"]),
            Field.OTHER_CATEGORIES: draw.choice(["", "", "E4", "K2"]), Field.STATUS: status, Field.OUTCOME: outcome,
            Field.FIRST_ANSWER: answered.isoformat() if answered else "", Field.CLOSED: closed.isoformat() if closed else "",
            Field.CONFIRMATION: draw.choice(["确认 confirmed", "不认可 disputed", "联系不上 unreachable", ""]) if closed else "",
        })  # fmt: skip
    return book(*rows)


def cases_of(content: bytes) -> Any:
    """The cases of a book as a table: contacts of X codes are none."""
    table = pd.read_csv(io.StringIO(content.decode("utf-8-sig")), dtype=str, keep_default_na=False)
    found = pd.DataFrame({
        "site": table.iloc[:, 4], "code": table.iloc[:, 7], "opened": pd.to_datetime(table.iloc[:, 1]),
        "answered": pd.to_datetime(table.iloc[:, 14], errors="coerce"),
        "closed": pd.to_datetime(table.iloc[:, 15], errors="coerce"),
        "channel": table.iloc[:, 2].str.split().str[-1].str.replace("-", "_"), "status": table.iloc[:, 13].str.split().str[-1],
        "said": table.iloc[:, 17].str.split().str[-1].fillna(""),
        "outcome": table.iloc[:, 16].str.split(n=1).str[-1].fillna("").str.replace(" ", "_"),
    })  # fmt: skip
    found["codes"] = (table.iloc[:, 7] + " " + table.iloc[:, 8]).str.split()
    found = found[~found.code.str.startswith("X")].copy()
    found["raised"] = found.codes.map(lambda codes: bool(RAISING & set(codes)))
    return found


def days(since: Any, until: Any) -> Any:
    return (until - since).dt.days.clip(lower=0, upper=400).astype(int).astype(str)


def repeats(some: Any, known: Any, scope: str) -> Cells:
    """Cases of a cause that the workplace had in the 12 months before, or earlier in the same month."""
    found: Cells = Counter()
    causes = pd.DataFrame({"site": some.site, "letter": some.code.str[0], "month": known.dt.to_period("M")})
    for (site, letter), rows in causes.value_counts().reset_index(name="n").groupby(["site", "letter"]):
        for _, row in rows.iterrows():
            before = rows[(rows.month < row.month) & (rows.month >= row.month - 12)].n.sum()
            if again := int(row.n if before else row.n - 1):
                found[scope if scope == "handshake" else site, site, str(row.month), "repeat", letter] += again
    return found


def expected(cases: Any) -> Cells:
    """Every cell that the book allows, for Handshake and for the factories that answered."""
    found: Cells = Counter()

    def count(scope: Any, month: Any, measure: str, value: Any, of: Any) -> None:
        values = value if isinstance(value, pd.Series) else pd.Series(value, index=of.index)
        scopes = scope if isinstance(scope, pd.Series) else pd.Series(scope, index=of.index)
        found.update(zip(scopes, of.site, month.dt.strftime("%Y-%m"), [measure] * len(of), values, strict=True))

    for scope in ("handshake", "factory"):
        # A factory knows of a case when it answered, from that day on; zero tolerance seats none.
        some = cases if scope == "handshake" else cases[cases.answered.notna() & ~cases.raised]
        known = some.opened if scope == "handshake" else some.answered
        who: Any = "handshake" if scope == "handshake" else some.site
        is_open, ended, answered = some.status == "open", some[some.status != "open"], some[some.answered.notna()]

        def at(part: Any, column: Any = known) -> Any:
            return column.loc[part.index]

        def whose(part: Any, who: Any = who) -> Any:
            return who if isinstance(who, str) else who.loc[part.index]

        count(who, known, "received", "", some)
        count(who, known, "category", some.code.str[0], some)
        severity = pd.Series("3", index=some.index).mask(some.code.str[0] == "L", "4")
        severity = severity.mask((some.code.str[0] == "C") | some.codes.map(lambda codes: "E4" in codes), "2").mask(
            some.raised, "1"
        )
        count(who, known, "severity", severity, some)
        phase = pd.Series("closed", index=some.index).mask(is_open, "factory").mask(is_open & some.answered.isna(), "screening")
        count(who, known, "phase", phase, some)
        part = some[is_open]
        count(whose(part), at(part), "open", "", part)
        count(whose(part), at(part), "open_day", at(part).dt.strftime("%Y-%m-%d"), part)
        reason = some.outcome.where(some.status == "closed", some.status).where(~is_open, "")
        part = some[reason != ""]
        count(whose(part), at(part), "outcome", reason.loc[part.index], part)
        count(whose(part), part.closed, "ending", reason.loc[part.index], part)
        count(whose(ended), at(ended), "truth", "closed", ended)
        said = some[some.said != ""]
        count(whose(said), at(said), "truth", said.said, said)
        count(whose(answered), at(answered), "answer_days", days(at(answered), answered.answered), answered)
        count(whose(answered), answered.answered, "answered", days(at(answered), answered.answered), answered)
        count(whose(ended), at(ended), "close_days", days(at(ended), ended.closed), ended)
        count(whose(ended), ended.closed, "closed", days(at(ended), ended.closed), ended)
        if scope == "handshake":
            count(who, known, "channel", some.channel, some)
            count(who, at(some[some.raised]), "mark", "zero_tolerance", some[some.raised])
            issues = some[is_open].assign(codes=some.codes.map(lambda codes: list(dict.fromkeys(codes)))).explode("codes")
            count(who, pd.Series(pd.Timestamp("2000-01-01"), index=issues.index), "open_issue", issues.codes, issues)
        found.update(repeats(some, known, scope))
    return found


def counted(database: Database) -> Cells:
    with database.connect() as look:
        look.execute("select private.fold_figures()")
        rows = look.execute(
            "select case o.kind when 'handshake' then 'handshake' else o.name end, w.name, to_char(f.month, 'YYYY-MM'),"
            " f.measure, f.bucket, f.n from portal.figure f join portal.organization o on o.id = f.scope_organization"
            " join portal.organization w on w.id = f.workplace"
        ).fetchall()
    return Counter({(*row[:5],): row[5] for row in rows if row[3] not in NOT_OF_A_BOOK})  # type: ignore[misc]


def listed(cells: tuple[Cell, ...]) -> dict[str, int | None]:
    return {cell.bucket: cell.n for cell in cells if cell.n}


def agrees(spread: Spread, since: Any, until: Any) -> None:
    """Median and slow tenth by numpy's own definition: the smallest number of days that reaches that part."""
    took = (until - since).dt.days.clip(lower=0, upper=400)
    assert spread.n == len(took)
    assert sum(each.n for each in spread.bins) == len(took)
    if len(took):
        assert spread.median == int(np.quantile(took, 0.5, method="inverted_cdf"))
        assert spread.p90 == int(np.quantile(took, 0.9, method="inverted_cdf"))


@pytest.mark.parametrize("which", ["our_own", "export"])
def test_every_figure_of_an_imported_book_equals_an_independent_count(database: Database, which: str) -> None:
    if which == "export" and not SHARED.exists():
        pytest.skip("the exports are not handed out with this project")
    content = our_own() if which == "our_own" else (SHARED / "hotline-export.csv").read_bytes()
    users = people(database)
    desk = database.gateway(Credentials(user_id=users["supervisor"]))
    take_in(desk, content)
    cases = cases_of(content)
    here, there = counted(database), expected(cases)
    wrong = {cell: (here[cell], there[cell]) for cell in here.keys() | there.keys() if here[cell] != there[cell]}
    assert not wrong, f"{len(wrong)} of {len(there)} differ: {list(wrong.items())[:10]}"
    assert len(there) > (2_000 if which == "our_own" else 100_000)

    # What a page is told of two years, over all workplaces and of one.
    first, last = pd.Timestamp("2023-03-01"), pd.Timestamp("2025-02-28")
    with database.connect() as look:
        site, name = look.execute(  # type: ignore[misc]
            "select w.id, w.name from portal.organization w join portal.case_ c on c.workplace_id = w.id group by 1, 2"
            " order by count(*) desc, w.id limit 1"
        ).fetchone()
    for place, some in ((None, cases), (site, cases[cases.site == name])):
        page = figures(desk, "2023-03", "2025-02", place)
        came = some[(some.opened >= first) & (some.opened <= last)]
        assert page.received == len(came)
        assert listed(page.categories) == came.code.str[0].value_counts().to_dict()
        assert listed(page.channels) == came.channel.value_counts().to_dict()
        assert {month.bucket: month.n for month in page.months if month.n and month.bucket >= "2023-03"} == (
            came.opened.dt.strftime("%Y-%m").value_counts().to_dict()
        )
        agrees(page.answers, *_both(came, "answered"))
        agrees(page.closings, *_both(came, "closed"))
        assert page.backlog
        assert page.backlog.open == int((some.status == "open").sum()) == sum(each.n for each in page.backlog.ages)


def _both(cases: Any, until: str) -> tuple[Any, Any]:
    done = cases[cases[until].notna()]
    return done.opened, done[until]


def test_the_control_one_case_that_the_book_does_not_have_is_found(database: Database) -> None:
    desk = database.gateway(Credentials(user_id=people(database)["supervisor"]))
    content = our_own()
    take_in(desk, content)
    assert counted(database) == expected(cases_of(content))
    with database.connect() as look:
        look.execute("update portal.case_ set main_issue = 'D1' where id = (select id from portal.case_ order by id limit 1)")
    assert counted(database) != expected(cases_of(content))
