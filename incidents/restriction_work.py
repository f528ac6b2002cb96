"""What follows from a restriction by itself: its review is reminded of, it suspends itself, it ends (D25).

Everything happens in a transaction that holds the record's lock. That it applies no more is calculated, so nothing here
has to run for it to stop.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from foundation.db import Connection
from foundation.outbox.jobs import Job, Lane
from incidents import store_audit, store_records
from incidents.audit import Act
from incidents.cards import send
from incidents.escalation import Escalation
from incidents.jobs import REVIEW, Done, about_act, act_of
from incidents.notices import NoticeKind
from incidents.records import State
from incidents.restriction_case import Case
from incidents.rules.access import Operation
from incidents.rules.restriction_rights import RestrictionRights
from incidents.rules.transitions import Hears
from incidents.store_records import StoredRecord

SOON = (timedelta(days=14), timedelta(days=3))
"""How long before its review those who keep a restriction are reminded of it."""

STILL = tuple(timedelta(days=days) for days in (7, 21, 49))
"""How long after its review they are reminded again that it stands still."""

REVIEW_SOON, STILL_SUSPENDED = "review_soon", "still_suspended"
"""What a reminder tells of; nobody did anything, so it is no act of the log."""

CAO = "cao"
REPLACEABLE = frozenset({State.PROPOSED, State.APPROVED, State.IN_FORCE, State.SUSPENDED})


@dataclass(frozen=True, slots=True)
class RestrictionWork:
    """Plans, reminds, suspends and ends, with the rules and the roster in force."""

    escalation: Escalation

    @property
    def rights(self) -> RestrictionRights:
        """Who may what now."""
        return RestrictionRights(self.escalation.restrictions, self.escalation.roster, self.escalation.away)

    def plan(self, conn: Connection, now: datetime, case: Case, review: datetime) -> None:
        """Have a restriction looked at before its review, at it, and at its end; at its start where it takes the place
        of another.
        """
        starts = {case.wanted.starts} if case.wanted.replaces else set()
        ahead = {one for one in (*starts, *self._soon(review)) if now < one < review}
        moments = sorted({*ahead, review, *self._again(review, case.wanted.ends), case.wanted.ends})
        jobs = [_look(case.stored.id, review, one) for one in moments]
        send(conn, now, [], *jobs)

    def _soon(self, review: datetime) -> list[datetime]:
        calendar = self.escalation.calendar
        days = (calendar.day_of(review - ahead) for ahead in SOON)
        return [calendar.opens(calendar.open_day_before(day + timedelta(days=1))) for day in days]

    def _again(self, review: datetime, ends: datetime) -> list[datetime]:
        """When those who keep it are reminded that it stands still, so that it is extended or ended."""
        return [at for ahead in STILL if (at := review + ahead) < ends]

    def look(self, conn: Connection, now: datetime, case: Case, former: Case | None = None) -> None:
        """One of these moments has come; `former` is the one it takes the place of."""
        record, state = case.stored, case.state_at(now)
        if state is State.IN_FORCE:
            self.end_replaced(conn, now, case, former)
            if now < min(self._soon(case.review)):
                return
            self._tell(
                conn, now, case, Done(f"{record.id}:{now.isoformat()}", REVIEW_SOON), self._keepers(case)
            )
        elif state is State.SUSPENDED and state is record.state:
            if now < case.review + STILL[0]:
                return
            still = Done(f"{record.id}:{now.isoformat()}", STILL_SUSPENDED)
            people = {*self._keepers(case), *self.hearers(case, record, frozenset({Hears.CAO}))}
            self._tell(conn, now, case, still, people)
        elif state is not record.state and state in (State.SUSPENDED, State.ENDED):
            self._stop(conn, now, case, state)

    def end_replaced(self, conn: Connection, now: datetime, case: Case, former: Case | None) -> None:
        """The one it takes the place of ends once this one applies, not before; those who keep that one are told."""
        if former and case.applies_at(now) and former.state_at(now) in REPLACEABLE:
            self._stop(conn, now, former, State.ENDED)

    def _stop(self, conn: Connection, now: datetime, case: Case, state: State) -> None:
        record = case.stored
        store_records.put_into_state(conn, record.id, state)
        act = Act.SUSPENDED if state is State.SUSPENDED else Act.ENDED
        entry = f"{record.id}:{act}:{now.isoformat()}"
        store_audit.append(conn, now, act, record_id=record.id, detail=entry)
        # Whoever is over them hears at that moment, and not only once nobody has done anything about it.
        tells = frozenset({Hears.CAO, Hears.DECIDES})
        people = {*self._keepers(case), *self.hearers(case, record, tells)}
        self._tell(conn, now, case, Done(entry, act), people)

    def hearers(self, case: Case, after: StoredRecord, tells: frozenset[Hears]) -> frozenset[str]:
        """Who is told of an act, and may read the restriction as it stands after it."""
        roster = self.escalation.roster
        author, decided_by = case.wanted.proposer, case.decided_by
        people: set[str] = set()
        if Hears.AUTHOR in tells:
            people.add(author)
        if Hears.CHAIN in tells:
            people |= set(self.escalation.rights.answerable(after.outline, frozenset()))
        if Hears.CAO in tells:
            people |= set(roster.holders(CAO))
        if Hears.DECIDES in tells:
            people |= {decided_by} if decided_by else set(self.rights.deciders(author))
        if Hears.JUDGES in tells:
            people |= set(self.rights.judges(author, decided_by))
        judging = Hears.JUDGES in tells
        may = partial(
            self.rights.operations, record=after.outline, decided_by=decided_by, appeal_open=judging
        )
        return frozenset(one for one in people if one and Operation.FOLLOW in may(one))

    def may_hear(self, record: StoredRecord, job: Job) -> bool:
        """Whether a notice still has a ground."""
        done = act_of(job)
        allowed = self.rights.operations(
            job.recipient,
            record.outline,
            decided_by=done.handler,
            appeal_open=done.act == Act.APPEALED,
        )
        return Operation.FOLLOW in allowed

    def _keepers(self, case: Case) -> frozenset[str]:
        return self.hearers(case, case.stored, frozenset({Hears.AUTHOR, Hears.CHAIN}))

    def _tell(self, conn: Connection, now: datetime, case: Case, done: Done, people: Iterable[str]) -> None:
        about = partial(about_act, case.stored.id, done, NoticeKind.RESTRICTION, run_at=now)
        send(conn, now, [about(one) for one in sorted(people)])


def _look(record_id: str, review: datetime, at: datetime) -> Job:
    """Look at a restriction at a moment, for as long as its review is the one it was planned for."""
    key = f"{REVIEW}:{record_id}:{review.isoformat()}:{at.isoformat()}"
    return Job(key, REVIEW, record_id, at, payload={"due": review.isoformat()}, lane=Lane.WATCH)
