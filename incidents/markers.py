"""What flows may do with safety markers: decide that one is told, read, end, and tell whoever meets the person.

What it returns was committed; what it hides does not exist. Who may what is decided at each look.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from foundation.db import Connection
from foundation.ids import new_id, new_reference
from incidents import store_audit, store_records, store_tasks
from incidents.act_json import ActSaid
from incidents.acts import refuse_incomplete
from incidents.adding import add_record
from incidents.audit import Act
from incidents.desk import Desk
from incidents.looks import Look, looks_at
from incidents.marker import Marker, MarkerFile, MarkerProblem, MarkerTold
from incidents.marker_case import KIND, MarkerCase, readable_markers
from incidents.meeting import Meeting
from incidents.records import ActOutcome, State, Urgency
from incidents.restriction_proposals import reads_incidents
from incidents.rules.access import Operation
from incidents.rules.marker_life import MARKER_LIFE, MARKER_STATES
from incidents.rules.marker_rights import MarkerRights, problems
from incidents.rules.marker_rules import MarkerRules
from incidents.rules.rights import NOBODY
from incidents.rules.transitions import transition
from incidents.store_records import StoredEntry, StoredRecord
from incidents.task import MEETS, TaskState
from incidents.vault import Content

MOST = 500
"""Markers in a list."""


class Markers:
    """Stands on the desk: one database, one vault, one clock, the rules in force there."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def rules(self) -> MarkerRules:
        """The profile of the organisation."""
        return self._desk.escalation.restrictions.markers

    def _rights(self, conn: Connection) -> MarkerRights:
        today = self._desk.today(conn)
        return MarkerRights(today.restrictions.markers, today.roster, today.away)

    def may(self, person: str, operation: Operation) -> bool:
        """Whether somebody may do what is about no marker yet: decide on one, list them."""
        away = self._desk.absences.now()
        return MarkerRights(self.rules, self._desk.escalation.roster, away).may_ever(person, operation)

    async def decide(self, marker: Marker, draft: str) -> tuple[tuple[MarkerProblem, ...], MarkerFile | None]:
        """Let whoever meets the person be told from now on; or say everything that is wrong with it.

        The same from the same draft is one. (), None: they may not decide.
        """
        desk, now = self._desk, self._desk.clock.now()
        marker = replace(marker, department=desk.escalation.roster.department_of(marker.decided_by))
        found = problems(marker, self.rules, now, desk.escalation.calendar.zone)

        def decide(conn: Connection) -> tuple[tuple[MarkerProblem, ...], MarkerFile | None]:
            if not self._rights(conn).may_ever(marker.decided_by, Operation.MARK):
                store_audit.append(conn, now, Act.REFUSED, actor=marker.decided_by)
                return (), None
            readable = reads_incidents(desk, conn, marker.incidents, marker.decided_by)
            wrong = found if readable else (*found, MarkerProblem.INCIDENT_UNKNOWN)
            if wrong:
                return wrong, None
            return (), self._shown(conn, self._add(conn, marker, draft), marker.decided_by)

        return await desk.db.write(decide)

    def _add(self, conn: Connection, marker: Marker, draft: str) -> StoredRecord:
        record_id, now = new_id(), self._desk.clock.now()
        key, sealed = self._desk.vault.seal(record_id, Content(marker))
        record = StoredRecord(
            id=record_id,
            reference=new_reference(),
            author=marker.decided_by,
            draft=draft,
            department=marker.department,
            ended=False,
            state=State.IN_FORCE,
            created_at=now,
            key=key,
            sealed=sealed,
            urgency=Urgency.TELL,
            kind=KIND,
            due_at=marker.ends,
        )
        record, is_new = add_record(conn, record)
        if is_new:
            self._desk.indexing.write_marker(conn, record_id, marker)
            name = f"{record_id}:{Act.MARKED}"
            store_audit.append(
                conn, now, Act.MARKED, record_id=record_id, actor=marker.decided_by, detail=name
            )
        return record

    async def view(self, name: str, viewer: str) -> MarkerFile | None:
        """One by id or reference; None where it is absent or not for this viewer. Every look is in the log."""

        def view(conn: Connection) -> MarkerFile | None:
            now, stored = self._desk.clock.now(), store_records.find(conn, name, kind=KIND)
            shown = self._shown(conn, stored, viewer)
            act, record_id = Act.VIEWED if shown else Act.REFUSED, stored.id if stored else ""
            store_audit.append(conn, now, act, record_id=record_id, actor=viewer)
            return shown

        return await self._desk.db.write(view)

    async def listed(self, viewer: str) -> tuple[MarkerFile, ...]:
        """Every marker this person keeps, those in force first, then the newest; the look is in the log."""

        def look(conn: Connection) -> tuple[MarkerFile, ...]:
            stored, rights = store_records.of_kind(conn, KIND, MARKER_STATES, MOST), self._rights(conn)
            cases = readable_markers(conn, self._desk.vault, stored)
            shown = [self._seen(one, rights, viewer, Operation.FOLLOW) for one in cases]
            return tuple(sorted(filter(None, shown), key=lambda one: one.state is not State.IN_FORCE))

        found = await self._desk.db.read(look)
        if found:
            seen, now = " ".join(one.reference for one in found), self._desk.clock.now()
            log = partial(store_audit.append, at=now, act=Act.VIEWED, actor=viewer, detail=seen)
            await self._desk.db.write(log)
        return found

    async def end(
        self, record_id: str, by: str, reason: str, draft: str
    ) -> tuple[ActOutcome, MarkerFile | None]:
        """End one before its day, with the reason; from one draft once. Raises ValueError without a reason."""
        done = ActSaid(Operation.END, {"end_reason": reason})
        refuse_incomplete(done)

        def end(conn: Connection) -> tuple[ActOutcome, MarkerFile | None]:
            now, stored = self._desk.clock.now(), store_records.locked(conn, record_id, KIND)
            case, rights = self._case(conn, stored), self._rights(conn)
            if (
                stored is None
                or case is None
                or Operation.END not in rights.operations(by, case.stored.outline)
            ):
                store_audit.append(conn, now, Act.REFUSED, record_id=stored.id if stored else "", actor=by)
                return ActOutcome.NOT_ALLOWED, None
            name, sealed = self._desk.vault.seal_entry(stored.id, stored.key, f"{by}|{draft}", done)
            if any(one.id == name for one in store_records.entries_of(conn, [stored.id])[stored.id]):
                return ActOutcome.DONE, self._shown(conn, stored, by)
            row = transition(case.state_at(now), Operation.END, MARKER_LIFE)
            if row is None or row.leads_to is None:
                return ActOutcome.NOT_NOW, self._shown(conn, stored, by)
            store_records.add_entry(conn, stored.id, StoredEntry(name, sealed))
            store_records.put_into_state(conn, stored.id, row.leads_to)
            store_audit.append(conn, now, row.recorded, record_id=stored.id, actor=by, detail=name)
            return ActOutcome.DONE, self._shown(conn, store_records.again(conn, stored), by)

        return await self._desk.db.write(end)

    async def looks(self, record_id: str, viewer: str) -> tuple[Look, ...] | None:
        """Who was told, and who looked at it; None where it is absent or not for this viewer. Asking is a look too."""

        def look(conn: Connection) -> tuple[Look, ...] | None:
            now, stored = self._desk.clock.now(), store_records.find(conn, record_id, kind=KIND)
            rights = self._rights(conn)
            if stored is None or Operation.SEE_LOOKS not in rights.operations(viewer, stored.outline):
                name = stored.id if stored else ""
                store_audit.append(conn, now, Act.REFUSED, record_id=name, actor=viewer)
                return None
            found = looks_at(conn, stored.id)
            store_audit.append(conn, now, Act.VIEWED, record_id=stored.id, actor=viewer)
            return found

        return await self._desk.db.write(look)

    async def told(self, record_id: str, person: str) -> tuple[MarkerTold, ...]:
        """What somebody is told who is to meet whom an appointment or a message is about; nothing for anybody else.

        They have its open task, or stand in for who has it. Each telling is in the log.
        """

        def tell(conn: Connection) -> tuple[MarkerTold, ...]:
            stored = next(iter(store_records.by_id(conn, [record_id])), None)
            if stored is None:
                return ()
            rights = self._desk.today(conn).rights
            tasks = store_tasks.of_records(conn, [stored.id])[stored.id]
            theirs = (
                one
                for one in tasks
                if one.state is TaskState.OPEN
                and one.kind in MEETS
                and (one.assignee == person or rights.stands_in(person, one.assignee, stored.outline, NOBODY))
            )
            now, meeting = self._desk.clock.now(), Meeting(self._desk.vault, self._desk.today(conn))
            task = next(theirs, None)
            return meeting.tell(conn, now, stored, task.kind, person) if task else ()

        return await self._desk.db.write(tell)

    def _case(self, conn: Connection, stored: StoredRecord | None) -> MarkerCase | None:
        return next(iter(readable_markers(conn, self._desk.vault, [stored] if stored else [])), None)

    def _shown(self, conn: Connection, stored: StoredRecord | None, viewer: str) -> MarkerFile | None:
        # What is absent is asked for like what is forbidden, so that neither answer is quicker.
        case, rights = self._case(conn, stored), self._rights(conn)
        return self._seen(case, rights, viewer, Operation.VIEW) if case else None

    def _seen(
        self, case: MarkerCase, rights: MarkerRights, viewer: str, operation: Operation
    ) -> MarkerFile | None:
        """It as somebody sees it who may do the operation; None for anybody else."""
        allowed = rights.operations(viewer, case.stored.outline)
        return case.shown(self._desk.clock.now(), allowed) if operation in allowed else None
