"""What the scene holds of findings, plans, remedies and hearings: each in every situation that its readers differ by."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from tests.policies.scene import Scene

SOON = (datetime.now(UTC) + timedelta(days=30)).date()


def play(scene: Scene) -> None:
    """`open` has a plan with an owner on every side; `judged` a finding nobody was told of; `settled` all to its end."""
    _plan_of_many(scene)
    for name in ("judged", "settled"):
        _investigated(scene, name)
    _settled(scene)


def _page(scene: Scene, name: str) -> dict[str, Any]:
    page: dict[str, Any] = scene.call("lin", "case_page", reference=scene.cases[name].reference)
    return page


def _act(scene: Scene, name: str, label: str, owner: str) -> str:
    reference = scene.cases[name].reference
    page = scene.write(
        "lin", "set_action", reference=reference, version=(_page(scene, name)["plan"] or {"version": 0})["version"],
        deed=f"Canary-action-{name}-{label} to do.", owner=scene.seat(name, owner), due_on=SOON,
        evidence_wanted=f"Canary-wanted-{name}-{label} slips.",
    )  # fmt: skip
    return next(str(one["id"]) for one in page["plan"]["actions"] if f"-{name}-{label} " in one["deed"])


def _plan_of_many(scene: Scene) -> None:
    reference = scene.cases["open"].reference
    for owner in ("lianfeng", "brand_k", "brand_a", "worker", "handshake"):
        _act(scene, "open", owner, owner)
    gone = _act(scene, "open", "dropped", "lianfeng")
    scene.write("lin", "drop_action", action=gone, version=_page(scene, "open")["plan"]["version"])
    version = _page(scene, "open")["plan"]["version"]
    scene.write("chen", "accept_plan", reference=reference, version=version)
    scene.write(
        "lin", "accept_plan", reference=reference, version=version, party=scene.seat("open", "worker"), how="phone"
    )  # fmt: skip
    for label, stages in (("asked", ("claimed",)), ("agreed", ("claimed", "agreed"))):
        entry = None
        for stage in stages:
            page = scene.write(
                "lin", "record_remedy", reference=reference, stage=stage, entry=entry, what="wages", currency="CNY",
                label=f"Canary-remedy-open-{label}", amount="1200.50",
            )  # fmt: skip
            entry = next(one["id"] for one in page["remedy"] if one["label"].endswith(f"-{label}"))
    law = f"Canary-law-open-{label} article 85."
    scene.write("lin", "set_legal_minimum", reference=reference, entry=entry, amount="1500.00", source=law)
    for giver, label, readers in (
        ("lin", "desk", ()), ("lin", "shown", ("worker", "lianfeng", "brand_k")), ("lin", "to_brand_a", ("brand_a",)),
    ):  # fmt: skip
        page = scene.write(giver, "add_evidence", reference=reference, kind="visit", words=f"Canary-evidence-open-{label} seen.")
        piece = next(one["id"] for one in page["evidence"] if f"-{label} " in (one["words"] or ""))
        if readers:
            scene.write("lin", "show_evidence", evidence=piece, readers=[scene.seat("open", one) for one in readers])
    page = scene.write("lin", "add_evidence", reference=reference, kind="file", attachment=scene.cases["open"].files["photo"])
    piece = next(one["id"] for one in page["evidence"] if one["file"])
    scene.write("lin", "show_evidence", evidence=piece, readers=[scene.seat("open", "brand_k")])
    # A picture of hers that no message carried: Brand A is shown it, and then she takes her consent back.
    scene.reserve("open", "worker_open", "alone", media_type="image/jpeg")
    page = scene.write("lin", "add_evidence", reference=reference, kind="file", attachment=scene.cases["open"].files["alone"])
    piece = next(one["id"] for one in page["evidence"] if one["file"] and "-alone" in one["file"]["name"])
    scene.write("worker_open", "give_consent", item="photo", recipient=scene.organizations["brand_a"])
    scene.write("lin", "show_evidence", evidence=piece, readers=[scene.seat("open", one) for one in ("brand_k", "brand_a")])
    consents = scene.call("worker_open", "case_page")["consents"]
    given = next(one["id"] for one in consents if one["item"] == "photo" and not one["withdrawn_at"])
    scene.write("worker_open", "withdraw_consent", consent=given)
    # A file that no message carried: the only way to it is the evidence.
    scene.reserve("open", "lin", "visit")
    page = scene.write("lin", "add_evidence", reference=reference, kind="file", attachment=scene.cases["open"].files["visit"])
    piece = next(one["id"] for one in page["evidence"] if one["file"] and "-visit" in one["file"]["name"])
    scene.write("lin", "show_evidence", evidence=piece, readers=[scene.seat("open", "worker")])
    scene.write("lin", "record_attempt", reference=reference, channel="phone", outcome="no_answer", on_plan=True)


def _investigated(scene: Scene, name: str) -> None:
    reference = scene.file(name, "tianhe", ["F1"], ("brand_b",)).reference
    scene.move(name, "triage", "admitted")
    scene.admit(name, "tianhe", "brand_b")
    scene.decide(name, "statement", to=("tianhe", "brand_b"))
    scene.post(name, "wu", "answer", ("worker",))
    scene.decide(name, "answer")
    scene.post(name, f"worker_{name}", "comment", ("handshake",))
    scene.move(name, "investigating")
    scene.write("lin", "add_evidence", reference=reference, kind="interview", words=f"Canary-evidence-{name}-interview held.")
    scene.write(
        "lin", "make_finding", reference=reference, code="F1", outcome="partly", reason=f"Canary-finding-{name} because."
    )  # fmt: skip


def _settled(scene: Scene) -> None:
    name, reference = "settled", scene.cases["settled"].reference
    scene.move(name, "found", "remedy_agreed")
    action = _act(scene, name, "pay", "tianhe")
    scene.write("wu", "accept_plan", reference=reference, version=1)
    scene.write("worker_settled", "accept_plan", version=1)
    scene.move(name, "remediating")
    scene.write("wu", "claim_done", action=action, words=f"Canary-claim-{name} done.")
    scene.write("worker_settled", "dispute_action", action=action, words=f"Canary-dispute-{name} not so.")
    entry = None
    for who, stage in (("lin", "agreed"), ("wu", "paid")):
        page = scene.write(
            who, "record_remedy", reference=reference, stage=stage, entry=entry, what="wages", currency="CNY", amount="800"
        )  # fmt: skip
        entry = page["remedy"][0]["id"]
    scene.write("worker_settled", "confirm_remedy", entry=entry, confirmed=True, amount="800.00")
    scene.move(name, "verifying")
    scene.write("lin", "verify_action", action=action, verified=True, was="disputed")
    scene.move(name, "evaluating")
    scene.write("worker_settled", "evaluate", said="confirmed", words=f"Canary-evaluation-{name} good.")
