"""DOMAIN 3 in Python, written without a look at the SQL: which move of whom is refused, and by which guard."""

from __future__ import annotations

from dataclasses import dataclass, field

DESK = ("lin", "luo", "ada")
ROLES = {"lin": "coordinator", "luo": "coordinator", "ada": "supervisor", "mei": "custodian", "chen": "factory", "weber": "brand",
         "worker": "worker"}  # fmt: skip
ENDED = ("closed", "answered", "inadmissible", "referred")
FORWARD = {
    "received": ("triage",), "triage": ("admitted", "answered", "inadmissible", "referred"),
    "admitted": ("notified", "investigating"), "notified": ("responded", "investigating"),
    "responded": ("investigating", "remedy_agreed"), "investigating": ("found",), "found": ("remedy_agreed",),
    "remedy_agreed": ("remediating",), "remediating": ("verifying",), "verifying": ("evaluating", "remediating"),
    "evaluating": ("remediating",), "closed": ("triage", "investigating"), "answered": ("triage",), "inadmissible": ("triage",),
    "referred": ("triage",),
}  # fmt: skip
STATES = tuple(FORWARD)
ANY_END = ("withdrawn", "duplicate", "merged")
OUTCOMES = {"found": ("not_grounded", "not_verifiable"), "evaluating": ("remedied", "partly", "not_remedied")}
REOPEN = ("not_solved", "new_facts", "mistake", "retaliation", "non_payment")
FACTORY_MOVES = (("notified", "responded"), ("remediating", "verifying"))
HANDSHAKES_OWN = ("received", "triage", "admitted")


@dataclass
class Model:
    """What is true of one case, and what may happen to it."""

    state: str = "received"
    checklist: dict[str, object] | None = None
    told: bool = False  # Handshake answered the worker in writing
    factory: bool = False  # admitted
    consent: bool = True
    statement: bool = False  # the factory may read it now
    disclosed: bool = False  # it has read it at some time
    answered: bool = False
    shown: bool = False
    commented: bool = False
    answer_late: bool = False
    comment_late: bool = False
    ended_late: bool = False
    unscreened: bool = False  # it ended before its screening was decided
    conflicts: dict[str, bool] = field(default_factory=dict)
    evidence: bool = False
    finding: str | None = None
    plan: bool = False
    done: bool = False
    verified: bool = False
    heard: bool = False

    def refusal(self, who: str, to_state: str, reason: str | None, *, other: bool) -> str | None:
        """The key with which a move is refused, None when it is made."""
        role = ROLES[who]
        if role in ("custodian", "brand") or (role == "factory" and not self.factory):
            return "not_allowed"
        if not self._legal(role, to_state):
            return "transition_illegal"
        if self.state in ENDED:
            return self._reopen(reason)
        if to_state == "closed":
            return self._close(role, reason, other=other)
        return self._guard(who, to_state)

    def move(self, to_state: str) -> None:
        """What else changes with a move."""
        if to_state == "evaluating":
            self.heard = False
        if to_state in ENDED:
            self.ended_late = False
            self.unscreened = self.state in ("received", "triage")
        if to_state == "notified":
            self.answer_late = False
        if to_state == "responded":
            self.comment_late = False
        self.state = to_state

    def _legal(self, role: str, to_state: str) -> bool:
        if self.state in ENDED:
            again = FORWARD[self.state][0 if self.unscreened else -1]
            return role in ("worker", "coordinator", "supervisor") and to_state == again
        if to_state == "closed":
            return role != "factory"
        if role == "worker" or (role == "factory" and (self.state, to_state) not in FACTORY_MOVES):
            return False
        return to_state in FORWARD[self.state]

    def _reopen(self, reason: str | None) -> str | None:
        if reason not in REOPEN:
            return "guard_reason_missing"
        return "guard_window_closed" if self.ended_late and reason not in ("retaliation", "non_payment") else None

    def _close(self, role: str, reason: str | None, *, other: bool) -> str | None:
        if reason == "withdrawn":
            return None
        if role == "worker":
            return "guard_reason_missing"
        if reason in ("duplicate", "merged"):
            return None if other else "guard_other_missing"
        if reason not in OUTCOMES.get(self.state, ()):
            return "guard_reason_missing"
        if self.state == "found":
            return None if self.finding in ("not_grounded", "not_verifiable") else "guard_grounded"
        return None if self.heard else "guard_worker_not_heard"

    def _guard(self, who: str, to_state: str) -> str | None:
        return {
            "received": lambda: None,
            "triage": lambda: self._screening(to_state),
            "admitted": lambda: self._notice() if to_state == "notified" else None,
            "notified": lambda: self._answer(to_state),
            "responded": self._reply,
            "investigating": lambda: self._finding(who),
            "found": lambda: None,
            "remedy_agreed": lambda: None if self.plan else "guard_action_missing",
            "remediating": lambda: None if self.done else "guard_evidence_wanted",
            "verifying": lambda: None if to_state == "remediating" or self.verified else "guard_not_verified",
            "evaluating": lambda: None,
        }[self.state]()

    def _screening(self, to_state: str) -> str | None:
        said = self.checklist
        if said is None:
            return "guard_checklist_missing"
        if to_state == "admitted":
            good = said["covered"] and said["specific"] and said["internal_channel"] != "not_tried"
            return None if good else "guard_checklist_unmet"
        if to_state == "answered":
            return None if self.told or said["told_by_phone"] else "guard_answer_missing"
        if not said["refusal"]:
            return "guard_reason_missing"
        complete = said["elsewhere"] and (to_state == "inadmissible" or said["authority"])
        return None if complete else "guard_elsewhere_missing"

    def _notice(self) -> str | None:
        if not (self.factory and self.consent):
            return "guard_consent_missing"
        return None if self.statement else "guard_statement_missing"

    def _answer(self, to_state: str) -> str | None:
        if to_state == "responded":
            return None if self.answered else "guard_answer_missing"
        return None if self.answer_late else "guard_answer_still_due"

    def _reply(self) -> str | None:
        if not self.shown:
            return "guard_answer_not_shown"
        return None if self.commented or self.comment_late else "guard_comment_due"

    def _finding(self, who: str) -> str | None:
        if who not in self.conflicts:
            return "guard_conflict_undeclared"
        if self.conflicts[who]:
            return "guard_conflict"
        if self.finding is None:
            return "guard_finding_missing"
        return None if self.evidence or self.finding == "not_verifiable" else "guard_evidence_missing"
