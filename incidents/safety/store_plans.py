"""Plans of meetings in the database: rows in and out, nothing decided here. Place and duress word stay sealed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, bindparam, exists, func, select, update

from foundation.db import Connection, insert_if_new
from foundation.outbox.jobs import Job
from foundation.outbox.tables import jobs
from foundation.sealed_rows import opened
from foundation.sealing import KeyMissing, KeyRing, SealBroken, WrappedKey
from foundation.statements import among, change_row, rows_by
from incidents.rules.check_ins import AFTER
from incidents.rules.helpers import InNeed
from incidents.safety.duress import comparable, said_in, sealed_plan
from incidents.safety.plan import WATCHED, NewPlan, PlanState, SafetyPlan
from incidents.safety.plan_jobs import PLAN_SILENCE, revision_of
from incidents.safety.tables import safety_plans

LISTED = 20
LONGEST = timedelta(days=1)
"""Longer than any meeting."""
_WATCHED = among(safety_plans.c.state, WATCHED)
_BY_ID = rows_by(safety_plans, "id")
_LOCKED = _BY_ID.with_for_update()
_BY_DRAFT = rows_by(safety_plans, "person", "draft")
_NEXT_FIRST = (safety_plans.c.check_at, safety_plans.c.id)
_WATCHED_OF = rows_by(safety_plans, "person").where(_WATCHED).order_by(*_NEXT_FIRST).limit(LISTED)
_LATELY = (safety_plans.c.check_at >= bindparam("late")) | (safety_plans.c.meets_at >= bindparam("long_ago"))
_LISTENING_OF = (
    rows_by(safety_plans, "person")
    .where(_WATCHED | _LATELY)
    .order_by(safety_plans.c.meets_at, safety_plans.c.id)
)
_CALLED_OF = (
    rows_by(safety_plans, "person", "state")
    .order_by(safety_plans.c.meets_at.desc())
    .limit(LISTED)
    .with_for_update()
)
_WATCHED_FOR = (
    select(safety_plans)
    .where(
        (safety_plans.c.companion == bindparam("companion"))
        | safety_plans.c.department.in_(bindparam("departments", expanding=True)),
        safety_plans.c.person != bindparam("companion"),
        _WATCHED,
    )
    .order_by(*_NEXT_FIRST)
    .limit(LISTED)
)


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan with what only we know of it."""

    plan: SafetyPlan
    revision: int
    word: str = ""
    key: WrappedKey | None = None

    def shown_to(self, viewer: str) -> SafetyPlan:
        """The plan as somebody sees it: its own person, who may be watched, never that their word was heard."""
        own = viewer == self.plan.need.person
        state = self.plan.state
        if state is PlanState.DURESS:
            state = PlanState.FINE if own else PlanState.CALLED
        return replace(self.plan, state=state)

    def heard(self, ring: KeyRing, text: str) -> bool:
        """Whether a text says the duress word."""
        if not self.word or self.key is None:
            return False
        return said_in(ring.unwrap(owner_of(self.plan.id), self.key), self.word, text)


def insert(
    conn: Connection, ring: KeyRing, plan: SafetyPlan, wanted: NewPlan, draft: str, now: datetime
) -> bool:
    """Insert a new plan; False where the same form was sent before."""
    row = {
        "id": plan.id,
        "person": plan.need.person,
        "draft": draft,
        "department": plan.need.department,
        "companion": plan.need.companion,
        "state": plan.state.value,
        "made_at": now,
        "meets_at": plan.meets_at,
        "minutes": plan.minutes,
        "check_at": plan.check_at,
        "asked_at": None,
        "revision": 0,
        **sealed_plan(ring, owner_of(plan.id), wanted.place, comparable(wanted.duress)),
    }
    return insert_if_new(conn, safety_plans, row)


def find(conn: Connection, ring: KeyRing, plan_id: str, *, lock: bool = False) -> StoredPlan | None:
    """A plan; with `lock`, nobody else changes it until the transaction ends."""
    return next(iter(_many(conn, ring, _LOCKED if lock else _BY_ID, {"id": plan_id})), None)


def by_draft(conn: Connection, ring: KeyRing, person: str, draft: str) -> StoredPlan | None:
    """The plan that was made from a form."""
    return next(iter(_many(conn, ring, _BY_DRAFT, {"person": person, "draft": draft})), None)


def watched_of(conn: Connection, ring: KeyRing, person: str) -> list[StoredPlan]:
    """The plans of somebody that are looked after, the next check-in first."""
    return _many(conn, ring, _WATCHED_OF, {"person": person})


def listening_of(conn: Connection, ring: KeyRing, person: str, now: datetime) -> list[StoredPlan]:
    """The plans of somebody whose duress word still counts: also of those that were answered, for a while."""
    late = now - AFTER
    found = _many(conn, ring, _LISTENING_OF, {"person": person, "late": late, "long_ago": late - LONGEST})
    return [one for one in found if one.plan.is_watched or max(one.plan.ends_at, one.plan.check_at) >= late]


def called_of(conn: Connection, ring: KeyRing, person: str) -> list[StoredPlan]:
    """The plans of somebody because of which help was called, under their locks."""
    return _many(conn, ring, _CALLED_OF, {"person": person, "state": PlanState.CALLED.value})


def watched_for(
    conn: Connection, ring: KeyRing, companion: str, departments: Collection[str]
) -> list[StoredPlan]:
    """The plans that are looked after with this companion, or of people of these departments."""
    return _many(conn, ring, _WATCHED_FOR, {"companion": companion, "departments": list(departments)})


def change(conn: Connection, plan_id: str, **values: object) -> None:
    """Change a plan."""
    change_row(conn, safety_plans, {"id": plan_id}, values)


def asked(conn: Connection, job: Job, at: datetime) -> None:
    """Its person is being asked now whether all is well; what was asked before stays the first time."""
    now = (safety_plans.c.id == job.subject, safety_plans.c.revision == revision_of(job))
    waiting = (*now, safety_plans.c.asked_at.is_(None), _WATCHED)
    values = {"asked_at": at, "state": PlanState.ASKED.value}
    conn.execute(update(safety_plans).where(*waiting).values(**values))


def unguarded(conn: Connection) -> int:
    """How many plans are looked after by nothing in the outbox."""
    guard = exists().where(
        jobs.c.subject == safety_plans.c.id, jobs.c.kind == PLAN_SILENCE, jobs.c.done_at.is_(None)
    )
    return int(conn.execute(select(func.count()).where(_WATCHED, ~guard)).scalar_one())


def owner_of(plan_id: str) -> str:
    """Whom a plan is sealed for."""
    return f"plan:{plan_id}"


def _many(conn: Connection, ring: KeyRing, query: Select[Any], said: Mapping[str, Any]) -> list[StoredPlan]:
    return [_stored(ring, row) for row in conn.execute(query, said).all()]


def _stored(ring: KeyRing, row: Row[Any]) -> StoredPlan:
    """A plan whose words do not open is one without a place: it is looked after all the same."""
    place, word, opens = "", "", True
    try:
        words = opened(ring, owner_of(row.id), row)
        place, word = str(words["place"]), str(words["duress"])
    except (KeyMissing, SealBroken, KeyError, TypeError, ValueError):
        opens = False
    ring.unopened.note(safety_plans.name, row.id, opened=opens)
    plan = SafetyPlan(
        row.id,
        InNeed(row.person, row.department, row.companion),
        place,
        row.meets_at,
        row.minutes,
        row.check_at,
        PlanState(row.state),
        row.asked_at,
    )
    return StoredPlan(plan, row.revision, word, WrappedKey(row.key_id, row.wrapped_key))
