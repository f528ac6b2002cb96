"""What the program as a whole needs from the environment; each platform has its own `settings.py`."""

from __future__ import annotations

from pathlib import Path

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

SAMPLE = Path(__file__).resolve().parent.parent / "organisation"
"""The made-up town that is opened when no organisation folder is set."""


class Settings(BaseSettings):
    """Variables named COUNTERPOISE_*; every one has a default, so that nothing must be set to begin.

    `database_url` empty means an SQLite file in `data`. `ca_bundle` is a PEM file trusted besides the
    system's authorities. `keys` is the key ring that seals records; empty means a key file in `data`.
    """

    model_config = SettingsConfigDict(env_prefix="COUNTERPOISE_", extra="ignore")

    organisation: Path = SAMPLE
    data: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    keys: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: int = 3978
    ca_bundle: Path | None = None
    log_level: str = "INFO"

    @property
    def database(self) -> str:
        """The database URL in force."""
        return (
            self.database_url.get_secret_value() or f"sqlite:///{(self.data / 'counterpoise.db').resolve()}"
        )
