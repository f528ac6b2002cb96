"""What follows from a plan: it is brought to mind, asked about at its time, and silence calls for help (D38).

Every method takes the connection of a transaction that holds the plan's lock, and the present moment.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from foundation.db import Connection
from foundation.ids import new_id
from foundation.outbox import store as outbox
from foundation.sealing import KeyRing
from incidents import store_audit
from incidents.audit import Act
from incidents.rules.check_ins import is_near, next_check, prolonged, reminders, silent_at
from incidents.rules.helpers import Helpers, InNeed
from incidents.safety import plan_jobs, store_calls, store_plans
from incidents.safety.call import Call, CallCause
from incidents.safety.call_work import CallWork, is_hushed
from incidents.safety.plan import NewPlan, PlanState, SafetyPlan
from incidents.safety.store_plans import StoredPlan


@dataclass(frozen=True, slots=True)
class PlanWork:
    """Looks after meetings, with the roster and the rules in force."""

    ring: KeyRing
    helpers: Helpers

    def make(self, conn: Connection, now: datetime, need: InNeed, wanted: NewPlan, draft: str) -> SafetyPlan:
        """Keep a plan with all that looks after it, in one transaction; the same form makes it once."""
        plan = SafetyPlan(
            new_id(),
            need,
            wanted.place,
            wanted.meets_at,
            wanted.minutes,
            wanted.check_at,
            PlanState.PLANNED,
        )
        if not store_plans.insert(conn, self.ring, plan, wanted, draft, now):
            before = store_plans.by_draft(conn, self.ring, need.person, draft)
            return before.shown_to(need.person) if before else plan
        self._guard(conn, now, plan, 0)
        people = [need.person, *([need.companion] if need.companion else [])]
        minded = [
            plan_jobs.remind(plan.id, number, one, at)
            for number, at in enumerate(reminders(plan.meets_at, now))
            for one in people
        ]
        outbox.enqueue(conn, minded, now)
        self.tell(conn, now, plan, 0, "made")
        store_audit.append(conn, now, Act.PLANNED, record_id=plan.id, actor=need.person)
        return plan

    def fine(self, conn: Connection, now: datetime, stored: StoredPlan) -> None:
        """All is well so far: it is asked again, at the latest when the meeting should end; from then on, for good."""
        plan = stored.plan
        if now >= plan.ends_at:
            self._end(conn, now, stored, PlanState.FINE)
            return
        if plan.state is not PlanState.PLANNED or plan.check_at <= now:
            stored = self._move(conn, now, stored, next_check(plan.check_at, plan.ends_at, now))
        if not self._is_hushed(conn, now, plan):
            self.tell(conn, now, stored.plan, stored.revision, "so_far")

    def over(self, conn: Connection, now: datetime, stored: StoredPlan) -> None:
        """The meeting is over and all is well: nobody looks after it any more, and the companion hears so."""
        self._end(conn, now, stored, PlanState.FINE)

    def duress(self, conn: Connection, now: datetime, stored: StoredPlan, usual: str) -> None:
        """Their duress word: a call that is not shown to them; of the plan becomes what "fine" makes of it.

        Long before the meeting, or where it does not take place, they are where they are as a rule: `usual`.
        """
        plan = stored.plan
        there = is_near(plan.meets_at, now) and plan.state is not PlanState.DROPPED
        place = plan.place if there else ""
        CallWork(self.ring, self.helpers).make(conn, now, plan.need, place, CallCause.DURESS, usual)
        if plan.is_watched:
            self.fine(conn, now, stored)
        elif plan.state is PlanState.CALLED and now < plan.ends_at:
            self.resume(conn, now, [stored])
        elif plan.state is not PlanState.DROPPED:
            store_plans.change(conn, plan.id, state=PlanState.DURESS.value)

    def resume(self, conn: Connection, now: datetime, called: Iterable[StoredPlan]) -> None:
        """A call is over while the meeting goes on: it is looked after again until its end."""
        for stored in called:
            if now < stored.plan.ends_at:
                at = next_check(stored.plan.check_at, stored.plan.ends_at, now)
                self._move(conn, now, stored, at)

    def drop(self, conn: Connection, now: datetime, stored: StoredPlan) -> None:
        """The meeting does not take place."""
        self._end(conn, now, stored, PlanState.DROPPED)

    def more(self, conn: Connection, now: datetime, stored: StoredPlan, minutes: int) -> None:
        """The meeting takes longer: it is asked about later."""
        moved = self._move(conn, now, stored, prolonged(stored.plan.check_at, now, minutes))
        self.tell(conn, now, moved.plan, moved.revision, "moved")
        store_audit.append(
            conn,
            now,
            Act.PLAN_MOVED,
            record_id=stored.plan.id,
            actor=stored.plan.need.person,
            detail=str(minutes),
        )

    def call(self, conn: Connection, now: datetime, stored: StoredPlan, cause: CallCause) -> Call:
        """Somebody is needed where the meeting is: the call, and what becomes of the plan, in one transaction."""
        plan = stored.plan
        _, call = CallWork(self.ring, self.helpers).make(conn, now, plan.need, plan.place, cause)
        # Where they gave their duress word before, nothing is shown to them, not even that silence was noticed.
        state = PlanState.DURESS if call.quiet else PlanState.CALLED
        store_plans.change(conn, plan.id, state=state.value)
        return call

    def silent(self, conn: Connection, now: datetime, stored: StoredPlan, *, late: bool) -> None:
        """The time to answer is over. Who was asked late, after an outage, has as long as everybody."""
        at = silent_at(stored.plan.check_at, stored.plan.asked_at, self.helpers.rules.check_in)
        unasked = stored.plan.asked_at is None
        if not late and (unasked or now < at):
            until = now + self.helpers.rules.check_in if unasked else at
            later = plan_jobs.silence(stored.plan.id, stored.revision, until, late=True)
            outbox.enqueue(conn, [later], now)
            return
        self.call(conn, now, stored, CallCause.SILENCE)

    def tell(self, conn: Connection, now: datetime, plan: SafetyPlan, revision: int, what: str) -> None:
        """Tell the companion, where there is one."""
        if plan.need.companion:
            outbox.enqueue(conn, [plan_jobs.news(plan.id, revision, what, plan.need.companion, now)], now)

    def _guard(self, conn: Connection, now: datetime, plan: SafetyPlan, revision: int) -> None:
        ask = plan_jobs.ask(plan.id, revision, plan.need.person, plan.check_at)
        at = silent_at(plan.check_at, None, self.helpers.rules.check_in)
        outbox.enqueue(conn, [ask, plan_jobs.silence(plan.id, revision, at)], now)

    def _move(self, conn: Connection, now: datetime, stored: StoredPlan, at: datetime) -> StoredPlan:
        """It is asked at another time; what was planned for the time before is overtaken."""
        revision = stored.revision + 1
        values = {"check_at": at, "revision": revision, "asked_at": None, "state": PlanState.PLANNED.value}
        store_plans.change(conn, stored.plan.id, **values)
        moved = store_plans.find(conn, self.ring, stored.plan.id) or stored
        self._guard(conn, now, moved.plan, revision)
        return moved

    def _is_hushed(self, conn: Connection, now: datetime, plan: SafetyPlan) -> bool:
        """Whether their duress word was heard: what they answer then is told to nobody as true."""
        return is_hushed(store_calls.open_of(conn, self.ring, plan.need.person), now)

    def _end(self, conn: Connection, now: datetime, stored: StoredPlan, state: PlanState) -> None:
        plan, hushed = stored.plan, self._is_hushed(conn, now, stored.plan)
        if hushed and state is PlanState.FINE:
            state = PlanState.DURESS
        store_plans.change(conn, plan.id, state=state.value)
        if not hushed:
            self.tell(conn, now, plan, stored.revision, state.value)
        store_audit.append(
            conn, now, Act.PLAN_ENDED, record_id=plan.id, actor=plan.need.person, detail=state.value
        )
