"""E-mail, beside chat and to customers: one message a connection, sealed, to one person, plain text."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

import aiosmtplib

from adapters.mail.failures import NO_ANSWER, NO_TLS, refused
from adapters.mail.settings import MailSecurity, MailSettings
from bot.adapter import CustomerMail, Failure, Memo, SendFailed
from bot.people import Person

SECONDS = 6.0
"""For a whole message, however many answers of the server that takes."""

QUIT_SECONDS = 0.5
"""For taking leave; together with `SECONDS` within `foundation.outbox.jobs.SEND_SECONDS`."""

NAME = "e-mail"


class MailChannel:
    """Implements `bot.adapter.SideChannel` and `bot.adapter.CustomerPost`."""

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._trouble = ""

    @property
    def name(self) -> str:
        """The name that stands in a delivery."""
        return NAME

    async def tell(self, to: Person, memo: Memo) -> None:
        """Send one e-mail to somebody who works here; raises SendFailed."""
        try:
            await self._send(to.email, self._written(to, memo))
        except SendFailed as failed:
            if failed.failure is not Failure.NEXT_CONTACT:
                self._note(failed)
            raise

    async def post(self, mail: CustomerMail) -> None:
        """Send one e-mail to a customer; raises SendFailed."""
        try:
            await self._send(mail.to, self._to_customer(mail))
        except SendFailed as failed:
            # "Later" can be said of one customer's full mailbox as well; of a server that is down it is not.
            if failed.failure is Failure.OPERATOR or failed.code == NO_ANSWER:
                self._note(failed)
            raise

    async def _send(self, recipient: str, message: EmailMessage) -> None:
        async with self._connected() as server:
            await server.send_message(message, sender=self._settings.sender, recipients=[recipient])
            # The server has it: whatever happens from here on, it must not be sent again.
            self._trouble = ""

    def _note(self, failed: SendFailed) -> None:
        self._trouble = f"E-mail cannot be sent ({failed.code})."

    async def check(self) -> None:
        """Connect, seal and log in as for a message, and send none; raises SendFailed."""
        async with self._connected() as server:
            await server.noop()

    async def close(self) -> None:
        """Every message has a connection of its own: none is left."""

    def trouble(self) -> str:
        """What was wrong with the last e-mail, for health; empty once one went out."""
        return self._trouble

    @contextlib.asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        settings = self._settings
        server = aiosmtplib.SMTP(
            hostname=settings.host,
            port=settings.at,
            local_hostname=settings.sender.rpartition("@")[
                2
            ],  # The name of this computer is nobody's business.
            timeout=SECONDS,
            use_tls=settings.security is MailSecurity.TLS,
            start_tls=False,
            tls_context=settings.trust(),
        )
        try:
            async with asyncio.timeout(SECONDS):
                await server.connect()
                if settings.security is MailSecurity.STARTTLS:
                    await _seal(server)
                if settings.user:
                    await server.login(settings.user, settings.secret)
                yield server
            await _leave(server)
        except SendFailed:
            raise
        except Exception as error:  # noqa: BLE001 - whatever goes wrong there becomes one of three conclusions
            raise refused(error) from None
        finally:
            server.close()

    def _written(self, to: Person, memo: Memo) -> EmailMessage:
        """The message; its headers say as little as its words."""
        mail = self._headed(memo.id, to.email, memo.subject, memo.at)
        mail["Auto-Submitted"] = "auto-generated"
        mail["X-Auto-Response-Suppress"] = "All"
        mail.set_content(memo.text, cte="quoted-printable")
        for file in memo.files:
            kind, _, subtype = file.media.partition("/")
            mail.add_attachment(file.content, maintype=kind, subtype=subtype, filename=file.name)
        return mail

    def _to_customer(self, letter: CustomerMail) -> EmailMessage:
        """The message as it was confirmed; a person wrote it, so nothing in it says otherwise (RFC 3834)."""
        mail = self._headed(letter.id, letter.to, letter.subject, letter.at)
        if letter.reply_to:
            mail["Reply-To"] = letter.reply_to
        mail.set_content(letter.text, cte="quoted-printable")
        return mail

    def _headed(self, name: str, to: str, subject: str, at: datetime) -> EmailMessage:
        """An empty message; its id is the same at every attempt, by which a mail server tells a repetition."""
        sender = self._settings.sender
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = sender, to, " ".join(subject.split())
        mail["Date"] = format_datetime(at)
        mail["Message-ID"] = f"<{name}@{sender.rpartition('@')[2]}>"
        return mail


async def _leave(server: aiosmtplib.SMTP) -> None:
    """Take leave as one should; a server that does not answer to it is left."""
    with contextlib.suppress(Exception):
        async with asyncio.timeout(QUIT_SECONDS):
            await server.quit()


async def _seal(server: aiosmtplib.SMTP) -> None:
    """Nothing is said in the clear, not even where the server offers nothing else."""
    await server.ehlo()
    if not server.supports_extension("starttls"):
        raise SendFailed(Failure.OPERATOR, NO_TLS)
    await server.starttls()
