"""A mail server, reached once for many mails. What it says is turned into two meanings: this mail, or this server."""

from __future__ import annotations

import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from types import TracebackType
from typing import Self

from db.settings import MailSettings

PATIENCE_SECONDS = 20.0
_CLOSING = 421  # the server says good-bye: it means itself, not the mail


class MailRefused(Exception):
    """The server did not take this mail. `final`: it never will."""

    def __init__(self, code: str, *, final: bool) -> None:
        super().__init__(code)
        self.code = code
        self.final = final


class ServerTrouble(Exception):
    """The server cannot be reached or does not let us in: no mail is to blame, and none counts a try."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Postbox:
    """Connects with the first mail and hangs up at the end. `context` is for tests with a certificate of their own."""

    def __init__(self, settings: MailSettings, context: ssl.SSLContext | None = None) -> None:
        self._settings = settings
        self._context = context
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None) -> None:
        self._hang_up()

    def put(self, mail: EmailMessage) -> None:
        """Hand one mail over; when this returns, the server has it. Raises MailRefused or ServerTrouble."""
        if self._server is None:
            self._server = self._connect()
        try:
            self._server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as refused:
            raise self._meaning(next(iter(refused.recipients.values()))[0]) from None
        except smtplib.SMTPSenderRefused as refused:
            self._hang_up()
            raise ServerTrouble(f"sender_{refused.smtp_code}") from None
        except smtplib.SMTPResponseException as refused:
            raise self._meaning(refused.smtp_code) from None
        except smtplib.SMTPNotSupportedError:
            raise MailRefused("address", final=True) from None
        except (smtplib.SMTPException, OSError):
            # It may have arrived: the next try carries the same Message-ID.
            self._hang_up()
            raise MailRefused("broken_off", final=False) from None

    def _meaning(self, code: int) -> MailRefused | ServerTrouble:
        if code == _CLOSING:
            self._hang_up()
            return ServerTrouble("smtp_421")
        return MailRefused(f"smtp_{code}", final=code >= 500)

    def _connect(self) -> smtplib.SMTP:
        ours = self._settings
        server: smtplib.SMTP | None = None
        try:
            context = self._context or ssl.create_default_context()
            if ours.tls == "implicit":
                server = smtplib.SMTP_SSL(ours.host, ours.port, timeout=PATIENCE_SECONDS, context=context)
            else:
                server = smtplib.SMTP(ours.host, ours.port, timeout=PATIENCE_SECONDS)
            if ours.tls == "starttls":
                server.starttls(context=context)
            if ours.user is not None:
                server.login(ours.user, ours.password or "")
            return server
        except smtplib.SMTPAuthenticationError:
            trouble = "auth"
        except (ssl.SSLError, smtplib.SMTPNotSupportedError):
            trouble = "tls"
        except smtplib.SMTPResponseException as refused:
            trouble = f"smtp_{refused.smtp_code}"
        except (smtplib.SMTPException, OSError):
            trouble = "connect"
        if server is not None:
            server.close()
        raise ServerTrouble(trouble)

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                server.quit()
