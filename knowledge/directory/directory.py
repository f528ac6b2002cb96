"""The directory of departments and contacts: loaded from `directory.yaml`, asked who handles something (P28-P32)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from foundation.datafile import DataEntry, DataFileError, Mistakes, read_data_file
from knowledge.directory.contacts import Contact, Found, NoMatch, Referral, Unsure
from knowledge.directory.matching import Match, Matcher

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
        self._matters = Matcher({c.key: (c.name, *_role(c.person), *c.topics) for c in self.contacts})

    def __eq__(self, other: object) -> bool:
        """By what the file says."""
        if not isinstance(other, Directory):
            return NotImplemented
        return (self.contacts, self.fallback) == (other.contacts, other.fallback)

    def __hash__(self) -> int:
        return hash((self.contacts, self.fallback))

    def refer(self, question: str) -> Referral:
        """Who handles this: one contact, two to five to choose from, or the fallback; never nothing (P29)."""
        return self._referral(self._matcher.match(question))

    def handles(self, matter: str) -> Referral:
        """The same by names and topics of the entries alone: nobody is found because their own name is like it."""
        return self._referral(self._matters.match(matter))

    def _referral(self, matches: Sequence[Match]) -> Referral:
        if not matches:
            return NoMatch(self.fallback)
        if len(matches) == 1:
            return Found(self._by_key[matches[0].key], matches[0].phrase)
        return Unsure(tuple(self._by_key[match.key] for match in matches))

    def get(self, key: str) -> Contact | None:
        """One contact by key."""
        return self._by_key.get(key)


def _role(person: str) -> tuple[str, ...]:
    """What stands in the place of a name and is none, such as "Bylaw officer on duty"."""
    return (person,) if any(word[0].islower() for word in person.split()) else ()


def load_directory(path: Path) -> Directory:
    """Read `directory.yaml`; raises DataFileError with file, line and what was expected.

    The file has a list `contacts:` whose entries carry the fields of Contact, and `fallback:`, the key of the
    contact to name when nobody else fits.
    """
    top = read_data_file(path)
    top.only("contacts", "fallback")
    mistakes = Mistakes()
    entries = top.entries("contacts", required=True)
    keys = _keys(entries, mistakes)
    contacts = [contact for _, contact in mistakes.each(entries, _contact)]
    with mistakes.noted():
        fallback = top.text("fallback", required=True)
        if fallback not in keys:
            raise top.error(
                "fallback", f"No contact has the key “{fallback}”.", "the key of one of the contacts"
            )
    mistakes.settle()
    return Directory(contacts, fallback)


def _keys(entries: Sequence[DataEntry], mistakes: Mistakes) -> set[str]:
    seen: set[str] = set()
    for entry in entries:
        with mistakes.noted():
            key = entry.text("key", required=True)
            if key in seen:
                problem = f"The key “{key}” stands here twice."
                raise entry.error("key", problem, "a key of its own for each entry")
            seen.add(key)
    return seen


def _getters(entry: DataEntry) -> dict[str, Callable[..., object]]:
    """How each field of an entry is read, those apart that must be there."""
    plain = dict.fromkeys(["extension", "person", "directions", "hours", "url", "backup_name"], entry.text)
    return {
        **plain,
        "email": entry.address,
        "backup_phone": entry.phone,
        "topics": entry.texts,
        "outside": entry.flag,
        "verified": entry.day,
    }


def _contact(entry: DataEntry) -> Contact:
    entry.only(*_FIELDS.split())
    mistakes = Mistakes()
    name = mistakes.read(entry.text, "name", required=True)
    phone, location = mistakes.read(entry.phone, "phone"), mistakes.read(entry.text, "location")
    if phone == "" and location == "":
        problem = f"“{name}” has neither a phone number nor a location."
        mistakes.add(DataFileError(entry.file, entry.line, problem, "“phone:” or “location:”, better both"))
    for field, getter in _getters(entry).items():
        mistakes.read(getter, field)
    mistakes.read(entry.address, "owner", required=True)
    mistakes.settle()
    return Contact(
        key=entry.text("key", required=True),
        name=entry.text("name", required=True),
        phone=entry.phone("phone"),
        location=entry.text("location"),
        owner=entry.address("owner", required=True),
        extension=entry.text("extension"),
        person=entry.text("person"),
        directions=entry.text("directions"),
        hours=entry.text("hours"),
        email=entry.address("email"),
        url=entry.text("url"),
        backup_name=entry.text("backup_name"),
        backup_phone=entry.phone("backup_phone"),
        topics=entry.texts("topics"),
        outside=entry.flag("outside"),
        verified=entry.day("verified"),
    )
