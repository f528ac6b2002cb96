"""What the page is told, as JSON: people, entries and the words of its buttons."""

from __future__ import annotations

from typing import assert_never

from adapters.web.look import Json
from adapters.web.rooms import CHANNEL, Drawn, File, RoomEntry, Typed
from bot.people import Person, Role
from bot.words import Entry, spoken_entries

SENIORITY = (
    Role.CAO,
    Role.HEAD,
    Role.BACKUP,
    Role.POLICY_OWNER,
    Role.RECORDS,
    Role.HR,
    Role.ELECTED,
    Role.EMPLOYEE,
    Role.GUEST,
)
"""The role that is shown for somebody who holds several: the first of these."""


def words() -> dict[str, Entry]:
    """The sentences of the page (`page.*` in the catalogue) without their prefix, those that count with all forms."""
    known = spoken_entries().items()
    return {key.removeprefix("page."): entry for key, entry in known if key.startswith("page.")}


def person_json(person: Person) -> Json:
    """A person to speak as."""
    role = next((role for role in SENIORITY if role in person.roles), Role.EMPLOYEE)
    return {
        "key": person.key,
        "name": person.name,
        "role": role.value,
        "title": person.title,
        "department": person.department,
    }


def entry_json(entry: RoomEntry) -> Json:
    """One line of a conversation; `kind` is typed, message or file."""
    shown: Json = {
        "id": entry.id,
        "room": "channel" if entry.room == CHANNEL else "direct",
        "at": entry.at.isoformat(),
        "author": entry.author,
        "private": bool(entry.only_for) and entry.room == CHANNEL,
    }
    match entry.content:
        case Typed(text):
            return {**shown, "kind": "typed", "text": text}
        case Drawn(summary, card, blocks):
            return {**shown, "kind": "message", "summary": summary, "card": card, "blocks": blocks}
        case File(name=name, summary=summary, content=content, preview=preview):
            what = {"name": name, "summary": summary, "bytes": len(content), "preview": bool(preview)}
            return {**shown, "kind": "file", **what}
        case _:
            assert_never(entry.content)
