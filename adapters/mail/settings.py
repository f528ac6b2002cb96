"""What e-mail needs from the environment. No server set means that there is no second way; half set means refuse."""

from __future__ import annotations

import ssl
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path

from pydantic import Field, FilePath, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.configuration import CannotStart, HalfConfigured, read_environment, secret_in
from foundation.addresses import is_address


class MailSecurity(StrEnum):
    """How the connection is sealed: upgraded before anything is said (the usual), from the beginning, or not at all."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


class MailSettings(BaseSettings):
    """Variables named COUNTERPOISE_SMTP_*.

    `sender` (COUNTERPOISE_SMTP_FROM) is the address e-mail comes from. The password is given itself or as a file.
    Without a sealed connection nothing is sent to another computer unless `security` says `none`, and never a password.
    """

    model_config = SettingsConfigDict(env_prefix="COUNTERPOISE_SMTP_", extra="ignore", populate_by_name=True)

    host: str = ""
    port: int = Field(default=0, ge=0, le=65535)
    user: str = ""
    password: SecretStr = SecretStr("")
    password_file: FilePath | None = None
    sender: str = Field(default="", validation_alias="COUNTERPOISE_SMTP_FROM")
    security: MailSecurity = MailSecurity.STARTTLS
    ca_bundle: Path | None = Field(default=None, validation_alias="COUNTERPOISE_CA_BUNDLE")

    @field_validator("sender")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if value and not is_address(value):
            raise ValueError("an e-mail address")
        return value

    @property
    def configured(self) -> bool:
        """Whether e-mail is on; raises HalfConfigured naming what is missing."""
        given = bool(self.secret)
        if not (self.host or self.sender or self.user or given):
            return False
        wanted: dict[str, object] = {"HOST": self.host, "FROM": self.sender}
        if self.user or given:
            wanted |= {"USER": self.user, "PASSWORD (or COUNTERPOISE_SMTP_PASSWORD_FILE)": given}
        missing = tuple(f"COUNTERPOISE_SMTP_{name}" for name, value in wanted.items() if not value)
        if missing:
            raise HalfConfigured("E-mail", missing)
        if given and self.security is MailSecurity.NONE:
            raise CannotStart(
                "E-mail would send its password in the clear: leave COUNTERPOISE_SMTP_SECURITY at starttls."
            )
        return True

    @property
    def secret(self) -> str:
        """The password, empty where none is needed; raises CannotStart."""
        return secret_in(self.password, self.password_file)

    @property
    def at(self) -> int:
        """The port in force: the usual one of how the connection is sealed where none is set."""
        usual = {MailSecurity.TLS: 465, MailSecurity.STARTTLS: 587, MailSecurity.NONE: 25}
        return self.port or usual[self.security]

    @property
    def is_near(self) -> bool:
        """Whether the server is this computer itself."""
        if self.host == "localhost":
            return True
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return False

    def trust(self) -> ssl.SSLContext:
        """Whose certificates are trusted: those of the system, and of the bundle where one is set."""
        context = ssl.create_default_context()
        if self.ca_bundle:
            context.load_verify_locations(self.ca_bundle)
        return context


def read_mail_settings() -> MailSettings:
    """The settings in force; raises CannotStart naming what cannot be read."""
    return read_environment(MailSettings)
