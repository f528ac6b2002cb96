"""What flows may do with plans of meetings. Who may what is decided at each look; a look by others is logged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from foundation.bell import Bell
from foundation.clock import Clock
from foundation.db import Connection, Database
from foundation.sealing import KeyMissing, KeyRing, SealBroken
from incidents import store_audit
from incidents.audit import Act
from incidents.rules.check_ins import EARLY
from incidents.rules.helpers import Helpers, InNeed
from incidents.safety import store_plans
from incidents.safety.call import CallCause
from incidents.safety.plan import NewPlan, PlanOutcome, PlanState, SafetyPlan
from incidents.safety.plan_work import PlanWork
from incidents.safety.store_plans import StoredPlan

OUTCOMES = tuple[PlanOutcome, SafetyPlan | None]
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
        work = PlanWork(self.ring, helpers)
        plan = await self.db.write(lambda conn: work.make(conn, self.clock.now(), need, wanted, draft))
        self.bell.ring()
        return plan

    async def fine(self, plan_id: str, person: str) -> OUTCOMES:
        """Its person says that all is well."""
        return await self._do(plan_id, person, PlanWork.fine)

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

    async def heard(self, person: str, text: str) -> SafetyPlan | None:
        """The plan whose duress word stands in what somebody typed, as one that was answered; a call is made quietly.

        None on every other day: then nothing was done.
        """
        now = self.clock.now()
        plans = await self.db.read(lambda conn: store_plans.watched_of(conn, self.ring, person))
        said = [one for one in plans if now >= one.plan.meets_at - EARLY and self._says(one, text)]
        if not said:
            return None
        found = said[0]

        def call(work: PlanWork, conn: Connection, now: datetime, stored: StoredPlan) -> None:
            work.call(conn, now, stored, CallCause.DURESS)

        _, plan = await self._do(found.plan.id, person, call)
        return plan

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
            stored, now = store_plans.find(conn, self.ring, plan_id), self.clock.now()
            if stored is None or not self.helpers().may_see_plan(viewer, stored.plan.need):
                store_audit.append(conn, now, Act.REFUSED, record_id=plan_id if stored else "", actor=viewer)
                return None
            if viewer != stored.plan.need.person:
                store_audit.append(conn, now, Act.VIEWED, record_id=plan_id, actor=viewer)
            return stored.shown_to(viewer)

        return await self.db.write(look)

    def _says(self, stored: StoredPlan, text: str) -> bool:
        try:
            return stored.heard(self.ring, text)
        except (KeyMissing, SealBroken):
            return False

    async def _do(self, plan_id: str, person: str, deed: Deed) -> OUTCOMES:
        """Do something with a plan of one's own that is still looked after, under its lock."""

        def do(conn: Connection) -> OUTCOMES:
            now, stored = self.clock.now(), store_plans.find(conn, self.ring, plan_id, lock=True)
            if stored is None or stored.plan.need.person != person:
                known = plan_id if stored else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=known, actor=person)
                return NOTHING
            if not stored.plan.is_watched:
                return PlanOutcome.OVER, stored.shown_to(person)
            deed(PlanWork(self.ring, self.helpers()), conn, now, stored)
            after = store_plans.find(conn, self.ring, plan_id) or stored
            return PlanOutcome.DONE, after.shown_to(person)

        answer = await self.db.write(do)
        self.bell.ring()
        return answer
