"""What the worker does with the jobs of plans: the companion hears, its person is asked, silence calls for help."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from foundation.db import Connection
from foundation.outbox import sending
from foundation.outbox import store as outbox
from foundation.outbox.handlers import Ending, Work
from foundation.outbox.jobs import GIVE_UP, Claimed
from foundation.outbox.sending import Delivered, NotDelivered
from foundation.sealing import KeyRing
from incidents.rules.helpers import Helpers
from incidents.safety import store_plans
from incidents.safety.notifying import NO_RIGHT
from incidents.safety.plan import PlanNotice, PlanNoticeKind, PlanState
from incidents.safety.plan_jobs import PLAN_SILENCE, revision_of
from incidents.safety.plan_work import PlanWork
from incidents.safety.store_plans import StoredPlan
from incidents.safety.today import helpers_today

log = structlog.get_logger()


class PlanNotifier(Protocol):
    """Carries a notice of a plan to its recipient on the platform they use."""

    async def deliver_plan(self, notice: PlanNotice) -> Delivered:
        """Send it; raises NotDelivered."""


@dataclass(frozen=True, slots=True)
class PlanJobs:
    """Implements `foundation.outbox.handlers.Handler` for every kind of job a plan has."""

    ring: KeyRing
    helpers: Callable[[], Helpers]
    notifier: PlanNotifier

    @property
    def kinds(self) -> Collection[str]:
        """Every notice, and the look."""
        return [*(kind.value for kind in PlanNoticeKind), PLAN_SILENCE]

    def obsolete(self, conn: Connection, claimed: Claimed) -> bool:
        """Whether its person answered, or took more time, since it was planned."""
        job = claimed.job
        stored = store_plans.find(conn, self.ring, job.subject)
        if stored is None:
            return True
        moved = stored.revision != revision_of(job)
        match job.kind:
            case PlanNoticeKind.PLAN_NEWS:
                # A call goes to the companion by itself; a plan that moved again has news of its own.
                return moved or stored.plan.state in (PlanState.CALLED, PlanState.DURESS)
            case PlanNoticeKind.PLAN_REMIND:
                return not stored.plan.is_watched
            case _:
                return moved or not stored.plan.is_watched

    def begin(self, conn: Connection, claimed: Claimed) -> Work | None:
        """A look, a notice to send, or one whose recipient is told nothing any more."""
        job = claimed.job
        if job.kind == PLAN_SILENCE:
            return partial(_at_once, partial(self._silent, claimed=claimed))
        stored = store_plans.find(conn, self.ring, job.subject)
        if stored is None:
            return None
        if not self.helpers().may_see_plan(job.recipient, stored.plan.need):
            log.warning("plan_not_told", code=NO_RIGHT)
            return partial(_at_once, partial(_given_up, claimed=claimed, code=NO_RIGHT))
        return partial(self._send, claimed, stored)

    async def _send(self, claimed: Claimed, stored: StoredPlan) -> Ending:
        job = claimed.job
        notice = PlanNotice(
            PlanNoticeKind(job.kind),
            job.key,
            job.recipient,
            stored.shown_to(job.recipient),
            claimed.attempts,
        )
        try:
            await sending.within_lease(self.notifier.deliver_plan(notice))
        except NotDelivered as failure:
            write = log.error if failure.operator else log.warning
            write("plan_not_delivered", kind=job.kind, code=failure.code, again=failure.again)
            if failure.again or failure.held:
                return partial(_put_off, claimed=claimed, failure=failure)
            return partial(_given_up, claimed=claimed, code=failure.code)
        return partial(_delivered, claimed=claimed)

    def _silent(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """Looked at again under the lock: somebody may have answered meanwhile."""
        stored = store_plans.find(conn, self.ring, claimed.job.subject, lock=True)
        if outbox.complete(conn, claimed, now) and stored and not self.obsolete(conn, claimed):
            late = bool(claimed.job.payload.get("late"))
            PlanWork(self.ring, helpers_today(self.helpers(), conn, now)).silent(conn, now, stored, late=late)


def _delivered(conn: Connection, now: datetime, claimed: Claimed) -> None:
    if outbox.complete(conn, claimed, now) and claimed.job.kind == PlanNoticeKind.PLAN_ASK:
        store_plans.asked(conn, claimed.job, now)


def _given_up(conn: Connection, now: datetime, claimed: Claimed, code: str) -> None:
    outbox.complete(conn, claimed, now, code)


def _put_off(conn: Connection, now: datetime, claimed: Claimed, failure: NotDelivered) -> None:
    if now - claimed.first_due > GIVE_UP and not failure.held and claimed.job.kind != PlanNoticeKind.PLAN_ASK:
        outbox.complete(conn, claimed, now, failure.code)
    else:
        outbox.put_off(conn, claimed, now, failure)


async def _at_once(ending: Ending) -> Ending:
    """The work of a job that is nothing but what is written down."""
    return ending
