"""Where the local page listens; it is served to this computer and to nobody else."""

from __future__ import annotations

from ipaddress import ip_address

from pydantic_settings import BaseSettings, SettingsConfigDict

from adapters.configuration import CannotStart


class NotLoopback(CannotStart):
    """The server listens where other computers can reach it, so the local page must stay off.

    Whoever opens the page can speak as any person of the organisation.
    """

    def __init__(self, host: str) -> None:
        super().__init__(
            f"The local page is for this computer alone, and COUNTERPOISE_HOST is {host}. "
            "Set it to 127.0.0.1, or start without the local page."
        )
        self.host = host


class WebSettings(BaseSettings):
    """The address of the server, from COUNTERPOISE_HOST and COUNTERPOISE_PORT."""

    model_config = SettingsConfigDict(env_prefix="COUNTERPOISE_", extra="ignore")

    host: str = "127.0.0.1"
    port: int = 3978

    def require_loopback(self) -> None:
        """Raise NotLoopback unless only this computer can reach the server."""
        if not is_loopback(self.host):
            raise NotLoopback(self.host)


def is_loopback(host: str) -> bool:
    """Whether an address or name means this computer; names other than localhost are not trusted."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
