"""What somebody chose on the case page becomes its one call.

A component hands back a deed, a frozen dataclass that says what was chosen. Here each kind of deed finds its function
of the database, a module a subject; the page sends the call once and draws its answer.
"""

from __future__ import annotations

from db.gateway import Gateway
from db.models import CasePage
from pages.cases.deeds import clocks, group, identity, procedure, protocol, remedy, retaliation, steering
from pages.cases.deeds.call import Call, Ways

WAYS: Ways = {
    way: call
    for subject in (steering, procedure, remedy, clocks, identity, protocol, retaliation, group)
    for way, call in subject.WAYS.items()
}


def call_for(deed: object, page: CasePage, gateway: Gateway) -> Call:
    """The call for a deed that was chosen on that page."""
    return WAYS[type(deed)](deed, page, gateway)
