"""What happens in the scene, in order. Read it as a story; the oracle asks who may know what of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from tests.policies import groups, nobodies, protocols, remedies, reports, strikes, warnings
from tests.policies.scene import Persona, Scene, digest
from tests.real_database import Database


def play(database: Database) -> Scene:
    """The scene after the whole story: every table has rows, every situation occurs."""
    scene = Scene(database)
    scene.arrange()
    _shared_case(scene)
    _another_workplace(scene)
    _hidden_cases(scene)
    remedies.play(scene)
    protocols.play(scene)
    groups.play(scene)
    _decided(scene)
    _desk_work(scene)
    _keys(scene)
    strikes.play(scene)
    warnings.play(scene)
    _imports(scene)
    reports.play(scene)
    nobodies.play(scene)
    _departures(scene)
    _notices(scene)
    _policies(scene)
    _published(scene)
    _newsletter(scene)
    _impact(scene)
    _causes(scene)
    return scene


def _shared_case(scene: Scene) -> None:
    """`open`: one worker, her factory and three brands in one thread."""
    scene.file("open", "lianfeng", ["G1", "F1"], ("brand_k", "brand_a", "brand_u"))
    scene.move("open", "triage", "admitted")
    scene.admit("open", "lianfeng", "brand_k", "brand_a", "brand_u")
    scene.decide("open", "statement", words="Canary-release-open-statement for two.", to=("lianfeng", "brand_k"))
    scene.write("lin", "admit", reference=scene.cases["open"].reference, organization=scene.organizations["brand_a"])
    scene.write("worker_open", "give_consent", item="file", recipient=scene.organizations["brand_k"])
    scene.reserve("open", "worker_open", "hers")
    scene.reserve("open", "worker_open", "sealed", cleaned=False)
    scene.reserve("open", "worker_open", "waiting")
    scene.reserve("open", "worker_open", "photo", media_type="image/jpeg")
    scene.post("open", "worker_open", "evidence", ("lianfeng", "brand_k", "brand_a"), files=("hers", "sealed", "photo"))
    scene.decide("open", "evidence", to=("lianfeng", "brand_k", "brand_a", "handshake"))
    scene.reserve("open", "chen", "payroll")
    scene.post("open", "chen", "answer", ("worker", "brand_k"), files=("payroll",))
    scene.decide("open", "answer")
    scene.post("open", "chen", "held", ("worker",))
    scene.post("open", "chen", "withheld", ("worker",))
    scene.decide("open", "withheld", "withhold")
    scene.post("open", "chen", "sent_back", ("worker",))
    scene.decide("open", "sent_back", "send_back")
    scene.post("open", "chen", "taken_back", ("worker",))
    scene.write("chen", "take_back", message=scene.cases["open"].messages["taken_back"])
    scene.post("open", "chen", "aside")
    scene.reserve("open", "chen", "left")
    scene.reserve("open", "una", "parting")
    for who, brand in (("weber", "brand_k"), ("sara", "brand_a"), ("una", "brand_u")):
        scene.post("open", who, f"ask_{brand}", ("lianfeng",))
        scene.decide("open", f"ask_{brand}")
        scene.post("open", who, f"held_{brand}", ("lianfeng", "worker"))
    scene.post("open", "lin", "note", kind="note")
    scene.reserve("open", "lin", "plan")
    scene.post("open", "lin", "to_worker", ("worker",), files=("plan",))
    scene.post("open", "lin", "to_all", ("worker", "lianfeng", "brand_k", "brand_a", "brand_u"))
    scene.post("open", "worker_open", "held_worker", ("lianfeng",))
    # The factory had her papers for a moment, and goes on reading her words.
    scene.write("worker_open", "give_consent", item="file", recipient=scene.organizations["lianfeng"])
    given = scene.call("worker_open", "case_page")["consents"]
    hers = ("file", str(scene.organizations["lianfeng"]))
    taken = next(one["id"] for one in given if (one["item"], one["recipient"]["id"]) == hers and not one["withdrawn_at"])
    scene.write("worker_open", "withdraw_consent", consent=taken)
    # Brand A may not read the worker's words any more.
    consents = scene.call("worker_open", "case_page")["consents"]
    taken = next(c["id"] for c in consents if c["recipient"]["id"] == str(scene.organizations["brand_a"]))
    scene.write("worker_open", "withdraw_consent", consent=taken)


def _another_workplace(scene: Scene) -> None:
    """`foreign`: the same at another workplace, with another brand."""
    scene.file("foreign", "tianhe", ["H3"], ("brand_b",))
    scene.move("foreign", "triage", "admitted")
    scene.admit("foreign", "tianhe", "brand_b")
    scene.decide("foreign", "statement", to=("tianhe", "brand_b"))
    scene.reserve("foreign", "wu", "theirs")
    scene.post("foreign", "wu", "answer", ("worker", "brand_b"), files=("theirs",))
    scene.decide("foreign", "answer")
    scene.reserve("foreign", "worker_foreign", "slip")
    scene.post("foreign", "worker_foreign", "slip", ("tianhe", "brand_b"), files=("slip",))
    scene.decide("foreign", "slip", to=("tianhe", "brand_b"))
    # She allowed nobody her papers. Under a protocol that is over it was written down why the law tells the brand, and it alone.
    with scene.database.connect() as admin:
        admin.execute(
            "insert into portal.protocol (case_id, country, version, raised_how, ground, about_child, raised_at, ended_at,"
            " ended_how) values (%s, 'CN', 1, 'suspicion', 'danger', false, now(), now(), 'exited')",
            [scene.cases["foreign"].id],
        )
        admin.execute(
            "insert into portal.legal_basis (case_id, recipient_id, basis, words, recorded_by, recorded_at)"
            " values (%s, %s, 'legal_duty', 'Canary-basis-foreign: a duty to report.', %s, now())",
            [scene.cases["foreign"].id, scene.organizations["brand_b"], scene.personas["ada"].person],
        )
    scene.post("foreign", "ben", "held", ("tianhe",))
    scene.post("foreign", "lin", "note", kind="note")
    page = scene.call("lin", "case_page", reference=scene.cases["foreign"].reference)
    scene.write(
        "lin", "hold", reference=scene.cases["foreign"].reference, revision=page["case"]["revision"], reason="worker_asked",
        until=datetime.now(UTC).date() + timedelta(days=30),
    )  # fmt: skip


def _hidden_cases(scene: Scene) -> None:
    """`hidden`: known to factory and brand until the flag went up. `child`: never known. `fresh`: not screened yet."""
    scene.file("hidden", "lianfeng", ["I1"], ("brand_k",))
    scene.move("hidden", "triage", "admitted")
    scene.admit("hidden", "lianfeng", "brand_k")
    scene.decide("hidden", "statement", to=("lianfeng", "brand_k"))
    scene.reserve("hidden", "chen", "before")
    scene.post("hidden", "chen", "answer", ("worker", "brand_k"), files=("before",))
    scene.decide("hidden", "answer")
    scene.post("hidden", "chen", "held", ("worker",))
    page = scene.call("lin", "case_page", reference=scene.cases["hidden"].reference)
    revision = page["case"]["revision"]
    scene.write("lin", "classify", reference=scene.cases["hidden"].reference, revision=revision, issues=["B1"], severity=1)
    scene.post("hidden", "lin", "note", kind="note")
    scene.file("child", "lianfeng", ["A1"], ("brand_k",))
    scene.post("child", "worker_child", "more")
    scene.file("fresh", "lianfeng", ["L2"], factory=False)


def _decided(scene: Scene) -> None:
    """`refused`: screened and not taken, appealed against. `ended`: taken back, and the factory appeals."""
    scene.file("refused", "lianfeng", ["H1"])
    scene.move("refused", "triage")
    scene.screen("refused", covered=False, refusal="not_covered", elsewhere="Canary-elsewhere-refused")
    scene.move("refused", "inadmissible")
    scene.write("worker_refused", "appeal", grounds="Canary-grounds-refused of a worker.")
    scene.file("ended", "lianfeng", ["F2"], ("brand_k",))
    scene.move("ended", "triage", "admitted")
    scene.admit("ended", "lianfeng", "brand_k")
    scene.decide("ended", "statement", to=("lianfeng", "brand_k"))
    scene.write("lin", "declare_conflict", reference=scene.cases["ended"].reference, has_conflict=True)
    revision = scene.call("worker_ended", "case_page")["case"]["revision"]
    scene.write("worker_ended", "withdraw_case", revision=revision)
    scene.write("chen", "appeal", reference=scene.cases["ended"].reference, grounds="Canary-grounds-ended of a factory.")
    raised = scene.call("ada", "case_page", reference=scene.cases["ended"].reference)["procedure"]["appeal"]["id"]
    scene.write("ada", "decide_appeal", appeal=raised, outcome="upheld", answer="Canary-answer-ended stands.")


def _desk_work(scene: Scene) -> None:
    """Sessions, invitations, calls that are no case, failed sign-ins, read marks."""
    scene.write("lin", "log_contact", kind="X1", channel="phone", language="zh-Hans", minutes=3)
    scene.write(
        "ada",
        "invite",
        email="canary-invited@example.org",
        organization=scene.organizations["brand_k"],
        role="brand",
        code_hash=digest("i"),
    )
    scene.call("public", "sign_in_attempt", email_hash=digest("chen@example.org"))
    for who in ("lin", "chen", "weber"):
        scene.call(who, "open_session", ticket_hash=digest(f"ticket {who}"), sealed=f"Canary-sealed-{who}", seconds=3600)
        scene.call(who, "case_page", reference=scene.cases["open"].reference)
    scene.call("public", "open_receipt", receipt_hash=scene.cases["open"].receipt, session_hash=digest("left"))
    left = Persona("worker_left", None, receipt=digest("left"))
    scene.call(left, "close_receipt")
    scene.personas["worker_left"] = left


def _keys(scene: Scene) -> None:
    """Identities: one is open for a coordinator, one waits, one was declined; a factory tried and was refused."""

    def asked(who: str, name: str) -> str:
        said = scene.write(
            who,
            "ask_identity",
            reference=scene.cases[name].reference,
            reason="contact",
            words=f"Canary-why-{name} told to colleagues.",
        )
        return next(str(one["id"]) for one in said["page"]["identity"]["requests"] if one["mine"])

    scene.write("mei", "answer_identity", unlock=asked("lin", "open"), agree=True)
    scene.write("lin", "open_identity", reference=scene.cases["open"].reference)
    asked("mei", "open")
    scene.write("mei", "answer_identity", unlock=asked("ada", "foreign"), agree=False)
    asked("lin", "child")
    scene.write("chen", "open_identity", reference=scene.cases["open"].reference)


def _imports(scene: Scene) -> None:
    """One book taken in, one that still waits."""
    for name in ("done", "staged"):
        row = {
            "line": 1, "number": f"Canary-number-{name}", "identity": digest(f"identity {name}"),
            "content": digest(f"content {name}"),
            "opened": "2026-03-02", "channel": "phone", "city": None, "workplace": f"Canary-workplace-{name}", "headcount": None,
            "brands": ["Canary-organisation-brand_k"], "codes": ["F1"], "description": f"Canary-book-{name}",
            "phone_in_text": False,
            "sealed": None, "anonymous": True, "status": "open", "first_answer": None, "closed": None, "outcome": None,
            "confirmation": None, "satisfaction": None, "amount": None,
        }  # fmt: skip
        began = scene.call(
            "ada", "import_begin", request_id=uuid4(), name=f"{name}.csv", sha256=digest(name), bytes=100, encoding="utf-8",
            mapping="{}",
            head_key=digest("heads"),
        )  # fmt: skip
        scene.call("ada", "import_chunk", **{"import": began["id"]}, rows=[json.dumps(row)])
        if name == "done":
            finding = json.dumps({"line": 1, "problem": "Canary-finding", "did": "mended"})
            scene.call(
                "ada", "import_finish", **{"import": began["id"]}, dry_run=False, leave_out=False, total=1, ready=1,
                repeated=0, refused=0,
                findings=[finding],
            )  # fmt: skip


def _departures(scene: Scene) -> None:
    """Somebody is suspended, an organisation leaves, a brand is unlinked; each with a live account."""
    assert scene.personas["zhao"].person
    scene.call("ada", "suspend", person=scene.personas["zhao"].person, reason="Canary-reason left the company")
    directory = scene.call("ada", "people")
    # Brand U goes on sourcing at the other workplace: that must not keep a door open to this one.
    left = str(scene.organizations["brand_u"]), str(scene.organizations["lianfeng"])
    link = next(one["id"] for one in directory["links"] if (one["brand"], one["workplace"]) == left)
    scene.write("ada", "end_supply", link=link)
    with scene.database.connect() as admin:
        admin.execute("update portal.organization set ended_at = now() where id = %s", [scene.organizations["gone"]])
    for gone in ("zhao", "old"):
        scene.personas[gone] = scene.persona(gone, role=None)


def _notices(scene: Scene) -> None:
    """Somebody chose how to be told, a brand has a bulletin, and mails wait."""
    scene.write("chen", "choose_notices", mail="each", digest_at="09:00", quiet_from=None, quiet_until=None)
    with scene.database.connect() as admin:
        for brand in ("brand_k", "brand_u"):
            admin.execute(
                "insert into portal.notice (person_id, kind, workplace_id, thing, at) "
                "select id, 'bulletin', %s, 'one', now() from portal.person where organization_id = %s",
                [scene.organizations["lianfeng"], scene.organizations[brand]],
            )
        admin.execute("select private.queue_mails(now())")


def _policies(scene: Scene) -> None:
    """A factory and a brand have read what binds them, there is a newer version of another text, and lists were exported."""
    with scene.database.connect() as admin:
        found = admin.execute("select id from portal.policy where kind = 'report_sharing'").fetchone()
    assert found is not None
    for who in ("chen", "weber", "ada"):
        scene.write(who, "acknowledge_policy", policy=found[0])
    scene.write(
        "ada", "publish_policy", kind="strike", after_version=1, holds_from=(datetime.now(UTC) + timedelta(days=30)).date(),
        body_en="# New", body_zh="# 新", changed_en="All.", changed_zh="全部。",
    )  # fmt: skip
    for who, of in (("chen", "cases"), ("weber", "bulletins"), ("ada", "people")):
        scene.write(who, "log_export", list=of, format="csv", lines=3, narrowed=False)


def _published(scene: Scene) -> None:
    """The quarters up to the end of this year were published, with the imported case of March and those of today."""
    with scene.database.connect() as admin:
        admin.execute("select private.publish('2027-02-01')")


def _newsletter(scene: Scene) -> None:
    """Somebody reads the newsletter, somebody has not confirmed yet, and an issue was sent."""
    for email in ("canary-reader@example.org", "canary-waiting@example.org"):
        scene.call("public", "subscribe", email=email, language="en")
    with scene.database.connect() as admin:
        found = admin.execute("select confirm_key::text from portal.subscriber order by email limit 1").fetchone()
    assert found is not None
    scene.call("public", "confirm_subscription", key=found[0])
    words = {"subject_en": "Canary-issue", "body_en": "Canary-news", "subject_zh": "Canary-issue", "body_zh": "Canary-news"}
    desk = scene.write("ada", "save_newsletter", issue=None, revision=1, **words)
    scene.write("ada", "send_newsletter", issue=desk["issues"][0]["id"], revision=1)


def _impact(scene: Scene) -> None:
    """A number of the front page, said by a supervisor for everybody."""
    said = {"n": 56, "more": False, "as_of": "2020-12-31", "source_en": "A public page", "source_zh": "公开网页"}
    scene.write("ada", "enter_impact", counter="cities", how="entered", revision=0, **said)


def _causes(scene: Scene) -> None:
    """What lies behind a case, written down after the figures were folded."""
    with scene.database.connect() as admin:
        admin.execute("select private.fold_figures()")
        # What no transaction leaves behind, so that the matrix can look whether anybody would read it.
        admin.execute("select private.tick_pulse(now())")
        admin.execute("insert into portal.figure_due (tx, case_id) values ('1', %s)", [scene.cases["open"].id])
    scene.write("lin", "set_causes", reference=scene.cases["open"].reference, causes=["purchasing_price", "management"])
