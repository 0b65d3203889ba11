"""The bell over a list of cases: how many notices are new, and the way to them."""

from __future__ import annotations

from components.i18n import say_number, t
from components.links import NOTICES, link

MOST = 100  # the database stops counting there


def show(unread: int) -> None:
    """One line; nothing while there is nothing new."""
    if unread:
        count = say_number(min(unread, MOST)) + ("+" if unread >= MOST else "")
        link(NOTICES, t("notice-bell", count=count), address="/notices", icon=":material/notifications:")
