"""The directory of departments and contacts: loaded from `directory.yaml`, asked who handles something (P28-P32)."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from foundation.datafile import DataFileError, Entry, read_data_file
from knowledge.contacts import Contact, Found, NoMatch, Referral, Unsure
from knowledge.matching import Matcher

_FIELDS = (
    "key name phone location owner extension person directions hours email url backup_name backup_phone topics outside"
    " verified"
)


class Directory:
    """The contacts of an organisation and the fallback nobody is left without (P29). Immutable once loaded."""

    def __init__(self, contacts: Sequence[Contact], fallback: str) -> None:
        self.contacts = tuple(contacts)
        self._by_key = {contact.key: contact for contact in self.contacts}
        self.fallback = self._by_key[fallback]
        self._matcher = Matcher({c.key: (c.name, c.person, c.backup_name, *c.topics) for c in self.contacts})

    def refer(self, question: str) -> Referral:
        """Who handles this: one contact, two to five to choose from, or the fallback; never nothing (P29)."""
        matches = self._matcher.match(question)
        if not matches:
            return NoMatch(self.fallback)
        if len(matches) == 1:
            return Found(self._by_key[matches[0].key], matches[0].phrase)
        return Unsure(tuple(self._by_key[match.key] for match in matches))

    def get(self, key: str) -> Contact | None:
        """One contact by key."""
        return self._by_key.get(key)


def load_directory(path: Path) -> Directory:
    """Read `directory.yaml`; raises DataFileError with file, line and what was expected.

    The file has a list `contacts:` whose entries carry the fields of Contact, and `fallback:`, the key of the
    contact to name when nobody else fits.
    """
    top = read_data_file(path)
    top.only("contacts", "fallback")
    entries = top.entries("contacts", required=True)
    contacts = tuple(_contact(entry) for entry in entries)
    seen: set[str] = set()
    for entry, contact in zip(entries, contacts, strict=True):
        if contact.key in seen:
            raise entry.error(
                "key", f"The key “{contact.key}” stands here twice.", "a key of its own for each entry"
            )
        seen.add(contact.key)
    fallback = top.text("fallback", required=True)
    if fallback not in seen:
        raise top.error("fallback", f"No contact has the key “{fallback}”.", "the key of one of the contacts")
    return Directory(contacts, fallback)


def _contact(entry: Entry) -> Contact:
    entry.only(*_FIELDS.split())
    name = entry.text("name", required=True)
    phone, location = entry.text("phone"), entry.text("location")
    if not phone and not location:
        problem = f"“{name}” has neither a phone number nor a location."
        raise DataFileError(entry.file, entry.line, problem, "“phone:” or “location:”, better both")
    for field in ("owner", "email"):
        address = entry.text(field, required=field == "owner")
        if address and "@" not in address:
            raise entry.error(
                field, f"“{address}” is not an e-mail address.", "an address such as name@town.example"
            )
    return Contact(
        key=entry.text("key", required=True),
        name=name,
        phone=phone,
        location=location,
        owner=entry.text("owner"),
        extension=entry.text("extension"),
        person=entry.text("person"),
        directions=entry.text("directions"),
        hours=entry.text("hours"),
        email=entry.text("email"),
        url=entry.text("url"),
        backup_name=entry.text("backup_name"),
        backup_phone=entry.text("backup_phone"),
        topics=entry.texts("topics"),
        outside=entry.flag("outside"),
        verified=entry.day("verified"),
    )
