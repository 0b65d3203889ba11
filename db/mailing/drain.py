"""Send what is due: each mail in a transaction of its own, its row locked until the mail server has answered.

That is at least once: between the server's yes and our commit the power may fail, and then the mail goes a second time. A mail
that says nothing but "something waits" may come twice; one that is lost could cost somebody a deadline.
"""

from __future__ import annotations

import logging
import ssl
from dataclasses import dataclass
from uuid import UUID

import psycopg
from psycopg.rows import TupleRow

from db.mailing.letter import letter
from db.mailing.news import news_letter
from db.mailing.post import MailRefused, Postbox, ServerTrouble
from db.settings import MailSettings

log = logging.getLogger(__name__)

MOST = 500  # a round: the next minute brings the next one


@dataclass
class Drained:
    """What one round did. `trouble` is what the mail server itself did wrong, as a code."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    trouble: str = ""


def drain(
    connection: psycopg.Connection[TupleRow],
    settings: MailSettings,
    *,
    most: int = MOST,
    context: ssl.SSLContext | None = None,
) -> Drained:
    """Send at most that many due mails over one connection to the mail server. `connection` is the owner's, in no transaction."""
    done = Drained()
    with Postbox(settings, context) as postbox:
        for _ in range(most):
            try:
                with connection.transaction():
                    if not _one(connection, settings, postbox, done):
                        break
            except ServerTrouble as trouble:
                done.trouble = trouble.code
                # The kind alone: an answer of the server may quote the address.
                log.warning("Mails wait: %s", trouble.code)
                break
    return done


def _one(connection: psycopg.Connection[TupleRow], settings: MailSettings, postbox: Postbox, done: Drained) -> bool:
    row = connection.execute("select private.take_mail()").fetchone()
    if row is None or row[0] is None:
        return False
    mail = UUID(row[0]["id"])
    try:
        try:
            news = row[0]["kind"] != "waiting"
            written = news_letter(settings, row[0]) if news else letter(settings, mail, row[0]["email"], row[0]["language"])
        except ValueError:
            raise MailRefused("address", final=True) from None
        postbox.put(written)
    except MailRefused as refused:
        over = connection.execute("select private.mail_failed(%s, %s, %s)", [mail, refused.code, refused.final]).fetchone()
        if over == (True,):
            done.given_up += 1
        else:
            done.put_off += 1
    else:
        connection.execute("select private.mail_sent(%s)", [mail])
        done.sent += 1
    return True
