"""What flows may do with plans of meetings. Who may what is decided at each look; a look by others is logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from foundation.sealing import KeyMissing, KeyRing, SealBroken
from incidents import store_audit
from incidents.audit import Act
from incidents.rules.helpers import Helpers, InNeed
from incidents.safety import store_calls, store_plans
from incidents.safety.call import Call, CallCause
from incidents.safety.given import is_id, seen
from incidents.safety.plan import NewPlan, PlanOutcome, PlanState, SafetyPlan
from incidents.safety.plan_work import PlanWork
from incidents.safety.store_plans import StoredPlan
from incidents.safety.today import helpers_today

OUTCOMES = tuple[PlanOutcome, SafetyPlan | None]
Heard = tuple[SafetyPlan, Call | None]
"""A plan as its person sees it, with their call that looks as if it were over, where one was open."""

HEADS = frozenset({"department_head", "department_backup"})
NOTHING: OUTCOMES = (PlanOutcome.NOTHING, None)
Deed = Callable[[PlanWork, Connection, datetime, StoredPlan], object]


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans of meetings. `helpers` gives the roster and the rules in force."""

    db: Database
    ring: KeyRing
    clock: Clock
    bell: Bell
    helpers: Callable[[], Helpers]

    async def make(self, person: str, wanted: NewPlan, draft: str) -> SafetyPlan:
        """Keep a plan and look after it; the same form makes it once. A companion who is not staff is left out."""
        helpers = self.helpers()
        companion = wanted.companion if helpers.is_staff(wanted.companion) else ""
        need = InNeed(person, helpers.roster.department_of(person), "" if companion == person else companion)
        work, wanted = PlanWork(self.ring, helpers), replace(wanted, place=seen(wanted.place))
        plan = await self.db.write(lambda conn: work.make(conn, self.clock.now(), need, wanted, draft))
        self.bell.ring()
        return plan

    async def fine(self, plan_id: str, person: str) -> OUTCOMES:
        """Its person says that all is well: so far, while the meeting goes on; then for good."""
        return await self._do(plan_id, person, PlanWork.fine)

    async def over(self, plan_id: str, person: str) -> OUTCOMES:
        """Its person says that the meeting is over and all is well."""
        return await self._do(plan_id, person, PlanWork.over)

    async def drop(self, plan_id: str, person: str) -> OUTCOMES:
        """Its person says that the meeting does not take place."""
        return await self._do(plan_id, person, PlanWork.drop)

    async def more(self, plan_id: str, person: str, minutes: int) -> OUTCOMES:
        """Its person needs more time."""
        return await self._do(
            plan_id, person, lambda work, conn, now, stored: work.more(conn, now, stored, minutes)
        )

    async def need(self, plan_id: str, person: str) -> OUTCOMES:
        """Its person needs somebody now, where the meeting is."""
        return await self._do(
            plan_id,
            person,
            lambda work, conn, now, stored: work.call(conn, now, stored, CallCause.ASKED),
        )

    async def heard(self, person: str, text: str, usual: str = "") -> Heard | None:
        """The plan whose duress word stands in what somebody typed, as one that was answered; a call is made quietly.

        Listened for from when the plan is made until a while after the meeting, whatever became of the plan. `usual`
        is where they are as a rule, long before it. None on every other day: then nothing was done.
        """
        now = self.clock.now()
        plans = await self.db.read(lambda conn: store_plans.listening_of(conn, self.ring, person, now))
        said = [one for one in plans if self._says(one, text)]
        if not said:
            return None
        found = min(said, key=lambda one: abs(one.plan.meets_at - now)).plan.id

        def call(conn: Connection) -> Heard | None:
            stored = store_plans.find(conn, self.ring, found, lock=True)
            if stored is None:
                return None
            before = store_calls.open_of(conn, self.ring, person)
            self._work(conn).duress(conn, now, stored, seen(usual))
            after = store_plans.find(conn, self.ring, found) or stored
            loud = replace(before, over_at=now) if before and not before.quiet else None
            return after.shown_to(person), loud

        answer = await self.db.write(call)
        self.bell.ring()
        return answer

    async def waiting(self, person: str) -> SafetyPlan | None:
        """The plan of which somebody was asked whether all is well, and has not answered."""
        return next((one for one in await self.mine(person) if one.state is PlanState.ASKED), None)

    async def mine(self, person: str) -> tuple[SafetyPlan, ...]:
        """The plans of somebody that are looked after, the next check-in first."""
        found = await self.db.read(lambda conn: store_plans.watched_of(conn, self.ring, person))
        return tuple(one.shown_to(person) for one in found)

    async def of_others(self, viewer: str) -> tuple[SafetyPlan, ...]:
        """The plans of others this viewer looks after, as companion, head or backup; the look is logged."""
        helpers = self.helpers()
        roster = helpers.roster
        heads = {roster.department_of(viewer)} if roster.roles_of(viewer) & HEADS else set()

        def look(conn: Connection) -> tuple[SafetyPlan, ...]:
            found = store_plans.watched_for(conn, self.ring, viewer, sorted(heads - {""}))
            seen = [one for one in found if helpers.may_see_plan(viewer, one.plan.need)]
            for one in seen:
                store_audit.append(conn, self.clock.now(), Act.VIEWED, record_id=one.plan.id, actor=viewer)
            return tuple(one.shown_to(viewer) for one in seen)

        return await self.db.write(look)

    async def view(self, plan_id: str, viewer: str) -> SafetyPlan | None:
        """One plan; None where it is absent or not for this viewer. The look of others is logged."""

        def look(conn: Connection) -> SafetyPlan | None:
            stored, now = self._found(conn, plan_id), self.clock.now()
            if stored is None or not self.helpers().may_see_plan(viewer, stored.plan.need):
                store_audit.append(conn, now, Act.REFUSED, record_id=plan_id if stored else "", actor=viewer)
                return None
            if viewer != stored.plan.need.person:
                store_audit.append(conn, now, Act.VIEWED, record_id=plan_id, actor=viewer)
            return stored.shown_to(viewer)

        return await self.db.write(look)

    def _found(self, conn: Connection, plan_id: str, *, lock: bool = False) -> StoredPlan | None:
        return store_plans.find(conn, self.ring, plan_id, lock=lock) if is_id(plan_id) else None

    def _work(self, conn: Connection) -> PlanWork:
        return PlanWork(self.ring, helpers_today(self.helpers(), conn, self.clock.now()))

    def _says(self, stored: StoredPlan, text: str) -> bool:
        try:
            return stored.heard(self.ring, text)
        except (KeyMissing, SealBroken):
            return False

    async def _do(self, plan_id: str, person: str, deed: Deed) -> OUTCOMES:
        """Do something with a plan of one's own that is still looked after, under its lock."""

        def do(conn: Connection) -> OUTCOMES:
            now, stored = self.clock.now(), self._found(conn, plan_id, lock=True)
            if stored is None or stored.plan.need.person != person:
                known = plan_id if stored else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=known, actor=person)
                return NOTHING
            if not stored.plan.is_watched:
                return PlanOutcome.OVER, stored.shown_to(person)
            deed(self._work(conn), conn, now, stored)
            after = store_plans.find(conn, self.ring, plan_id) or stored
            return PlanOutcome.DONE, after.shown_to(person)

        answer = await self.db.write(do)
        self.bell.ring()
        return answer
