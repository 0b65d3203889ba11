"""A case about retaliation, and what was said on the days when she was asked."""

from __future__ import annotations

from components.case.linked import OpenRetaliation, RecordCheckIn, Waive
from db import retaliation
from db.gateway import Gateway
from db.models import CasePage
from pages.cases.deeds.call import Call, Ways


def opened(deed: OpenRetaliation, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(
        f"retaliation:{ref}:{hash(deed)}",
        lambda request: retaliation.open_retaliation(gateway, request, ref, deed.statement, violent=deed.violent),
    )


def check_in(deed: RecordCheckIn, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(
        f"check-in:{deed.check_in}:{deed.how}:{deed.answer}",
        lambda request: retaliation.record_check_in(gateway, request, ref, deed.check_in, deed.how, deed.answer),
    )


def waive(deed: Waive, page: CasePage, gateway: Gateway) -> Call:
    ref = page.case.reference
    return Call(f"waive:{ref}:{deed.reason}", lambda request: retaliation.waive_check_ins(gateway, request, ref, deed.reason))


WAYS: Ways = {OpenRetaliation: opened, RecordCheckIn: check_in, Waive: waive}
