"""What flows may do with calls for help. What it returns was committed; what it hides does not exist.

Who may what is decided at each look, with the roster of the moment.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from foundation.sealing import KeyRing
from incidents import store_audit
from incidents.audit import Act
from incidents.rules.helpers import Helpers, InNeed
from incidents.safety import store_calls
from incidents.safety.call import Call, CallOutcome
from incidents.safety.call_work import CallWork, has_lapsed

Answer = tuple[CallOutcome, Call | None]


@dataclass(frozen=True, slots=True)
class HelpCalls:
    """Calls for help. `helpers` gives the roster and the rules in force."""

    db: Database
    ring: KeyRing
    clock: Clock
    bell: Bell
    helpers: Callable[[], Helpers]

    async def make(self, asker: str, place: str, usual: str = "") -> Answer:
        """Ask everybody behind somebody to come, all together and at once; raises DatabaseUnavailable.

        An empty place is where they said before, else where they are as a rule. Two presses at once make one call.
        """

        def make(conn: Connection) -> Answer:
            need = InNeed(asker, self.helpers().roster.department_of(asker))
            return self._work().make(conn, self.clock.now(), need, place, usual=usual)

        return await self._write(make)

    async def comes(self, call_id: str, person: str) -> Answer:
        """Somebody who was asked is on their way: MADE, ALREADY, or NOTHING where it is over or not for them."""

        def comes(conn: Connection) -> Answer:
            now, call = self.clock.now(), self._found(conn, call_id)
            if call is None or not self._may_come(call, person):
                return self._refused(conn, now, call_id, person)
            if not call.is_open or any(one.person == person for one in call.coming):
                return CallOutcome.ALREADY, call
            return CallOutcome.MADE, self._work().comes(conn, now, call, person)

        return await self._write(comes)

    async def end(self, call_id: str, person: str) -> Answer:
        """Whoever called says that it is over; nobody else can."""

        def end(conn: Connection) -> Answer:
            now, call = self.clock.now(), self._found(conn, call_id)
            if call is None or call.need.person != person or call.quiet:
                return self._refused(conn, now, call_id, person)
            if not call.is_open:
                return CallOutcome.ALREADY, call
            return CallOutcome.MADE, self._work().end(conn, now, call, person)

        return await self._write(end)

    async def ask_again(self, call_id: str, person: str) -> Answer:
        """Whoever called says that nobody is there: everybody is asked again."""

        def again(conn: Connection) -> Answer:
            now, call = self.clock.now(), self._found(conn, call_id)
            if call is None or call.need.person != person or call.quiet or not call.is_open:
                return self._refused(conn, now, call_id, person)
            return self._work().make(conn, now, call.need, "")

        return await self._write(again)

    async def view(self, call_id: str, viewer: str) -> Call | None:
        """A call as whoever called or was asked sees it; None where it is absent or not for this viewer."""

        def look(conn: Connection) -> Call | None:
            call = store_calls.find(conn, self.ring, call_id)
            if call is None:
                return None
            own = call.need.person == viewer and not call.quiet
            return call if own or self._may_come(call, viewer) else None

        return await self.db.read(look)

    async def open_of(self, asker: str) -> Call | None:
        """The open call of somebody, unless it is kept off their screen, or so old that it is another matter."""
        call = await self.db.read(lambda conn: store_calls.open_of(conn, self.ring, asker))
        return None if call is None or call.quiet or has_lapsed(call, self.clock.now()) else call

    async def waiting_for(self, person: str) -> tuple[Call, ...]:
        """The open calls to which somebody was asked to come, the newest first."""

        def look(conn: Connection) -> tuple[Call, ...]:
            found = (store_calls.find(conn, self.ring, one) for one in store_calls.asked_in(conn, person))
            return tuple(one for one in found if one and self._may_come(one, person))

        return await self.db.read(look)

    def _may_come(self, call: Call, person: str) -> bool:
        """Whether somebody was asked and still is one of those who can be."""
        asked = any(one.person == person for one in call.helpers)
        return asked and self.helpers().may_help(person, call.need)

    def _found(self, conn: Connection, call_id: str) -> Call | None:
        return store_calls.find(conn, self.ring, call_id, lock=True)

    def _refused(self, conn: Connection, now: datetime, call_id: str, person: str) -> Answer:
        known = store_calls.find(conn, self.ring, call_id)
        store_audit.append(conn, now, Act.REFUSED, record_id=call_id if known else "", actor=person)
        return CallOutcome.NOTHING, None

    def _work(self) -> CallWork:
        return CallWork(self.ring, self.helpers())

    async def _write(self, work: Callable[[Connection], Answer]) -> Answer:
        answer = await self.db.write(work)
        self.bell.ring()
        return answer
