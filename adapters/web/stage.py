"""The state of the page and the ways it changes: who is there, what was said, which forms are open."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace

from adapters.web.look import CardLook, Json, SlackLook
from adapters.web.rooms import CHANNEL, PLATFORM, TENANT, Drawn, File, RoomEntry, Rooms, Typed, direct_room
from adapters.web.sessions import Session, Sessions
from adapters.web.show import entry_json, person_json, words
from bot.forms import Form
from bot.locales import spoken_tag
from bot.messages import Message
from bot.people import Identity, Person, ReplyTarget, Role
from foundation.clock import Clock
from foundation.ids import new_id

FORMS_KEPT = 200


@dataclass(frozen=True, slots=True)
class Opened:
    """A form on somebody's screen, and where it was opened from."""

    form: Form
    person: str
    where: ReplyTarget


class Stage:
    """Everything the page knows; each change is told at once to the tabs that may see it."""

    def __init__(
        self,
        clock: Clock,
        *,
        look: CardLook,
        slack_look: SlackLook,
        personas: tuple[Person, ...],
        suggestions: tuple[str, ...] = (),
    ) -> None:
        if not personas:
            raise ValueError("The local page needs at least one person to speak as.")
        self.clock = clock
        self.look = look
        self.rooms = Rooms()
        self.sessions = Sessions(beginner(personas).key)
        self._slack_look = slack_look
        self._suggestions = suggestions
        self._people = {person.key: person for person in personas}
        self._opened: OrderedDict[str, Opened] = OrderedDict()

    def person(self, key: str) -> Person | None:
        """A person the page can speak as."""
        return self._people.get(key.casefold())

    def identity(self, key: str) -> Identity:
        """The account a listed person has on this page, in the language of the browser that asks."""
        person = self._people[key]
        return Identity(PLATFORM, TENANT, person.key, person.name, person.email, locale=spoken_tag())

    def type(self, room: str, person: str, text: str) -> None:
        """Show what a person wrote."""
        self._put(RoomEntry(new_id(), room, self.clock.now(), Typed(text), author=person))

    def say(self, room: str, message: Message, *, only_for: str = "", key: str = "") -> RoomEntry:
        """Show what the bot says; `only_for` hides it from everybody else in the channel."""
        entry = RoomEntry(new_id(), room, self.clock.now(), self._draw(message), only_for=only_for, key=key)
        self._put(entry)
        return entry

    def revise(self, former: RoomEntry, message: Message, *, key: str = "") -> RoomEntry:
        """Put a message in the place of a former one; nobody is pinged again."""
        entry = replace(former, content=self._draw(message), key=key or former.key)
        self._put(entry, ping=False)
        return entry

    def hand_over(self, room: str, file: File, *, only_for: str) -> None:
        """Show a file to one person."""
        self._put(RoomEntry(new_id(), room, self.clock.now(), file, only_for=only_for))

    def open(self, form: Form, person: str, where: ReplyTarget) -> None:
        """Remember an open form by its draft key."""
        self._opened[form.draft] = Opened(form, person, where)
        self._opened.move_to_end(form.draft)
        while len(self._opened) > FORMS_KEPT:
            self._opened.popitem(last=False)

    def opened(self, draft: str, person: str) -> Opened | None:
        """The form this person has open under a draft key."""
        opened = self._opened.get(draft)
        return opened if opened and opened.person == person else None

    def speak_as(self, session: Session, person: str) -> None:
        """Let a session speak as another person."""
        session.person = person
        self.look_in(person)
        session.tell(self.state(session))

    def look_in(self, person: str) -> None:
        """Count everything in this person's room as read."""
        if self.rooms.unread.pop(person, 0):
            self._tell_unread()

    def state(self, session: Session) -> Json:
        """Everything a tab needs to draw the page from nothing."""
        return {
            "kind": "state",
            "me": session.person,
            "people": [person_json(person) for person in self._people.values()],
            "unread": dict(self.rooms.unread),
            "entries": [entry_json(entry) for entry in self.rooms.seen_by(session.person)],
            "words": words(),
            "suggestions": self._suggestions,
        }

    def _draw(self, message: Message) -> Drawn:
        return Drawn(message.summary, self.look.draw(message), self._slack_look(message))

    def _put(self, entry: RoomEntry, *, ping: bool = True) -> None:
        self.rooms.put(entry)
        signal = {"kind": "entry", "entry": entry_json(entry)}
        for session in self.sessions.all():
            if entry.only_for in ("", session.person) and entry.room in (
                CHANNEL,
                direct_room(session.person),
            ):
                session.tell(signal)
        owner = entry.room.removeprefix("direct:")
        if ping and owner in self._people and not entry.author and not self.sessions.watching(owner):
            self.rooms.unread[owner] += 1
            self._tell_unread()

    def _tell_unread(self) -> None:
        for session in self.sessions.all():
            session.tell({"kind": "unread", "unread": dict(self.rooms.unread)})


def beginner(personas: tuple[Person, ...]) -> Person:
    """Whom a fresh browser speaks as: an employee without another role, else the first person listed."""
    plain = (person for person in personas if person.roles <= {Role.EMPLOYEE})
    return next(plain, personas[0])
