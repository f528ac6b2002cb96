"""Who speaks on which browser tab: an unguessable cookie names a session, a session speaks as one person."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass, field

from adapters.web.look import Json

SESSIONS_KEPT = 64
SIGNALS_KEPT = 1000
"""Signals waiting for one tab; a tab that falls further behind is ended and comes back with a fresh state."""


@dataclass(slots=True)
class Session:
    """One browser: the person it speaks as, and the tabs that listen. None in a queue ends its stream."""

    person: str
    tabs: set[asyncio.Queue[Json | None]] = field(default_factory=set)

    def tell(self, signal: Json | None) -> None:
        """Put a signal before every tab."""
        for tab in self.tabs:
            is_behind = tab.full()
            while is_behind and not tab.empty():
                tab.get_nowait()
            tab.put_nowait(None if is_behind else signal)


@dataclass(slots=True)
class Sessions:
    """All browsers that opened the page, the oldest forgotten first."""

    first: str
    _known: OrderedDict[str, Session] = field(default_factory=OrderedDict)

    def open(self) -> str:
        """Begin a session as the first person; returns its token."""
        token = secrets.token_urlsafe(32)
        self._known[token] = Session(self.first)
        while len(self._known) > SESSIONS_KEPT:
            _, forgotten = self._known.popitem(last=False)
            forgotten.tell(None)
        return token

    def get(self, token: str) -> Session | None:
        """The session behind a cookie, or None."""
        return self._known.get(token)

    def watching(self, person: str) -> bool:
        """Whether some open tab speaks as this person."""
        return any(session.tabs for session in self.speaking_as(person))

    def speaking_as(self, person: str) -> list[Session]:
        """The sessions of one person."""
        return [session for session in self._known.values() if session.person == person]

    def all(self) -> list[Session]:
        """Every session."""
        return list(self._known.values())
