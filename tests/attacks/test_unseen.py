"""No tip-off (DOMAIN 5 and 7): a factory cannot tell a portal with a hidden case from the same portal without it.

Everything that the factory can ask is asked before the case exists and after its whole protocol was carried, and held
against each other to the byte. What is compared: tests/attacks/unseen.py.
"""

from __future__ import annotations

import json
import statistics
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from db.errors import Absent
from tests.attacks.unseen import differences, everything, look
from tests.contract.doors import Door, token
from tests.policies.facts import Facts
from tests.policies.scene import Case, Scene

Call = Callable[..., Any]
WATCHERS = ("chen", "wu", "sara", "ben", "stranger", "public", "worker_open")
HIDDEN = "Canary-hidden"


class Before:
    """Two looks of each watcher at the portal before there was anything to hide, and what the factory's own rows were."""

    def __init__(self, scene: Scene) -> None:
        self.facts = _facts(scene)
        self.looks = {who: (everything(scene, who, self.facts), everything(scene, who, self.facts)) for who in WATCHERS}
        self.rows = rows_of_the_factory(scene, self.facts)
        self.raw: dict[str, bytes] = {}


@pytest.fixture(scope="module")
def before(stage: Scene, doors: dict[str, Door]) -> Before:
    """The portal without the hidden case."""
    looked = Before(stage)
    looked.raw = responses(doors["supabase"], stage)
    return looked


@pytest.fixture(scope="module")
def hidden(stage: Scene, before: Before) -> Case:
    """The same portal after a child was found at Lianfeng: everything that Handshake does about it, done."""
    case = stage.file("unseen", "lianfeng", ["A1"], ("brand_k",))
    carry(stage, case)
    return case


def _facts(scene: Scene) -> Facts:
    with scene.database.connect() as admin:
        return Facts.read(admin)


def carry(stage: Scene, case: Case) -> None:
    """The whole protocol but for the exit, and a suspicion in a second case of the same site."""
    ref = {"reference": case.reference}
    stage.move("unseen", "triage", "admitted")
    stage.reserve("unseen", "worker_unseen", "photo", media_type="image/jpeg")
    stage.post("unseen", "worker_unseen", "more", files=("photo",))
    stage.post("unseen", "lin", "note", kind="note")
    stage.write("lin", "do_protocol", **ref, items=["safe", "contacts", "off_hazard", "not_dismissed"], words=f"{HIDDEN} safe.")
    stage.write("lin", "note_age", **ref, kind="register", says="child", words=f"{HIDDEN} register.")
    until = (datetime.now(UTC) + timedelta(days=700)).date()
    stage.write("lin", "settle_age", **ref, age="child", follow_until=until, words=f"{HIDDEN} fifteen.")
    stage.write("lin", "do_protocol", **ref, items=["heard_language", "heard_alone"], words=f"{HIDDEN} heard.")
    for who in ("lin", "ada"):
        stage.write(who, "decide_referral", **ref, refer=True, words=f"{HIDDEN} yes.")
    stage.write("ada", "save_organization", kind="authority", name=f"{HIDDEN} inspectorate", city="Huizhou", country="CN")
    authority = UUID(next(one["id"] for one in stage.call("ada", "zero_tolerance", **ref)["chosen"]["authorities"]))
    stage.write("ada", "record_basis", **ref, recipient=authority, basis="child", words=f"{HIDDEN} basis.")
    stage.write(
        "lin", "record_referral", **ref, authority=authority, officer_role=f"{HIDDEN} officer", channel="letter",
        handed_at=datetime.now(UTC), words=f"{HIDDEN} letter.",
    )  # fmt: skip
    stage.write("lin", "do_protocol", **ref, items=["authority_started", "plan_agreed", "onsite"], words=f"{HIDDEN} plan.")
    stage.write("ada", "tell_brand", **ref, brand=stage.organizations["brand_k"], words=f"{HIDDEN} no cut and run.")
    stage.write("weber", "acknowledge_protocol", **ref)
    stage.write(
        "lin",
        "do_protocol",
        **ref,
        items=["stipend", "school", "travel_home", "job_at_age", "relative_job"],
        words=f"{HIDDEN} plan.",
    )
    with stage.database.connect() as admin:
        admin.execute("select private.tick_protocol(now() + interval '40 days')")
    stage.write("lin", "raise_zero_tolerance", **_suspicion(stage))


def _suspicion(stage: Scene) -> dict[str, Any]:
    """A second case of the same site, where somebody only suspects it."""
    case = stage.file("suspected", "lianfeng", ["F1"], ("brand_k",))
    revision = stage.call("lin", "case_page", reference=case.reference)["case"]["revision"]
    return {"reference": case.reference, "revision": revision, "ground": "violence", "words": f"{HIDDEN} beaten."}


def rows_of_the_factory(scene: Scene, facts: Facts) -> dict[str, list[str]]:
    """Every row, in whatever table, that names a person or a seat of the factory: as the owner of everything sees it."""
    factory = str(scene.organizations["lianfeng"])
    known = {row["id"] for row in facts.rows["person"] if row["organization_id"] == factory}
    known |= {row["user_id"] for row in facts.rows["person"] if row["organization_id"] == factory}
    known |= {row["id"] for row in facts.rows["party"] if row["organization_id"] == factory}
    now = _facts(scene)
    return {
        table: sorted(json.dumps(row, sort_keys=True) for row in rows if any(one in json.dumps(row) for one in known if one))
        for table, rows in now.rows.items()
        if table not in ("request", "session")
    }


# The comparison -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", WATCHERS)
def test_nobody_outside_can_tell_the_portal_from_one_without_the_case(
    stage: Scene, before: Before, hidden: Case, who: str, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = before.looks[who]
    told = list(differences(first, second, everything(stage, who, before.facts).items()))
    with capsys.disabled():
        print(f"\n{who}: {len(first)} answers compared, {len(told)} differ")
    assert not told, "\n".join(told)


@pytest.mark.parametrize("who", ["chen", "wu", "sara", "public", "worker_open"])
def test_every_name_of_the_case_answers_as_nobodys(stage: Scene, before: Before, hidden: Case, who: str) -> None:
    """Each id and reference of the hidden cases, put wherever one fits, gives what an id of nothing gives."""
    unseen = {str(hidden.id), str(stage.cases["suspected"].id)}
    now = _facts(stage)
    only = Facts(
        {
            table: [row for row in rows if row.get("case_id") in unseen or (table == "case_" and row["id"] in unseen)]
            for table, rows in now.rows.items()
        },
        now.texts,
        {},
    )
    nothing = {name.partition("(")[0]: said for name, said in reversed(everything(stage, who, _empty(now)).items())}
    wrong = []
    for name, said in everything(stage, who, only).items():
        if any(word in said for word in (HIDDEN, hidden.reference, "Canary-statement-unseen", "Canary-message-unseen")):
            wrong.append(f"{name} tells {said[:200]}")
        if said[:5] == "PT404" and said != nothing[name.partition("(")[0]]:
            wrong.append(f"{name} is absent otherwise than nothing is: {said[:200]}")
    assert not wrong, "\n".join(wrong)


def _empty(facts: Facts) -> Facts:
    return Facts({table: [] for table in facts.rows}, facts.texts, {})


def test_no_row_that_names_the_factorys_people_or_seats_changed(stage: Scene, before: Before, hidden: Case) -> None:
    """Notices, mails, read marks, sessions, lists: whatever is kept for the factory is as it was."""
    assert before.rows["party"]
    after = rows_of_the_factory(stage, before.facts)
    assert {table: rows for table, rows in after.items() if rows != before.rows[table]} == {}


# The other door -------------------------------------------------------------------------------------------------------------

READS: tuple[tuple[str, dict[str, Any]], ...] = (
    *(("inbox", {"box": box}) for box in ("needs", "waiting", "closed")),
    *(("inbox", {"box": "needs", "words": words}) for words in ("Canary", "unseen", "fifteen", "HS-")),
    ("inbox", {"box": "needs", "severities": [1]}),
    ("inbox", {"box": "needs", "flags": ["zero_tolerance"]}),
    ("inbox", {"box": "needs", "month": f"{datetime.now(UTC):%Y-%m}"}),
    ("figures", {}),
    ("whoami", {}),
    ("find_workplaces", {"words": "Canary"}),
    ("covered_brands", {}),
    ("zero_tolerance", {}),
    ("people", {}),
    ("moderation", {}),
)


def responses(door: Door, scene: Scene) -> dict[str, bytes]:
    """What PostgREST sends the factory, byte for byte: status, length, body."""
    bearer = {"Authorization": f"Bearer {token(str(scene.personas['chen'].user))}"}
    told = {}
    for function, arguments in READS:
        answer = door.post(function, arguments, bearer)
        kept = {name: answer.headers.get(name) for name in ("content-length", "content-type", "content-range")}
        told[f"{function} {arguments}"] = f"{answer.status_code} {kept} ".encode() + answer.content
    return told


def test_postgrest_sends_the_factory_the_same_bytes(stage: Scene, doors: dict[str, Door], before: Before, hidden: Case) -> None:
    after = responses(doors["supabase"], stage)
    assert [name for name, said in after.items() if said != before.raw[name]] == []
    assert sum(said.startswith(b"200") for said in after.values()) >= 10, "the look sees something"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        ("case_page", {}), ("case_tip", {}), ("post_message", {"body": "Who?"}), ("move", {"to_state": "closed", "revision": 1}),
        ("zero_tolerance", {}), ("raise_zero_tolerance", {"revision": 1, "ground": "violence", "words": "x"}),
        ("do_protocol", {"items": ["safe"], "words": "x"}), ("acknowledge_protocol", {}), ("exit_protocol", {"words": "x"}),
        ("tell_brand", {"brand": str(uuid4()), "words": "x"}), ("lower_zero_tolerance", {"revision": 1, "words": "x"}),
        ("end_no_tip_off", {"revision": 1, "reason": "x"}), ("preview", {"party": str(uuid4())}),
        ("reserve_file", {"name": "x", "bytes": 1, "sha256": "0" * 64, "media_type": "text/plain"}),
    ],
)  # fmt: skip
def test_postgrest_refuses_the_case_as_one_that_is_not_there(
    stage: Scene, doors: dict[str, Door], hidden: Case, function: str, arguments: dict[str, Any]
) -> None:
    bearer = {"Authorization": f"Bearer {token(str(stage.personas['chen'].user))}"}
    said = []
    for reference in (hidden.reference, "HS-0000-0000"):
        more = {} if function in ("case_page", "case_tip", "zero_tolerance", "preview") else {"request_id": str(uuid4())}
        answer = doors["supabase"].post(function, {"reference": reference, **more, **arguments}, bearer)
        said.append((answer.status_code, answer.headers.get("content-length"), answer.content))
    assert said[0] == said[1]
    assert said[0][0] in (403, 404)


# Timing ---------------------------------------------------------------------------------------------------------------------


def milliseconds(call: Call, reference: str) -> float:
    began = time.perf_counter()
    with pytest.raises(Absent):
        call("chen", "case_page", reference=reference)
    return (time.perf_counter() - began) * 1000


def test_a_hidden_case_is_refused_in_the_timing_class_of_none(call: Call, hidden: Case) -> None:
    hidden_ones, absent_ones = [], []
    for _ in range(120):
        hidden_ones.append(milliseconds(call, hidden.reference))
        absent_ones.append(milliseconds(call, "HS-0000-0000"))
    there, nowhere = statistics.median(hidden_ones), statistics.median(absent_ones)
    # Medians of one interleaved run; what remains is a policy's few lookups, far below what a network adds.
    assert there < 3 * nowhere, f"{there:.2f} ms and {nowhere:.2f} ms"


# Controls -------------------------------------------------------------------------------------------------------------------


LEAKS = {
    "a list counts what it does not show": """
        alter function private.inbox_counts(uuid, text) security definer;
        alter function private.inbox_counts(uuid, text) owner to supabase_admin;
        insert into portal.party (case_id, side, organization_id, hidden, box)
        select c.id, 'factory', c.workplace_id, true, 'needs' from portal.case_ c
        where c.no_tip_off and not exists (select from portal.party p where p.case_id = c.id and p.side = 'factory')""",
    "a policy means well": """
        create policy careless on portal.party for select to authenticated using (side = 'handshake');
        drop policy case_no_tip_off on portal.case_""",
    "figures count a hidden seat": """
        insert into portal.figure select o.id, o.id, '2026-11-01', 'category', 'A', 1 from portal.organization o
        where o.name = 'Canary-organisation-lianfeng'""",
    "the hour shows on a row of another case": """
        update portal.party set last_activity = last_activity + interval '1 second' where side = 'factory'""",
    "an event has one reader too many": "alter policy event_party on portal.event using (true)",
    "a clock is shown to the wrong side": "alter policy clock_party on portal.clock using (true)",
    "a refusal says more": """
        create or replace function private.my_case(reference text) returns uuid language plpgsql stable as $$
        begin perform private.refuse('404', 'absent', 'There is no case here for you, yet.'); return null; end $$""",
    "somebody opened a table": """
        grant select on portal.protocol to authenticated;
        create policy careless on portal.protocol for select to authenticated using (true)""",
    "an organisation came with the case": """
        create policy careless on portal.organization for select to authenticated using (kind = 'authority')""",
    "a mark says that the factory has read it": """
        insert into portal.read_mark (party_id, reader, seen_at) select p.id, f.id, now() from portal.party p, portal.person f
        where p.side = 'handshake' and f.name = 'Canary-person-chen'""",
}


@pytest.mark.parametrize("leak", LEAKS)
def test_the_control_a_planted_leak_is_found(stage: Scene, before: Before, hidden: Case, leak: str) -> None:
    first, second = before.looks["chen"]
    with closing(look(stage, "chen", before.facts, LEAKS[leak])) as looked:
        assert next(differences(first, second, looked), None), "one is enough"


def test_the_control_a_plant_that_leaks_nothing_is_not_found(stage: Scene, before: Before, hidden: Case) -> None:
    first, second = before.looks["chen"]
    assert not list(differences(first, second, look(stage, "chen", before.facts, "select 1")))


def test_the_control_a_row_kept_for_the_factory_is_found(stage: Scene, before: Before, hidden: Case) -> None:
    with stage.database.connect() as admin:
        admin.execute("update portal.party set unread = unread + 1 where organization_id = %s", [stage.organizations["lianfeng"]])
        try:
            assert rows_of_the_factory(stage, before.facts)["party"] != before.rows["party"]
        finally:
            admin.execute(
                "update portal.party set unread = unread - 1 where organization_id = %s", [stage.organizations["lianfeng"]]
            )  # fmt: skip
