"""Does what somebody may do with a request: the entry, where it stands after it, and who hears of it.

Everything happens in the transaction that adds the entry, which holds the record's lock.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from foundation.db import Connection
from foundation.outbox import store as outbox
from incidents import store_audit, store_letters, store_records, store_requests
from incidents.act_json import ActSaid
from incidents.audit import Act
from incidents.records import State
from incidents.request import ReplyKind, RequestOutcome, RequestPriority, ServiceRequest
from incidents.request_jobs import RequestNews, reply_job
from incidents.request_told import found
from incidents.request_work import RequestWork, ground_of
from incidents.rules.access import Operation
from incidents.rules.request_acts import EVERY_REQUEST_SAID
from incidents.rules.request_clocks import default_update
from incidents.rules.request_life import REQUEST_LIFE
from incidents.rules.request_replies import addresses_of, is_true_now
from incidents.rules.request_rights import RequestGround
from incidents.rules.transitions import transition
from incidents.store_records import StoredEntry, StoredRecord
from incidents.store_requests import StoredRequest
from incidents.vault import Content, Vault

URGENT = (RequestPriority.EXPEDITED, RequestPriority.EMERGENCY)
NEEDS_CALL = frozenset({Operation.ASSIGN, Operation.NOTE, Operation.HOLD_REPLY, Operation.RESOLVE})
"""What waits until the department was called, where it is not routine (R36)."""

ANYBODYS = "anybody:"
"""How a draft begins that is one, whoever sends it: two who press on the same text at once send one e-mail."""


@dataclass(frozen=True, slots=True)
class RequestActs:
    """Does acts with the vault and the rules in force."""

    vault: Vault
    work: RequestWork

    def take(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        by: str,
        done: ActSaid,
        draft: str,
    ) -> RequestOutcome:
        """Do an act that somebody may do; the same from the same draft is done once, whoever sends an ANYBODYS draft:
        then it is whoever was first who hears what becomes of it.

        Raises ValueError where a needed field was left empty.
        """
        refuse_incomplete_request(done)
        done = store_letters.digested(done)
        whose = "" if draft.startswith(ANYBODYS) else by
        name, sealed = self.vault.seal_entry(record.id, record.key, f"{whose}|{draft}", done)
        if any(one.id == name for one in store_records.entries_of(conn, [record.id])[record.id]):
            story = store_audit.stories(conn, [record.id])[record.id]
            own = whose or any((one.detail, one.actor) == (name, by) for one in story)
            return RequestOutcome.DONE if own else RequestOutcome.BY_OTHER
        step = transition(record.state, done.operation, REQUEST_LIFE) if record.state else None
        content = self.vault.open(record.id, record.key, record.sealed)
        if step is None or not _changes(record, row, done, self.work):
            return RequestOutcome.NOT_NOW
        if refused := self._refused(now, record, row, content, by, done):
            return refused
        ground = ground_of(record, row)
        after, moved = self._after(now, record, row, step.leads_to or record.state, done)
        if done.operation is Operation.REROUTE and not self.work.readers(after, moved, content.excluded):
            return RequestOutcome.NOBODY
        come = self.work.come(conn, now, record, row)
        store_records.add_entry(conn, record.id, StoredEntry(name, sealed))
        if done.operation is Operation.REACH or self._sees_to(by, ground, content.excluded):
            found(conn, record)
        _write(conn, now, record, after, done, by)
        moved = self.work.write(conn, now, after, moved)
        self.work.catch_up(conn, now, after, moved, content.excluded, come)
        store_audit.append(conn, now, step.recorded, record_id=record.id, actor=by, detail=name)
        if after.state is State.CLOSED and step.leads_to is not State.CLOSED:
            store_audit.append(conn, now, Act.CLOSED, record_id=record.id, actor=by)
        if done.operation is Operation.REROUTE:
            self._tell_left(conn, now, record, row, after, moved, by, content.excluded, name)
        self._tell(conn, now, after, moved, by, done, name, content.excluded, content.request)
        return RequestOutcome.DONE

    def _refused(
        self,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        content: Content,
        by: str,
        done: ActSaid,
    ) -> RequestOutcome | None:
        """Why it cannot be done as it stands; None where it can."""
        is_reply = done.operation is Operation.SEND_REPLY
        tells_more = done.operation is Operation.NOTE or (is_reply and _reply_kind(done) is ReplyKind.UPDATE)
        if row.priority in URGENT and row.reached_at is None and (tells_more or done.operation in NEEDS_CALL):
            return RequestOutcome.NOT_REACHED
        if tells_more and self._is_too_far(now, row, done):
            return RequestOutcome.TOO_FAR
        if is_reply and not self._can_reply(record, row, content, by, done):
            return RequestOutcome.NOT_NOW
        assignee, ground = str(done.said.get("assignee") or ""), ground_of(record, row)
        if assignee and not self.work.rights.may_handle(assignee, ground, content.excluded):
            return RequestOutcome.NOT_A_READER
        return None

    def _can_reply(
        self, record: StoredRecord, row: StoredRequest, content: Content, by: str, done: ActSaid
    ) -> bool:
        """Whether this can be written to them now: to an address they left, and true as it stands (R22).

        A date is promised by whoever may note an update alone.
        """
        kind, state = _reply_kind(done), record.state
        if state is None or done.said["reply_to"] not in addresses_of(content.request):
            return False
        if kind is ReplyKind.UPDATE:
            notes = self.work.rights.may(by, ground_of(record, row), Operation.NOTE, content.excluded)
            if not notes or _moment(done.said, "next_update") is None:
                return False
        return is_true_now(kind, state, in_lane=bool(row.lane))

    def _sees_to(self, person: str, ground: RequestGround, about: frozenset[str]) -> bool:
        return self.work.rights.may(person, ground, Operation.FOLLOW, about)

    def _after(  # noqa: C901 - one arm for each act that changes something
        self, now: datetime, record: StoredRecord, row: StoredRequest, state: State | None, done: ActSaid
    ) -> tuple[StoredRecord, StoredRequest]:
        """The record and its row as the act leaves them."""
        said, rules = done.said, self.work.rights.rules
        record = replace(record, state=state)
        match done.operation:
            case Operation.CONFIRM:
                record = replace(record, acknowledged_at=record.acknowledged_at or now)
            case Operation.REACH:
                row = replace(row, reached_at=_moment(said, "reached_when") or now)
            case Operation.ASSIGN:
                record = replace(record, handler=str(said["assignee"]))
            case Operation.NOTE | Operation.HOLD_REPLY:
                holding = done.operation is Operation.HOLD_REPLY
                row = replace(
                    row, next_update=_moment(said, "next_update"), updated_at=now, is_holding=holding
                )
                if holding and record.acknowledged_at is None:
                    record = replace(record, acknowledged_at=now)
            case Operation.RESOLVE:
                row = replace(row, resolved_at=now)
                # Who does not want to hear from us is not asked afterwards (R22): there is nothing left to do.
                record = record if row.contact_wanted else replace(record, state=State.CLOSED)
            case Operation.NOT_SOLVED | Operation.REOPEN:
                row = self._fresh(now, replace(row, resolved_at=None))
            case Operation.CALLED_AGAIN if row.resolved_at is not None:
                row = self._fresh(now, replace(row, resolved_at=None))
            case Operation.PRIORITISE:
                priority = RequestPriority[str(said["to_priority"]).upper()]
                # What is more urgent than it was when somebody was reached is told on the phone again (R36).
                reached = None if priority.rank < row.priority.rank else row.reached_at
                row = self._fresh(now, replace(row, priority=priority, reached_at=reached))
            case Operation.REROUTE:
                category = rules.category(str(said["to_category"]))
                if category is not None:
                    row = self._fresh(now, replace(row, category=category.key, reached_at=None))
                    record = replace(record, department=category.department, handler="")
            case _:
                pass
        return record, row

    def _fresh(self, now: datetime, row: StoredRequest) -> StoredRequest:
        """With a date of its next update as if it came now; a date that was promised to somebody is over."""
        due = default_update(self.work.rights.rules, self.work.calendar, row.priority, now)
        return replace(row, next_update=due, updated_at=now, is_holding=False)

    def _is_too_far(self, now: datetime, row: StoredRequest, done: ActSaid) -> bool:
        """Whether the next update is promised for a later day than updates are apart (P08)."""
        promised, calendar = _moment(done.said, "next_update"), self.work.calendar
        latest = default_update(self.work.rights.rules, calendar, row.priority, now)
        return promised is not None and calendar.day_of(promised) > calendar.day_of(latest)

    def _tell_left(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        after: StoredRecord,
        moved: StoredRequest,
        by: str,
        about: frozenset[str],
        name: str,
    ) -> None:
        """Whoever had it hears that it went elsewhere: who has it in hand, else those who were asked first."""
        left = {*self.work.holders(record, row, about)} - {by, *self.work.first(after, moved, about)}
        self.work.tell(conn, now, record, moved, RequestNews.MOVED, sorted(left), name)

    def _tell(
        self,
        conn: Connection,
        now: datetime,
        record: StoredRecord,
        row: StoredRequest,
        by: str,
        done: ActSaid,
        name: str,
        about: frozenset[str],
        request: ServiceRequest,
    ) -> None:
        """Who hears: whoever gets it, those who see to it anew, and the office it came from once it is done (R14)."""
        tell, rules = self.work.tell, self.work.rights.rules
        match done.operation:
            case Operation.ASSIGN if record.handler != by:
                tell(conn, now, record, row, RequestNews.GIVEN, [record.handler], name)
            case Operation.REROUTE:
                self.work.ask(conn, now, record, row, about, name)
            case Operation.NOT_SOLVED | Operation.REOPEN:
                people = {record.handler, *self.work.first(record, row, about)} - {by}
                tell(conn, now, record, row, RequestNews.OPEN_AGAIN, sorted(people), name)
            case Operation.PRIORITISE | Operation.CALLED_AGAIN:
                people = {record.handler, *self.work.first(record, row, about)} - {by}
                called = done.operation is Operation.CALLED_AGAIN
                news = RequestNews.CALLED if called else RequestNews.PRIORITY
                tell(conn, now, record, row, news, sorted(people), name)
            case Operation.RESOLVE:
                office = rules.office(row.office)
                people = {*(office.people if office else ()), request.taken_by} - {by}
                tell(conn, now, record, row, RequestNews.DONE, sorted(people), name)
            case Operation.SEND_REPLY:
                outbox.enqueue(conn, [reply_job(record.id, name, by, now)], now)
            case _:
                pass


def refuse_incomplete_request(done: ActSaid) -> None:
    """Raise ValueError where an act lacks a field it needs."""
    missing = [
        one.name for one in EVERY_REQUEST_SAID[done.operation] if one.needed and not done.said.get(one.name)
    ]
    if missing:
        raise ValueError(f"An act lacks {', '.join(missing)}.")


def _write(
    conn: Connection, now: datetime, record: StoredRecord, after: StoredRecord, done: ActSaid, by: str
) -> None:
    if after.state is not record.state and after.state is not None:
        store_records.put_into_state(conn, record.id, after.state)
    if after.acknowledged_at != record.acknowledged_at:
        store_records.acknowledge(conn, record.id, by, after.acknowledged_at or now)
    if done.operation is Operation.REROUTE:
        store_requests.move_to(conn, record.id, after.department)
    elif after.handler != record.handler:
        store_records.hand_to(conn, record.id, after.handler, by)


def useless(record: StoredRecord, row: StoredRequest) -> frozenset[Operation]:
    """What would change nothing: it was done, or it is no matter of this one. What has a lane goes to no other."""
    found = {
        Operation.REROUTE: bool(row.lane),
        Operation.REACH: row.priority not in URGENT or row.reached_at is not None,
        Operation.CONFIRM: record.acknowledged_at is not None or not row.contact_wanted,
        Operation.SEND_REPLY: not row.contact_wanted,
    }
    return frozenset(one for one, true in found.items() if true)


def _changes(record: StoredRecord, row: StoredRequest, done: ActSaid, work: RequestWork) -> bool:
    """Whether it would change anything, by the file that is in force."""
    match done.operation:
        case Operation.REROUTE:
            key = str(done.said.get("to_category"))
            return not row.lane and row.category != key and work.rights.rules.category(key) is not None
        case Operation.PRIORITISE:
            known = {one.value for one in RequestPriority} - {row.priority.value}
            return done.said.get("to_priority") in known
        case _:
            return done.operation not in useless(record, row)


def _reply_kind(done: ActSaid) -> ReplyKind:
    return ReplyKind(str(done.said["reply_kind"]))


def _moment(said: Mapping[str, object], name: str) -> datetime | None:
    found = said.get(name)
    return found.astimezone(UTC) if isinstance(found, datetime) else None
