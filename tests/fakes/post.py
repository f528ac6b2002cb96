"""A mail server for e-mails to customers that keeps what it took, or fails as a test says."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.adapter import CustomerMail, SendFailed


@dataclass
class FakePost:
    """`sent` is what it took, in order; with a `fault` it takes nothing. `dies` is raised after it took something."""

    name: str = "e-mail"
    sent: list[CustomerMail] = field(default_factory=list)
    tried: int = 0
    fault: SendFailed | None = None
    dies: BaseException | None = None

    async def post(self, mail: CustomerMail) -> None:
        """Take it, or fail."""
        self.tried += 1
        if self.fault:
            raise self.fault
        self.sent.append(mail)
        if self.dies:
            raise self.dies
