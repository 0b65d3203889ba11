"""Random people make random moves and deeds; the database and a small Python model of DOMAIN 3 never differ."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from psycopg.types.json import Jsonb

from tests.policies.scene import Persona
from tests.procedure.model import ANY_END, DESK, ENDED, FORWARD, HANDSHAKES_OWN, OUTCOMES, REOPEN, STATES, Model
from tests.procedure.world import World, digest
from tests.real_database import Connection

STEPS_OF_ONE, CASES = 50, 220
NO_NAME = "nobody"
WHO = st.sampled_from(["lin", "luo", "ada", "mei", "chen", "weber", "worker"])
ANY_REASON = st.sampled_from([None, "", "nonsense", "appeal", *ANY_END, *OUTCOMES["found"], *OUTCOMES["evaluating"], *REOPEN])


class Journey(RuleBasedStateMachine):
    """One case from its filing on, in a transaction that is rolled back."""

    world: ClassVar[World]
    connection: ClassVar[Connection]
    others: ClassVar[dict[str, str | None]]
    steps: ClassVar[int] = 0
    moves: ClassVar[set[tuple[str, str]]] = set()
    refusals: ClassVar[set[str]] = set()

    def __init__(self) -> None:
        super().__init__()
        self.now = datetime.now(UTC)
        self.model = Model()
        self.unshown: list[UUID] = []  # answers of the factory that wait
        self.waiting: UUID | None = None  # the statement, while it waits for the factory
        self.action: UUID | None = None
        self.connection.execute("begin")
        session = digest(f"session {uuid4()}")
        code = digest(f"code {uuid4()}")
        self.worker = Persona("worker", "worker", receipt=session)
        place = self.world.organizations["lianfeng"]
        self.ask(
            "lin", "select api.take_call(gen_random_uuid(), %s, 'phone', 'zh-Hans', 'Not paid.', array['F1'], 3, %s, "
            "consent_factory => true)",
            code, place,
        )  # fmt: skip
        row = self.connection.execute(
            "select r.case_id, r.party_id, c.reference from portal.receipt r join portal.case_ c on c.id = r.case_id "
            "where r.code_hash = private.digest(%s)", [code],
        ).fetchone()  # fmt: skip
        assert row
        self.id, self.seat, self.reference = row
        self.connection.execute(
            "insert into portal.receipt_session (receipt_id, token_hash) "
            "select id, private.digest(%s) from portal.receipt where case_id = %s",
            [session, self.id],
        )  # fmt: skip
        found = self.connection.execute("select id from portal.message where case_id = %s", [self.id]).fetchone()
        assert found
        self.statement = found[0]

    def teardown(self) -> None:
        chain = self.connection.execute("select private.check_chain(%s)", [self.id]).fetchone()
        self.connection.execute("rollback")
        assert chain == (None,), "the history is whole"

    # Asking -------------------------------------------------------------------------------------------------------------

    def ask(self, who: str, query: str, *values: object) -> tuple[str | None, Any]:
        """Run SQL as that person at this hour; the key of the refusal, and what was answered."""
        persona = self.worker if who == "worker" else self.world.people[who]
        role, claims, headers = persona.settings()
        try:
            with self.connection.transaction():
                self.connection.execute(
                    "select set_config('role', %s, true), set_config('request.jwt.claims', %s, true),"
                    " set_config('request.headers', %s, true), set_config('portal.now', %s, true)",
                    [role, claims, headers, self.now.isoformat()],
                )
                cursor = self.connection.execute(query.encode(), [Jsonb(v) if isinstance(v, dict) else v for v in values])
                row = cursor.fetchone() if cursor.description else None
                self.connection.execute("reset role")
        except psycopg.Error as error:
            if not (error.sqlstate or "").startswith("PT"):
                raise
            return error.diag.message_primary, json.loads(error.diag.message_detail or "{}")
        return None, row[0] if row else None

    def agree(self, said: str | None, expected: str | None, about: object) -> None:
        """The database and the model say the same, also of the state."""
        Journey.steps += 1
        if said:
            Journey.refusals.add(said)
        assert said == expected, f"{about} in {self.model.state}: the database says {said}, the model {expected}"
        row = self.connection.execute("select state from portal.case_ where id = %s", [self.id]).fetchone()
        assert row == (self.model.state,), f"{about} led to {row}, the model to {self.model.state}"
        self.now += timedelta(minutes=1)

    @initialize(
        far=st.integers(0, 23),
        detour=st.sampled_from(["", "", "answered", "inadmissible", "referred", "withdrawn", "silence", "straight"]),
    )
    def begin_somewhere(self, far: int, detour: str) -> None:
        """The first steps of a case that goes its whole way, so that what comes late is tried as often as what comes early."""
        way: list[Callable[[], None]] = [
            lambda: self._move("lin", "triage"), self.check_well, lambda: self._move("lin", "admitted"), self.admit,
            self.show_the_statement, lambda: self.answer("chen"), self.show_the_answer, self.the_worker_writes,
            lambda: self._move("ada", "investigating"), lambda: self.declare("lin", False), lambda: self.judge("grounded", True),
            lambda: self._move("lin", "found"), lambda: self._move("lin", "remedy_agreed"), self.agree_on_a_plan,
            lambda: self._move("lin", "remediating"), self.claim, lambda: self._move("chen", "verifying"), self.verify,
            lambda: self._move("lin", "evaluating"), lambda: self.ask_her("confirmed"),
            lambda: self._move("lin", "closed", "remedied"), self.a_month_goes_by,
            lambda: self._move("worker", "investigating", "non_payment"),
        ]  # fmt: skip
        for step in way[:far]:
            step()
            if self.model.state == "triage" and detour in ENDED:
                self.not_taken(detour, again=True)
                detour = ""
            if self.model.state == "triage" and detour == "withdrawn":
                self._move("lin", "closed", "withdrawn")
                self._move("lin", "triage", "mistake")
                detour = ""
            if self.model.commented and detour == "straight":
                self._move("lin", "remedy_agreed")
                return
            if self.model.state == "notified" and detour == "silence":
                self.a_month_goes_by()
                self._move("lin", "investigating")
                return

    # Moves --------------------------------------------------------------------------------------------------------------

    @rule(who=WHO, data=st.data(), other=st.sampled_from(["same", "elsewhere", "itself", "nobody"]))
    def a_move_that_could_be(self, who: str, data: Any, other: str) -> None:
        to_state = data.draw(st.sampled_from([*FORWARD[self.model.state], *(() if self.model.state in ENDED else ("closed",))]))
        reasons = REOPEN if self.model.state in ENDED else (*ANY_END, *OUTCOMES.get(self.model.state, ()))
        reason = data.draw(st.sampled_from(reasons)) if to_state == "closed" or self.model.state in ENDED else None
        if reason in ANY_END and data.draw(st.integers(0, 4)):
            to_state, reason = FORWARD[self.model.state][0], None  # with an end in every second step there is no journey
        self._move(who, to_state, reason, other)

    @rule(who=st.sampled_from(["lin", "ada", "chen"]), further=st.booleans())
    def a_step_onwards(self, who: str, further: bool) -> None:
        ways = FORWARD[self.model.state]
        self._move(who, ways[-1 if further else 0], "retaliation" if self.model.state in ENDED else None, "nobody")

    @rule(who=WHO, to_state=st.sampled_from(STATES), reason=ANY_REASON)
    def any_move(self, who: str, to_state: str, reason: str | None) -> None:
        self._move(who, to_state, None if to_state in ENDED and reason == "withdrawn" else reason, "nobody")

    def _move(self, who: str, to_state: str, reason: str | None = None, other: str = NO_NAME) -> None:
        expected = self.model.refusal(who, to_state, reason, other=other == "same")
        named = self.reference if other == "itself" else self.others.get(other)
        before = self.model.state
        if expected is None:
            self.model.move(to_state)
            Journey.moves.add((before, to_state))
        said, facts = self.ask(
            who, "select private.move_case(%s, %s, private.revision_of(%s), %s, %s)", self.id, to_state, self.id, reason, named
        )
        self.agree(said, expected, (who, before, to_state, reason, other))
        if said and said.startswith("guard_"):
            assert (facts["from"], facts["to"]) == (before, to_state)
            assert isinstance(facts["missing"], list)

    def _follows(self, to_state: str) -> None:
        """A move that the database makes by itself when a deed is done."""
        Journey.moves.add((self.model.state, to_state))
        self.model.move(to_state)

    # Deeds --------------------------------------------------------------------------------------------------------------

    @rule(
        who=WHO, covered=st.sampled_from([True, True, True, False]), specific=st.sampled_from([True, True, False]),
        channel=st.sampled_from(["tried", "unsafe", "not_tried"]), by_phone=st.booleans(),
        refusal=st.sampled_from([None, "out_of_scope"]), elsewhere=st.sampled_from([None, " ", "The district office."]),
        authority=st.sampled_from([None, "Inspectorate"]),
    )  # fmt: skip
    def check(  # noqa: PLR0917  (the questions of the checklist, in their order)
        self, who: str, covered: bool, specific: bool, channel: str, by_phone: bool, refusal: str | None,
        elsewhere: str | None, authority: str | None,
    ) -> None:  # fmt: skip
        expected = None if self.model.state in ("received", "triage") else "guard_stage"
        expected = expected if who in DESK else "not_allowed"
        said, _ = self.ask(
            who, "select private.triage_checked(%s, private.revision_of(%s), %s, %s, %s, %s, %s, %s, %s)",
            self.id, self.id, covered, specific, channel, by_phone, refusal, elsewhere, authority,
        ) if who != "worker" else ("not_allowed", None)  # fmt: skip
        if expected is None:
            self.model.checklist = {
                "covered": covered, "specific": specific, "internal_channel": channel, "told_by_phone": by_phone,
                "refusal": refusal, "elsewhere": (elsewhere or "").strip(), "authority": authority,
            }  # fmt: skip
        self.agree(said, expected, (who, "check"))

    @precondition(lambda self: self.model.state in ("received", "triage") and not self.model.checklist)
    @rule()
    def check_well(self) -> None:
        self.check("lin", True, True, "tried", False, None, None, None)

    @precondition(lambda self: self.model.state == "triage")
    @rule(end=st.sampled_from(["answered", "inadmissible", "referred"]), again=st.booleans())
    def not_taken(self, end: str, *, again: bool) -> None:
        self.check("ada", False, True, "tried", True, "out_of_scope", "The district office.", "Inspectorate")
        self._move("lin", end)
        if again:
            self._move("worker", "triage", "mistake")

    @rule(who=st.sampled_from(["lin", "luo", "ada", "chen", "mei"]), interest=st.sampled_from([False, False, True]))
    def declare(self, who: str, interest: bool) -> None:
        said, _ = self.ask(who, "select private.conflict_declared(%s, %s)", self.id, interest)
        if who in DESK:
            self.model.conflicts[who] = interest
        self.agree(said, None if who in DESK else "not_allowed", (who, "declare"))

    @precondition(lambda self: not self.model.factory and self.model.state not in ("received", "triage"))
    @rule()
    def admit(self) -> None:
        said, _ = self.ask("lin", "select private.admit(%s, %s)", self.reference, self.world.organizations["lianfeng"])
        if self.model.consent:
            self.model.factory, self.waiting = True, self.statement
        self.agree(said, None if self.model.consent else "guard_consent_missing", "admit")

    @precondition(lambda self: self.waiting is not None)
    @rule()
    def show_the_statement(self) -> None:
        said = self._release(self.waiting)
        # Without a factory it goes to nobody, and needs nobody's permission.
        allowed = self.model.consent or not self.model.factory
        if allowed:
            self.waiting = None
        if self.model.consent:
            self.model.statement = self.model.disclosed = True
            if self.model.state == "admitted":
                self._follows("notified")
        self.agree(said, None if allowed else "guard_consent_missing", "statement")

    @precondition(lambda self: self.model.consent and self.model.state not in ("received", "triage"))
    @rule(sure=st.integers(0, 5))
    def take_the_permission_back(self, sure: int) -> None:
        if sure:
            return
        said, _ = self.ask(
            "worker", "select private.consent_withdrawn((select id from portal.consent "
            "where case_id = %s and withdrawn_at is null))", self.id,
        )  # fmt: skip
        self.model.consent = self.model.statement = False
        # A factory that learnt nothing yet leaves.
        self.model.factory = self.model.factory and self.model.disclosed
        self.agree(said, None, "withdraw consent")

    @precondition(lambda self: self.model.state not in HANDSHAKES_OWN)
    @rule(who=st.sampled_from(["chen", "lin", "ada", "weber"]))
    def answer(self, who: str) -> None:
        if who == "chen" and self.model.factory:
            said, message = self._post("chen", "organization_id = private.my_organization()", [self.seat])
            expected = None
        else:
            said, _ = self.ask(who, "select private.answer_recorded(%s, 'On the telephone: yes.')", self.id)
            expected = "not_allowed" if who not in DESK else None
            if expected is None and (not self.model.factory or self.model.state in ENDED):
                expected = "guard_stage"
            row = self.connection.execute(
                "select id from portal.message where case_id = %s and entered and state = 'held' "
                "order by posted_at desc limit 1", [self.id],
            ).fetchone()  # fmt: skip
            message = row[0] if row else None
        if expected is None:
            assert message
            self.unshown.append(message)
            self.model.answered = True
            if self.model.state == "notified":
                self._follows("responded")
        self.agree(said, expected, (who, "answer"))

    @precondition(lambda self: bool(self.unshown))
    @rule()
    def show_the_answer(self) -> None:
        said = self._release(self.unshown.pop())
        self.model.shown, self.model.comment_late = True, False
        self.agree(said, None, "show answer")

    @rule()
    def the_worker_writes(self) -> None:
        said, _ = self._post("worker", "id = private.my_party()", [])
        self.model.commented = self.model.commented or self.model.shown
        self.agree(said, None, "comment")

    @rule()
    def handshake_writes_to_her(self) -> None:
        said, _ = self._post("lin", "side = 'handshake'", [self.seat])
        self.model.told = True
        self.agree(said, None, "tell")

    @rule()
    def a_month_goes_by(self) -> None:
        self.now += timedelta(days=31)
        model = self.model
        model.answer_late = model.answer_late or model.state == "notified"
        model.comment_late = model.comment_late or (model.state == "responded" and model.shown and not model.commented)
        model.ended_late = model.ended_late or model.state in ENDED
        self.agree(None, None, "a month")

    @precondition(lambda self: self.model.state in ("investigating", "found"))
    @rule(outcome=st.sampled_from(["grounded", "partly", "not_grounded", "not_verifiable"]), proof=st.booleans())
    def judge(self, outcome: str, proof: bool) -> None:
        if proof:
            said, _ = self.ask("luo", "select private.add_evidence(%s, 'record', 'The payroll.', null, null, null)", self.id)
            assert said is None
            self.model.evidence = True
        before = (self.model.finding, self.model.finding and "It is so.")
        query = "select private.make_finding(%s, 'F1', %s, 'It is so.', %s, %s)"
        said, _ = self.ask("luo", query, self.id, outcome, *before)
        self.model.finding = outcome
        self.agree(said, None, "judge")

    @precondition(lambda self: self.model.state == "remedy_agreed" and self.model.factory and self.action is None)
    @rule()
    def agree_on_a_plan(self) -> None:
        due = (self.now + timedelta(days=400)).date()
        factory = "(select id from portal.party where case_id = %s and side = 'factory')"
        steps = [
            ("lin", f"select private.set_action(%s, null, 'Pay.', {factory}, %s, 'Slips', 0)", self.id, self.id, due),
            ("chen", "select private.accept_plan(%s, 1, null, 'portal')", self.id),
            ("worker", "select private.accept_plan(%s, 1, null, 'portal')", self.id),
        ]
        for who, query, *values in steps:
            said, _ = self.ask(who, query, *values)
            assert said is None, said
        row = self.connection.execute("select id from portal.action where case_id = %s", [self.id]).fetchone()
        self.action = row[0] if row else None
        self.model.plan = True
        self.agree(None, None, "plan")

    @precondition(lambda self: self.model.state == "remediating" and self.model.factory and self.action and not self.model.done)
    @rule()
    def claim(self) -> None:
        said, _ = self.ask("chen", "select private.claim_done(%s, 'Paid.', '{}', 'portal')", self.action)
        self.model.done = True
        self.agree(said, None, "claim")

    @precondition(lambda self: self.model.state == "verifying" and self.action and not self.model.verified)
    @rule()
    def verify(self) -> None:
        said, _ = self.ask("lin", "select private.verify_action(%s, true, 'coordinator', null, null, 'done')", self.action)
        self.model.verified = True
        self.agree(said, None, "verify")

    @precondition(lambda self: self.model.state == "evaluating")
    @rule(said=st.sampled_from(["confirmed", "disputed"]))
    def ask_her(self, said: str) -> None:
        refused, _ = self.ask("worker", "select private.evaluate(%s, %s, 'portal', null, null)", self.id, said)
        self.model.heard = True
        self.agree(refused, None, "evaluate")

    def _post(self, who: str, seat: str, to: list[UUID]) -> tuple[str | None, UUID]:
        message = uuid4()
        said, _ = self.ask(
            who,
            "insert into portal.message (id, case_id, author_party, kind, body, wanted) "
            f"select %s, %s, p.id, 'message', 'Words.', %s::uuid[] from portal.party p where p.case_id = %s and p.{seat}",
            message, self.id, to, self.id,
        )  # fmt: skip
        return said, message

    def _release(self, message: UUID | None) -> str | None:
        revision = self.connection.execute("select revision from portal.message where id = %s", [message]).fetchone()
        assert revision
        said, _ = self.ask(
            "lin", "select private.decide(%s, 'release', 'Words.', 0, 'nothing', null, null, %s)", message, revision[0]
        )
        return said


@pytest.fixture
def journey(world: World) -> Iterator[type[Journey]]:
    """The machine with its world: a connection that may choose the hour, and two other cases to be named."""
    # Whoever sits in the machine's case sits in the first of them too: of one that they do not know test_guards tells.
    here, elsewhere = world.case_in("notified"), world.case_in("received", workplace="tianhe", brands=())
    Journey.world = world
    Journey.others = {"same": here.reference, "elsewhere": elsewhere.reference, "nobody": None}
    with psycopg.connect(world.database.conninfo("postgres"), autocommit=True) as connection:
        Journey.connection = connection
        yield Journey


def test_ten_thousand_steps_of_random_people_without_a_difference(
    journey: type[Journey], capsys: pytest.CaptureFixture[str]
) -> None:
    run_state_machine_as_test(
        journey,
        settings=settings(
            max_examples=CASES, stateful_step_count=STEPS_OF_ONE, deadline=None, derandomize=True, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
    with capsys.disabled():
        print(f"\n{Journey.steps} steps, {len(Journey.moves)} moves of the table made, {len(Journey.refusals)} kinds of refusal")
    assert Journey.steps >= 10_000
    moves = {(one, to) for one, ways in FORWARD.items() for to in ways}
    assert moves <= Journey.moves, "each move of DOMAIN 3 was made"


def test_the_control_a_model_with_another_rule_differs(journey: type[Journey], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Model, "_guard", lambda self, who, to_state: None)
    with pytest.raises(AssertionError, match="the database says guard_"):
        run_state_machine_as_test(
            # Found is enough: nobody reads the smallest way to a difference that was planted.
            journey, settings=settings(max_examples=60, stateful_step_count=50, deadline=None, derandomize=True, database=None,
                                       suppress_health_check=list(HealthCheck), phases=(Phase.generate,)),
        )  # fmt: skip
