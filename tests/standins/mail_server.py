"""A mail server on this machine: real SMTP with STARTTLS and login, which keeps what it took as it came.

It can be told to refuse a recipient, to break down, or to know no TLS.
"""

from __future__ import annotations

import asyncio
import ipaddress
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.mail.settings import MailSettings

USER, PASSWORD = "counterpoise", "ab-c1-secret"
SENDER = "counterpoise@portmaribel.example"


@dataclass
class MailServer:
    """Use as `async with MailServer(folder) as server`; `taken` are recipient and raw message, in order."""

    folder: Path
    tls: bool = True
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    attempts: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """What RCPT TO is answered with, by recipient, or by "*" for everybody."""

    deaf_to_quit: bool = False
    """Whether it takes a message and then answers no more."""
    pause: float = 0.0
    """Seconds before it answers RCPT TO and DATA, each."""

    async def __aenter__(self) -> Self:
        self.certificate = _certificate(self.folder)
        await self.begin()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.break_down()

    async def begin(self, port: int = 0) -> None:
        """Come up, again on the same port after a breakdown."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate)
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: self._protocol(context), "127.0.0.1", port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def break_down(self) -> None:
        """Nobody answers any more."""
        self._server.close()
        await self._server.wait_closed()

    def settings(self, **changes: Any) -> MailSettings:
        """The settings that reach it."""
        usual = {
            "host": "127.0.0.1",
            "port": self.port,
            "user": USER,
            "password": PASSWORD,
            "sender": SENDER,
            "ca_bundle": self.certificate,
        }
        return MailSettings.model_validate({**usual, **changes})

    def to(self, recipient: str) -> list[str]:
        """The raw messages somebody got."""
        return [raw.decode() for one, raw in self.taken if one == recipient]

    async def handle_RCPT(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take a recipient, or answer as told."""
        self.attempts.append(address)
        await asyncio.sleep(self.pause)
        if answer := self.answers.get(address) or self.answers.get("*"):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        """Take a message."""
        content = envelope.content
        assert isinstance(content, bytes)
        await asyncio.sleep(self.pause)
        self.taken += [(one, content) for one in envelope.rcpt_tos]
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - likewise
        """Take leave, or let whoever waits for it wait."""
        if self.deaf_to_quit:
            await asyncio.sleep(60)
        return "221 Bye"

    def _protocol(self, context: ssl.SSLContext) -> SMTP:
        return SMTP(
            self,
            tls_context=context if self.tls else None,
            require_starttls=self.tls,
            authenticator=_login,
            auth_required=self.tls,
            hostname="mail.portmaribel.example",
        )


def _login(_: SMTP, __: Session, ___: Envelope, ____: str, data: Any) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (
        USER.encode(),
        PASSWORD.encode(),
    )
    return AuthResult(success=right, handled=False)


def _certificate(folder: Path) -> Path:
    """A certificate of its own for this computer, with its key in the same file."""
    file = folder / "mail.pem"
    if file.exists():
        return file
    key, name = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")]),
    )
    now = datetime.now(UTC)
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file
