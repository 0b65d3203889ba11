"""Of two complainants one said no: her no is hers, and nobody's yes stands in for it (DOMAIN 5 and 6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from db.errors import Refused
from tests.policies.scene import Persona
from tests.procedure.child import Protocol, by_code
from tests.procedure.many import join, mine, tell
from tests.procedure.world import Case, World

BRAND = "brand_k"


def two(world: World, **second: Any) -> tuple[Protocol, Persona]:
    """Zero tolerance in a case of two: the first lets brand K read her words, the second as told here."""
    protocol = by_code(world)
    return protocol, join(world, protocol.case, "Please tell nobody.", **second)


def allow(world: World, who: Persona | Case, item: str, recipient: UUID) -> None:
    world.write(who, "give_consent", item=item, recipient=recipient)


def grounds(world: World, who: Persona | Case, item: str) -> list[str]:
    """On what ground each disclosure of that item happened, as she reads it in her ledger."""
    return [one["basis"] for one in mine(world, who)["exposures"] if one["item"] == item]


def test_one_yes_of_two_does_not_let_a_brand_know_of_zero_tolerance(world: World) -> None:
    protocol, _ = two(world)
    asked = {"brand": world.organizations[BRAND], "words": "Please do not take your orders away."}
    assert protocol.refused("ada", "tell_brand", **asked) == "guard_legal_basis_missing"
    assert world.refused("weber", "acknowledge_protocol", reference=protocol.case.reference).key == "absent"


def test_the_control_two_of_two_let_it_know(world: World) -> None:
    protocol, second = two(world, brands=(BRAND,))
    protocol.tell()
    assert world.page("weber", protocol.case)["protocol"]["asked_at"]
    assert grounds(world, protocol.case, "case") == grounds(world, second, "case") == ["consent"]


def test_one_yes_of_two_does_not_hand_a_case_to_an_authority(world: World) -> None:
    protocol, second = two(world)
    protocol.decide(refer=True)
    allow(world, protocol.case, "statement", protocol.authority())
    asked = {
        "authority": protocol.authority(), "officer_role": "Head", "channel": "phone", "handed_at": world.now, "words": "So.",
    }  # fmt: skip
    assert protocol.refused("lin", "record_referral", **asked) == "guard_legal_basis_missing"
    allow(world, second, "statement", protocol.authority())
    (kept,) = protocol.refer()["referrals"]
    assert kept["basis"] == "consent"


def test_each_reads_on_what_ground_an_authority_was_told(world: World) -> None:
    protocol, second = two(world)
    protocol.decide(refer=True)
    allow(world, protocol.case, "statement", protocol.authority())
    protocol.basis(protocol.authority())
    protocol.refer()
    assert grounds(world, protocol.case, "referral") == ["consent"]
    assert grounds(world, second, "referral") == ["legal"], "nobody tells her that she allowed it"
    told = next(one for one in mine(world, second)["exposures"] if one["item"] == "referral")
    assert told["consent_at"] is None


@pytest.mark.parametrize("lawful", [False, True])
def test_a_brand_that_was_told_by_permission_reads_no_word_of_one_who_took_hers_back(world: World, *, lawful: bool) -> None:
    protocol, _ = two(world, brands=(BRAND,))
    case = protocol.case
    if lawful:
        protocol.basis(world.organizations[BRAND])
    protocol.tell()
    said = tell(world, case, case, "My own words.", BRAND)
    (yes,) = [one["id"] for one in mine(world, case)["consents"] if one["recipient"]["name"] == BRAND]
    world.write(case, "withdraw_consent", consent=yes)
    if lawful:
        world.decide(case, said)
        assert grounds(world, case, "message") == ["legal"]
    else:
        with pytest.raises(Refused, match="guard_consent_missing"):
            world.decide(case, said)
        assert "My own words." not in str(world.page("weber", case))


def test_evidence_stands_in_the_ledger_of_whoever_gave_it_alone(world: World) -> None:
    case = world.case_in("investigating")
    second = join(world, case, brands=(BRAND,))
    allow(world, second, "photo", world.organizations[BRAND])
    allow(world, case, "photo", world.organizations[BRAND])
    file = world.write(
        second, "reserve_file", name="a.png", bytes=10, media_type="image/png", sha256="a" * 64, cleaned_sha256="b" * 64,
        cleaned_bytes=9,
    )["id"]  # fmt: skip
    world.write("lin", "add_evidence", reference=case.reference, kind="file", words=None, attachment=file)
    (piece,) = world.rows("select id from portal.evidence where attachment_id = %s", file)[0]
    world.write("lin", "show_evidence", evidence=piece, readers=[world.seat(case, BRAND)])
    assert grounds(world, second, "photo") == ["consent"]
    assert grounds(world, case, "photo") == []


def test_whom_a_coordinator_could_admit_stands_there_once(world: World) -> None:
    case = world.case_in("admitted", brands=("brand_a",))
    join(world, case, brands=("brand_a",))
    world.arranged("update portal.party set until = now() where case_id = %s and side = 'brand'", case.id)
    listed = [one["name"] for one in world.page("lin", case)["admissible"] if one["kind"] == "brand"]
    assert listed == ["brand_a"]
