"""Findings, evidence, the plan, the ledger, the hearing."""

from __future__ import annotations

from components.case.findings import Find, Show, Take
from components.case.hearing import Evaluate, Try
from components.case.legal import Minimum
from components.case.plan_deeds import Accept, Claim, DropAction, SetAction, Verify
from components.case.remedy import Confirm, Open, Record
from db import remedy
from db.gateway import Gateway
from db.models import CasePage
from pages.cases.deeds.call import Call, Ways


def _version(page: CasePage) -> int:
    return page.plan.version if page.plan else 0


def find(deed: Find, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    before = next((one for one in page.findings if one.code == deed.code), None)
    judged = remedy.Judged(deed.code, deed.outcome, deed.reason, before)
    return Call(f"find:{ref}:{hash(deed)}", lambda i: remedy.make_finding(gateway, i, ref, judged))


def take(deed: Take, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    piece = remedy.Piece(deed.kind, deed.words, deed.finding, attachment=deed.attachment)
    return Call(f"take:{ref}:{hash(deed)}", lambda i: remedy.add_evidence(gateway, i, ref, piece))


def show(deed: Show, _page: CasePage, gateway: Gateway) -> Call:
    return Call(f"show:{hash(deed)}", lambda i: remedy.show_evidence(gateway, i, deed.evidence, deed.readers))


def set_action(deed: SetAction, page: CasePage, gateway: Gateway) -> Call:
    ref, version = page.case.reference, _version(page)
    wanted = remedy.Wanted(deed.deed, deed.owner, deed.due_on, deed.evidence_wanted)
    return Call(f"plan:{ref}:{version}:{hash(deed)}", lambda i: remedy.set_action(gateway, i, ref, version, wanted, deed.action))


def drop_action(deed: DropAction, page: CasePage, gateway: Gateway) -> Call:
    version = _version(page)
    return Call(f"drop:{deed.action}:{version}", lambda i: remedy.drop_action(gateway, i, deed.action, version))


def accept(deed: Accept, page: CasePage, gateway: Gateway) -> Call:
    ref, version = page.case.reference, _version(page)
    return Call(
        f"accept:{ref}:{version}:{deed.party}", lambda i: remedy.accept_plan(gateway, i, version, ref, deed.party, deed.how)
    )  # fmt: skip


def claim(deed: Claim, _page: CasePage, gateway: Gateway) -> Call:
    return Call(
        f"claim:{deed.action}:{hash(deed.words)}:{len(deed.files)}",
        lambda i: remedy.claim_done(gateway, i, deed.action, deed.words or None, deed.keep(i), deed.how),
    )


def verify(deed: Verify, _page: CasePage, gateway: Gateway) -> Call:
    verified = remedy.Verified(deed.holds, deed.verifier, deed.verifier_name, deed.words, deed.was)
    return Call(f"verify:{hash(deed)}", lambda i: remedy.verify_action(gateway, i, deed.action, verified))


def open_entry(deed: Open, page: CasePage, gateway: Gateway) -> Call:
    ref, entry = page.case.reference, remedy.Entry(deed.what, deed.label, deed.currency)
    return Call(
        f"entry:{ref}:{hash(deed)}", lambda i: remedy.open_entry(gateway, i, ref, deed.stage, entry, deed.amount)
    )  # fmt: skip


def record(deed: Record, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"record:{hash(deed)}", lambda i: remedy.record_remedy(gateway, i, ref, deed.stage, deed.entry, deed.amount))


def confirm(deed: Confirm, _page: CasePage, gateway: Gateway) -> Call:
    return Call(
        f"confirm:{hash(deed)}",
        lambda i: remedy.confirm_remedy(gateway, i, deed.entry, deed.amount, confirmed=deed.confirmed, how=deed.how),
    )


def attempt(deed: Try, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(
        f"try:{ref}:{hash(deed)}",
        lambda i: remedy.record_attempt(gateway, i, ref, deed.channel, deed.outcome, on_plan=deed.on_plan),
    )


def evaluate(deed: Evaluate, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(
        f"evaluate:{ref}:{hash(deed)}", lambda i: remedy.evaluate(gateway, i, deed.said, ref, deed.how, deed.words)
    )  # fmt: skip


def set_minimum(deed: Minimum, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(
        f"minimum:{hash(deed)}", lambda i: remedy.set_legal_minimum(gateway, i, ref, deed.entry, deed.amount, deed.source)
    )  # fmt: skip


WAYS: Ways = {
    Find: find, Take: take, Show: show, SetAction: set_action, DropAction: drop_action, Accept: accept, Claim: claim,
    Verify: verify, Open: open_entry, Record: record, Confirm: confirm, Try: attempt, Evaluate: evaluate,
    Minimum: set_minimum,
}  # fmt: skip
