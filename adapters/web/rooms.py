"""The conversations of the page, in memory: one direct room for each person and one channel for all."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from adapters.web.look import Json
from bot.people import Place, ReplyTarget

PLATFORM = "web"
TENANT = "local"
CHANNEL = "channel"
ENTRIES_KEPT = 400
"""Entries of one room; the oldest go first, because this memory is a convenience and no record."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person wrote."""

    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the bot said, drawn once for Teams and once for Slack."""

    summary: str
    card: Json
    blocks: list[Json]


@dataclass(frozen=True, slots=True)
class File:
    """A file the bot handed over; `preview` is a small JPEG of a picture."""

    name: str
    media_type: str
    content: bytes
    summary: str
    preview: bytes = b""


@dataclass(frozen=True, slots=True)
class RoomEntry:
    """One line of a conversation. `author` is a person key, or "" for the bot; `only_for` one person or "".

    `key` is `Delivery.key` of a notice. `at` is aware UTC.
    """

    id: str
    room: str
    at: datetime
    content: Typed | Drawn | File
    author: str = ""
    only_for: str = ""
    key: str = ""


@dataclass(slots=True)
class Rooms:
    """Everything said since the page server started."""

    unread: Counter[str] = field(default_factory=Counter)
    _rooms: dict[str, deque[RoomEntry]] = field(default_factory=dict)

    def put(self, entry: RoomEntry) -> None:
        """Append an entry, or put it in the place of the one with the same id."""
        room = self._rooms.setdefault(entry.room, deque(maxlen=ENTRIES_KEPT))
        for place, former in enumerate(room):
            if former.id == entry.id:
                room[place] = entry
                return
        room.append(entry)

    def seen_by(self, person: str) -> Iterator[RoomEntry]:
        """What this person may see, oldest first: their direct room, and the channel without others' asides."""
        for room in (direct_room(person), CHANNEL):
            yield from (entry for entry in self._rooms.get(room, ()) if entry.only_for in ("", person))

    def is_empty(self, room: str) -> bool:
        """Whether nothing was said in this room yet."""
        return not self._rooms.get(room)

    def find(self, entry_id: str, person: str) -> RoomEntry | None:
        """An entry this person may see."""
        return next((entry for entry in self.seen_by(person) if entry.id == entry_id), None)

    def delivered(self, room: str, key: str) -> RoomEntry | None:
        """The entry an earlier attempt of the same delivery left."""
        return next((entry for entry in self._rooms.get(room, ()) if entry.key == key), None)

    def get(self, room: str, entry_id: str) -> RoomEntry | None:
        """The entry with this id in this room."""
        return next((entry for entry in self._rooms.get(room, ()) if entry.id == entry_id), None)


def direct_room(person: str) -> str:
    """The name of the room that only this person and the bot are in."""
    return f"direct:{person}"


def target(room: str, entry_id: str = "") -> ReplyTarget:
    """A room, and one of its entries if named, as a target for replies."""
    place = Place.CHANNEL if room == CHANNEL else Place.DIRECT
    return ReplyTarget(PLATFORM, TENANT, room, place=place, route={"entry": entry_id} if entry_id else {})
