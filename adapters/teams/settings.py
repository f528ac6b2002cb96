"""What Teams needs from the environment: variables named TEAMS_*."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from adapters.configuration import HalfConfigured
from adapters.web_addresses import token_address

NEEDED = ("TEAMS_APP_ID", "TEAMS_TENANT_ID", "TEAMS_APP_SECRET")

SERVICE_HOSTS = (
    "smba.trafficmanager.net",
    "smba.infra.gcc.teams.microsoft.com",
    "smba.infra.gov.teams.microsoft.us",
)
"""Hosts of the Bot Connector: commercial, GCC, GCC High (send-proactive-messages)."""


class TeamsSettings(BaseSettings):
    """Nothing set means Teams is off; an empty app id never means that requests go unchecked.

    `login_url` is the Entra authority without the tenant. `openid_url` and `issuer` say whose tokens are
    believed. `service_hosts` and `tenants` are comma lists; `tenants` are the Entra tenants whose people
    may use the bot, by default the bot's own.

    An e-mail address joins an account to a listed person only in the first tenant: the bot's own, or, where that
    is not among `tenants`, the first one there. `joined_tenants` lists further tenants whose administrators are
    trusted to say who somebody is; the people of all others are guests.
    """

    model_config = SettingsConfigDict(env_prefix="TEAMS_", extra="ignore", populate_by_name=True)

    app_id: str = ""
    tenant_id: str = ""
    app_secret: SecretStr = SecretStr("")
    login_url: str = "https://login.microsoftonline.com"
    scope: str = "https://api.botframework.com/.default"
    openid_url: str = "https://login.botframework.com/v1/.well-known/openidconfiguration"
    issuer: str = "https://api.botframework.com"
    service_hosts: Annotated[tuple[str, ...], NoDecode] = SERVICE_HOSTS
    tenants: Annotated[tuple[str, ...], NoDecode] = ()
    joined_tenants: Annotated[tuple[str, ...], NoDecode] = ()
    ca_bundle: Path | None = Field(default=None, validation_alias="COUNTERPOISE_CA_BUNDLE")

    @field_validator("app_id", "tenant_id", mode="after")
    @classmethod
    def _stripped(cls, value: str) -> str:
        return value.strip()

    @field_validator("login_url", "openid_url", mode="after")
    @classmethod
    def _sealed_address(cls, value: str) -> str:
        return token_address(value)

    @field_validator("service_hosts", "tenants", "joined_tenants", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        return tuple(part.strip().casefold() for part in value.split(",") if part.strip())

    @property
    def configured(self) -> bool:
        """Whether Teams is on; raises HalfConfigured when only a part of what it needs is set."""
        present = (self.app_id, self.tenant_id, self.app_secret.get_secret_value().strip())
        missing = tuple(name for name, value in zip(NEEDED, present, strict=True) if not value)
        if missing and len(missing) < len(NEEDED):
            raise HalfConfigured("Microsoft Teams", missing)
        return not missing

    @property
    def allowed_tenants(self) -> frozenset[str]:
        """Lower-cased Entra tenant ids whose people may use the bot."""
        return frozenset((*(self.tenants or (self.tenant_id.casefold(),)), *self.joined_tenants))

    @property
    def trusted_tenants(self) -> frozenset[str]:
        """Lower-cased Entra tenant ids whose people an e-mail address joins to whom the organisation lists."""
        own = self.tenant_id.casefold()
        first = self.tenants[0] if self.tenants and own not in self.tenants else own
        return frozenset((first, *self.joined_tenants))

    @property
    def token_url(self) -> str:
        """Where the bot gets its own token (client credentials)."""
        return f"{self.login_url.rstrip('/')}/{self.tenant_id}/oauth2/v2.0/token"
