"""What flows may do with absences: say that somebody is away or back, and ask who is.

Who is away is read in the transaction of everything that is decided by it; what stands on a card is what was read last,
before the event or the notice it belongs to.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from foundation.outbox import store as outbox
from incidents import store_absences, store_audit, store_jobs
from incidents.audit import Act
from incidents.jobs import absence_letter, here_letter
from incidents.rules.absence import Absence, Away, is_staff, may_say
from incidents.rules.ladder import Roster


class Absences:
    """Keeps who is away. `roster` gives the one in force; `bell` rings when somebody is to be told; `front_desk` gives
    who hears that somebody left, and that they are back sooner (J30).
    """

    def __init__(
        self,
        db: Database,
        clock: Clock,
        bell: Bell,
        roster: Callable[[], Roster],
        front_desk: Callable[[], tuple[str, ...]] = tuple,
    ) -> None:
        self._db = db
        self._clock = clock
        self._bell = bell
        self._roster = roster
        self._front_desk = front_desk
        self._known: tuple[Absence, ...] = ()

    async def look(self) -> None:
        """Read again who is away, now and later."""
        self._known = await self._db.read(self._read)

    def now(self) -> Away:
        """Who is away at this moment, as it was last read."""
        return Away.at(self._known, self._clock.now())

    async def get(self, absence_id: str) -> Absence | None:
        """One absence; None where it is over."""
        found = await self._db.read(lambda conn: store_absences.find(conn, absence_id))
        return found if found and found.until > self._clock.now() else None

    def planned(self, person: str) -> tuple[Absence, ...]:
        """What is noted for somebody for later, the next one first, as it was last read."""
        now = self._clock.now()
        later = (one for one in self._known if one.person == person and one.since > now)
        return tuple(sorted(later, key=lambda one: one.since))

    def may_say(self, by: str, person: str) -> bool:
        """Whether somebody may write down that a person is away."""
        return may_say(by, person, self._roster())

    def stand_ins(
        self, person: str, at: datetime | None = None, without: Collection[str] = ()
    ) -> tuple[str, ...]:
        """Who stands in for somebody who is away now, or `at` a moment to come; never one of `without`, such as
        whoever wrote the report it is about.
        """
        away = Away.at(self._known, at) if at else self.now()
        return away.stand_ins(person, self._roster(), lambda one: one in without)

    def may_stand_in(self, deputy: str, person: str) -> bool:
        """Whether somebody can be named to stand in for a person: staff, and not they themselves."""
        return deputy != person and is_staff(deputy, self._roster())

    def at_desk(self, person: str) -> frozenset[str]:
        """Who sits at the front desk, is still of the staff, and is somebody else than this person."""
        return frozenset(one for one in self._front_desk() if is_staff(one, self._roster())) - {person}

    async def say(self, absence: Absence, *, instead_of: str = "") -> bool:
        """Keep that somebody is away; False where whoever says so may not, or the deputy may not be one.

        It takes the place of the absence `instead_of`. The deputy hears of it, the front desk of one that begins now,
        and whoever is away where somebody else said so. The same is kept once.
        """
        roster = self._roster()
        deputy = absence.deputy
        if (deputy and not self.may_stand_in(deputy, absence.person)) or not may_say(
            absence.said_by, absence.person, roster
        ):
            return False

        def keep(conn: Connection) -> tuple[Absence, ...]:
            now = self._clock.now()
            before = store_absences.away(conn, now).get(absence.person)
            if store_absences.put(conn, absence, now, instead_of):
                self._look_back(conn, now)
                self._tell_here(conn, now, before, absence.said_by)
                told = {deputy, absence.person, *self._hears(absence, now)} - {"", absence.said_by}
                outbox.enqueue(conn, [absence_letter(absence.id, one, now) for one in sorted(told)], now)
                self._log(conn, now, Act.AWAY, absence.said_by, absence.person)
            return store_absences.not_ended(conn, now)

        self._known = await self._db.write(keep)
        self._bell.ring()
        return True

    def _hears(self, absence: Absence, now: datetime) -> frozenset[str]:
        """Who at the front desk hears that somebody left now; what is to come stands on the cards when it has come."""
        return self.at_desk(absence.person) if absence.holds(now) else frozenset()

    async def end(self, person: str, by: str) -> bool:
        """Somebody is there again; False where they were not away, or whoever says so may not."""
        if not may_say(by, person, self._roster()):
            return False

        def end(conn: Connection) -> tuple[bool, tuple[Absence, ...]]:
            now = self._clock.now()
            before = store_absences.away(conn, now).get(person)
            ended = store_absences.end(conn, person, now)
            if ended:
                self._look_back(conn, now)
                self._tell_here(conn, now, before, by)
                self._log(conn, now, Act.BACK, by, person)
            return ended, store_absences.not_ended(conn, now)

        ended, self._known = await self._db.write(end)
        self._bell.ring()
        return ended

    async def take_back(self, absence_id: str, by: str) -> Absence | None:
        """Forget what was noted for later, or end what holds now; None where it is gone, or not theirs to say."""

        def take_back(conn: Connection) -> tuple[Absence | None, tuple[Absence, ...]]:
            now, found = self._clock.now(), store_absences.find(conn, absence_id)
            if found is None or found.until <= now or not may_say(by, found.person, self._roster()):
                return None, store_absences.not_ended(conn, now)
            before = store_absences.away(conn, now).get(found.person)
            store_absences.drop(conn, found, now)
            self._look_back(conn, now)
            self._tell_here(conn, now, before, by)
            self._log(conn, now, Act.BACK, by, found.person)
            return found, store_absences.not_ended(conn, now)

        found, self._known = await self._db.write(take_back)
        self._bell.ring()
        return found

    def _tell_here(self, conn: Connection, now: datetime, before: Absence | None, by: str) -> None:
        """Whoever heard that somebody is away until a time hears that they are there before it.

        The front desk sends nobody away in vain, the deputy stands in no more, and they themselves know of it where
        somebody else said so.
        """
        if before is None or store_absences.away(conn, now).get(before.person):
            return
        told = {before.deputy, before.person, *self.at_desk(before.person)} - {"", by}
        outbox.enqueue(conn, [here_letter(before, by, one, now) for one in sorted(told)], now)

    def _look_back(self, conn: Connection, now: datetime) -> None:
        """What was sent to those who stand in is looked at again: it may be somebody else's now."""
        for key in store_jobs.waiting_for_somebody(conn):
            outbox.restart(conn, key, now)

    def _read(self, conn: Connection) -> tuple[Absence, ...]:
        return store_absences.not_ended(conn, self._clock.now())

    def _log(self, conn: Connection, now: datetime, act: Act, by: str, person: str) -> None:
        """Who turned the notices of whom to somebody else is nobody's secret."""
        store_audit.append(conn, now, act, actor=by, detail=person)
