"""What flows may do with requests: take one down, read, list, act. What it returns was committed (R02-R14, R29-R41).

What it hides does not exist. Who may what is decided at each look, by the file and the roster in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from foundation.db import Connection
from foundation.ids import new_id, new_reference
from foundation.outbox import store as outbox
from foundation.outbox.jobs import Claimed, Job
from incidents import store_audit, store_open311, store_records, store_requests
from incidents.act_json import ActSaid
from incidents.adding import add_record
from incidents.audit import Act
from incidents.casefile import passing_over
from incidents.desk import Desk
from incidents.open311_sending import Open311Sending
from incidents.records import RecordKind, Said, State, Urgency
from incidents.request import (
    RequestCase,
    RequestOutcome,
    RequestPriority,
    RequestStanding,
    ServiceRequest,
    TakenRequest,
)
from incidents.request_acts import RequestActs
from incidents.request_case import read_case, standing_of
from incidents.request_files import RequestFiles
from incidents.request_jobs import number_job
from incidents.request_lists import RequestPage, count_theirs, next_digests, read_page, wanted_by
from incidents.request_replies import RequestReplies
from incidents.request_told import RequestTold, found
from incidents.request_work import RequestWork, about_in, ground_of
from incidents.rules.access import Operation
from incidents.rules.open311_rules import NO_OPEN311
from incidents.rules.request_clocks import default_update
from incidents.rules.request_lanes import LaneChoice, choose_lane
from incidents.rules.request_rights import RequestRights
from incidents.rules.request_rules import OFF, RequestRules
from incidents.store_records import StoredRecord
from incidents.store_requests import StoredRequest
from incidents.vault import Content

KIND = RecordKind.REQUEST


class Requests:
    """The desk for requests. Stands on the desk of incidents: one database, one vault, one clock, one roster."""

    def __init__(self, desk: Desk, rules: RequestRules = OFF, *, open311: bool = False) -> None:
        """`open311` says that the city's own system is connected; without it nothing goes there."""
        self._desk = desk
        self._open311 = open311
        self.use(rules)
        desk.attaching.grounds[KIND] = RequestFiles(self.work)

    def use(self, rules: RequestRules) -> None:
        """Take a file that was read again into force."""
        self.rules = rules if self._open311 else replace(rules, open311=NO_OPEN311)

    @property
    def rights(self) -> RequestRights:
        """Who may what now."""
        return RequestRights(self.rules, self._desk.escalation.roster)

    def work(self, conn: Connection) -> RequestWork:
        """What follows from requests, by what is in force and who is away at this moment."""
        today = self._desk.today(conn)
        return RequestWork(self._desk.vault, self.rights, today.calendar, today.away)

    def way(self, request: ServiceRequest) -> LaneChoice | None:
        """Which lane or department a request takes, and who reads it; None where nobody is left who may."""
        department, about = self._department(request), frozenset(request.about)
        return choose_lane(self.rules, self.rights.roster, request.matter, department, about)

    async def take(self, request: ServiceRequest, draft: str) -> TakenRequest | None:
        """Commit the record, its number, its audit entry and its first notices in one transaction (R03, R08).

        None where nobody is left who may read it. The same taker and draft give the same answer again.
        """
        way = self.way(request)
        if way is None or not draft:
            return None
        now, record_id = self._desk.clock.now(), new_id()
        content = Content(request, frozenset(one.casefold() for one in request.about))
        key, sealed = self._desk.vault.seal(record_id, content)
        lane = way.lane.name if way.lane else ""
        # What only some may read is read by them, whatever whoever took it down says was done.
        handled = bool(request.handled) and not self.rights.is_confidential(lane)
        state = State.CLOSED if handled else State.RECEIVED
        record = StoredRecord(
            id=record_id,
            reference=new_reference(),
            author=request.taken_by,
            draft=draft,
            department=self._department(request),
            ended=False,
            state=state,
            created_at=now,
            key=key,
            sealed=sealed,
            urgency=Urgency.TELL,
            kind=KIND,
        )
        row = StoredRequest(
            record_id,
            request.matter,
            lane,
            "" if lane else request.category,
            request.priority,
            request.ward,
            request.office,
            request.contact_wanted,
            next_update=default_update(self.rules, self._desk.escalation.calendar, request.priority, now),
            resolved_at=now if handled else None,
        )
        taken = await self._desk.db.write(lambda conn: self._file(conn, record, row, content))
        self._desk.bell.ring()
        return taken

    async def standing(self, name: str, viewer: str) -> RequestStanding | None:
        """Where a request stands, by id or number, without a word of it; None where absent or not for this viewer."""
        return await self._desk.db.read(lambda conn: self._standing(conn, name, viewer))

    async def view(self, name: str, viewer: str) -> RequestCase | None:
        """All of a request, for whoever may read it; every look leaves an entry, also one that was refused."""

        def look(conn: Connection) -> RequestCase | None:
            now, standing = self._desk.clock.now(), self._standing(conn, name, viewer)
            record = store_records.find(conn, name, kind=KIND)
            if standing is None or record is None or Operation.VIEW not in standing.may:
                known = record.id if record else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=known, actor=viewer)
                return None
            row, case = store_requests.request_row(conn, record.id), None
            if row is not None and self._allowed(record, row, viewer, Operation.FOLLOW):
                found(conn, record)
            with passing_over(record.reference):
                case = read_case(conn, self._desk.vault, self.rights, record, standing, viewer)
                store_audit.append(conn, now, Act.VIEWED, record_id=record.id, actor=viewer)
            return case

        return await self._desk.db.write(look)

    async def takes_word(self, name: str, person: str) -> str:
        """The id of a request to which somebody can add what the customer says; empty where there is none for them."""

        def look(conn: Connection) -> str:
            record = store_records.find(conn, name, kind=KIND)
            row = store_requests.request_row(conn, record.id) if record else None
            if record is None or row is None:
                return ""
            return record.id if self._allowed(record, row, person, Operation.CALLED_AGAIN) else ""

        return await self._desk.db.read(look)

    def latest_update(self, priority: RequestPriority) -> datetime:
        """Until when the next update of a request is promised at the latest, from now."""
        return default_update(self.rules, self._desk.escalation.calendar, priority, self._desk.clock.now())

    async def act(
        self, name: str, by: str, operation: Operation, said: Mapping[str, Said], draft: str
    ) -> tuple[RequestOutcome, RequestStanding | None]:
        """Do something with a request that its state and the rights of this moment allow; from one draft once.

        Raises ValueError where a needed field is empty.
        """

        def act(conn: Connection) -> tuple[RequestOutcome, RequestStanding | None]:
            now = self._desk.clock.now()
            record = store_records.find(conn, name, lock=True, kind=KIND)
            row = store_requests.request_row(conn, record.id) if record else None
            if record is None or row is None or not self._allowed(record, row, by, operation):
                known = record.id if record else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=known, actor=by)
                return RequestOutcome.NOT_ALLOWED, self._standing(conn, name, by) if record else None
            acts = RequestActs(self._desk.vault, self.work(conn))
            outcome = acts.take(conn, now, record, row, by, ActSaid(operation, said), draft)
            return outcome, self._standing(conn, record.id, by)

        answer = await self._desk.db.write(act)
        self._desk.bell.ring()
        return answer

    async def settle_open311(
        self, name: str, by: str, number: str, tries: int
    ) -> tuple[RequestOutcome, RequestStanding | None]:
        """Note which number it has in the city's own system; without one, that this try is not there and goes again."""

        def settle(conn: Connection) -> tuple[RequestOutcome, RequestStanding | None]:
            now, record = self._desk.clock.now(), store_records.find(conn, name, lock=True, kind=KIND)
            row = store_requests.request_row(conn, record.id) if record else None
            if record is None or row is None or not self._allowed(record, row, by, Operation.NOTE):
                known = record.id if record else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=known, actor=by)
                return RequestOutcome.NOT_ALLOWED, None
            sending = Open311Sending(self.work(conn))
            done = self._open311 and sending.settle(conn, now, record, by, number, tries)
            outcome = RequestOutcome.DONE if done else RequestOutcome.NOT_NOW
            return outcome, self._standing(conn, record.id, by)

        answer = await self._desk.db.write(settle)
        self._desk.bell.ring()
        return answer

    async def queue(
        self,
        viewer: str,
        *,
        start: int = 0,
        overdue: bool = False,
        unassigned: bool = False,
        closed: bool = False,
    ) -> RequestPage:
        """What somebody sees to, has in hand or took down, by priority and by what is due first (R38)."""
        wanted = replace(
            wanted_by(viewer, self.rights),
            overdue_at=self._desk.clock.now() if overdue else None,
            unassigned=unassigned,
            closed=closed,
        )

        def look(conn: Connection) -> RequestPage:
            work = self.work(conn)
            return read_page(conn, wanted, start, lambda one: self._standing(conn, one, viewer, work))

        return await self._desk.db.read(look)

    async def waiting(self, person: str) -> int:
        """How many requests somebody has in hand, or is to see who does; up to COUNTED, and one more for more."""

        def look(conn: Connection) -> int:
            work = self.work(conn)
            wanted = wanted_by(person, self.rights)
            return count_theirs(conn, wanted, lambda one: self._standing(conn, one, person, work))

        return await self._desk.db.read(look)

    def is_unreadable(self, conn: Connection, record_id: str) -> bool:
        """Whether there is a request that cannot be read here now, so that nobody can be told of it."""
        record = store_records.find(conn, record_id, kind=KIND)
        return record is not None and self.work(conn).readable(record) is None

    def look(self, conn: Connection, now: datetime, claimed: Claimed) -> None:
        """The time of a clock has come."""
        self.work(conn).look(conn, now, claimed)

    def told(self, conn: Connection) -> RequestTold:
        """What becomes of notices, by what is in force and who is away at this moment."""
        return RequestTold(self.work(conn))

    def replies(self, conn: Connection) -> RequestReplies:
        """What becomes of e-mails to those who brought requests, by what is in force at this moment."""
        return RequestReplies(self.work(conn))

    def digests(self, now: datetime) -> list[Job]:
        """The next daily digest of everybody who sees to requests (R09): when work begins on the next open day."""
        return next_digests(self.rules, self._desk.escalation.calendar, now)

    def _file(
        self, conn: Connection, record: StoredRecord, row: StoredRequest, content: Content
    ) -> TakenRequest:
        record, is_new = add_record(conn, record)
        if not is_new:
            return TakenRequest(record.id, record.reference, repeated=True)
        now = record.created_at
        store_requests.insert_request(conn, row)
        store_audit.append(conn, now, Act.SUBMITTED, record_id=record.id, actor=record.author)
        outbox.enqueue(conn, [number_job(record.id, record.author, now)], now)
        work = self.work(conn)
        row = work.write(conn, now, record, row)
        if record.state is State.CLOSED:
            store_audit.append(conn, now, Act.CLOSED, record_id=record.id, actor=record.author)
            return TakenRequest(record.id, record.reference, repeated=False)
        told = work.ask(conn, now, record, row, content.excluded, "taken")
        return TakenRequest(record.id, record.reference, repeated=False, told=told)

    def _department(self, request: ServiceRequest) -> str:
        """Whose it is: of the category; of whom it is about; or where they are said to work."""
        category = self.rules.category(request.category)
        if category is not None:
            return category.department
        where = (self.rights.roster.department_of(one) for one in request.about)
        return next((one for one in where if one), request.about_department)

    def _allowed(self, record: StoredRecord, row: StoredRequest, person: str, operation: Operation) -> bool:
        about = about_in(self._desk.vault, record)
        return about is not None and self.rights.may(person, ground_of(record, row), operation, about)

    def _standing(
        self, conn: Connection, name: str, viewer: str, work: RequestWork | None = None
    ) -> RequestStanding | None:
        record = store_records.find(conn, name, kind=KIND)
        row = store_requests.request_row(conn, record.id) if record else None
        if record is None or row is None:
            return None
        own = store_open311.open311_row(conn, record.id) if self._open311 else None
        return standing_of(work or self.work(conn), record, row, viewer, own)
