"""What the Slack adapter needs from the environment. Nothing set means Slack is off; half set means refuse."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.configuration import HalfConfigured
from adapters.web_addresses import token_address

NOTHING = SecretStr("")


class SlackSettings(BaseSettings):
    """Variables named SLACK_*.

    With an app token the bot connects outwards (Socket Mode) and needs no signing secret; without one it
    waits for signed requests. `signing_secret` may hold two secrets with a comma while one replaces the
    other. `teams` lists the team ids that may use the bot, with commas; empty means the bot token's own.
    An e-mail address joins an account to a listed person only in the first workspace: the bot token's own, or,
    where that is not in `teams`, the first one there. `joined_teams` lists the ids of further workspaces or
    organisations whose administrators are trusted to say who somebody is; the people of all others are guests.
    """

    model_config = SettingsConfigDict(env_prefix="SLACK_", extra="ignore", populate_by_name=True)

    bot_token: SecretStr = NOTHING
    signing_secret: SecretStr = NOTHING
    app_token: SecretStr = NOTHING
    api_url: str = "https://slack.com/api/"
    teams: str = ""
    joined_teams: str = ""
    ca_bundle: Path | None = Field(default=None, validation_alias="COUNTERPOISE_CA_BUNDLE")

    @field_validator("api_url")
    @classmethod
    def _sealed_address(cls, value: str) -> str:
        return token_address(value)

    @property
    def configured(self) -> bool:
        """Whether Slack is on; raises HalfConfigured naming what is missing."""
        bot, signing, app = (
            bool(secret.get_secret_value())
            for secret in (self.bot_token, self.signing_secret, self.app_token)
        )
        if not (bot or signing or app):
            return False
        missing = [] if bot else ["SLACK_BOT_TOKEN"]
        if not (signing or app):
            missing.append("SLACK_SIGNING_SECRET (or SLACK_APP_TOKEN)")
        if missing:
            raise HalfConfigured("Slack", tuple(missing))
        return True

    @property
    def socket_mode(self) -> bool:
        """Whether events come over a connection we open instead of over HTTP."""
        return bool(self.app_token.get_secret_value())

    @property
    def signing_secrets(self) -> tuple[bytes, ...]:
        """Every secret a request may be signed with now."""
        listed = self.signing_secret.get_secret_value().split(",")
        return tuple(secret.strip().encode() for secret in listed if secret.strip())

    @property
    def allowed_teams(self) -> frozenset[str]:
        """The team ids named in the environment; empty when the bot's own team decides."""
        return frozenset(self.listed_teams)

    @property
    def listed_teams(self) -> tuple[str, ...]:
        """The team ids that may use the bot, in the order they are named."""
        return _ids(self.teams)

    @property
    def trusted_teams(self) -> frozenset[str]:
        """The ids of further workspaces whose people join by e-mail."""
        return frozenset(_ids(self.joined_teams))


def _ids(listed: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in listed.split(",") if one.strip())
