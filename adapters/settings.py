"""What the program as a whole needs from the environment; each platform has its own `settings.py`."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from pydantic import Field, FilePath, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.configuration import HalfConfigured, read_environment, secret_in
from adapters.web_addresses import posting_address, sealed_address

SAMPLE = Path(__file__).resolve().parent.parent / "organisation"
"""The made-up town that is opened when no organisation folder is set."""


class Settings(BaseSettings):
    """Variables named COUNTERPOISE_*; every one has a default, so that nothing must be set to begin.

    `database_url` empty means an SQLite file in `data`. `ca_bundle` is a PEM file trusted besides the
    system's authorities. `keys` is the key ring that seals records; empty means a key file in `data`.
    `check_links` lets the worker follow the links of policies to the web every night.
    `public_url` is where people reach this program over https: links in e-mail lead there.
    `open311_url` is the endpoint of the city's own system (Open311 GeoReport v2), which gets requests with the
    `open311_api_key` (itself or as a file); `open311_private` lets that address be one that is not public.
    `audit_head_file` and `audit_head_url` are where the head of the audit log is written once a day.
    """

    model_config = SettingsConfigDict(env_prefix="COUNTERPOISE_", extra="ignore")

    organisation: Path = SAMPLE
    data: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    keys: SecretStr = SecretStr("")
    host: str = "127.0.0.1"
    port: int = Field(default=3978, ge=0, le=65535)
    ca_bundle: FilePath | None = None
    log_level: str = "INFO"
    audit_head_file: Path | None = None
    audit_head_url: str = ""
    check_links: bool = False
    public_url: str = ""
    open311_url: str = ""
    open311_api_key: SecretStr = SecretStr("")
    open311_api_key_file: FilePath | None = None
    open311_jurisdiction: str = ""
    open311_private: bool = False

    @field_validator("log_level")
    @classmethod
    def _known_level(cls, value: str) -> str:
        if value.upper() not in logging.getLevelNamesMapping():
            raise ValueError("one of DEBUG, INFO, WARNING, ERROR")
        return value

    @field_validator("audit_head_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        return posting_address(value)

    @field_validator("public_url", "open311_url")
    @classmethod
    def _sealed_address(cls, value: str) -> str:
        return sealed_address(value)

    @property
    def open311_key(self) -> str:
        """The key of the city's own system, empty where there is none; raises CannotStart."""
        return secret_in(self.open311_api_key, self.open311_api_key_file)

    @property
    def has_open311(self) -> bool:
        """Whether the city's own system is connected; raises CannotStart, HalfConfigured naming what is missing."""
        key = "API_KEY (or COUNTERPOISE_OPEN311_API_KEY_FILE)"
        wanted = {"URL": bool(self.open311_url), key: bool(self.open311_key)}
        missing = tuple(f"COUNTERPOISE_OPEN311_{name}" for name, there in wanted.items() if not there)
        if missing and any(wanted.values()):
            raise HalfConfigured("Open311", missing)
        return not missing

    @property
    def database(self) -> str:
        """The database URL in force."""
        return (
            self.database_url.get_secret_value() or f"sqlite:///{(self.data / 'counterpoise.db').resolve()}"
        )


def read_settings(**given: Any) -> Settings:
    """The settings in force, those given here first; raises CannotStart naming what cannot be read."""
    return read_environment(Settings, **given)
