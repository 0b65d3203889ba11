"""What the scene holds of zero tolerance: a protocol with everything that can stand in one, and what may be told of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from tests.policies.facts import Facts
from tests.policies.scene import Scene

if TYPE_CHECKING:
    from tests.policies.oracle import Oracle

PLAN = ["stipend", "school", "travel_home", "job_at_age", "relative_job"]


def play(scene: Scene) -> None:
    """`guarded`: a child at Lianfeng. An authority has it, Brand K was told and has confirmed; no other brand, no factory."""
    reference = scene.file("guarded", "lianfeng", ["A1"], ("brand_k",)).reference
    ref = {"reference": reference}
    scene.write("lin", "do_protocol", **ref, items=["safe", *PLAN], words="Canary-step-guarded done.")
    scene.write("lin", "note_age", **ref, kind="register", says="child", words="Canary-age-guarded seen.")
    until = (datetime.now(UTC) + timedelta(days=600)).date()
    scene.write("lin", "settle_age", **ref, age="child", follow_until=until, words="Canary-settled-guarded so.")
    for who in ("lin", "ada"):
        scene.write(who, "decide_referral", **ref, refer=True, words=f"Canary-voice-guarded-{who} yes.")
    scene.write(
        "ada", "save_organization", kind="authority", name="Canary-organisation-inspectorate", city="Huizhou", country="CN"
    )
    authority = UUID(scene.call("ada", "zero_tolerance", **ref)["chosen"]["authorities"][0]["id"])
    scene.write("ada", "record_basis", **ref, recipient=authority, basis="child", words="Canary-basis-guarded-authority given.")
    scene.write(
        "ada", "record_basis", **ref, recipient=scene.organizations["brand_a"], basis="child",
        words="Canary-basis-guarded-brand given.",
    )  # fmt: skip
    scene.write(
        "lin", "record_referral", **ref, authority=authority, officer_role="Canary-officer-guarded", channel="letter",
        handed_at=datetime.now(UTC), words="Canary-letter-guarded in full.",
    )  # fmt: skip
    scene.write("ada", "tell_brand", **ref, brand=scene.organizations["brand_k"], words="Canary-message-guarded-request stay.")
    scene.write("weber", "acknowledge_protocol", **ref)
    with scene.database.connect() as admin:
        admin.execute("select private.tick_protocol(now())")
    due = scene.call("lin", "zero_tolerance", **ref)["chosen"]["follow_ups"][0]["due_on"]
    scene.write("lin", "note_follow_up", **ref, due_on=due, how="phone", outcome="well", words="Canary-month-guarded well.")


def words(facts: Facts, oracle: Oracle) -> set[str]:
    """What Handshake reads of protocols, the custodian nothing that concerns a brand; and a worker who was told of her case."""
    if oracle.role == "worker":
        hers = {row["id"] for row in facts.rows["protocol"] if row["case_id"] == oracle.case}
        told_to = {row["authority_id"] for row in facts.rows["referral"] if row["protocol_id"] in hers}
        return {row["name"] for row in facts.rows["organization"] if row["id"] in told_to}
    if oracle.role not in ("coordinator", "supervisor", "custodian"):
        return set()
    told = {
        "Canary-step-guarded",
        "Canary-age-guarded",
        "Canary-settled-guarded",
        "Canary-voice-guarded-lin",
        "Canary-voice-guarded-ada",
    }
    told |= {"Canary-basis-guarded-authority", "Canary-officer-guarded", "Canary-letter-guarded", "Canary-month-guarded"}
    assert facts.rows["protocol"]
    return told if oracle.role == "custodian" else told | {"Canary-basis-guarded-brand", "Canary-basis-foreign"}
