"""What the scene holds of a group: one who began it and speaks, one who joined and declines, one who went on alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.policies.scene import Persona, Scene, digest

NAME = "group"
SOON = (datetime.now(UTC) + timedelta(days=30)).date()


def play(scene: Scene) -> None:
    """`group`: workers `worker_group`, `worker_second`; `worker_third` has left it for a case of her own."""
    reference = scene.file(NAME, "lianfeng", ["F1"], ("brand_k",)).reference
    scene.move(NAME, "triage", "admitted")
    scene.admit(NAME, "lianfeng", "brand_k")
    scene.decide(NAME, "statement", to=("lianfeng", "brand_k"))
    join(scene, "second", factory=True)
    join(scene, "third", factory=False)
    scene.decide(NAME, "of_second", to=("lianfeng",))
    scene.post(NAME, "chen", "answer", ("worker",))
    scene.decide(NAME, "answer")
    scene.reserve(NAME, "worker_group", "slip")
    scene.post(NAME, "worker_group", "spoken", ("lianfeng",), files=("slip",))
    scene.decide(NAME, "spoken")
    scene.reserve(NAME, "worker_second", "hers")
    scene.post(NAME, "worker_second", "private", files=("hers",))
    _evidence(scene, reference)
    scene.write("lin", "show_group", reference=reference, size_shown="range", said_size=12)
    _remedy(scene, reference)
    scene.write("worker_second", "choose_voice", number=1)
    scene.write("worker_second", "give_consent", item="photo", recipient=scene.organizations["brand_k"])
    scene.write("worker_second", "keep_identity", sealed="Canary-identity-second", plan="Canary-plan-second")
    scene.write("lin", "record_attempt", reference=reference, channel="phone", outcome="no_answer", on_plan=True,
        party=scene.personas["worker_second"].party)  # fmt: skip
    _third_leaves(scene)


def join(scene: Scene, label: str, *, factory: bool) -> None:
    """One more in the group, with words `Canary-message-group-of_<label>`; she is the persona `worker_<label>`."""
    case = scene.cases[NAME]
    code, session = digest(f"code {label} {uuid4()}"), digest(f"session {label} {uuid4()}")
    page = scene.write(
        "lin", "add_complainant", reference=case.reference, receipt_hash=code, channel="chat", language="zh-Hans",
        statement=f"Canary-message-{NAME}-of_{label} told by one more.", consent_factory=factory,
        sealed_identity=f"Canary-identity-{label}",
    )  # fmt: skip
    scene.call("public", "open_receipt", receipt_hash=code, session_hash=session)
    party = page["group"]["complainants"][-1]["party"]
    case.messages[f"of_{label}"] = next(one["id"] for one in page["messages"] if f"-of_{label} " in one["body"])
    scene.personas[f"worker_{label}"] = Persona(f"worker_{label}", "worker", receipt=session, case=case.id, party=party)


def _evidence(scene: Scene, reference: str) -> None:
    page = scene.write(
        "lin", "add_evidence", reference=reference, kind="file", attachment=scene.cases[NAME].files["slip"],
        words=f"Canary-evidence-{NAME}-slip of a worker.",
    )  # fmt: skip
    scene.write("worker_group", "give_consent", item="file", recipient=scene.organizations["lianfeng"])
    scene.write("lin", "show_evidence", evidence=page["evidence"][0]["id"], readers=[scene.seat(NAME, "lianfeng")])


def _remedy(scene: Scene, reference: str) -> None:
    scene.write(
        "lin", "set_action", reference=reference, version=0, deed=f"Canary-action-{NAME}-pay to do.", due_on=SOON,
        owner=scene.seat(NAME, "lianfeng"), evidence_wanted=f"Canary-wanted-{NAME}-pay slips.",
    )  # fmt: skip
    scene.write("chen", "accept_plan", reference=reference, version=1)
    scene.write("worker_group", "accept_plan", version=1)
    scene.write("worker_second", "decline_plan", version=1)
    for label in ("group", "second"):
        scene.write(
            "lin", "record_remedy", reference=reference, stage="agreed", what="wages", currency="CNY", amount="1200.00",
            label=f"Canary-remedy-{NAME}-{label}", beneficiary=scene.personas[f"worker_{label}"].party,
        )  # fmt: skip
    scene.write("lin", "tell_totals", reference=reference)


def _third_leaves(scene: Scene) -> None:
    third = scene.personas["worker_third"]
    page = scene.write(third, "leave_group")
    with scene.database.connect() as admin:
        row = admin.execute(
            "select c.id, p.id from portal.case_ c join portal.party p on p.case_id = c.id and p.side = 'worker' "
            "where c.reference = %s", [page["case"]["reference"]],
        ).fetchone()  # fmt: skip
    assert row
    scene.personas["worker_third"] = scene.persona("worker_third", case=row[0], party=row[1])
