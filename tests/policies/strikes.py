"""What the scene holds of strikes, bulletins and retaliation: drafts, released ones, readers that left, linked cases."""

from __future__ import annotations

from uuid import UUID

from tests.policies.scene import Case, Persona, Scene, digest


def play(scene: Scene) -> None:
    """A strike at each workplace; one worker was put under pressure, and looks at that case in a second browser."""
    _strike(scene, "lianfeng", "open")
    _strike(scene, "tianhe", "foreign", end=True)
    _pressed(scene)


def _strike(scene: Scene, site: str, case: str, *, end: bool = False) -> None:
    made = scene.write(
        "lin", "open_strike", workplace=scene.organizations[site], code="F1", unit=f"Canary-unit-{site} sewing"
    )["chosen"]  # fmt: skip
    strike = made["id"]
    scene.write("lin", "record_strike_attempt", strike=strike, with_whom="team_leader", outcome="refused")
    scene.write(
        "lin", "describe_strike", strike=strike, revision=made["revision"], unit=f"Canary-unit-{site} sewing", size_low=80,
        size_high=120, spokes="representatives", cause=f"Canary-cause-{site} of it.",
    )  # fmt: skip
    scene.write("lin", "set_strike_level", strike=strike, revision=made["revision"] + 1, level=2, reason="grew")
    if not any(one["reference"] == scene.cases[case].reference and one["linked"] for one in made["linked"]):
        scene.write("lin", "link_strike_case", strike=strike, reference=scene.cases[case].reference)
    for label in ("released", "draft"):
        words = {part: f"Canary-bulletin-{site}-{label}-{part} in full." for part in ("facts", "unknown", "ask")}
        shown = scene.write("lin", "draft_bulletin", strike=strike, **words)["chosen"]["bulletins"][0]
        if label == "released":
            scene.write("ada", "release_bulletin", bulletin=shown["id"], revision=shown["revision"])
    told = scene.call("weber" if site == "lianfeng" else "ben", "bulletins")["bulletins"][0]
    scene.write("weber" if site == "lianfeng" else "ben", "acknowledge_bulletin", bulletin=told["id"])
    if end:
        scene.write("lin", "end_strike", strike=strike, revision=made["revision"] + 2)


def _pressed(scene: Scene) -> None:
    """`pressed` and the case of its own, `pressure`; the receipt of the first opens both."""
    scene.file("pressed", "lianfeng", ["F1"], ("brand_k",))
    scene.move("pressed", "triage", "admitted")
    scene.admit("pressed", "lianfeng", "brand_k")
    scene.decide("pressed", "statement", to=("lianfeng", "brand_k"))
    page = scene.write("worker_pressed", "open_retaliation", statement="Canary-statement-pressure told by a worker.")
    reference = page["linked"]["children"][0]["reference"]
    with scene.database.connect() as admin:
        row = admin.execute("select id from portal.case_ where reference = %s", [reference]).fetchone()
    assert row
    child: UUID = row[0]
    scene.cases["pressure"] = Case(child, reference, scene.cases["pressed"].receipt)
    session = digest("session pressure")
    scene.call("public", "open_receipt", receipt_hash=scene.cases["pressed"].receipt, session_hash=session)
    there = Persona("worker_pressure", "worker", receipt=session, case=child, party=scene.seat("pressure", "worker"))
    scene.personas[there.name] = there
    scene.call(there, "switch_case", reference=reference)
    checks = scene.call("lin", "case_page", reference=reference)["linked"]["check_ins"]
    scene.write("lin", "record_check_in", reference=reference, check_in=checks[0]["id"], how="phone", answer="fine")
