"""Mails: those that say that something waits and nothing else, and the newsletter. Written, handed to a mail server, tried again.

The texts come from the same catalogue as the screens (`components/words/<language>/mail.ftl`), read here as files, for
db/ imports nothing of ours.
"""

from db.mailing.drain import Drained, drain
from db.mailing.letter import letter
from db.mailing.news import Written, issue
from db.mailing.post import MailRefused, Postbox, ServerTrouble

__all__ = ["Drained", "MailRefused", "Postbox", "ServerTrouble", "Written", "drain", "issue", "letter"]
