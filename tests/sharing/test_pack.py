"""The evidence pack: what the brand's own pages show and nothing else, signed so that anybody sees what was changed."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from typer.testing import CliRunner

from db import evidence
from db.__main__ import app
from db.errors import Absent, BadRequest
from db.evidence.facts import Action, Case, Clock, Facts, Finding, Shared, Told
from db.evidence.signing import MANIFEST, SIGNATURE
from tests.sharing.conftest import Sharing
from tests.sharing.paper import texts

SECRET = b"s" * 32
FACTS = Facts(
    UUID(int=7), "Brand K", date(2026, 1, 1), date(2026, 6, 30), datetime(2026, 7, 1, 4, tzinfo=UTC),
    (Case("HS-7K4M-29QX", "=联丰鞋业", "Huizhou", ("F1", "G1"), 3, "closed", date(2026, 2, 1), date(2026, 2, 4), date(2026, 4, 1),
          "remedied", date(2026, 3, 1), date(2026, 3, 9), "confirmed", (Finding("F1", "grounded"),), "a" * 64),),
    (Clock("HS-7K4M-29QX", "brand_plan", "brand", date(2026, 3, 1), date(2026, 2, 20), "kept"),),
    (Action("HS-7K4M-29QX", "brand", date(2026, 3, 1), "verified", date(2026, 2, 28), date(2026, 3, 9), "coordinator"),),
    4, Told(2, 1), Shared(1, 1),
)  # fmt: skip


@pytest.fixture(scope="module")
def pack() -> bytes:
    return evidence.make(FACTS, "en", SECRET)


def members(content: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def packed(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as out:
        for name, content in files.items():
            out.writestr(name, content)
    return written.getvalue()


NAMES = sorted(members(evidence.make(FACTS, "en", SECRET)))


def test_the_same_facts_give_the_same_archive_in_each_language(pack: bytes) -> None:
    assert evidence.make(FACTS, "en", SECRET) == pack
    chinese = evidence.make(FACTS, "zh-Hans", SECRET)
    assert chinese == evidence.make(FACTS, "zh-Hans", SECRET) != pack
    for content in (pack, chinese):
        verdict = evidence.verify(content, evidence.public_key(SECRET))
        assert verdict.sound
        assert verdict.compared


@pytest.mark.parametrize("at", ["first", "middle", "last"])
@pytest.mark.parametrize("name", NAMES)
def test_one_changed_byte_names_its_file(pack: bytes, name: str, at: str, tmp_path: Path) -> None:
    files = members(pack)
    content = bytearray(files[name])
    place = {"first": 0, "middle": len(content) // 2, "last": len(content) - 1}[at]
    content[place] ^= 0x20
    changed = packed({**files, name: bytes(content)})
    faults = evidence.verify(changed).faults
    assert name in {one.file for one in faults}, faults
    if name not in (MANIFEST, SIGNATURE):
        assert {one.file for one in faults} == {name}
    # The command says so, too.
    file = tmp_path / "pack.zip"
    file.write_bytes(changed)
    said = CliRunner().invoke(app, ["verify-pack", str(file)])
    assert said.exit_code == 1
    assert f"{name}: " in said.output


@pytest.mark.parametrize("name", NAMES)
def test_a_missing_file_is_named(pack: bytes, name: str) -> None:
    files = members(pack)
    del files[name]
    assert name in {one.file for one in evidence.verify(packed(files)).faults if one.what == "missing"}


def test_an_added_file_and_one_that_is_there_twice_are_named(pack: bytes) -> None:
    files = members(pack)
    faults = evidence.verify(packed({**files, "letter.pdf": b"more"})).faults
    assert [(one.file, one.what) for one in faults] == [("letter.pdf", "added")]
    twice = io.BytesIO(pack)
    with ZipFile(twice, "a") as out, pytest.warns(UserWarning, match="Duplicate"):
        out.writestr("cases.csv", files["cases.csv"])
    assert [(one.file, one.what) for one in evidence.verify(twice.getvalue()).faults] == [("cases.csv", "twice")]


def test_a_pack_signed_anew_by_somebody_else_is_told_apart_by_the_key(pack: bytes) -> None:
    forged = evidence.make(replace(FACTS, messages=99), "en", b"f" * 32)
    assert evidence.verify(forged).sound, "in itself it fits; whose key it is nobody can tell"
    assert not evidence.verify(forged).compared
    verdict = evidence.verify(forged, evidence.public_key(SECRET))
    assert {(one.file, one.what) for one in verdict.faults} >= {(MANIFEST, "key"), (MANIFEST, "signature")}
    assert evidence.verify(pack, evidence.public_key(SECRET)).sound


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_said_to_be_none(content: bytes) -> None:
    assert not evidence.verify(content).sound


def test_the_command_says_that_all_is_sound_and_when_the_key_was_not_compared(pack: bytes, tmp_path: Path) -> None:
    file = tmp_path / "pack.zip"
    file.write_bytes(pack)
    alone = CliRunner().invoke(app, ["verify-pack", str(file)])
    assert (alone.exit_code, "cannot prove" in alone.output) == (0, True)
    compared = CliRunner().invoke(app, ["verify-pack", str(file), "--key", evidence.public_key(SECRET).upper()])
    assert (compared.exit_code, "cannot prove" in compared.output) == (0, False)
    assert CliRunner().invoke(app, ["verify-pack", str(file), "--key", "00" * 32]).exit_code == 1


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1", "＋1", " =1", '"=1'])
def test_no_cell_starts_a_formula(start: str) -> None:
    case = replace(FACTS.cases[0], workplace=start, city=start)
    files = members(evidence.make(replace(FACTS, cases=(case,)), "en", SECRET))
    for name in (one for one in files if one.endswith(".csv")):
        for row in csv.reader(io.StringIO(files[name].decode("utf-8-sig"))):
            for cell in row:
                assert not re.match(r"[\s\"'\u3000]*[=+\-@＝＋－＠\t]", cell) or cell.startswith("'"), (name, cell)


def test_every_column_is_in_the_dictionary(pack: bytes) -> None:
    files = members(pack)
    explained = {tuple(row[:2]) for row in csv.reader(io.StringIO(files["dictionary.csv"].decode("utf-8-sig")))}
    for name in ("cases.csv", "clocks.csv", "actions.csv"):
        head = next(csv.reader(io.StringIO(files[name].decode("utf-8-sig"))))
        assert {(name, column) for column in head} <= explained


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ("Due-diligence evidence", "January 2026 to June 2026", "Wages unpaid or late", "confirmed by")),
     ("zh-Hans", ("尽职调查证据", "2026年1月至2026年6月", "品牌做了什么", "工人确认"))],
)  # fmt: skip
def test_the_report_is_legible_in_its_language(language: str, words: tuple[str, ...]) -> None:
    said = "".join("".join(page.split()) for page in texts(members(evidence.make(FACTS, language, SECRET))["report.pdf"]))
    for each in (*words, "HS-7K4M-29QX", "联丰鞋业", evidence.public_key(SECRET)):
        assert "".join(each.split()) in said, each


# What is in it -------------------------------------------------------------------------------------------------------------

MONTH = f"{datetime.now(UTC):%Y-%m}"
Ask = Callable[..., Facts]


@pytest.fixture
def ask(sharing: Sharing) -> Ask:
    """`ask(who, brand)`: a pack of this month."""

    def made(who: str, brand: str | None = None, first: str = MONTH, last: str = MONTH) -> Facts:
        world = sharing.world
        gateway = world.database.gateway(world.people[who].credentials)
        return evidence.ask(gateway, uuid4(), first, last, world.organizations[brand] if brand else None)

    return made


def test_a_pack_holds_the_cases_that_the_brand_sees_and_no_others(sharing: Sharing, ask: Ask) -> None:
    world = sharing.world
    mine, other = world.case_in("notified"), world.case_in("notified", brands=("brand_a",))
    hidden = world.case_in("notified")
    revision = world.page("lin", hidden)["case"]["revision"]
    world.write("lin", "classify", reference=hidden.reference, revision=revision, issues=["B1"], severity=1)
    told = {one.reference for one in ask("weber").cases}
    assert mine.reference in told
    assert not {other.reference, hidden.reference} & told
    seen = {row["reference"] for box in ("needs", "waiting", "closed") for row in world.call("weber", "inbox", box=box)["rows"]}
    assert told <= seen


def test_a_supervisor_gets_for_a_brand_what_the_brand_gets(sharing: Sharing, ask: Ask) -> None:
    world = sharing.world
    world.case_in("remediating")
    own, for_it = ask("weber"), ask("ada", "brand_k")

    def bare(facts: Facts) -> tuple[Any, ...]:
        return tuple(replace(one, head="") for one in facts.cases), facts.clocks, facts.actions, facts.messages, facts.bulletins

    assert bare(own) == bare(for_it)
    # What the brand reads through its own policies: the same clocks, the same actions.
    with world.database.acting(world.people["weber"].user) as raw:
        actions = raw.execute("select count(*) from portal.action").fetchone()
        clocks = raw.execute(
            "select count(*) from portal.clock where basis <> 'law' "
            "and date_trunc('month', due_at at time zone 'Asia/Shanghai') = %s",
            [f"{MONTH}-01"],
        ).fetchone()
    assert actions is not None
    assert len(own.actions) == actions[0] > 0
    assert clocks is not None
    assert len(own.clocks) <= clocks[0]


def test_nothing_that_people_wrote_or_got_is_in_a_pack(sharing: Sharing, ask: Ask) -> None:
    sharing.world.case_in("remediating")
    files = members(evidence.make(ask("weber"), "en", SECRET))
    said = " ".join([*(files[name].decode() for name in files if not name.endswith("pdf")), *texts(files["report.pdf"])])
    assert "HS-" in said
    for words in ("They did not pay us in March", "CNY", "amount", "13800138000", "Lin", "Weber", "Chen"):
        assert words not in said.replace("Brand", ""), words


@pytest.mark.parametrize("who", ["chen", "lin", "mei", "public"])
def test_nobody_else_has_a_pack_made(sharing: Sharing, ask: Ask, who: str) -> None:
    with pytest.raises(Exception, match=r"not_allowed|sign_in_needed|broken"):
        ask(who)


def test_a_brand_has_no_pack_of_another_and_months_are_whole(ask: Ask) -> None:
    with pytest.raises(Absent):
        ask("weber", "brand_a")
    with pytest.raises(Absent):
        ask("ada")
    for first, last in (("2026-13", MONTH), (MONTH, "2025-01"), ("2020-01", MONTH), (MONTH, "2099-01"), ("2026-01-05", MONTH)):
        with pytest.raises(BadRequest):
            ask("weber", None, first, last)


def test_two_packs_do_not_tell_that_something_happened_unseen(sharing: Sharing, ask: Ask) -> None:
    world = sharing.world
    case = world.case_in("notified")

    def heads() -> dict[str, str]:
        return {one.reference: one.head for one in ask("weber").cases}

    first, again = heads(), heads()
    world.post(case, "lin", "A note of the desk.", kind="note")
    after = heads()
    assert first[case.reference] != again[case.reference] != after[case.reference]
    stored = {row[0] for row in world.rows("select head from portal.chain")}
    assert not stored & set(first.values())


def test_one_pack_asked_for_again_does_not_tell_it_either(sharing: Sharing, ask: Ask) -> None:
    world, pack = sharing.world, uuid4()
    case = world.case_in("notified")

    def again() -> dict[str, Any]:
        told = world.call("weber", "evidence_pack", request_id=pack, from_month=MONTH, to_month=MONTH)
        return {one["reference"]: one["head"] for one in told["cases"]}

    first = again()
    world.post(case, "lin", "A note of the desk.", kind="note")
    world.post(case, case, "Only for Handshake.")
    later = world.case_in("notified")
    assert again() == first
    assert case.reference in first
    # The control: a pack of its own holds the case that came later.
    assert later.reference in {one.reference for one in ask("weber").cases}


def test_the_heads_are_held_against_the_database_by_its_owner(sharing: Sharing, ask: Ask, tmp_path: Path) -> None:
    world = sharing.world
    case = world.case_in("notified")
    file = tmp_path / "pack.zip"
    file.write_bytes(evidence.make(ask("weber"), "en", SECRET))
    world.post(case, "lin", "Something later.", kind="note")
    owner = world.database.conninfo("supabase_admin")
    assert CliRunner().invoke(app, ["verify-pack", str(file), "--url", owner]).exit_code == 0
    # The control: a head that no chain ever had.
    told = json.loads(members(file.read_bytes())[MANIFEST])
    assert case.reference in told["heads"]
    with world.database.connect() as admin, admin.transaction(force_rollback=True):
        found = admin.execute(
            "select count(*) from private.evidence_heads(%s) where head = %s", [told["pack"], "b" * 64]
        ).fetchone()
    assert found == (0,)


def test_the_archive_is_given_to_its_maker_for_a_day_and_while_each_case_is_seen(sharing: Sharing, ask: Ask) -> None:
    world = sharing.world
    case = world.case_in("notified")
    facts = ask("weber")
    file = sharing.paper("weber", "pack", evidence.make(facts, "en", SECRET))
    world.write("weber", "finish_evidence", pack=facts.pack, file=file)
    assert world.call("weber", "open_evidence", pack=facts.pack)["name"]
    for who in ("sara", "ada", "chen", "public"):
        with pytest.raises(Exception, match=r"absent|not_allowed|sign_in_needed|broken"):
            world.call(who, "open_evidence", pack=facts.pack)
    world.travel(days=2)
    with pytest.raises(Absent):
        world.call("weber", "open_evidence", pack=facts.pack)
    world.come_back()
    revision = world.page("lin", case)["case"]["revision"]
    world.write("lin", "classify", reference=case.reference, revision=revision, issues=["B1"], severity=1)
    with pytest.raises(Absent):
        world.call("weber", "open_evidence", pack=facts.pack)
    packs = world.call("ada", "evidence")["packs"]
    assert str(facts.pack) in {one["id"] for one in packs}, "that it was made stays written down"
