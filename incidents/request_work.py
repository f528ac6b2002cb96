"""What follows from a request: its clocks, who hears, and its row, in the transaction of what was done.

Every change makes a new revision of the row, and one job that looks again when the next clock wants something (R09).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from foundation.calendar import WorkCalendar
from foundation.db import Connection
from foundation.outbox import sending
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed
from incidents import store_audit, store_records, store_requests
from incidents.audit import Act
from incidents.open311_offer import offer
from incidents.records import RecordKind, State
from incidents.request import RequestClock, RequestPriority
from incidents.request_jobs import (
    REQUEST_CLOCK,
    RequestNews,
    clock_job,
    looked_until,
    news_job,
    planned_for,
    revision_of,
)
from incidents.rules.absence import NOBODY_AWAY, Away
from incidents.rules.request_clocks import ClockFacts, ClockStage, due_by, running, steps_after
from incidents.rules.request_lanes import asked_first, readers_of
from incidents.rules.request_rights import RequestGround, RequestRights
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest
from incidents.vault import UNREADABLE, Vault

log = structlog.get_logger()

_NEWS = {
    ClockStage.REMIND: RequestNews.REMIND,
    ClockStage.OVERDUE: RequestNews.OVERDUE,
    ClockStage.ABOVE: RequestNews.ABOVE,
}


@dataclass(frozen=True, slots=True)
class ClockCome:
    """A clock whose time has come: which stage it is at, and whether it ran out since it was looked at before."""

    clock: RequestClock
    stage: ClockStage
    ran_out: bool


@dataclass(frozen=True, slots=True)
class RequestWork:
    """Does what follows, by the rules, the roster and the calendar in force."""

    vault: Vault
    rights: RequestRights
    calendar: WorkCalendar
    away: Away = NOBODY_AWAY

    def clocks(self, record: StoredRecord, row: StoredRequest) -> tuple[RequestClock, ...]:
        """The clocks that run now."""
        return running(self.rights.rules, self.calendar, _facts(record, row))

    def write(
        self, conn: Connection, now: datetime, record: StoredRecord, row: StoredRequest
    ) -> StoredRequest:
        """Keep where it stands, and plan the look at its next clock."""
        clocks = self.clocks(record, row)
        due = min((one.due for one in clocks), default=None)
        row = replace(row, due_at=due, revision=row.revision + 1)
        store_requests.change_request(conn, row)
        offer(conn, now, self.rights.rules.open311, record, row)
        self._plan(conn, now, record, row, now)
        return row

    def readers(self, record: StoredRecord, row: StoredRequest, about: frozenset[str]) -> tuple[str, ...]:
        """Who reads it today."""
        rights = self.rights
        return readers_of(rights.rules, rights.roster, row.lane, record.department, about)

    def ask(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        of: str,
    ) -> tuple[str, ...]:
        """Tell those who see to it; returns them. `of` names what it follows from."""
        first = self.first(record, row, about)
        self.tell(conn, now, record, row, RequestNews.NEW, first, of)
        return first

    def first(self, record: StoredRecord, row: StoredRequest, about: frozenset[str]) -> tuple[str, ...]:
        """Who hears of it first: primary and backup together, or everybody of its lane, whoever is there first.

        While all of them are away whoever reads it next hears as well.
        """
        readers = self.readers(record, row, about)
        first = asked_first(self.rights.rules, row.lane, record.department, readers)
        there = [one for one in first if not self.away.get(one)]
        gone = [one for one in first if self.away.get(one)]
        rest = [one for one in readers if one not in first and not self.away.get(one)]
        return (*(there or rest[:1]), *gone)

    def holders(self, record: StoredRecord, row: StoredRequest, about: frozenset[str]) -> tuple[str, ...]:
        """Whoever has it in hand and may have it today, else those who hear of it first."""
        has_it = self.rights.may_handle(record.handler, ground_of(record, row), about)
        return (record.handler,) if has_it else self.first(record, row, about)

    def hearers(self, record: StoredRecord, row: StoredRequest, about: frozenset[str]) -> tuple[str, ...]:
        """Who hears that something came: whoever has it in hand, and while they are away the others as well."""
        holders = self.holders(record, row, about)
        if all(self.away.get(one) for one in holders):
            return tuple(dict.fromkeys((*holders, *self.first(record, row, about))))
        return holders

    def tell(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        news: RequestNews,
        people: Iterable[str],
        of: str,
        *,
        since: datetime | None = None,
    ) -> None:
        """Let people hear; what is no routine does not stand in line. `since` is when the first of them was told of the
        same.
        """
        urgent = row.priority is not RequestPriority.ROUTINE
        told = (one for one in dict.fromkeys(people) if one)
        number = record.reference if news is RequestNews.MOVED else ""
        jobs = [
            news_job(record.id, news, of, one, now, urgent=urgent, reference=number, since=since)
            for one in told
        ]
        outbox.enqueue(conn, jobs, now)

    def look(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time of a clock has come: whoever is concerned hears, and the next look is planned."""
        record = store_records.locked(conn, claimed.job.subject, RecordKind.REQUEST)
        row = store_requests.request_row(conn, claimed.job.subject)
        about = self.readable(record)
        if record is not None and about is None:
            # Whom it is about, or where it stands, cannot be read, so nobody can be told; the auditor says so.
            log.error("record_unreadable", record=record.id)
            outbox.put_off(conn, claimed, now, sending.UNREADABLE)
            return
        if not outbox.complete(conn, claimed, now) or record is None or row is None or about is None:
            return
        if row.revision != revision_of(claimed.job):
            return
        for one in self._come(record, row, looked_until(claimed.job), now):
            self._run_out(conn, now, record, row, about, one)
        self._plan(conn, now, record, row, max(planned_for(claimed.job), now))

    def come(
        self, conn: Connection, now: datetime, record: StoredRecord, row: StoredRequest
    ) -> list[ClockCome]:
        """What has come of its clocks and waits to be looked at: whatever is done now takes none of it away."""
        planned = outbox.undone(conn, record.id, REQUEST_CLOCK)
        since = min((looked_until(one) for one in planned if revision_of(one) == row.revision), default=now)
        return self._come(record, row, since, now)

    def catch_up(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        come: list[ClockCome],
    ) -> None:
        """What had come of its clocks before something was done: it is told where it is still so, and kept anyway."""
        still = {(one.kind, one.due) for one in self.clocks(record, row)}
        for one in come:
            if (one.clock.kind, one.clock.due) in still:
                self._run_out(conn, now, record, row, about, one)
            elif one.ran_out:
                self._keep(conn, now, record, one)

    def _come(
        self, record: StoredRecord, row: StoredRequest, since: datetime, now: datetime
    ) -> list[ClockCome]:
        found = due_by(self.clocks(record, row), self.calendar, since, now)
        return [ClockCome(clock, stage, since < clock.due <= now) for clock, stage in found]

    def _run_out(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        about: frozenset[str],
        come: ClockCome,
    ) -> None:
        readers = self.readers(record, row, about)
        first = self.first(record, row, about)
        ground = ground_of(record, row)
        has_it = record.handler if self.rights.may_handle(record.handler, ground, about) else ""
        match come.stage:
            case ClockStage.REMIND:
                people = self.holders(record, row, about)
            case ClockStage.OVERDUE:
                people = (has_it, *first)
            case ClockStage.ABOVE:
                people = tuple(one for one in readers if one not in (*first, has_it)) or first
        of = f"{come.clock.kind}:{come.clock.due.isoformat()}"
        self.tell(conn, now, record, row, _NEWS[come.stage], people, of)
        if come.ran_out:
            self._keep(conn, now, record, come)

    def _keep(self, conn: Connection, now: datetime, record: StoredRecord, come: ClockCome) -> None:
        kind = come.clock.kind.value
        store_audit.append(conn, now, Act.CLOCK_RAN_OUT, record_id=record.id, detail=kind)

    def about(self, record: StoredRecord) -> frozenset[str] | None:
        """Whom it is about; None where that cannot be read here, and nobody can be told."""
        return about_in(self.vault, record)

    def readable(self, record: StoredRecord | None) -> frozenset[str] | None:
        """The same; None also where a newer version put it into a state that this one does not know."""
        return self.about(record) if record and record.state else None

    def _plan(
        self, conn: Connection, now: datetime, record: StoredRecord, row: StoredRequest, after: datetime
    ) -> None:
        for at, _, _ in steps_after(self.clocks(record, row), self.calendar, after)[:1]:
            outbox.enqueue(conn, [clock_job(record.id, row.revision, at, after)], now)


def about_in(vault: Vault, record: StoredRecord) -> frozenset[str] | None:
    """Whom a request is about; None where it cannot be opened here."""
    try:
        return vault.open(record.id, record.key, record.sealed).excluded
    except UNREADABLE:
        return None


def ground_of(record: StoredRecord, row: StoredRequest) -> RequestGround:
    """What decides who may see it."""
    return RequestGround(record.author, row.lane, record.department, record.handler, row.office)


def _facts(record: StoredRecord, row: StoredRequest) -> ClockFacts:
    return ClockFacts(
        state=record.state or State.CLOSED,
        priority=row.priority,
        department=record.department,
        category=row.category,
        received_at=record.created_at,
        contact_wanted=row.contact_wanted,
        confirmed_at=record.acknowledged_at,
        next_update=row.next_update,
        updated_at=row.updated_at,
        is_holding=row.is_holding,
        resolved_at=row.resolved_at,
    )
