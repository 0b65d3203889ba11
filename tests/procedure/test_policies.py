"""Policies and protocols: everybody reads, a supervisor publishes, those they bind are told and say that they have read."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest

from db.errors import Absent, BadRequest, Conflict, PortalError, Refused, SignInNeeded
from db.models.policies import PolicyPage
from db.shape import shape
from tests.procedure.world import World

NEXT: dict[str, Any] = {
    "body_en": "# New\nWords of the second version.", "body_zh": "# 新\n第二版的文字。",
    "changed_en": "The second.", "changed_zh": "第二版。",
}  # fmt: skip


def page(world: World, who: str, kind: str = "procedure", country: str | None = None, version: int | None = None) -> PolicyPage:
    return shape(PolicyPage, world.call(who, "policies", kind=kind, country=country, version=version))


def publish(world: World, who: str, kind: str, country: str | None = None, **more: Any) -> PolicyPage:
    after = max((one.version for one in page(world, "ada").policies if (one.kind, one.country) == (kind, country)), default=0)
    given: dict[str, Any] = {
        "kind": kind, "country": country, "after_version": after, "holds_from": world.now.date() + timedelta(days=1),
        **NEXT, **more,
    }  # fmt: skip
    return shape(PolicyPage, world.write(who, "publish_policy", **given))


def told(world: World, kind: str = "policy") -> set[str]:
    """Who has a notice of the newest policy, by name."""
    rows = world.rows(
        "select w.name from portal.notice n join portal.person w on w.id = n.person_id where n.kind = %s "
        "and n.thing = (select p.id::text from portal.policy p order by p.published_at desc limit 1)", kind,
    )  # fmt: skip
    return {name.lower() for (name,) in rows}


@pytest.mark.parametrize("who", ["public", "chen", "weber", "lin", "mei", "ada"])
def test_everybody_reads_every_policy_in_both_languages(world: World, who: str) -> None:
    listed = page(world, who).policies
    assert {one.kind for one in listed} == {"procedure", "zero_tolerance", "strike", "report_sharing"}
    for one in listed:
        shown = page(world, who, one.kind, one.country).shown
        assert {text.language for text in shown.texts} == {"en", "zh-Hans"}
        assert all(len(text.body) > 100 for text in shown.texts)


def test_a_workplace_works_by_what_its_country_adds_and_not_by_the_strike_protocol(world: World) -> None:
    bound = {(one.kind, one.country) for one in page(world, "chen").policies if one.binds}
    assert ("zero_tolerance", "CN") in bound
    assert ("zero_tolerance", None) in bound
    assert ("report_sharing", None) in bound
    assert ("strike", None) not in bound
    assert all(one.binds for one in page(world, "weber").policies), "a brand works by all of them"
    assert not any(one.binds for one in page(world, "public").policies)


def test_a_reading_is_kept_once_and_seen_by_ones_own_and_supervisors_only(world: World) -> None:
    mine = next(one for one in page(world, "chen").policies if one.kind == "report_sharing")
    for _ in range(2):
        after = shape(PolicyPage, world.write("chen", "acknowledge_policy", policy=mine.id))
    assert next(one for one in after.policies if one.id == mine.id).read_at is not None
    assert [(each.name, each.read) for each in after.shown.readers] == [("lianfeng", 1)]
    everybody = {each.name: each.read for each in page(world, "ada", "report_sharing").shown.readers}
    assert everybody == {"lianfeng": 1, "tianhe": 0, "brand_k": 0, "brand_a": 0, "handshake": 0}
    assert [each.name for each in page(world, "weber", "report_sharing").shown.readers] == ["brand_k"]
    assert page(world, "public", "report_sharing").shown.readers == ()


def test_nobody_says_for_another_that_a_text_was_read(world: World) -> None:
    strike = next(one for one in page(world, "ada").policies if one.kind == "strike")
    with pytest.raises(Refused) as refused:
        world.write("chen", "acknowledge_policy", policy=strike.id)
    assert refused.value.key == "policy_not_yours"
    with pytest.raises(SignInNeeded):
        world.write("public", "acknowledge_policy", policy=strike.id)


def test_a_new_version_is_told_to_those_it_binds_and_read_anew(world: World) -> None:
    before = next(one for one in page(world, "wu").policies if (one.kind, one.country) == ("zero_tolerance", "CN"))
    world.write("wu", "acknowledge_policy", policy=before.id)
    after = publish(world, "ada", "zero_tolerance", "CN")
    assert after.shown.version == before.version + 1
    assert [one.version for one in after.shown.versions] == list(range(before.version + 1, 0, -1))
    assert told(world) == {"lin", "luo", "mei", "chen", "wu", "weber", "sara"}, "all but the author"
    now = next(one for one in page(world, "wu").policies if (one.kind, one.country) == ("zero_tolerance", "CN"))
    assert now.read_at is None
    with pytest.raises(Conflict):
        world.write("wu", "acknowledge_policy", policy=before.id)
    old = page(world, "public", "zero_tolerance", "CN", version=before.version).shown
    assert not old.holds
    assert old.words("en").body != NEXT["body_en"], "the version before stays as it was"


def test_the_strike_protocol_is_not_announced_to_a_workplace(world: World) -> None:
    publish(world, "ada", "strike")
    assert told(world) == {"lin", "luo", "mei", "weber", "sara"}


@pytest.mark.parametrize("who", ["chen", "weber", "lin", "mei", "public"])
def test_only_a_supervisor_publishes(world: World, who: str) -> None:
    with pytest.raises(PortalError) as refused:
        publish(world, who, "procedure")
    assert refused.value.key in ("not_allowed", "sign_in_needed")
    assert page(world, "public").shown.version == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("kind", "gossip"), ("country", "china"), ("body_en", " "), ("body_zh", ""), ("changed_en", "x" * 2001),
     ("body_en", "x" * 20001), ("holds_from", "2020-01-01"), ("holds_from", None)],
)  # fmt: skip
def test_a_version_that_lacks_something_is_refused_by_name(world: World, field: str, value: object) -> None:
    with pytest.raises(BadRequest) as refused:
        publish(world, "ada", **{"kind": "procedure", "country": None, field: value})
    assert refused.value.facts["field"] == field


def test_of_two_supervisors_who_publish_at_once_one_is_told_of_the_other(world: World) -> None:
    outcomes: list[str] = []
    after = page(world, "ada", "report_sharing").shown.version

    def go() -> None:
        try:
            publish(world, "ada", "report_sharing", after_version=after)
            outcomes.append("published")
        except Conflict as refused:
            outcomes.append(refused.key)

    threads = [threading.Thread(target=go) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(outcomes) == ["policy_changed"] * 3 + ["published"]
    assert page(world, "ada", "report_sharing").shown.version == after + 1


def test_a_policy_that_is_none_is_absent(world: World) -> None:
    with pytest.raises(Absent):
        page(world, "public", "procedure", "ZZ")
