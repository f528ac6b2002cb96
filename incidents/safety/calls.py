"""What flows may do with calls for help. What it returns was committed; what it hides does not exist.

Who may what is decided at each look, with the roster of the moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from foundation.sealing import KeyRing
from incidents import store_audit
from incidents.audit import Act
from incidents.rules.check_ins import has_begun
from incidents.rules.helpers import Helpers, InNeed
from incidents.safety import store_calls, store_plans
from incidents.safety.call import Call, CallCause, CallOutcome
from incidents.safety.call_work import LONGEST, CallWork, has_lapsed
from incidents.safety.given import is_id, seen
from incidents.safety.plan_work import PlanWork
from incidents.safety.store_plans import StoredPlan
from incidents.safety.today import helpers_today

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

        Companions of a meeting that is under way are asked with them. An empty place is where they said before, else
        where they are as a rule. Two presses at once make one call.
        """

        def make(conn: Connection) -> Answer:
            now = self.clock.now()
            need = InNeed(asker, self.helpers().roster.department_of(asker))
            for stored in store_plans.watched_of(conn, self.ring, asker):
                if has_begun(stored.plan.meets_at, now):
                    need = need.beside(stored.plan.need)
            return self._work(conn).make(conn, now, need, seen(place), usual=usual)

        return await self._write(make)

    async def comes(self, call_id: str, person: str) -> Answer:
        """Somebody who was asked is on their way: MADE, ALREADY, or NOTHING where it is over or not for them."""

        def comes(conn: Connection) -> Answer:
            now, call = self.clock.now(), self._found(conn, call_id)
            if call is None or not self._may_come(conn, call, person):
                return self._refused(conn, now, call_id, person)
            if not call.is_open or call.has_coming(person):
                return CallOutcome.ALREADY, call
            return CallOutcome.MADE, self._work(conn).comes(conn, now, call, person)

        return await self._write(comes)

    async def comes_not(self, call_id: str, person: str) -> Answer:
        """Somebody who said that they come cannot: others are asked at once where nobody else is on the way."""

        def comes_not(conn: Connection) -> Answer:
            now, call = self.clock.now(), self._found(conn, call_id)
            if call is None or not any(one.person == person for one in call.helpers):
                return self._refused(conn, now, call_id, person)
            if not call.is_open or not call.has_coming(person):
                may = self._may_come(conn, call, person)
                return (CallOutcome.ALREADY, call) if may else self._refused(conn, now, call_id, person)
            return CallOutcome.MADE, self._work(conn).comes_not(conn, now, call, person)

        return await self._write(comes_not)

    async def end(self, call_id: str, person: str) -> Answer:
        """Whoever called says that it is over; nobody else can. A meeting that still goes on is looked after again.

        A call that they made quiet with their duress word goes on, and looks as if it were over.
        """

        def end(conn: Connection) -> Answer:
            now, called = self.clock.now(), self._called(conn, person)
            call = self._found(conn, call_id)
            if call is None or call.need.person != person:
                return self._refused(conn, now, call_id, person)
            if call.quiet or not call.is_open:
                return CallOutcome.ALREADY, call.shown_to(person)
            return CallOutcome.MADE, self._end(conn, now, call, called)

        return await self._write(end)

    async def safe(self, asker: str) -> Call | None:
        """Whoever called is safe: their open call is over; None where there is none they can see."""

        def end(conn: Connection) -> Answer:
            now, called = self.clock.now(), self._called(conn, asker)
            call = store_calls.open_of(conn, self.ring, asker, lock=True)
            if call is None or call.quiet:
                return CallOutcome.NOTHING, None
            return CallOutcome.MADE, self._end(conn, now, call, called)

        _, call = await self._write(end)
        return call

    async def ask_again(self, call_id: str, person: str) -> Answer:
        """Whoever called says that nobody is there: everybody is asked again."""

        def again(conn: Connection) -> Answer:
            now, call = self.clock.now(), self._found(conn, call_id)
            if call is None or call.need.person != person or call.quiet or not call.is_open:
                return self._refused(conn, now, call_id, person)
            asks = replace(call, place="", cause=CallCause.ASKED)
            return self._work(conn).press_again(conn, now, call, asks)

        return await self._write(again)

    async def view(self, call_id: str, viewer: str) -> Call | None:
        """A call as whoever called or was asked sees it; None where it is absent or not for this viewer."""

        def look(conn: Connection) -> Call | None:
            call = store_calls.find(conn, self.ring, call_id) if is_id(call_id) else None
            if call is None:
                return None
            own = call.need.person == viewer
            return call.shown_to(viewer) if own or self._may_come(conn, call, viewer) else None

        return await self.db.read(look)

    async def open_of(self, asker: str) -> Call | None:
        """The open call of somebody, however old, unless it is kept off their screen."""
        call = await self.db.read(lambda conn: store_calls.open_of(conn, self.ring, asker))
        return None if call is None or call.quiet else call

    async def place_of(self, asker: str) -> str:
        """Where somebody called from a while ago; empty where that is another matter by now, or is not known."""
        call = await self.open_of(asker)
        return "" if call is None or has_lapsed(call, self.clock.now()) else call.place

    async def waiting_for(self, person: str) -> tuple[Call, ...]:
        """The open calls to which somebody was asked to come, the newest first."""

        def look(conn: Connection) -> tuple[Call, ...]:
            found = (store_calls.find(conn, self.ring, one) for one in store_calls.asked_in(conn, person))
            return tuple(one for one in found if one and self._may_come(conn, one, person))

        return await self.db.read(look)

    async def over_for(self, person: str) -> Call | None:
        """The call to which somebody was asked that ended last, where that was within the hour."""

        def look(conn: Connection) -> Call | None:
            ids = store_calls.over_since(conn, person, self.clock.now() - timedelta(seconds=LONGEST))
            call = store_calls.find(conn, self.ring, ids[0]) if ids else None
            return call if call and self._may_come(conn, call, person) else None

        return await self.db.read(look)

    def _may_come(self, conn: Connection, call: Call, person: str) -> bool:
        """Whether somebody was asked and still is one of those who can be."""
        asked = any(one.person == person for one in call.helpers)
        return asked and self._today(conn).may_help(person, call.need)

    def _end(self, conn: Connection, now: datetime, call: Call, called: Sequence[StoredPlan]) -> Call:
        ended = self._work(conn).end(conn, now, call, call.need.person)
        PlanWork(self.ring, self._today(conn)).resume(conn, now, called)
        return ended

    def _called(self, conn: Connection, person: str) -> list[StoredPlan]:
        """The meetings help was called to, under their locks: everybody locks a plan before its call."""
        return store_plans.called_of(conn, self.ring, person)

    def _found(self, conn: Connection, call_id: str) -> Call | None:
        return store_calls.find(conn, self.ring, call_id, lock=True) if is_id(call_id) else None

    def _refused(self, conn: Connection, now: datetime, call_id: str, person: str) -> Answer:
        known = is_id(call_id) and store_calls.find(conn, self.ring, call_id)
        store_audit.append(conn, now, Act.REFUSED, record_id=call_id if known else "", actor=person)
        return CallOutcome.NOTHING, None

    def _today(self, conn: Connection) -> Helpers:
        return helpers_today(self.helpers(), conn, self.clock.now())

    def _work(self, conn: Connection) -> CallWork:
        return CallWork(self.ring, self._today(conn))

    async def _write(self, work: Callable[[Connection], Answer]) -> Answer:
        answer = await self.db.write(work)
        self.bell.ring()
        return answer
