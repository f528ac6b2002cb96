"""The shapes of referral: directory entries and the outcome of looking for one (P28-P32, A08, A32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Contact:
    """One department, division or outside body. Cannot exist with neither `phone` nor `location` (P30).

    `person` and `extension` belong to the transfer sentence (A08). `backup_*` is who to try next. `owner` is
    the e-mail of who keeps the entry right; `verified` the day somebody last did (P27). `outside` marks a
    body that is not ours (P29).
    """

    key: str
    name: str
    phone: str
    location: str
    owner: str
    extension: str = ""
    person: str = ""
    directions: str = ""
    hours: str = ""
    email: str = ""
    url: str = ""
    backup_name: str = ""
    backup_phone: str = ""
    topics: tuple[str, ...] = ()
    outside: bool = False
    verified: date | None = None

    def __post_init__(self) -> None:
        if not self.phone.strip() and not self.location.strip():
            raise ValueError(f"{self.name} has neither a phone number nor a location")


@dataclass(frozen=True, slots=True)
class Found:
    """One contact handles this; `topic` is what matched. `closed` says that it is outside its hours now."""

    contact: Contact
    topic: str


@dataclass(frozen=True, slots=True)
class Unsure:
    """Two to five contacts might: ask which one, once."""

    contacts: tuple[Contact, ...]


@dataclass(frozen=True, slots=True)
class NoMatch:
    """Nobody listed handles this; `fallback` is never missing (P29)."""

    fallback: Contact


Referral = Found | Unsure | NoMatch
