"""Numbers of directory entries: reports that one is wrong, corrections with their history (P27).

The directory is the organisation's own file. A correction stands in front of it for as long as the file says what it
said when it was corrected; once the file says something else, whatever that is, the file holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from knowledge.directory.contacts import Contact


@dataclass(frozen=True, slots=True)
class Reach:
    """A telephone number and the extension behind it."""

    phone: str
    extension: str = ""


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """Somebody said that the number of an entry is wrong; `shown` is the number they saw. Open until it is closed."""

    id: str
    contact: str
    shown: Reach
    note: str
    person: str
    at: datetime
    closed_by: str = ""
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """One version of the right number of an entry; `former` is what the file said when it was corrected."""

    contact: str
    version: int
    right: Reach
    former: Reach
    by: str
    at: datetime


class Numbers(Protocol):
    """Where all of it is kept."""

    async def report(self, wrong: WrongNumber, owner: str) -> bool:
        """Commit a report with the letter to the owner of the entry; False when it was reported before."""

    async def get(self, wrong: str) -> WrongNumber | None:
        """One report, or None."""

    async def waiting(self) -> tuple[WrongNumber, ...]:
        """The open reports, oldest first."""

    async def close(self, wrong: str, by: str, at: datetime) -> bool:
        """The number was looked at and is right; False when the report was closed before."""

    async def correct(self, correction: Correction) -> bool:
        """Add a version and close every report on the entry; False when that version is taken."""

    async def newest(self) -> tuple[Correction, ...]:
        """The newest correction of every entry that has one."""

    async def history(self, contact: str) -> tuple[Correction, ...]:
        """Every correction of one entry, oldest first."""


def reach_of(contact: Contact) -> Reach:
    """The number of an entry."""
    return Reach(contact.phone, contact.extension)


def corrected(contact: Contact, newest: Iterable[Correction]) -> tuple[Contact, Correction | None]:
    """The entry with its number corrected, and the correction that holds, if one does."""
    found = next((one for one in newest if one.contact == contact.key), None)
    if found is None or reach_of(contact) != found.former or found.right == found.former:
        return contact, None
    return replace(contact, phone=found.right.phone, extension=found.right.extension), found


def not_in_the_file(contacts: Sequence[Contact], newest: Sequence[Correction]) -> tuple[Correction, ...]:
    """The corrections that the file does not say yet."""
    return tuple(found for contact in contacts if (found := corrected(contact, newest)[1]))
