"""Mails that say that something waits, and nothing else: written, handed to a mail server, tried again.

The texts come from the same catalogue as the screens (`components/words/<language>/mail.ftl`), read here as files, for
db/ imports nothing of ours.
"""

from db.mailing.drain import Drained, drain
from db.mailing.letter import letter
from db.mailing.post import MailRefused, Postbox, ServerTrouble

__all__ = ["Drained", "MailRefused", "Postbox", "ServerTrouble", "drain", "letter"]
